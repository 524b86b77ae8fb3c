/// Which texts are names: of tasks, runbooks, locks and phases, and of variables that steps get.
package enum NameRule {
  /// Names become parts of file names, which hold at most 255 bytes.
  package static let longest = 128

  /// `[A-Za-z_][A-Za-z0-9_-]*`
  package static func isName(_ text: String) -> Bool {
    text.utf8.count <= longest && isWord(text, allowingHyphen: true)
  }

  /// `[A-Za-z_][A-Za-z0-9_]*`, which is what a shell can read.
  package static func isVariableName(_ text: String) -> Bool {
    text.utf8.count <= longest && isWord(text, allowingHyphen: false)
  }

  private static func isWord(_ text: String, allowingHyphen: Bool) -> Bool {
    // Catalogs hold names by the ten thousand, and a view of UTF-8 is walked byte by byte through calls.
    let answer = text.utf8.withContiguousStorageIfAvailable { isWord($0, allowingHyphen: allowingHyphen) }
    return answer ?? isWord(Array(text.utf8), allowingHyphen: allowingHyphen)
  }

  private static func isWord(_ bytes: some Collection<UInt8>, allowingHyphen: Bool) -> Bool {
    var isFirst = true
    for byte in bytes {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "_"): break
      case UInt8(ascii: "0")...UInt8(ascii: "9"): if isFirst { return false }
      case UInt8(ascii: "-"): if isFirst || !allowingHyphen { return false }
      default: return false
      }
      isFirst = false
    }
    return !isFirst
  }
}
