import Execution

/// Cuts what one attempt prints into lines, each stream by itself, in the order in which the lines are completed.
struct StreamLines: Sendable {
  private var standardOutput: LineAssembler
  private var standardError: LineAssembler

  /// `longest`: bytes kept of a line.
  init(longest: Int) {
    standardOutput = LineAssembler(longest: longest)
    standardError = LineAssembler(longest: longest)
  }

  /// The lines that the piece completes, without line breaks; where output was cut, a line that says so.
  mutating func append(_ piece: OutputPiece) -> [[UInt8]] {
    switch piece.content {
    case .bytes(let bytes):
      var completed: [[UInt8]] = []
      switch piece.stream {
      case .stdout: standardOutput.append(bytes) { completed.append($0) }
      case .stderr: standardError.append(bytes) { completed.append($0) }
      }
      return completed
    case .omitted(let count):
      return finish(piece.stream) + [Self.mark(omitted: count, of: piece.stream)]
    }
  }

  /// What was printed without a line break.
  mutating func finish() -> [[UInt8]] { finish(.stdout) + finish(.stderr) }

  static func mark(omitted count: Int, of stream: OutputPiece.Stream) -> [UInt8] {
    Array("… \(ByteSize(count)) of \(stream.rawValue) not kept …".utf8)
  }

  private mutating func finish(_ stream: OutputPiece.Stream) -> [[UInt8]] {
    let line =
      switch stream {
      case .stdout: standardOutput.finish()
      case .stderr: standardError.finish()
      }
    return line.map { [$0] } ?? []
  }
}
