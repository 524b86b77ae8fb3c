import Foundation
import Testing

/// `maint due` and `maint run --due`, as cron and an operator see them.
///
/// The tasks are annual ones that are due by the clock at any time but the first hours of a year: a tier of shorter
/// periods could become due anew while a test goes on.
@Suite struct DueTests {
  let maint: Maint

  init() throws {
    maint = try Maint()
    try maint.runbook("good", "precheck: [':']")
    try maint.runbook("bad", "precheck: ['exit 4']")
    try maint.waitingRunbook("slow")
    try maint.runbook("change", "change: [{run: ':', undo: ':'}]")
  }

  private func annual(_ tasks: [String], _ more: String = "", rest: String = "") throws {
    let list = tasks.map { "      - \($0)\n" }.joined()
    try maint.schedule("maintenance_schedule:\n  annual:\n    at: \"00:00\"\n\(more)    tasks:\n\(list)\(rest)\n")
  }

  private func states() throws -> [String: String] {
    let tiers = try #require(try maint.json("due")["tiers"] as? [[String: Any]])
    let tasks = tiers.flatMap { $0["tasks"] as? [[String: Any]] ?? [] }
    return Dictionary(
      tasks.map { task in
        let held = (task["held_by"] as? String).map { ", held by \($0)" } ?? ""
        return (task["task"] as? String ?? "", (task["state"] as? String ?? "") + held)
      }
    ) { first, _ in first }
  }

  @Test func whatIsDueRunsOnceAndThenThereIsSilence() throws {
    try annual(["good", "{task: after, runbook: good, needs: [good]}"])
    #expect(try states() == ["annual.good": "due", "annual.after": "due"])
    try maint.run("run", "--due").expect(
      exit: 0,
      out: """
        TIME Run 1: annual, 2 tasks
        TIME ▸ annual.good
        TIME ✓ annual.good SPAN
        TIME ▸ annual.after
        TIME ✓ annual.after SPAN
        TIME ✓ Run 1 (annual) succeeded: 2 tasks in SPAN.
                   Read more: maint show 1
        """, err: "")
    for _ in 1...2 { try maint.run("run", "--due").expect(exit: 0, out: "", err: "") }
    #expect(try states() == ["annual.good": "not_due", "annual.after": "not_due"])
    #expect(try maint.json("log")["runs"].map { ($0 as? [Any])?.count } == 1)
  }

  @Test func whereNothingIsDueNothingIsWritten() throws {
    try maint.schedule("maintenance_schedule: {emergency: [good]}")
    try maint.run("run", "--due").expect(exit: 0, out: "", err: "")
    #expect(!maint.exists(maint.state))
    try maint.run("due").expect(
      exit: 0
    ).shows("Nothing is due at", "emergency  only when asked", "  good     only when asked; no success yet")
  }

