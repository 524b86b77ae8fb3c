import TestSupport
import Testing

@testable import Supervision

struct RedactorTests {
  private func redact(_ pieces: [[UInt8]], _ secrets: [[UInt8]]) -> [UInt8] {
    var redactor = Redactor(secrets: secrets)
    var output: [UInt8] = []
    for piece in pieces { piece.withUnsafeBytes { redactor.redact($0, into: &output) } }
    redactor.redact(UnsafeRawBufferPointer(start: nil, count: 0), isLast: true, into: &output)
    return output
  }

  private func redact(_ pieces: String..., secrets: [String]) -> String {
    String(decoding: redact(pieces.map { Array($0.utf8) }, secrets.map { Array($0.utf8) }), as: UTF8.self)
  }

  @Test func wholeSecrets() {
    #expect(redact("a secret b", secrets: ["secret"]) == "a *** b")
    #expect(redact("secretsecret", secrets: ["secret"]) == "******")
    #expect(redact("secre", secrets: ["secret"]) == "secre")
    #expect(redact("x", secrets: ["x", ""]) == "***")
    #expect(redact("nothing", secrets: []) == "nothing")
  }

  @Test func longestFirst() {
    #expect(redact("abcdef abc abcd", secrets: ["abc", "abcdef"]) == "*** *** ***d")
    #expect(redact("abc", "de", "f", secrets: ["abc", "abcdef"]) == "***")
    #expect(redact("abc", "de", "g", secrets: ["abc", "abcdef"]) == "***deg")
  }

  @Test func overlapping() {
    #expect(redact("abcdef", secrets: ["abcd", "cdef"]) == "***")
    #expect(redact("ab", "cd", "ef", secrets: ["abcd", "cdef"]) == "***")
    #expect(redact("abcd", "eg", secrets: ["abcd", "cdef"]) == "***eg")
    #expect(redact("aaaa", secrets: ["aa"]) == "***")
  }

  @Test func heldBytesAppearAsSoonAsTheyAreNoSecret() {
    var redactor = Redactor(secrets: [Array("secret".utf8)])
    var output: [UInt8] = []
    Array("a sec".utf8).withUnsafeBytes { redactor.redact($0, into: &output) }
    #expect(output == Array("a ".utf8))
    Array("ond".utf8).withUnsafeBytes { redactor.redact($0, into: &output) }
    #expect(output == Array("a second".utf8))
  }

  /// However the bytes are cut, the result is that of looking at all at once.
  @Test(arguments: 0..<200) func cutsChangeNothing(_ seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    func bytes(_ lengths: ClosedRange<Int>) -> [UInt8] {
      (0..<Int.random(in: lengths, using: &random)).map { _ in UInt8.random(in: 97...99, using: &random) }
    }
    for _ in 0..<20 {
      let secrets = (0..<Int.random(in: 1...4, using: &random)).map { _ in bytes(0...6) }
      let pieces = (0..<Int.random(in: 1...12, using: &random)).map { _ in bytes(0...8) }
      let expected = Self.plainly(pieces.flatMap { $0 }, secrets)
      #expect(redact(pieces, secrets) == expected, "\(pieces) \(secrets)")
    }
  }

  private static func plainly(_ bytes: [UInt8], _ secrets: [[UInt8]]) -> [UInt8] {
    var output: [UInt8] = []
    var end = 0
    for position in bytes.indices {
      let found = secrets.filter { !$0.isEmpty && bytes[position...].starts(with: $0) }.map(\.count).max() ?? 0
      if found > 0 && position >= end { output += Array("***".utf8) }
      end = found > 0 ? max(end, position + found) : end
      if position >= end { output.append(bytes[position]) }
    }
    return output
  }
}
