import Catalog
import Execution
import RunLog
import Scheduling
import Testing

@testable import Reporting

/// That a change waits to be confirmed, until when, and what to type.
@Suite struct ConfirmationTests {
  private static let command = "maint confirm 12/daily.log_rotation"

  private func driver(_ verbosity: ConsoleSettings.Verbosity, isTerminal: Bool = false) -> ConsoleDriver {
    let (plan, key) = ConfirmationFixture.planAndKey
    var driver = ConsoleDriver(plan, verbosity: verbosity, isTerminal: isTerminal)
    driver.begin(1, at: 0)
    _ = driver.console.takeText()
    driver.step(key, "wait 10m for a confirmation", at: 1)
    return driver
  }

  @Test func aLogSaysIt() {
    var driver = driver(.normal)
    #expect(
      driver.console.takeText() == """
        02:00:01 ! daily.log_rotation waits until 2026-11-21 02:10:01 to be confirmed, else it is rolled back:
                     \(Self.command)

        """)
  }

  @Test(arguments: [ConsoleSettings.Verbosity.quiet, .verbose]) func soDoesEveryOtherOne(
    verbosity: ConsoleSettings.Verbosity
  ) {
    var driver = driver(verbosity)
    #expect(driver.console.takeText().contains("    \(Self.command)\n"))
  }

  @Test func aTerminalCountsDown() {
    var driver = driver(.normal, isTerminal: true)
    #expect(driver.console.takeText().contains("    \(Self.command)\n"))
    #expect(driver.live(61, width: 100).hasPrefix("▸ daily.log_rotation waits: \(Self.command)"))
    #expect(driver.live(61, width: 100).contains("  9 min 00 s left"))
    #expect(driver.live(900, width: 100).contains("  0 ms left"))
  }

  private func report(_ confirmation: ConfirmationRecord, _ result: TaskResult? = nil, alive: Bool = true) -> RunReport
  {
    let key = StepKey(task: 0, stage: .verify, position: 0)
    let step = StepRecord(key: key, name: "wait", script: "w", startedAt: ConsoleDriver.start)
    let task = TaskRecord(
      position: 0, name: TaskName(tier: .daily, name: "fw"), runbook: "fw", startedAt: ConsoleDriver.start,
      result: result, confirmation: confirmation, steps: [step])
    let run = RunRecord(number: 12, header: ExampleRuns.header(), tasks: [task])
    return RunReport(run: run, isAlive: alive)
  }

  private func text(_ report: RunReport) -> String {
    report.text(appearance: Appearance(color: false, utf8: true), zone: .utc, now: ConsoleDriver.at(5))
  }

  @Test func showSaysWhatBecameOfIt() {
    var confirmation = ConfirmationRecord(since: ConsoleDriver.start, deadline: ConsoleDriver.at(600))
    let waiting = "waits until 2026-11-21 02:10:00 to be confirmed, else it is rolled back: maint confirm 12/daily.fw"
    #expect(text(report(confirmation)).contains(waiting))
    #expect(!text(report(confirmation, alive: false)).contains("maint confirm"))
    confirmation.verdict = .expired
    #expect(text(report(confirmation)).contains("not confirmed by 2026-11-21 02:10:00"))
    confirmation.verdict = .confirmed
    confirmation.decidedAt = ConsoleDriver.at(9)
    confirmation.word = .init(by: "anna", uid: 7, note: "a\u{1B}]0;b")
    #expect(text(report(confirmation)).contains("confirmed at 2026-11-21 02:00:09 by anna: a␛]0;b"))
    let json = report(confirmation).json
    #expect(json.contains("\"verdict\": \"confirmed\"") && json.contains("\"uid\": 7"))
  }
}
