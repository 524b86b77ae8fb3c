import Foundation
import TestSupport
import Testing

/// What maint accepts is read as other parsers read it. Only documents made with a seed, so a failure comes back.
///
/// `MAINT_FUZZ_ROUNDS=100000 swift test --filter ReferenceTests` goes on as long as you let it, each round with other
/// documents.
@Suite(.enabled(if: Reference.isInstalled, "PyYAML is not installed here")) struct ReferenceTests {
  private static let rounds = ProcessInfo.processInfo.environment["MAINT_FUZZ_ROUNDS"].flatMap { Int($0) } ?? 3

  @Test func documentsMadeAtRandom() throws {
    for round in 0..<Self.rounds {
      var writer = DocumentWriter(seed: UInt64(1000 + round))
      let texts = (0..<200).map { _ in writer.document(writer.value(depth: 4)) }
      try Reference.expectSame(texts, "round \(round)")
    }
  }

  /// Bytes changed in sound documents: nothing crashes, and what is still accepted is still read right.
  @Test func mutations() throws {
    for round in 0..<Self.rounds {
      var random = SeededGenerator(seed: 2000 + round)
      var writer = DocumentWriter(seed: UInt64(3000 + round))
      var texts: [String] = []
      for _ in 0..<400 {
        let text = Bool.random(using: &random) ? writer.document(writer.value(depth: 3)) : Self.sample(&random)
        var bytes = Array(text.utf8)
        for _ in 0..<Int.random(in: 1...4, using: &random) { Self.mutate(&bytes, &random) }
        if let mutated = String(validating: bytes, as: UTF8.self) { texts.append(mutated) }
      }
      try Reference.expectSame(texts, "round \(round) of mutations")
    }
  }

  /// Every chomping, style, indentation and ending of a block scalar, with bodies that try their edges.
  @Test(arguments: ["|", ">"])
  func blockScalars(_ style: String) throws {
    let bodies = [
      [], ["a"], ["a", "b"], ["a", "", "b", ""], [" a", "b"], ["a", " b", "", "c"], ["", "a"],
      ["a", "\tb", "", "\tc", "d"],
      ["# a", "- b: c", ""], ["a", "", "", ""], [" ", "a"], ["a", "   ", "b", " "],
    ]
    var texts: [String] = []
    for chomping in ["", "-", "+"] {
      for digit in 0...9 {
        for body in bodies {
          for end in ["z: y\n", "", "# c\n", "\n# c\nz: y\n", "...\n"] {
            let indentation = String(repeating: " ", count: digit == 0 ? 2 : digit)
            let lines = body.map { $0.isEmpty ? "\n" : indentation + $0 + "\n" }.joined()
            let header = "k: " + style + (digit == 0 ? "" : String(digit)) + chomping + "\n"
            texts.append(header + lines + end)
            texts.append((header + lines + end).replacing("\n", with: "\r\n"))
          }
        }
      }
    }
    try Reference.expectSame(texts, "block scalars")
  }

  /// With the closing bracket deeper than its key: libfyaml refuses it there, and so would not be asked of the rest.
  private static func sample(_ random: inout SeededGenerator) -> String {
    Samples.all[Int.random(in: 0..<Samples.all.count, using: &random)].replacing("\n    ]", with: "\n      ]")
  }

  private static let pieces = [
    "\n", "\n  ", " ", "\t", ":", ": ", "- ", "#", " #", "'", "\"", "[", "]", "{", "}", ",", "|", ">", "\\", "?", "é",
  ]

  private static func mutate(_ bytes: inout [UInt8], _ random: inout SeededGenerator) {
    guard !bytes.isEmpty else { return }
    let index = Int.random(in: 0..<bytes.count, using: &random)
    switch Int.random(in: 0..<6, using: &random) {
    case 0: bytes[index] ^= 1 << UInt8.random(in: 0..<8, using: &random)
    case 1: bytes.remove(at: index)
    case 2: bytes.removeSubrange(index..<min(bytes.count, index + Int.random(in: 1...12, using: &random)))
    case 3: bytes.insert(contentsOf: Array(pieces[Int.random(in: 0..<pieces.count, using: &random)].utf8), at: index)
    case 4: bytes.swapAt(index, Int.random(in: 0..<bytes.count, using: &random))
    default:
      let end = min(bytes.count, index + Int.random(in: 1...20, using: &random))
      bytes.insert(contentsOf: Array(bytes[index..<end]), at: Int.random(in: 0...bytes.count, using: &random))
    }
  }
}