  @Test func aFailureIsTriedAgainLaterAndThenGivenUp() throws {
    try annual(["bad", "{task: after, runbook: good, needs: [bad]}"], "    max_attempts: 2\n    retry_after: 1s\n")
    try maint.run("run", "--due", "--quiet").expect(exit: 1).shows("annual.bad", "blocked: it needs annual.bad")
    #expect(eventually { (try? states()["annual.bad"]) == "due" })
    let second = try maint.run("run", "--due", "--quiet")
    #expect(second.exit == 1)
    #expect(
      second.err.contains("maint: annual.bad is given up after 2 failures, as max_attempts is 2: it is due again"),
      "\(second.err)")
    #expect(second.err.contains("in run 2 it failed ("), "\(second.err)")
    #expect(try states() == ["annual.bad": "given_up", "annual.after": "due, held by need"])
    // It is told once.
    try maint.run("run", "--due").expect(exit: 0, out: "", err: "")
    let alerts = try #require(try maint.json("status")["alerts"] as? [[String: Any]])
    #expect(alerts.map { $0["kind"] as? String } == ["gave_up"])
    #expect(alerts.map { $0["level"] as? String } == ["warning"])
    try maint.run("status").expect(exit: 1).shows("Alerts\n  ! ", "annual.bad is given up after 2 failures")
    // By hand it may be run, and then all is well.
    try maint.runbook("bad", "precheck: [':']")
    try maint.run("run", "annual.bad", "--quiet").expect(exit: 0)
    #expect(try maint.json("status")["alerts"].map { ($0 as? [Any])?.count } == 0)
    try maint.run("run", "--due", "--quiet").expect(exit: 0)
    #expect(try states() == ["annual.bad": "not_due", "annual.after": "not_due"])
  }

  @Test func statusSaysWhenWhatFailedIsTriedAgain() throws {
    func triedAgain() throws -> String? {
      let unhappy = try #require(try maint.json("status")["unhappy"] as? [[String: Any]])
      return unhappy.first { $0["task"] as? String == "annual.bad" }?["tried_again_at"] as? String
    }
    try annual(["bad"])
    // By hand alone: whether anything calls run --due is not known.
    try maint.run("run", "annual.bad", "--quiet").expect(exit: 1)
    #expect(try triedAgain() == nil)
    try maint.run("run", "--due", "--quiet").expect(exit: 0)
    #expect(try triedAgain() != nil)
    try maint.run("status").expect(exit: 1).shows("maint run --due tries it again from ")
  }

  @Test func onlyOneRunsWhatIsDue() throws {
    try annual(["slow"])
    let first = try maint.start("run", "--due", "--quiet")
    #expect(eventually { maint.text("running") != nil })
    #expect(try states() == ["annual.slow": "due, held by run"])
    // The task is at work, so there is nothing to start.
    try maint.run("run", "--due").expect(exit: 0, out: "", err: "")
    try annual(["slow", "good"])
    try maint.run("run", "--due", "--quiet").expect(exit: 0, out: "", err: "")
    try maint.run("run", "--due").expect(
      exit: 0, out: "another maint run --due is at work: maint status shows it", err: "")
    try maint.file("go", "")
    #expect(first.wait().exit == 0)
    try maint.run("run", "--due").expect(exit: 0).shows("annual.good", "1 task")
  }

  @Test func aTaskThatAnotherRunIsAtIsNotStartedTwice() throws {
    try annual(["slow"])
    let first = try maint.start("run", "annual", "--quiet")
    #expect(eventually { maint.text("running") != nil })
    try maint.run("run", "--due").expect(exit: 0, out: "", err: "")
    try maint.file("go", "")
    #expect(first.wait().exit == 0)
    try maint.run("run", "--due").expect(exit: 0, out: "", err: "")
  }

  @Test func whatAnotherRunDidMeanwhileIsNotDoneAgain() throws {
    try annual(["slow", "good"])
    let due = try maint.start("run", "--due", "--quiet")
    #expect(eventually { maint.text("running") != nil })
    try maint.run("run", "annual.good", "--quiet").expect(exit: 0)
    try maint.file("go", "")
    #expect(due.wait().exit == 75)
    try maint.run("show", "1").shows("deferred: another run tried it meanwhile")
    try maint.run("run", "--due").expect(exit: 0, out: "", err: "")
  }

  @Test func whatMaintWasKilledUnderIsToldAndIsATry() throws {
    try annual(["slow"], "    retry_after: 1h\n")
    let first = try maint.start("run", "--due", "--quiet")
    #expect(eventually { maint.text("running") != nil })
    first.signal(SIGKILL)
    first.wait()
    let next = try maint.run("run", "--due", "--quiet")
    #expect(next.exit == 0)
    #expect(next.err.contains("run 1"), "\(next.err)")
    #expect(try states() == ["annual.slow": "waiting"])
    try maint.run("run", "--due").expect(exit: 0, out: "", err: "")
    try maint.file("go", "")
  }

  @Test func aFreezeHoldsBackChangesAndNotChecks() throws {
    try annual(["change", "good"], rest: "change_freeze:\n  - {from: 2020-01-01, to: 2099-01-01, reason: sale}")
    #expect(try states() == ["annual.change": "due, held by window", "annual.good": "due"])
    try maint.run("run", "--due", "--quiet").expect(exit: 0)
    #expect(try states() == ["annual.change": "due, held by window", "annual.good": "not_due"])
    try maint.run("run", "--due").expect(exit: 0, out: "", err: "")
  }

  @Test func anotherMoment() throws {
    try annual(["good"])
    try maint.run("run", "--due", "--quiet").expect(exit: 0)
    try maint.run("due", "--at", "2199-01-01T00:00Z").expect(exit: 0).shows(
      "1 task is due at 2199-01-01 00:00 UTC", "▸ due since 00:00 UTC")
    // As maint prints it.
    for moment in [
      "2199-01-01T00:00:30Z", "2199-01-01 00:00:30.123456Z", "2199-01-01T01:00:30.1+01:00", "2199-01-01 00:00:30",
    ] {
      let found = try maint.run("due", "--json", "--at", moment).expect(exit: 0)
      let text = String(decoding: found.outputBytes, as: UTF8.self)
      #expect(text.contains("\"2199-01-01T00:00:30"), "\(text.prefix(300))")
    }
    for moment in ["2199-01-01T00:00:60Z", "2199-01-01T00:00:5Z", "2199-01-01T00:00:05.Z", "2199-01-01T00:00:05,1Z"] {
      try maint.run("due", "--at", moment).expect(exit: 64).shows("--at takes a day or a moment")
    }
    try maint.run("due", "--at", "tomorrow").expect(exit: 64).shows("--at takes a day or a moment, not 'tomorrow'")
  }

  @Test func aMomentThatIsPast() throws {
    try annual(["good"])
    let words =
      "maint: 2001-01-01 00:00 UTC is past: this goes by the files and the run log as they are now, so also by what "
    #expect(try maint.run("due", "--at", "2001-01-01").expect(exit: 0).err.hasPrefix(words))
    try maint.run("due", "--at", "2199-01-01").expect(exit: 0, err: "")
    try maint.run("due").expect(exit: 0, err: "")
  }

  @Test func aDryRunShowsThePlanAndStartsNothing() throws {
    try annual(["slow"])
    try maint.run("run", "--due", "--dry-run").expect(exit: 0).shows("Plan for annual: 1 task", "annual.slow")
    #expect(!maint.exists(maint.state))
    try maint.schedule("maintenance_schedule: {emergency: [good]}")
    try maint.run("run", "--due", "--dry-run").expect(exit: 0).shows("nothing is due that may start now")
  }

  @Test func dueStandsInPlaceOfTargets() throws {
    try annual(["good"])
    try maint.run("run", "--due", "annual").expect(exit: 64).shows("--due takes no TARGET: 'annual' is too much")
    try maint.run("run", "--due", "--with", "a=b").expect(exit: 64).shows("--due and --with exclude each other")
    try maint.run("run").expect(exit: 64).shows("run needs a TARGET", "or --due")
  }

  @Test func aMistakeInASchedule() throws {
    try maint.schedule("maintenance_schedule: {daly: [good]}")
    for verb in [["due"], ["run", "--due"]] {
      try maint.start(verb).wait().expect(exit: 65).shows("there is no tier 'daly'", "did you mean 'daily'?")
    }
  }

  @Test func theRunStandsInTheLog() throws {
    try maint.schedule(
      "maintenance_schedule:\n  hourly: [good]\n  annual: {at: \"00:00\", tasks: [good, change, bad]}\n")
    try maint.run("run", "annual.good", "--quiet").expect(exit: 0)
    try maint.run("run", "hourly.good", "--quiet").expect(exit: 0)
    try maint.run("run", "--due", "--quiet").expect(exit: 1)
    let runs = try #require(try maint.json("log")["runs"] as? [[String: Any]])
    let targets = try #require(runs.first?["targets"] as? [String])
    #expect(targets.suffix(2) == ["annual.change", "annual.bad"])
    try maint.run("status").expect(exit: 1).shows("annual.change annual.bad")
    try maint.runbook("bad", "precheck: [':']")
    try maint.run("resume", "3", "--use", "now", "--quiet").expect(exit: 0)
    #expect(try states()["annual.bad"] == "not_due")
  }

  /// The log is made to say that the last run ended two hours from now.
  @Test func aClockThatWasSetBackIsNotedOnce() throws {
    try annual(["good"])
    try maint.run("run", "annual", "--quiet").expect(exit: 0, out: "", err: "")
    guard access("/usr/bin/sqlite3", X_OK) == 0 else { return print("not tested: sqlite3 is not installed here") }
    let ahead = "UPDATE run SET finished_at = finished_at + 7200000000"
    #expect(
      try Running(
        ["/usr/bin/sqlite3", maint.database, ahead], environment: [:], in: maint.folder, input: "/dev/null"
      ).wait().exit == 0)
    let text = "the clock was set back by 2 h 00 min between run 1 and run 2"
    try maint.run("run", "annual", "--quiet").expect(exit: 0, out: "", err: "maint: \(text)")
    try maint.run("run", "annual", "--quiet").expect(exit: 0, out: "", err: "")
    let alerts = try #require(try maint.json("status")["alerts"] as? [[String: Any]])
    #expect(alerts.map { $0["text"] as? String } == [text])
    #expect(alerts.map { $0["run"] as? Int } == [2])
    try maint.run("log").expect(exit: 0).shows("\n! \(text)\n")
    try maint.run("status").expect(exit: 0).shows("Alerts\n  ! ")
  }

  @Test func whatCanNeverStartIsToldOnce() throws {
    try maint.schedule(
      """
      maintenance_schedule:
        daily:
          - {task: change, timeout: 13h}
      maintenance_windows:
        daily: {day: daily, time: "00:00-24:00"}
      """)
    let text = "daily.change is due and cannot start: needs 13h (timeout: no run in the log) + 13h to roll back"
    try maint.run("run", "--due", "--quiet").expect(exit: 0, out: "").shows("maint: \(text)", "is long enough")
    try maint.run("run", "--due", "--quiet").expect(exit: 0, out: "", err: "")
    try maint.run("status").expect(exit: 1).shows("1 task cannot start (see Alerts)", text)
  }

  // MARK: - The kept answer

  private var cache: String { "\(maint.state)/due.cache" }

  /// Until `run --due` has found that nothing is due, and that all it looked at was left alone for a while.
  private func keepAnswer() throws {
    #expect(
      eventually {
        _ = try? maint.run("run", "--due", "--quiet")
        return maint.exists(cache)
      })
  }

  @Test func theKeptAnswerIsWhatWouldBeFoundAnew() throws {
    try maint.schedule(
      """
      maintenance_schedule:
        annual: {at: "00:00", max_attempts: 1, tasks: [good, bad]}
        quarterly: {at: "00:00", retry_after: 100d, tasks: [bad]}
        monthly: [{task: never, runbook: good}]
        emergency: [good]
      maintenance_windows:
        monthly: {day: 29, months: [February], time: "02:00-04:00", timezone: Asia/Kathmandu}
      """)
    try maint.run("run", "--due", "--quiet").expect(exit: 1)
    try keepAnswer()
    func tasks() throws -> NSArray { try #require(maint.json("due")["tiers"] as? NSArray) }
    let kept = try (tasks(), maint.run("due").out)
    let text = try String(contentsOfFile: cache, encoding: .utf8)
    #expect(text.hasSuffix("\nend\n"))
    try FileManager.default.removeItem(atPath: cache)
    #expect(try kept.0 == tasks())
    #expect(kept.1 == (try maint.run("due").out))
    // Reading verbs write nothing.
    #expect(!maint.exists(cache))
    // One that is cut short, or not maint's, does not count.
    for damaged in [String(text.dropLast(5)), "", "maint due 1\n", String(repeating: "\n", count: 20)] {
      try damaged.write(toFile: cache, atomically: true, encoding: .utf8)
      #expect(try kept.0 == tasks())
    }
  }

  @Test func theKeptAnswerCountsOnlyWhileNothingChanged() throws {
    try annual(["good"])
    try maint.run("run", "--due", "--quiet").expect(exit: 0)
    try keepAnswer()
    // A schedule in which another task is due.
    try annual(["good", "change"])
    try maint.run("run", "--due").expect(exit: 0).shows("annual.change")
    try keepAnswer()
    // A file beside it.
    try maint.file("schedules/more.yaml", "maintenance_schedule: {quarterly: {at: \"00:00\", tasks: [good]}}\n")
    try maint.run("run", "--due").expect(exit: 0).shows("quarterly.good")
    try keepAnswer()
    // The run log.
    try maint.run("rollback", "2", "--quiet").expect(exit: 0)
    #expect(try states()["annual.change"] == "waiting")
    try keepAnswer()
    // Another zone, and another project.
    maint.environment["TZ"] = "Asia/Kathmandu"
    try maint.run("due").expect(exit: 0).shows("+05:45")
    maint.environment["TZ"] = "UTC"
    try maint.run("due").expect(exit: 0).shows("UTC")
    try maint.remove("runbooks/good.yaml")
    try maint.run("run", "--due").expect(exit: 65).shows("missing-runbook")
  }
}
