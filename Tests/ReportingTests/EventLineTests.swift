import Execution
import Testing

@testable import Reporting

@Suite struct EventLineTests {
  private static let key = StepKey(task: 1, stage: .rollback, position: 2, isUndo: true)
  private static let attempt = AttemptKey(step: key, number: 1)
  private static let at = ConsoleDriver.at(1.5)

  private static func line(_ event: Event) -> String {
    var encoder = EventLine(run: 12, plan: ExamplePlan.usual)
    return String(decoding: encoder.encode(event), as: UTF8.self)
  }

  private static func expected(_ event: String, _ rest: String = "") -> String {
    #"{"event":"\#(event)","run":12,"at":"2026-11-21T02:00:01.500000Z"\#(rest)}"# + "\n"
  }

  private static let task = #","task":"daily.log_rotation""#
  private static let step = task + #","stage":"rollback","position":3,"undo":true"#

  @Test func tasksAndRuns() {
    #expect(Self.line(.taskStarted(task: 1, at: Self.at)) == Self.expected("task_started", Self.task))
    #expect(
      Self.line(.waitingForLock(task: 1, lock: "packages", holder: "run 11", at: Self.at))
        == Self.expected("waiting_for_lock", Self.task + #","lock":"packages","holder":"run 11""#))
    #expect(
      Self.line(.taskFinished(task: 1, TaskResult(outcome: .succeeded), at: Self.at))
        == Self.expected(
          "task_finished",
          Self.task + #","outcome":"succeeded","cleanup_failed":false,"warnings":0,"failed_step":null,"reason":null"#))
    let failed = TaskResult(
      outcome: .rollbackFailed, cleanupFailed: true, warnings: 2, failedStep: Self.key, reason: "exit code 1")
    #expect(
      Self.line(.taskFinished(task: 1, failed, at: Self.at))
        == Self.expected(
          "task_finished",
          Self.task + #","outcome":"rollback_failed","cleanup_failed":true,"warnings":2,"#
            + #""failed_step":{"stage":"rollback","position":3,"undo":true},"reason":"exit code 1""#))
    #expect(
      Self.line(.stopRequested(signal: 15, isSecond: true, at: Self.at))
        == Self.expected("stop_requested", #","signal":15,"second":true"#))
    #expect(
      Self.line(.runFinished(.humanNeeded, at: Self.at)) == Self.expected("run_finished", #","outcome":"human_needed""#)
    )
  }

  @Test func stepsAndAttempts() {
    #expect(
      Self.line(.stepStarted(Self.key, name: "a \"b\"", script: "x\ny", at: Self.at))
        == Self.expected("step_started", Self.step + #","name":"a \"b\"","script":"x\ny""#))
    #expect(
      Self.line(.attemptIntended(Self.attempt, at: Self.at))
        == Self.expected("attempt_intended", Self.step + #","attempt":1"#))
    #expect(
      Self.line(.attemptStarted(Self.attempt, ProcessIdentity(pid: 7, startTime: 8)))
        == #"{"event":"attempt_started","run":12,"at":null\#(Self.step),"attempt":1,"pid":7,"start_time_ticks":8}"#
        + "\n")
    var result = AttemptResult(outcome: .timedOut, signal: 9, detail: "timed out after 30 s")
    result.used.userTime = .milliseconds(1250)
    result.used.peakMemoryBytes = 4096
    #expect(
      Self.line(.attemptFinished(Self.attempt, result, at: Self.at))
        == Self.expected(
          "attempt_finished",
          Self.step
            + #","attempt":1,"outcome":"timed_out","exit_code":null,"signal":9,"detail":"timed out after 30 s","#
            + #""user_seconds":1.25,"system_seconds":0,"peak_memory_bytes":4096,"read_bytes":0,"written_bytes":0"#))
    #expect(
      Self.line(.stepFinished(Self.key, .warned, attempts: 2, detail: nil, at: Self.at))
        == Self.expected("step_finished", Self.step + #","outcome":"warned","attempts":2,"detail":null"#))
    var report = StepReport()
    report.samples = [Sample(name: "load", labels: #"cpu="0""#, value: 0.5)]
    report.summary = "Load"
    report.environment = [StepReport.Variable(name: "A", value: "1")]
    report.warnings = ["high"]
    #expect(
      Self.line(.reported(Self.key, report, at: Self.at))
        == Self.expected(
          "reported",
          Self.step + #","samples":[{"name":"load","labels":"cpu=\"0\"","value":0.5}],"summary":"Load","#
            + #""environment":[{"name":"A","value":"1"}],"warnings":["high"]"#))
  }

  @Test func outputIsTextAndACutCharacterComesWhole() {
    var encoder = EventLine(run: 12, plan: ExamplePlan.usual)
    func output(_ content: OutputPiece.Content) -> String {
      let piece = OutputPiece(stream: .stderr, at: Self.at, content: content)
      return String(decoding: encoder.encode(.output(Self.attempt, piece)), as: UTF8.self)
    }
    func expected(_ rest: String) -> String {
      Self.expected("output", Self.step + #","attempt":1,"stream":"stderr",\#(rest)"#)
    }
    let emoji = Array("🙂".utf8)
    #expect(output(.bytes(Array("a".utf8) + emoji.prefix(3))) == expected(#""text":"a","omitted_bytes":null"#))
    #expect(output(.bytes(Array(emoji.suffix(1)))) == expected(#""text":"🙂","omitted_bytes":null"#))
    #expect(output(.bytes(Array(emoji.prefix(1)))) == "")
    #expect(
      output(.omitted(9)) == expected(#""text":"\#u{FFFD}","omitted_bytes":null"#)
        + expected(#""text":null,"omitted_bytes":9"#))
    #expect(output(.bytes([0xC3])) == "")
    let end = encoder.encode(
      .attemptFinished(Self.attempt, AttemptResult(outcome: .succeeded, exitCode: 0), at: Self.at))
    #expect(String(decoding: end, as: UTF8.self).hasPrefix(expected(#""text":"\#u{FFFD}","omitted_bytes":null"#)))
  }

  @Test func aWaitForAConfirmationIsAnEventOfItsOwn() {
    let (plan, key) = ConfirmationFixture.planAndKey
    var encoder = EventLine(run: 12, plan: plan, confirm: ConfirmCommand(run: 12, option: " --state '/a b'"))
    let lines = String(
      decoding: encoder.encode(.stepStarted(key, name: "wait", script: "w", at: Self.at)), as: UTF8.self)
    let step = #","task":"daily.log_rotation","stage":"verify","position":2,"undo":false"#
    let until = #","until":"2026-11-21T02:10:01.500000Z""#
    let command = #","command":"maint confirm 12/daily.log_rotation --state '/a b'""#
    #expect(
      lines == Self.expected("step_started", step + #","name":"wait","script":"w""#)
        + Self.expected("waiting_for_confirmation", step + until + command))
  }
}
