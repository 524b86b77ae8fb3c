import Foundation
import Testing

/// Windows and freezes as an operator meets them: what is deferred, what lets it start all the same, and what a change that
/// is still at work at the end comes to.
@Suite struct WindowTests {
  private let maint: Maint

  init() throws {
    maint = try Maint()
    try maint.runbook("look", "precheck: [':']\n")
    try maint.runbook(
      "change", "change: [{run: 'touch \"$MAINT_PROJECT/$MAINT_TASK\"', undo: ':'}]\nverify: [':']\n")
  }

  /// `HH:MM` in UTC, so long from now.
  private static func clock(_ seconds: Double) -> String { format("HH:mm", seconds) }
  private static func day(_ days: Double) -> String { format("yyyy-MM-dd", days * 86_400) }

  private static func format(_ form: String, _ seconds: Double) -> String {
    let formatter = DateFormatter()
    formatter.locale = Locale(identifier: "en_US_POSIX")
    formatter.timeZone = TimeZone(identifier: "UTC")
    formatter.dateFormat = form
    return formatter.string(from: Date().addingTimeInterval(seconds))
  }

  /// A tier that looks, changes, and needs the change; its window opens every day, six hours from now.
  private func shutWeekly(_ more: String = "") throws {
    try maint.schedule(
      """
      maintenance_schedule:
        weekly: [look, change, {task: after, runbook: look, needs: [change]}]
      maintenance_windows:
        weekly: {day: daily, time: "\(Self.clock(6 * 3_600))-\(Self.clock(8 * 3_600))"}
      \(more)
      """)
  }

