import Execution

/// The last lines of what a running step prints, both streams interleaved as they came.
struct StepOutput: Sendable {
  static let kept = 20

  private var lines = StreamLines(longest: 4096)
  /// A ring: the line numbered `n` stands at `n % kept`.
  private var ring: [[UInt8]] = []
  private(set) var lineCount = 0

  /// The last lines, oldest first, made harmless.
  var tail: [String] {
    let start = ring.count < Self.kept ? 0 : lineCount % Self.kept
    return (ring[start...] + ring[..<start]).map(HarmlessText.line)
  }

  /// Takes a piece, and calls `take` with each line that it completes.
  mutating func append(_ piece: OutputPiece, take: ([UInt8]) -> Void) { keep(lines.append(piece), take: take) }

  /// Completes what was printed without a line break, at the end of an attempt.
  mutating func finish(take: ([UInt8]) -> Void) { keep(lines.finish(), take: take) }

  private mutating func keep(_ lines: [[UInt8]], take: ([UInt8]) -> Void) {
    for line in lines {
      if ring.count < Self.kept { ring.append(line) } else { ring[lineCount % Self.kept] = line }
      lineCount += 1
      take(line)
    }
  }
}
