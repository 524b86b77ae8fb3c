/// One word of a shell text.
struct ShellWord: Sendable {
  /// Bytes of the text, quotes included.
  var range: Range<Int>
  /// Quotes taken off; each expansion stands as `hole`.
  var text: String
  /// Nothing in it is expanded.
  var isStatic = true
  /// Nothing in it is quoted either.
  var isPlain = true
  /// The variables that are read in it.
  var variables: [String] = []

  /// U+FFFC, the object replacement character.
  static let hole: Unicode.Scalar = "\u{FFFC}"

  /// The last name of its path: `nginx` of `/usr/sbin/nginx`.
  var program: String { String(text.split(separator: "/").last ?? "") }

  /// `NAME` of `NAME=value`; nil for other words. `isStatic` need not hold for the value.
  var assignedName: String? {
    guard let end = text.utf8.firstIndex(of: UInt8(ascii: "=")) else { return nil }
    let name = text[..<end]
    return ShellByte.isName(name.utf8) ? String(name) : nil
  }
}
