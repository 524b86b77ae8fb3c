import TextSearch

/// What looks sound and is not, outside of quotes.
extension ShellScanner {
  mutating func noteBash(_ construct: String, _ range: Range<Int>) {
    if !isBash { script.oddities.append(ShellOddity(kind: .bash(construct), range: range)) }
  }

  /// What only bash reads so: where it stands in a text for another shell, nobody can tell where it ends.
  mutating func noteBashSyntax(_ construct: String, _ range: Range<Int>) {
    noteBash(construct, range)
    if !isBash { script.noteUnclear(range) }
  }

  /// A backslash before the end of a line, which shells take out before they read on: where that makes one operator, name or
  /// expansion of two.
  mutating func noteContinuations() {
    guard bytes.contains(UInt8(ascii: "\\")) else { return }
    for at in bytes.indices.dropFirst().dropLast(2)
    where bytes[at] == UInt8(ascii: "\\") && bytes[at + 1] == UInt8(ascii: "\n") && bytes[at - 1] != UInt8(ascii: "\\")
    {
      let (before, behind) = (bytes[at - 1], bytes[at + 2])
      let joins = before == UInt8(ascii: "$") || Self.isOperator(before) && Self.isOperator(behind)
      if joins || behind == UInt8(ascii: "\\") && Self.isOperator(before) { script.noteUnclear(at - 1..<at + 3) }
      guard ShellByte.isNamePart(before), ShellByte.isNamePart(behind) else { continue }
      let name = bytes[..<at].reversed().prefix(while: ShellByte.isNamePart).count
      let start = at - name
      guard start > 0, bytes[start - 1] == UInt8(ascii: "$") else { continue }
      script.noteUnclear(start - 1..<at + 3)
    }
  }

  private static func isOperator(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "&"), UInt8(ascii: "|"), UInt8(ascii: ";"),
      UInt8(ascii: "("), UInt8(ascii: ")"):
      true
    default: false
    }
  }

  /// At a byte of a word; `isFirst` where the word begins.
  mutating func noteOddity(isFirst: Bool) {
    switch bytes[at] {
    case 0xE2 where isAt("“") || isAt("”") || isAt("‘") || isAt("’") || isAt("„"): note(.curlyQuote, length: 3)
    case 0xE2 where isFirst && (isAt("–") || isAt("—")) && ShellByte.isNameStart(byte(3)): note(.dash, length: 3)
    case 0xC2 where isAt("\u{A0}"): note(.noBreakSpace, length: 2)
    case UInt8(ascii: "{"): noteTemplate()
    default: break
    }
  }

  private mutating func note(_ kind: ShellOddity.Kind, length: Int) {
    script.oddities.append(ShellOddity(kind: kind, range: at..<at + length))
  }

  /// `{{.Name}}` is left alone: programs such as docker are given it.
  private mutating func noteTemplate() {
    guard isAt("{{"), let close = bytes[at..<min(end, at + 200)].firstRange(ofBytes: "}}".utf8) else { return }
    let inner = bytes[at + 2..<close.lowerBound].split(separator: UInt8(ascii: " "))
    guard let name = inner.first, ShellByte.isName(name), inner.count == 1 else { return }
    note(.template(String(decoding: name, as: UTF8.self)), length: close.upperBound - at)
  }
}
