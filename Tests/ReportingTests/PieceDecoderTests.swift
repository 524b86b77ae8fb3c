import Execution
import TestSupport
import Testing

@testable import Reporting

@Suite struct PieceDecoderTests {
  @Test(arguments: 0..<200) func howeverAStreamIsCutItsTextIsTheSame(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let samples = ["é", "日", "🙂", "a", "\n"].map { Array($0.utf8) } + [[0xFF], [0xE2, 0x82], [0xC0], [0xF4, 0x90]]
    let bytes = (0..<40).flatMap { _ in samples.randomElement(using: &random) ?? [] }
    let source = PieceDecoder.Source(attempt: AttemptKey(step: ConsoleDriver.key(0), number: 1), stream: .stdout)
    var decoder = PieceDecoder()
    var text = ""
    var rest = bytes[...]
    while !rest.isEmpty {
      let piece = rest.prefix(Int.random(in: 1...4, using: &random))
      text += decoder.text(of: Array(piece), from: source)
      rest = rest.dropFirst(piece.count)
    }
    text += decoder.rest(of: source)
    #expect(Array(text.unicodeScalars) == Array(String(decoding: bytes, as: UTF8.self).unicodeScalars))
  }
}
