import JSON
import Execution
import RunLog

/// `maint output RUN [TASK] --json`: one object, `run` and `output`, written a record at a time.
///
/// Each of `output` stands on a line of its own: `task`, `stage`, `position`, `undo` and `attempt` as in `EventLine`;
/// `step`, its name; `at`; `stream`; `text`, and `omitted_bytes` null; or where output was cut `text` null and
/// `omitted_bytes` their number. Bytes that are not UTF-8 are U+FFFD in `text`.
package struct OutputJSON: Sendable {
  private let run: Int
  private var json = JSONWriter(layout: .compact)
  private var decoder = PieceDecoder()
  private var last: OutputRecord?
  private var isFirst = true

  package init(run: Int) { self.run = run }

  /// What is to be written now.
  package mutating func append(_ record: OutputRecord) -> [UInt8] {
    var result = last.map { $0.attempt == record.attempt ? [] : rest(of: $0) } ?? []
    let source = PieceDecoder.Source(attempt: record.attempt, stream: record.piece.stream)
    switch record.piece.content {
    case .bytes(let bytes):
      result += element(record, record.piece.stream, text: decoder.text(of: bytes, from: source), omitted: nil)
    case .omitted(let count):
      result += element(record, record.piece.stream, text: decoder.rest(of: source), omitted: nil)
      result += element(record, record.piece.stream, text: nil, omitted: count)
    }
    last = record
    return result
  }

  /// What is still to be written at the end.
  package mutating func finish() -> [UInt8] {
    var result = last.map { rest(of: $0) } ?? []
    if isFirst { result += opening }
    return result + Array("\n]}\n".utf8)
  }

  private var opening: [UInt8] { Array("{\"run\":\(run),\"output\":[".utf8) }

  private mutating func rest(of record: OutputRecord) -> [UInt8] {
    var result: [UInt8] = []
    for stream in OutputPiece.Stream.allCases {
      let text = decoder.rest(of: PieceDecoder.Source(attempt: record.attempt, stream: stream))
      result += element(record, stream, text: text, omitted: nil)
    }
    return result
  }

  private mutating func element(
    _ record: OutputRecord, _ stream: OutputPiece.Stream, text: String?, omitted: Int?
  ) -> [UInt8] {
    if text == "" { return [] }
    json.removeAll()
    json.object { json in
      json.field("task", record.task.description)
      json.stepFields(record.attempt.step)
      json.field("step", record.step)
      json.field("attempt", record.attempt.number)
      json.field("at", record.piece.at)
      json.outputFields(stream, text: text, omitted: omitted)
    }
    defer { isFirst = false }
    return (isFirst ? opening : [UInt8(ascii: ",")]) + [UInt8(ascii: "\n")] + json.bytes
  }
}
