import Execution
import RunLog

/// `maint output RUN [TASK]`: what steps printed, a record at a time, so that no amount of it has to be held.
///
/// Records come attempt by attempt. A head line stands above each attempt on a terminal, and elsewhere where there are
/// several; until the second begins, the first is held back. On a terminal the lines are made harmless and what was
/// overwritten is left out; elsewhere the bytes are as the step wrote them. Where output was cut, a line says so.
package struct OutputReport: Sendable {
  private let appearance: Appearance
  private let isTerminal: Bool
  private var current: OutputRecord?
  /// The first attempt's output, until it is known whether a second comes.
  private var held: [UInt8] = []
  private var isHolding: Bool
  private var lines = StreamLines(longest: .max)
  private var endsWithLineBreak = true

  package init(isTerminal: Bool, appearance: Appearance) {
    self.isTerminal = isTerminal
    self.appearance = appearance
    isHolding = !isTerminal
  }

  /// What is to be written now.
  package mutating func append(_ record: OutputRecord) -> [UInt8] {
    var result: [UInt8] = []
    if let current, current.attempt != record.attempt {
      result = end()
      if isHolding {
        result = head(current) + held + result
        (isHolding, held) = (false, [])
      }
    }
    if current?.attempt != record.attempt, !isHolding { result += head(record) }
    current = record
    if isHolding { held += body(record.piece) } else { result += body(record.piece) }
    return result
  }

  /// What is still to be written at the end.
  package mutating func finish() -> [UInt8] {
    defer { held = [] }
    return held + (isTerminal ? lines.finish().flatMap(line) : [])
  }

  private mutating func body(_ piece: OutputPiece) -> [UInt8] {
    if isTerminal { return lines.append(piece).flatMap(line) }
    switch piece.content {
    case .bytes(let bytes):
      if let last = bytes.last { endsWithLineBreak = last == UInt8(ascii: "\n") }
      return bytes
    case .omitted(let count):
      let mark = StreamLines.mark(omitted: count, of: piece.stream)
      return end() + mark + [UInt8(ascii: "\n")]
    }
  }

  /// The end of an attempt that another follows, whose head begins on a line of its own.
  private mutating func end() -> [UInt8] {
    if isTerminal { return lines.finish().flatMap(line) }
    defer { endsWithLineBreak = true }
    return endsWithLineBreak ? [] : [UInt8(ascii: "\n")]
  }

  private func line(_ bytes: [UInt8]) -> [UInt8] {
    Array((appearance.render(StyledText(HarmlessText.line(bytes))) + "\n").utf8)
  }

  private func head(_ record: OutputRecord) -> [UInt8] {
    var words = "▸ \(record.task), \(StepPlace(record.attempt.step)), "
    words += HarmlessText.words(StepPlace.name(record.step, of: record.attempt.step))
    if record.attempt.number == 0 { words += ", its if" }
    if record.attempt.number > 1 { words += ", attempt \(record.attempt.number)" }
    return Array((appearance.render(StyledText(words, .faint)) + "\n").utf8)
  }
}