  @Test func theNextWindowsOfATarget() throws {
    try maint.schedule(
      """
      maintenance_schedule:
        daily: [{task: mine, runbook: change, window: own}, look]
        weekly: [change]
      maintenance_windows:
        own: {time: "02:00-04:00"}
        weekly: {day: Sunday, time: "02:00-04:00"}
      """)
    func targets(_ words: String...) throws -> [String] {
      let json = try JSONSerialization.jsonObject(
        with: Data(try maint.start(["window", "next", "--json"] + words).wait().expect(exit: 0).outputBytes))
      let targets = try #require((json as? [String: Any])?["targets"] as? [[String: Any]])
      return targets.compactMap { target in
        (target["target"] as? String).map { "\($0) \((target["openings"] as? [Any] ?? []).count)" }
      }
    }
    #expect(try targets() == ["daily 1", "daily.mine 3", "weekly 3"])
    #expect(try targets("weekly") == ["weekly 3"])
    #expect(try targets("daily") == ["daily 1", "daily.mine 3"])
    #expect(try targets("mine") == ["daily.mine 3"])
    #expect(
      try targets("weekly.change", "look", "runbook:change") == ["weekly.change 3", "daily.look 1", "runbook:change 1"])
    try maint.run("window", "next", "daily.look").expect(exit: 0).shows("daily.look  now   no end")
    try maint.run("window", "next", "weekl").expect(exit: 66).shows("did you mean 'weekly'?")
  }

  @Test func whatIsOnlyHeldUpIsNoFailure() throws {
    try maint.schedule(
      """
      maintenance_schedule: {weekly: [change]}
      maintenance_windows: {weekly: {day: daily, time: "\(Self.clock(6 * 3_600))-\(Self.clock(8 * 3_600))"}}
      """)
    try maint.run("run", "weekly").expect(exit: 75)
    #expect(!(try maint.run("status").expect(exit: 0)).out.contains("did not succeed"))
  }

  @Test func outsideItsWindowAChangeIsDeferred() throws {
    try shutWeekly()
    let opens = Self.clock(6 * 3_600)
    try maint.run("plan", "weekly").expect(exit: 0).shows(
      "1 task would be deferred if it began now", "deferred: outside its window 'weekly' (every day, ",
      "\(opens) UTC", "an unknown time (no run in the log, and no timeout)")
    try maint.run("run", "weekly").expect(exit: 75).shows(
      "✓ weekly.look", "– weekly.change", "deferred: outside its window 'weekly'", "it may start", "\(opens) UTC",
      "– weekly.after", "blocked: it needs weekly.change, which was deferred", "1 deferred, 1 blocked, 1 succeeded")
    #expect(maint.text("weekly.change") == nil)
    try maint.run("window", "check", "weekly").expect(exit: 75).shows(
      "✓ weekly.look", "may start at any time", "– weekly.change", "outside its window")
    try maint.run("window", "check", "weekly.look").expect(exit: 0)
    let check = try maint.json("window", "check", "weekly.change")
    let task = try #require((check["tasks"] as? [[String: Any]])?.first)
    #expect(check["open"] as? Bool == false)
    #expect(task["state"] as? String == "shut")
    #expect((task["may_start_at"] as? String)?.hasSuffix("\(opens):00.000000Z") == true)
    let plan = try maint.json("plan", "weekly")
    let gates = try #require(plan["tasks"] as? [[String: Any]]).map { $0["gate"] as? [String: Any] }
    #expect(gates[0] == nil && gates[1]?["state"] as? String == "shut" && gates[2] == nil)
  }

  @Test func aRunIsLetStartByWhoSaysWhy() throws {
    try shutWeekly()
    for words in [
      ["--override-window"], ["--reason", "x"], ["--override-window", "--reason", " "],
      ["--override-window", "--reason="],
    ] {
      try maint.start(["run", "weekly"] + words).wait().expect(exit: 64, out: "")
    }
    #expect(!maint.exists(maint.state))
    try maint.run("run", "weekly", "--override-window", "--reason", "db1 is down").expect(exit: 0)
    #expect(maint.text("weekly.change") != nil)
    try maint.run("show", "1").expect(exit: 0).shows("windows and freezes overridden by ", ": db1 is down")
    try maint.run("log").expect(exit: 0).shows("windows overridden by ", ": db1 is down")
    let run = try maint.json("show", "1")
    #expect((run["window_override"] as? [String: Any])?["reason"] as? String == "db1 is down")
    #expect((run["window_override"] as? [String: Any])?["uid"] as? Int == Int(getuid()))
    // It was for that run alone.
    try maint.run("run", "weekly").expect(exit: 75)
    try maint.run("window", "list").expect(exit: 0).shows("1  run 1, ", ": db1 is down")
    let exceptions = try maint.json("window", "list")["exceptions"] as? [[String: Any]]
    #expect(exceptions?.first?["run"] as? Int == 1)
    try maint.run("run", "weekly", "--dry-run", "--override-window", "--reason", "why not").expect(exit: 0).shows(
      "open: by an exception: why not")
  }

  @Test func aWindowIsOpenedAndClosedForAllRuns() throws {
    try shutWeekly()
    for words in [
      ["--reason", "x"], ["--for", "1h"], ["--for", "soon", "--reason", "x"], ["--for", "0s", "--reason=x"],
    ] {
      try maint.start(["window", "open"] + words).wait().expect(exit: 64, out: "")
    }
    try maint.run("window", "close").expect(exit: 66)
    try maint.run("window", "open", "--for", "2h", "--reason", "db1 is down").expect(exit: 0).shows(
      "exception 1: changes may start until ")
    try maint.run("window", "check", "weekly").expect(exit: 0).shows("may start: by an exception until ", "db1 is down")
    try maint.run("window", "list").expect(exit: 0).shows("open now until ", "db1 is down (in force)")
    try maint.run("run", "weekly").expect(exit: 0)
    // What let it start stays with it, and what lets others start is not forgotten.
    try maint.run("show", "1").expect(exit: 0).shows("lifted meanwhile by exception 1 of ", "db1 is down")
    #expect(try maint.json("show", "1")["exceptions"] as? [Int] == [1])
    try maint.run("status").expect(exit: 0).shows("Windows and freezes are lifted", "exception 1 until ", "db1 is down")
    try maint.run("window", "close").expect(exit: 0).shows("exception 1", "is closed")
    try maint.run("window", "close").expect(exit: 0).shows("nothing was open")
    try maint.run("run", "weekly").expect(exit: 75)
    #expect(!(try maint.run("show", "2")).out.contains("lifted"))
    #expect(!(try maint.run("status").expect(exit: 0)).out.contains("lifted"))
  }

  /// What another maint closes while the run is under way holds for the tasks that it has not begun.
  @Test func eachTaskIsAskedWhenItBegins() throws {
    try maint.runbook(
      "wait", "precheck: ['touch \"$MAINT_PROJECT/waits\"; until test -e \"$MAINT_PROJECT/go\"; do sleep 0.05; done']\n"
    )
    try maint.schedule(
      """
      maintenance_schedule: {weekly: [wait, change]}
      maintenance_windows: {weekly: {day: daily, time: "\(Self.clock(6 * 3_600))-\(Self.clock(8 * 3_600))"}}
      """)
    try maint.run("window", "open", "--for", "2h", "--reason", "x").expect(exit: 0)
    let run = try maint.start("run", "weekly")
    #expect(eventually { maint.text("waits") != nil })
    try maint.run("window", "close").expect(exit: 0)
    try maint.file("go", "")
    run.wait().expect(exit: 75).shows("✓ weekly.wait", "– weekly.change")
    try maint.remove("waits")
    try maint.remove("go")
    let other = try maint.start("run", "weekly")
    #expect(eventually { maint.text("waits") != nil })
    try maint.run("window", "open", "--for", "2h", "--reason", "x").expect(exit: 0)
    try maint.file("go", "")
    other.wait().expect(exit: 0)
  }

  @Test func aFreezeHoldsUpEveryChange() throws {
    try maint.runbook("fails", "change: [{run: 'exit 1', undo: ':'}]\nverify: [':']\n")
    let schedule = "maintenance_schedule: {daily: [look, change], emergency: [change], hourly: [fails]}\n"
    try maint.schedule(schedule)
    try maint.run("run", "hourly").expect(exit: 3)
    try maint.schedule(
      schedule + "change_freeze: [{from: \(Self.day(-1)), to: \(Self.day(1)), reason: holiday trading}]\n")
    for target in ["daily", "emergency", "runbook:change"] {
      try maint.run("run", target).expect(exit: 75, err: "").shows(
        "deferred: change freeze until \(Self.day(2)) 00:00 UTC (holiday trading); it may start \(Self.day(2)) 00:00 UTC"
      )
    }
    try maint.run("run", "daily.look").expect(exit: 0)
    try maint.run("resume", "1", "--use", "now").expect(exit: 75).shows("deferred: change freeze")
    try maint.run("window", "list").expect(exit: 0).shows("No windows", "holiday trading (in force)")
    try maint.run("window", "next").expect(exit: 0).shows("\(Self.day(2)) 00:00 UTC")
    let next = try maint.json("window", "next")["targets"] as? [[String: Any]]
    #expect(next?.compactMap { $0["target"] as? String } == ["hourly", "daily", "emergency"])
    let resumed = try maint.run("resume", "6", "--override-window", "--reason", "x")
    resumed.expect(exit: 3)
    #expect(try maint.json("show")["window_override"] as? [String: Any] != nil)
    try maint.run("window", "check", "daily").expect(exit: 75)
  }

  /// A rollback on request, and one after a failure, are never held up.
  @Test func aWayBackIsNeverHeldUp() throws {
    try maint.daily("change")
    try maint.run("run", "daily").expect(exit: 0)
    try maint.schedule(
      "maintenance_schedule: {daily: [change]}\nchange_freeze: [{from: \(Self.day(-1)), to: \(Self.day(1)), reason: x}]\n"
    )
    try maint.run("run", "daily").expect(exit: 75)
    try maint.run("rollback", "1").expect(exit: 0)
  }

  /// A runbook that works until a file says that it is done; five runs tell that it usually takes no time.
  private func practised() throws {
    try maint.runbook(
      "slow",
      """
      change:
        - run: touch "$MAINT_PROJECT/started"; until test -e "$MAINT_PROJECT/done"; do sleep 0.05; done
          undo: touch "$MAINT_PROJECT/undone"
      verify: [':']

      """)
    try maint.schedule("maintenance_schedule: {daily: [slow]}\n")
    try maint.file("done", "")
    for _ in 0..<5 { try maint.run("run", "daily").expect(exit: 0) }
    try maint.remove("done")
  }

  /// Starts it in a window whose rest is its timeout, which stands in for a rollback, and a few seconds more. On a machine that
  /// needs longer than these to begin, it is deferred, and given more.
  private func startLate(atEnd: String, _ options: String...) throws -> Running {
    for margin in [3.0, 6, 12, 24, 48] {
      try? maint.remove("started")
      let now = Date().timeIntervalSince1970
      let end = (now / 60).rounded(.up) * 60 + 120
      let timeout = Int(end - now - margin)
      try maint.schedule(
        """
        maintenance_schedule: {daily: [{task: slow, timeout: \(timeout)s, alert: critical}]}
        maintenance_windows:
          daily: {time: "\(Self.clock(end - now - 7_200))-\(Self.clock(end - now))", at_window_end: \(atEnd)}
        """)
      let run = try maint.start(["run", "daily", "--events", "events"] + options)
      #expect(eventually { maint.text("started") != nil || run.hasEnded })
      if maint.text("started") != nil { return run }
      run.wait().expect(exit: 75)
    }
    throw POSIXError(.ETIMEDOUT)
  }

  private func events() -> String {
    FileManager.default.contents(atPath: "\(maint.folder)/events").map { String(decoding: $0, as: UTF8.self) } ?? ""
  }

  @Test func thePointOfNoReturnIsTold() throws {
    try practised()
    let run = try startLate(atEnd: "continue", "--quiet")
    #expect(eventually { events().contains(#""event":"limit_passed""#) })
    try maint.run("status").shows(
      "past its point of no return, ", "a rollback begun now ends too late", "Alerts")
    try maint.file("done", "")
    run.wait().expect(exit: 0, out: "").shows("maint: critical: daily.slow of run ", "is past its point of no return")
    #expect(events().components(separatedBy: #""event":"limit_passed""#).count == 2, "told more than once")
    #expect(events().contains(#""event":"point_of_no_return""#))
    let alerts = try maint.json("status")["alerts"] as? [[String: Any]]
    #expect(alerts?.map { $0["kind"] as? String } == ["point_of_no_return"])
    #expect(alerts?.first?["level"] as? String == "critical")
    let task = (try maint.json("show")["tasks"] as? [[String: Any]])?.first
    #expect(task?["point_of_no_return"] as? String != nil)
    try maint.run("show").shows("point of no return ")
    #expect(maint.text("undone") == nil)
  }

  @Test func whereTheWindowSaysSoItIsRolledBackThen() throws {
    try practised()
    let run = try startLate(atEnd: "rollback")
    run.wait(120).expect(exit: 3).shows(
      "daily.slow: point of no return ", "window 'daily' closes ", "! daily.slow is past its point of no return",
      "it is stopped and rolled back", "at_window_end: rollback", "↩ daily.slow")
    #expect(maint.text("undone") != nil)
  }

  @Test func whatNoLongerFitsIsDeferredWithTheArithmetic() throws {
    try practised()
    try maint.schedule(
      """
      maintenance_schedule: {daily: [{task: slow, timeout: 3h}]}
      maintenance_windows: {daily: {time: "\(Self.clock(-3_600))-\(Self.clock(3_600))", cutoff: 10m}}
      """)
    try maint.run("run", "daily").expect(exit: 75).shows(
      "(95th percentile of 5 runs) + 3h to roll back (timeout: no rollback in the log); ",
      " are left until the cutoff at ", "no opening to come is long enough")
    try maint.run("check").expect(exit: 0).shows("'daily.slow' would never start: it needs ", "[longer-than-window]")
  }

  /// What is due and may not start is no reason for a run, until somebody opens a window.
  @Test func whatIsDueWaitsForItsTurn() throws {
    try maint.schedule(
      """
      maintenance_schedule: {daily: {at: "00:00", tasks: [change]}}
      change_freeze: [{from: \(Self.day(-1)), to: \(Self.day(1)), reason: holiday trading}]
      """)
    try maint.run("run", "--due").expect(exit: 0, out: "", err: "")
    try maint.run("due").expect(exit: 0).shows("change freeze until \(Self.day(2)) 00:00 UTC (holiday trading)")
    try maint.run("run", "--due", "--override-window", "--reason", "x").expect(exit: 64, out: "")
    try maint.run("window", "open", "--for", "1h", "--reason", "x").expect(exit: 0)
    try maint.run("run", "--due").expect(exit: 0).shows("✓ daily.change")
  }
}
