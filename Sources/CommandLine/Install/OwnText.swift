/// A text that maint writes into the host's configuration: it carries a sum of itself, by which `InstalledText` tells
/// whether it is still what was written. The sum finds changes by hand; it keeps nobody from making them.
enum OwnText {
  private static let mark = "# maint-sum: "

  /// The lines of both, with their sum between them. `header` are comments that say what the text is.
  static func signed(_ header: [String], _ lines: [String]) -> String {
    let marked = header + [mark + sum(of: header + lines)] + lines
    return marked.map { "\($0)\n" }.joined()
  }

  /// nil for a text without a sum.
  static func isUnchanged(_ text: String) -> Bool? {
    // By bytes: a CR before the line break is a change, and not a part of it.
    var lines = text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map {
      String($0) ?? ""
    }
    guard let index = lines.firstIndex(where: { $0.hasPrefix(mark) }) else { return nil }
    let written = lines.remove(at: index).dropFirst(mark.count)
    return lines.popLast() == "" && written == sum(of: lines)
  }

  /// Those that say something: neither empty nor the sum.
  static func lines(of text: String) -> [String] {
    text.split(separator: "\n").map(String.init).filter { !$0.hasPrefix(mark) }
  }

  /// FNV-1a of 64 bits, in hexadecimal.
  private static func sum(of lines: [String]) -> String {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in lines.joined(separator: "\n").utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
    let digits = String(hash, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }
}
