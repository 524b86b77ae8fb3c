import Glibc

/// A POSIX extended regular expression, matched against whole values by the C library.
///
/// Letters are bytes, as in the C locale: a letter beyond ASCII is as many of them as it has in UTF-8.
package final class Pattern: Sendable {
  /// Why a text is no pattern, in the C library's words.
  package struct Invalid: Error {
    package let reason: String
    /// What to write instead, where that is known.
    var hint: String?
  }

  /// The C library is known to run out of stack on patterns of many thousand brackets.
  private static let longest = 1_000

  /// Written once, in `init`; regexec(3) takes its own lock.
  private nonisolated(unsafe) let compiled: UnsafeMutablePointer<regex_t>

  package init(_ text: String) throws(Invalid) {
    guard text.utf8.count <= Self.longest else {
      throw Invalid(reason: "it is longer than \(Self.longest) bytes")
    }
    if let foreign = Self.foreign(in: text) { throw foreign }
    let regex = UnsafeMutablePointer<regex_t>.allocate(capacity: 1)
    regex.initialize(to: regex_t())
    let code = regcomp(regex, text, REG_EXTENDED)
    guard code == 0 else {
      let reason = Self.message(code, regex)
      regex.deallocate()
      throw Invalid(reason: reason)
    }
    compiled = regex
  }

  deinit {
    regfree(compiled)
    compiled.deallocate()
  }

  /// Whether the pattern matches all of the value, line breaks included.
  ///
  /// The leftmost longest match is the whole value if any match is, so the pattern needs no `^(…)$` around it, which
  /// would count its groups anew.
  package func matches(_ value: String) -> Bool {
    var match = regmatch_t()
    guard regexec(compiled, value, 1, &match, 0) == 0 else { return false }
    return match.rm_so == 0 && match.rm_eo == value.utf8.count
  }

  /// What other languages of patterns have. The C library takes some of it in silence, as something else.
  private static func foreign(in text: String) -> Invalid? {
    var rest = text.utf8[...]
    while let byte = rest.popFirst() {
      guard let next = rest.first else { return nil }
      switch byte {
      case UInt8(ascii: "["): skipBracket(&rest)
      case UInt8(ascii: "\\"):
        let letter = String(UnicodeScalar(next))
        if let class_ = classes[letter] {
          return Invalid(reason: "it has \\\(letter), which is not POSIX", hint: "write \(class_) for \\\(letter)")
        }
        rest.removeFirst()
      case UInt8(ascii: "(") where next == UInt8(ascii: "?"):
        return Invalid(reason: "'(?' is not POSIX", hint: "write '(' for a group; there is no look-ahead, and no flag")
      case UInt8(ascii: "*"), UInt8(ascii: "+"), UInt8(ascii: "?"), UInt8(ascii: "}"):
        guard next == UInt8(ascii: "?") || next == UInt8(ascii: "+") else { break }
        return Invalid(
          reason: "a '\(UnicodeScalar(next))' after '\(UnicodeScalar(byte))' is not POSIX",
          hint: "remove it: the whole value must match, so nothing is lazy or greedy")
      default: break
      }
    }
    return nil
  }

  /// A `]` that comes first is a member.
  private static func skipBracket(_ rest: inout Substring.UTF8View) {
    if rest.first == UInt8(ascii: "^") { rest.removeFirst() }
    if rest.first == UInt8(ascii: "]") { rest.removeFirst() }
    while let byte = rest.popFirst(), byte != UInt8(ascii: "]") {
      guard byte == UInt8(ascii: "["), let kind = rest.first, ":.=".utf8.contains(kind) else { continue }
      while let inner = rest.popFirst() { if inner == UInt8(ascii: "]") { break } }
    }
  }

  private static let classes = [
    "d": "[0-9]", "D": "[^0-9]", "w": "[A-Za-z0-9_]", "W": "[^A-Za-z0-9_]", "s": "[[:space:]]", "S": "[^[:space:]]",
    "b": "nothing (the whole value must match)", "A": "nothing (the whole value must match)",
    "Z": "nothing (the whole value must match)",
  ]

  private static func message(_ code: Int32, _ compiled: UnsafePointer<regex_t>) -> String {
    var buffer = [CChar](repeating: 0, count: 200)
    regerror(code, compiled, &buffer, buffer.count)
    return String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}
