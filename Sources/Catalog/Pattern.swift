import Glibc

/// A POSIX extended regular expression, matched against whole values by the C library.
///
/// Letters are bytes, as in the C locale: a letter beyond ASCII is as many of them as it has in UTF-8.
package final class Pattern: Sendable {
  /// Why a text is no pattern, in the C library's words.
  package struct Invalid: Error {
    package let reason: String
  }

  /// The C library is known to run out of stack on patterns of many thousand brackets.
  private static let longest = 1_000

  /// Written once, in `init`; regexec(3) takes its own lock.
  private nonisolated(unsafe) let compiled: UnsafeMutablePointer<regex_t>

  package init(_ text: String) throws(Invalid) {
    guard text.utf8.count <= Self.longest else {
      throw Invalid(reason: "it is longer than \(Self.longest) bytes")
    }
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

  private static func message(_ code: Int32, _ compiled: UnsafePointer<regex_t>) -> String {
    var buffer = [CChar](repeating: 0, count: 200)
    regerror(code, compiled, &buffer, buffer.count)
    return String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}
