import TextSearch

/// What looks sound and is not, outside of quotes.
extension ShellScanner {
  mutating func noteBash(_ construct: String, _ range: Range<Int>) {
    if !isBash { script.oddities.append(ShellOddity(kind: .bash(construct), range: range)) }
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
    guard isAt("{{"), let close = bytes[at..<end].firstRange(ofBytes: "}}".utf8) else { return }
    let inner = bytes[at + 2..<close.lowerBound].split(separator: UInt8(ascii: " "))
    guard let name = inner.first, ShellByte.isName(name), inner.count == 1 else { return }
    note(.template(String(decoding: name, as: UTF8.self)), length: close.upperBound - at)
  }
}
