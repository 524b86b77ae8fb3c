import Catalog
import Execution
import RunLog
import Testing

@testable import Reporting

@Suite struct OutputReportTests {
  private static func record(
    _ position: Int, _ content: OutputPiece.Content, _ stream: OutputPiece.Stream = .stdout, attempt: Int = 1
  ) -> OutputRecord {
    OutputRecord(
      task: ExampleRuns.daily("log_rotation"), step: ["rotate", "compress"][position],
      attempt: AttemptKey(step: StepKey(task: 1, stage: .change, position: position), number: attempt),
      piece: OutputPiece(stream: stream, at: ExampleRuns.at(1), content: content))
  }

  private static func bytes(_ text: String) -> OutputPiece.Content { .bytes(Array(text.utf8)) }

  private static func shown(_ records: [OutputRecord], isTerminal: Bool) -> [UInt8] {
    var report = OutputReport(isTerminal: isTerminal, appearance: Appearance(color: false, utf8: true))
    return records.flatMap { report.append($0) } + report.finish()
  }

  @Test func oneStepAloneIsGivenAsItIs() {
    let records = [
      Self.record(0, .bytes([0x1B, 0x5B, 0x41, 0xFF, 0x0D])), Self.record(0, .bytes([0x00, 0x41])),
    ]
    #expect(Self.shown(records, isTerminal: false) == [0x1B, 0x5B, 0x41, 0xFF, 0x0D, 0x00, 0x41])
    #expect(Self.shown([], isTerminal: false) == [])
  }

  @Test func severalAttemptsHaveHeads() {
    let records = [
      Self.record(0, Self.bytes("a.log\nb.log")), Self.record(1, Self.bytes("no room\n"), .stderr),
      Self.record(1, Self.bytes("10 %\r20 %\r\n"), attempt: 2),
    ]
    let heads = [
      "▸ daily.log_rotation, change 1, rotate\n", "▸ daily.log_rotation, change 2, compress\n",
      "▸ daily.log_rotation, change 2, compress, attempt 2\n",
    ]
    #expect(
      String(decoding: Self.shown(records, isTerminal: false), as: UTF8.self).unicodeScalars.elementsEqual(
        (heads[0] + "a.log\nb.log\n" + heads[1] + "no room\n" + heads[2] + "10 %\r20 %\r\n").unicodeScalars))
    #expect(
      String(decoding: Self.shown(records, isTerminal: true), as: UTF8.self) == heads[0] + "a.log\nb.log\n" + heads[1]
        + "no room\n" + heads[2] + "20 %\n")
  }

  @Test func aTerminalIsShownNothingThatItObeys() {
    let records = [Self.record(0, Self.bytes("\u{1B}[31mred\u{1B}[m \u{1B}[2J")), Self.record(0, Self.bytes("é\u{7}"))]
    #expect(
      String(decoding: Self.shown(records, isTerminal: true), as: UTF8.self)
        == "▸ daily.log_rotation, change 1, rotate\nred ␛[2Jé␇\n")
  }

  @Test(arguments: [true, false]) func whereItWasCutALineSaysSo(isTerminal: Bool) {
    let records = [
      Self.record(0, Self.bytes("begin")), Self.record(0, .omitted(12 << 20)), Self.record(0, Self.bytes("end\n")),
    ]
    let text = String(decoding: Self.shown(records, isTerminal: isTerminal), as: UTF8.self)
    #expect(text.hasSuffix("begin\n… 12 MiB of stdout not kept …\nend\n"))
  }

  @Test func asJSON() {
    var json = OutputJSON(run: 12)
    let accented = Array("é\n".utf8)
    let records = [
      Self.record(0, .bytes([accented[0]])), Self.record(0, Self.bytes("other"), .stderr),
      Self.record(0, .bytes([accented[1], accented[2]])), Self.record(0, .omitted(5)), Self.record(1, .bytes([0xE2])),
    ]
    let text = String(decoding: records.flatMap { json.append($0) } + json.finish(), as: UTF8.self)
    func line(_ position: Int, _ step: String, _ rest: String) -> String {
      #"{"task":"daily.log_rotation","stage":"change","position":\#(position),"undo":false,"step":"\#(step)","attempt":1,"#
        + #""at":"2026-11-21T02:00:01.000000Z",\#(rest)}"#
    }
    #expect(
      text == """
        {"run":12,"output":[
        \(line(1, "rotate", #""stream":"stderr","text":"other","omitted_bytes":null"#)),
        \(line(1, "rotate", #""stream":"stdout","text":"é\n","omitted_bytes":null"#)),
        \(line(1, "rotate", #""stream":"stdout","text":null,"omitted_bytes":5"#)),
        \(line(2, "compress", #""stream":"stdout","text":"\#u{FFFD}","omitted_bytes":null"#))
        ]}

        """)
    var empty = OutputJSON(run: 12)
    #expect(String(decoding: empty.finish(), as: UTF8.self) == "{\"run\":12,\"output\":[\n]}\n")
  }

  @Test func anUndoIsNamedOnce() {
    var record = Self.record(0, Self.bytes("back\n"))
    record.step = "undo: rotate"
    record.attempt = AttemptKey(step: StepKey(task: 1, stage: .rollback, position: 0, isUndo: true), number: 1)
    let text = String(decoding: Self.shown([record], isTerminal: true), as: UTF8.self)
    #expect(text == "▸ daily.log_rotation, undo of change 1, rotate\nback\n")
  }
}
