import Execution

/// The last lines of what a running step prints, both streams interleaved as they came.
struct StepOutput: Sendable {
  static let kept = 20

  private var standardOutput = LineAssembler()
  private var standardError = LineAssembler()
  /// A ring: the line numbered `n` stands at `n % kept`.
  private var ring: [[UInt8]] = []
  private(set) var lineCount = 0

  /// The last lines, oldest first, made harmless.
  var tail: [String] {
    let start = ring.count < Self.kept ? 0 : lineCount % Self.kept
    return (ring[start...] + ring[..<start]).map(HarmlessText.line)
  }

  /// Takes a piece, and calls `take` with each line that it completes.
  mutating func append(_ piece: OutputPiece, take: ([UInt8]) -> Void) {
    var completed: [[UInt8]] = []
    switch (piece.content, piece.stream) {
    case (.bytes(let bytes), .stdout): standardOutput.append(bytes) { completed.append($0) }
    case (.bytes(let bytes), .stderr): standardError.append(bytes) { completed.append($0) }
    case (.omitted(let count), let stream):
      completed = unfinished(stream)
      completed.append(Array("… \(ByteSize(count)) of \(stream.rawValue) not kept …".utf8))
    }
    keep(completed, take: take)
  }

  /// Completes what was printed without a line break, at the end of an attempt.
  mutating func finish(take: ([UInt8]) -> Void) {
    keep(unfinished(.stdout) + unfinished(.stderr), take: take)
  }

  private mutating func unfinished(_ stream: OutputPiece.Stream) -> [[UInt8]] {
    let line =
      switch stream {
      case .stdout: standardOutput.finish()
      case .stderr: standardError.finish()
      }
    return line.map { [$0] } ?? []
  }

  private mutating func keep(_ lines: [[UInt8]], take: ([UInt8]) -> Void) {
    for line in lines {
      if ring.count < Self.kept { ring.append(line) } else { ring[lineCount % Self.kept] = line }
      lineCount += 1
      take(line)
    }
  }
}
