import Execution
import Testing

@testable import Reporting

@Suite struct LiveBlockTests {
  /// One task has ended, one is in its second change step, one in a third attempt, one waits.
  private static func busy(utf8: Bool = true) -> ConsoleDriver {
    var driver = ConsoleDriver(
      ExamplePlan.plan(
        ["system_health_checks", "log_rotation", "backup_verification", "performance_monitoring"],
        estimates: ["system_health_checks": .seconds(12), "log_rotation": .seconds(100)], retries: 5),
      isTerminal: true, utf8: utf8)
    driver.begin(0, at: 0)
    driver.end(0, at: 12)
    driver.begin(1, at: 12)
    driver.step(ConsoleDriver.key(1, .change, 1), "compress old logs", at: 20)
    driver.begin(3, at: 13)
    let quiet = ConsoleDriver.key(3, .precheck)
    driver.step(quiet, "wait for 日本語 quiet disks", at: 20)
    driver.console.receive(.attemptIntended(AttemptKey(step: quiet, number: 3), at: ConsoleDriver.at(21)))
    driver.wait(2, lock: "packages", holder: "run 11 (pid 4242)", at: 22)
    return driver
  }

  @Test func at40Columns() {
    #expect(
      Self.busy().live(31.5, width: 40) == """
        ▸ daily.log_rotation: compress ol…  20 s
        ▸ daily.performance_monitoring: w…  19 s
        ▸ daily.backup_verification wait…  9.5 s
        █░░░░░░░░░ 1 of 4 tasks             32 s
        """)
  }

  @Test func at80Columns() {
    #expect(
      Self.busy().live(31.5, width: 80) == """
        ▸ daily.log_rotation: compress old logs (change 2/3)         20 s of ~1 min 40 s
        ▸ daily.performance_monitoring: wait for 日本語 quiet disks (p…  12 s, task 19 s
        ▸ daily.backup_verification waits for the lock packages, held by run 11 …  9.5 s
        ██░░░░░░░░░░░░░░░░░░ 1 of 4 tasks                                           32 s
        """)
  }

  @Test func at200Columns() {
    #expect(
      Self.busy().live(31.5, width: 200) == """
        ▸ daily.log_rotation: compress old logs (change 2/3)                                                                                                                      12 s, task 20 s of ~1 min 40 s
        ▸ daily.performance_monitoring: wait for 日本語 quiet disks (precheck 1/1, attempt 3/6)                                                                                                  12 s, task 19 s
        ▸ daily.backup_verification waits for the lock packages, held by run 11 (pid 4242)                                                                                                                 9.5 s
        ████░░░░░░░░░░░░░░░░░░░░░░░░░░ 1 of 4 tasks                                                                                                                                                         32 s
        """)
  }

  @Test func withoutUTF8ItKeepsItsEdges() {
    #expect(
      Self.busy(utf8: false).live(31.5, width: 60) == """
        > daily.log_rotation: compress old logs (change 2/3)    20 s
        > daily.performance_monitoring: wait for...  12 s, task 19 s
        > daily.backup_verification waits for the lock pac...  9.5 s
        ##............. 1 of 4 tasks                            32 s
        """)
  }

  @Test func whatDoesNotFitTheRowsIsCounted() {
    let driver = Self.busy()
    #expect(
      driver.live(31.5, width: 40, rows: 4) == """
        ▸ daily.log_rotation: compress ol…  20 s
        … and 2 more running
        █░░░░░░░░░ 1 of 4 tasks             32 s
        """)
    #expect(driver.live(31.5, width: 40, rows: 3).hasPrefix("▸ 3 running\n"))
    #expect(driver.live(31.5, width: 40, rows: 1) == "█░░░░░░░░░ 1 of 4 tasks             32 s")
  }

  @Test func aTaskThatIsRolledBackAndARunThatIsStoppingAreMarked() {
    var driver = ConsoleDriver(isTerminal: true, color: true)
    let key = ConsoleDriver.key(1)
    driver.begin(1, at: 0)
    driver.step(key, "rotate", at: 0)
    driver.endStep(key, .failed, "exit code 1", at: 1)
    driver.step(ConsoleDriver.key(1, .rollback), "bring back", at: 1)
    driver.end(0, TaskResult(outcome: .failed), at: 1)
    driver.console.receive(.stopRequested(signal: 15, isSecond: false, at: ConsoleDriver.at(1)))
    let lines = driver.live(2).split(separator: "\n")
    #expect(lines[0].hasPrefix("\u{1B}[33m▸ daily.log_rotation\u{1B}[0m\u{1B}[33m: bring back (rollback 1/1)\u{1B}[0m"))
    #expect(lines[1].contains(" \u{1B}[33mstopping, \u{1B}[0m1 of 4 tasks\u{1B}[33m, 1 failed\u{1B}[0m"))
  }

  @Test func theBarIsWeightedByEstimates() {
    func filled(_ driver: ConsoleDriver, _ seconds: Double) -> Int {
      driver.live(seconds, width: 120).count { $0 == "█" }
    }
    var driver = ConsoleDriver(
      ExamplePlan.plan(["short", "long"], estimates: ["short": .seconds(10), "long": .seconds(90)]), isTerminal: true)
    driver.begin(0, at: 0)
    #expect(filled(driver, 0) == 0)
    #expect(filled(driver, 100) == 2, "95 % of a tenth of 30 at most, however long it takes")
    driver.end(0, at: 10)
    driver.begin(1, at: 10)
    #expect(filled(driver, 10) == 3)
    #expect(filled(driver, 55) == 16)
    driver.end(1, at: 100)
    #expect(filled(driver, 100) == 30)
    driver.end(.succeeded, at: 100)
    #expect(driver.live(100).isEmpty)
  }
}
