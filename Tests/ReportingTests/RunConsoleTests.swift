import Execution
import Scheduling
import Testing

@testable import Reporting

@Suite struct RunConsoleTests {
  @Test func aTerminalShowsEachTaskOnceItHasEnded() {
    #expect(
      Self.rolledBack(isTerminal: true) == """
        Run 12: daily, 4 tasks
        ! daily.system_health_checks           12 s  1 warning
            ! disk space: /var is 91 % full
        ↩ daily.log_rotation                  3.4 s  rolled back
            ✗ change 2/3, compress old logs: exit code 1
              │ gzip a.log
              │ gzip: a.log.gz: No space left on device
              │ 50 %
        – daily.backup_verification                  blocked: needs daily.log_rotation
        ✓ daily.performance_monitoring        5.6 s
        ↩ Run 12 (daily) failed and was rolled back after 21 s: 1 rolled back, 1 blocked, 2 succeeded.
          Read more: maint show 12, maint output 12 daily.log_rotation

        """)
  }

  @Test func elsewhereEachLineBeginsWithTheTimeOfDay() {
    #expect(
      Self.rolledBack() == """
        2026-11-21 02:00:00 Run 12: daily, 4 tasks
        02:00:00 ▸ daily.system_health_checks
        02:00:12 ! daily.system_health_checks           12 s  1 warning
                     ! disk space: /var is 91 % full
        02:00:12 ▸ daily.log_rotation
        02:00:15 ↩ daily.log_rotation                  3.4 s  rolled back
                     ✗ change 2/3, compress old logs: exit code 1
                       │ gzip a.log
                       │ gzip: a.log.gz: No space left on device
                       │ 50 %
        02:00:15 – daily.backup_verification                  blocked: needs daily.log_rotation
        02:00:15 ▸ daily.performance_monitoring
        02:00:21 ✓ daily.performance_monitoring        5.6 s
        02:00:21 ↩ Run 12 (daily) failed and was rolled back after 21 s: 1 rolled back, 1 blocked, 2 succeeded.
                   Read more: maint show 12, maint output 12 daily.log_rotation

        """)
  }

  @Test func verboseShowsEveryStepAndLineWithItsTask() {
    #expect(
      Self.rolledBack(.verbose) == """
        2026-11-21 02:00:00 Run 12: daily, 4 tasks
        02:00:00 ▸ daily.system_health_checks
        02:00:00 daily.system_health_checks   ▸ precheck 1/1: disk space
        02:00:12 ! daily.system_health_checks           12 s  1 warning
                     ! disk space: /var is 91 % full
        02:00:12 ▸ daily.log_rotation
        02:00:12 daily.log_rotation           ▸ change 1/3: rotate
        02:00:12 daily.log_rotation           │ a.log
        02:00:12 daily.log_rotation           ▸ change 2/3: compress old logs
        02:00:14 daily.log_rotation           │ gzip a.log
        02:00:14 daily.log_rotation           │ gzip: a.log.gz: No space left on device
        02:00:15 daily.log_rotation           │ 50 %
        02:00:15 daily.log_rotation           ▸ rollback 1/1: bring back
        02:00:15 ↩ daily.log_rotation                  3.4 s  rolled back
                     ✗ change 2/3, compress old logs: exit code 1
        02:00:15 – daily.backup_verification                  blocked: needs daily.log_rotation
        02:00:15 ▸ daily.performance_monitoring
        02:00:21 ✓ daily.performance_monitoring        5.6 s
        02:00:21 ↩ Run 12 (daily) failed and was rolled back after 21 s: 1 rolled back, 1 blocked, 2 succeeded.
                   Read more: maint show 12, maint output 12 daily.log_rotation

        """)
  }

  @Test func quietSaysWhatAMailNeedsAndTheOutcomeFirst() {
    #expect(
      Self.rolledBack(.quiet) == """
        ↩ Run 12 (daily) failed and was rolled back after 21 s: 1 rolled back, 1 blocked, 2 succeeded.
          Read more: maint show 12, maint output 12 daily.log_rotation
        ! daily.system_health_checks           12 s  1 warning
            ! disk space: /var is 91 % full
        ↩ daily.log_rotation                  3.4 s  rolled back
            ✗ change 2/3, compress old logs: exit code 1
              │ gzip a.log
              │ gzip: a.log.gz: No space left on device
              │ 50 %
        – daily.backup_verification                  blocked: needs daily.log_rotation

        """)
  }

  @Test func quietSaysNothingWhenAllIsWell() {
    var driver = ConsoleDriver(verbosity: .quiet, isTerminal: true)
    for task in 0..<4 {
      driver.begin(task, at: 0)
      driver.step(ConsoleDriver.key(task), "rotate", at: 0)
      driver.print(ConsoleDriver.key(task), "much\n", at: 1)
      #expect(driver.live(1).isEmpty)
      driver.endStep(ConsoleDriver.key(task), at: 2)
      driver.end(task, at: 2)
    }
    driver.end(.succeeded, at: 2)
    #expect(driver.console.takeText() == "")
  }

  @Test func withoutUTF8EverythingIsASCII() {
    let text = Self.rolledBack(isTerminal: true, utf8: false)
    #expect(text.utf8.allSatisfy { $0 < 0x80 })
    #expect(Self.rolledBack(isTerminal: true, utf8: false, note: "\u{1B}[H\u{0}\u{7F}é").contains(": ^[[H^@^?<U+00E9>"))
    #expect(text.contains("< daily.log_rotation                  3.4 s  rolled back\n"))
    #expect(text.contains("      | gzip a.log\n"))
    #expect(text.contains("- daily.backup_verification                  blocked: needs daily.log_rotation\n"))
  }

  @Test func coloursOnlySayWhatHappened() {
    let lines = Self.rolledBack(isTerminal: true, color: true).split(separator: "\n")
    #expect(
      lines[3]
        == "\u{1B}[33m↩\u{1B}[0m daily.log_rotation                  \u{1B}[2m3.4 s\u{1B}[0m  \u{1B}[33mrolled back\u{1B}[0m"
    )
    #expect(lines[9].hasPrefix("\u{1B}[32m✓\u{1B}[0m daily.performance_monitoring"))
  }

  @Test func aFailedStepShowsItsLastTwentyLines() {
    var driver = ConsoleDriver(isTerminal: true)
    let key = ConsoleDriver.key(1, .precheck)
    driver.begin(1, at: 0)
    driver.step(key, "enough room", at: 0)
    for number in 1...117 { driver.print(key, "line \(number)\n", at: 1) }
    driver.endStep(key, .timedOut, "timed out after 30 s", attempts: 3, at: 30)
    driver.end(1, TaskResult(outcome: .failed, failedStep: key, reason: "timed out after 30 s"), at: 30)
    let lines = driver.console.takeText().split(separator: "\n")
    #expect(lines[1] == "✗ daily.log_rotation                   30 s  failed, nothing was touched")
    #expect(lines[2] == "    ✗ precheck 1/1, enough room: timed out after 30 s, 3 attempts")
    #expect(lines[3] == "      … 97 lines before these: maint output 12 daily.log_rotation")
    #expect(lines[4...] == ((98...117).map { "      │ line \($0)" })[...])
  }

  @Test func aTaskWithManyWarningsShowsTheFirstTen() {
    var driver = ConsoleDriver(isTerminal: true)
    let key = ConsoleDriver.key(0, .precheck)
    driver.begin(0, at: 0)
    driver.step(key, "mounts", at: 0)
    for number in 1...12 { driver.warn(key, "mount \(number)", at: 1) }
    driver.endStep(key, .warned, at: 1)
    driver.end(0, TaskResult(outcome: .succeeded, warnings: 1), at: 1)
    let lines = driver.console.takeText().split(separator: "\n")
    #expect(lines.count == 2 + 10 + 1)
    #expect(lines[11...] == ["    ! mounts: mount 10", "      … and 2 more: maint show 12"])
  }

  @Test func waitingForALockIsToldWithItsHolder() {
    var driver = ConsoleDriver()
    driver.wait(0, lock: "packages", holder: "run 11 (pid 4242)", at: 1)
    driver.begin(0, at: 61)
    driver.end(0, at: 63)
    #expect(
      driver.console.takeText() == """
        2026-11-21 02:00:00 Run 12: daily, 4 tasks
        02:00:01 ▸ daily.system_health_checks waits for the lock packages, held by run 11 (pid 4242)
        02:01:01 ▸ daily.system_health_checks
        02:01:03 ✓ daily.system_health_checks          2.0 s

        """)
  }

  @Test func aSignalIsAnswered() {
    var driver = ConsoleDriver(isTerminal: true)
    _ = driver.console.takeText()
    driver.console.receive(.stopRequested(signal: 2, isSecond: false, at: ConsoleDriver.at(1)))
    driver.console.receive(.stopRequested(signal: 15, isSecond: true, at: ConsoleDriver.at(2)))
    #expect(
      driver.console.takeText() == """
        ! INT: nothing new is started, running steps are stopped, what was changed is rolled back
        ! TERM: again: running steps are killed without a grace period; what was changed is still rolled back

        """)
    driver.end(.stopped, at: 3)
    #expect(driver.console.takeText().hasPrefix("! Run 12 (daily) was stopped by INT after 3.0 s.\n"))
  }

  @Test func whatStepsAndNamesSayCannotMoveTheCursor() {
    var driver = ConsoleDriver(verbosity: .verbose)
    let key = ConsoleDriver.key(0)
    driver.begin(0, at: 0)
    driver.step(key, "clear\u{1B}[2J\nscreen", at: 0)
    driver.print(key, "\u{1B}[31mred\u{1B}[0m\u{1B}]0;title\u{07}\tcafé\u{202E}\u{9B}\n", at: 0)
    driver.print(key, "a\u{0}\u{8}b\r\n", at: 0)
    driver.endStep(key, .failed, "bad\rdetail", at: 1)
    driver.end(0, TaskResult(outcome: .failed, reason: "\u{1B}[H"), at: 1)
    let text = driver.console.takeText()
    #expect(text.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x9B || $0 == "\n" || $0 == "\t" })
    #expect(text.contains("│ red␛]0;title␇\tcafé<U+202E><U+009B>\n"))
    #expect(text.contains("│ a␀␈b\n"))
    #expect(text.contains(": clear␛[2J screen\n"))
    #expect(text.contains("bad detail"))
    #expect(text.contains("touched: ␛[H"))
  }

  /// A log rotation that fails in its second change step and is rolled back, after a task with a warning.
  static func rolledBack(
    _ verbosity: ConsoleSettings.Verbosity = .normal, isTerminal: Bool = false, color: Bool = false, utf8: Bool = true,
    note: String = "needs daily.log_rotation"
  ) -> String {
    var driver = ConsoleDriver(verbosity: verbosity, isTerminal: isTerminal, color: color, utf8: utf8)
    let disk = ConsoleDriver.key(0, .precheck)
    driver.begin(0, at: 0)
    driver.step(disk, "disk space", at: 0)
    driver.warn(disk, "/var is 91 % full", at: 11)
    driver.endStep(disk, .warned, at: 11)
    driver.end(0, TaskResult(outcome: .succeeded, warnings: 1), at: 12)
    let rotate = ConsoleDriver.key(1, .change, 0)
    let compress = ConsoleDriver.key(1, .change, 1)
    let back = ConsoleDriver.key(1, .rollback, 0)
    driver.begin(1, at: 12)
    driver.step(rotate, "rotate", at: 12)
    driver.print(rotate, "a.log\n", at: 12)
    driver.endStep(rotate, at: 12.1)
    driver.step(compress, "compress old logs", at: 12.1)
    driver.print(compress, "gzip a.log\n10 %\r50 %", at: 14)
    driver.print(compress, "gzip: a.log.gz: No space left on device\n", .stderr, at: 14.5)
    driver.endStep(compress, .failed, "exit code 1", at: 15)
    driver.step(back, "bring back", at: 15)
    driver.endStep(back, at: 15.4)
    driver.end(1, TaskResult(outcome: .rolledBack, failedStep: compress, reason: "exit code 1"), at: 15.4)
    driver.end(2, TaskResult(outcome: .blocked, reason: note), at: 15.4)
    driver.begin(3, at: 15.4)
    driver.end(3, at: 21)
    driver.end(.rolledBack, at: 21)
    return driver.console.takeText()
  }
}
