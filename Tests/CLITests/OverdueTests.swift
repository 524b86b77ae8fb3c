import Foundation
import Testing

/// `maint status` of a host whose cron has stopped.
@Suite(.enabled(if: access("/usr/bin/faketime", X_OK) == 0, "faketime is not installed here")) struct OverdueTests {
  private let maint: Maint

  init() throws {
    maint = try Maint()
    maint.environment["TZ"] = "UTC"
    try maint.runbook("a", "precheck: [':']\n").runbook("b", "precheck: [':']\n")
    try maint.schedule(
      """
      maintenance_schedule:
        daily: [a]
        weekly: [b]
      maintenance_windows:
        weekly: {day: Sunday, time: "04:00-05:00"}

      """)
  }

  private func status(_ moment: String) throws -> [String: Any] {
    maint.setClock(moment)
    return try maint.json("status")
  }

  private func overdue(_ moment: String) throws -> [String] {
    let tasks = try status(moment)["overdue"] as? [[String: Any]]
    return try #require(tasks).compactMap { $0["task"] as? String }
  }

  /// Nothing runs any more until somebody mends it, so no page and no figure may say that all is well.
  @Test func aMistakeInTheProjectIsTold() throws {
    maint.setClock("2026-11-02 06:00:00")
    try maint.run("run", "--due", "--quiet").expect(exit: 0)
    try maint.runbook("b", "prechek: [':']\n")
    try maint.run("run", "daily", "--quiet").expect(exit: 65)
    #expect(try status("2026-11-02 06:05:00")["verdict"] as? String == "attention")
    try maint.run("status").expect(exit: 1).shows("has 2 errors, so nothing can be run", "maint check")
    try maint.run("metrics", "--prometheus").expect(exit: 0).shows("maint_project_valid 0\n", "maint_status_code 1\n")
    try maint.run("dashboard").expect(exit: 0).shows("so nothing can be run", "data-until=\"\"")
    // Weeks later, when it was long at work.
    maint.setClock("2026-11-23 06:00:00")
    let report = try maint.run("report", "weekly").expect(exit: 0).out
    #expect(report.contains("No task was tried, and what was due is not known: the project in "))
    #expect(!report.contains("Maintenance needs attention") && !report.contains("was not at work here"))
    #expect(report.unwrapped.contains("As this report is made, the project in ") && !report.contains("URGENT"))
    try maint.run("report", "weekly", "--period", "2026-W48").expect(exit: 0).shows(
      "Maintenance needs attention: ", "URGENT Nothing is run")
    maint.setClock("2026-11-02 06:05:00")
    try maint.runbook("b", "precheck: [':']\n")
    try maint.run("status").expect(exit: 0)
    try maint.run("metrics", "--prometheus").expect(exit: 0).shows("maint_project_valid 1\n", "maint_status_code 0\n")
  }

  /// What a mistake keeps from being known is not told as if it were well.
  @Test func whatAMistakeHidesIsNotKnown() throws {
    let schedule = """
      maintenance_schedule: {daily: [a]}
      maintenance_metrics:
        capacity:
          - db_bytes: {limit: 1000, from: below}

      """
    try maint.schedule(schedule)
    for day in 1...9 {
      maint.setClock("2026-11-0\(day) 06:00:00")
      try maint.run("run", "--due", "--quiet").expect(exit: 0)
      try maint.run("sample", "add", "db_bytes", "\(900 + 10 * day)").expect(exit: 0)
      try maint.run("sample", "add", "x_percent", "\(day == 1 ? 40 : 95)").expect(exit: 0)
      try maint.run("sample", "add", "calm_percent", "40").expect(exit: 0)
    }
    maint.setClock("2026-11-09 06:30:00")
    let sound = try maint.run("dashboard").expect(exit: 0).out
    #expect(sound.contains("db_bytes") && !sound.contains("are not known"))
    // Over its limit on most days, it has reached it.
    let report = try maint.run("report", "weekly").expect(exit: 0).out
    #expect(report.contains("x_percent has reached 90") || report.unwrapped.contains("x_percent has reached 90"))
    try maint.run("forecast", "x_percent", "--limit", "90").expect(exit: 0).shows("has reached 90")
    try maint.schedule(schedule + "foo: bar\n")
    let page = try maint.run("dashboard").expect(exit: 0).out
    #expect(page.contains("The limits of maintenance_metrics are not known"))
    #expect(page.contains("Nothing can be run") && page.contains("maint check") && !page.contains("Nothing does."))
    #expect(page.contains("nothing can be run: the project is not sound") && !page.contains(">Good<"))
    let unsound = try maint.run("report", "weekly", "--period", "2026-W46").expect(exit: 0).out.unwrapped
    #expect(unsound.contains("so the limits of maintenance_metrics are not known"))
    #expect(!unsound.contains("others to the limit of their entry"))
  }

  /// A task may begin so late as it did the last time, and an hour later.
  @Test func whatNothingStartsIsTold() throws {
    // Due since 02:00, called once a day at 06:00.
    for day in ["2026-11-02", "2026-11-03"] {
      maint.setClock("\(day) 06:00:00")
      try maint.run("run", "--due", "--quiet").expect(exit: 0)
    }
    #expect(try overdue("2026-11-04 06:30:00") == [])
    maint.setClock("2026-11-04 07:30:00")
    try maint.run("status").expect(exit: 1).shows(
      "! This host needs attention: 1 task is overdue, last done 1 d 02 h ago.", "\nOverdue\n",
      "  ! daily.a: due since 02:00 UTC; last success 2026-11-03 06:00 UTC\n",
      "maint run --due starts what is due; nothing has called it: is cron or systemd at work?")
    #expect(try overdue("2027-11-04 02:30:00") == ["daily.a", "weekly.b"], "a day is missed, and a window")
    // The page says the same, and names what to type.
    let page = try maint.run("dashboard").expect(exit: 0).out
    #expect(page.contains("<title>Look ") && page.contains("<h2 id=\"answer\">This host needs attention: 2 tasks are"))
    #expect(page.contains("<code>maint run --due") && !page.contains("Nothing does."))
    try maint.run("run", "--due", "--quiet").expect(exit: 0)
    #expect(try overdue("2027-11-04 02:31:00") == [])
  }

  /// The first time that was not met, in every place, and not each day another.
  @Test func sinceWhenItIsOverdueStays() throws {
    try maint.runbook("c", "change: [{run: ':', undo: ':'}]\n")
    try maint.schedule(
      """
      maintenance_schedule:
        daily: [a, c]
        weekly: [b]
      maintenance_windows:
        weekly: {day: Sunday, time: "04:00-05:00"}
      change_freeze:
        - {from: 2026-11-03, to: 2026-11-14, reason: fair}

      """)
    maint.setClock("2026-11-02 06:00:00")
    try maint.run("run", "--due", "--quiet").expect(exit: 0)
    for moment in ["2026-11-15 01:30:00", "2026-11-16 01:00:00", "2026-11-16 12:00:00", "2026-11-20 09:00:00"] {
      let tasks = try #require(try status(moment)["overdue"] as? [[String: Any]])
      let since = Dictionary(
        uniqueKeysWithValues: tasks.compactMap { task in
          (task["task"] as? String).flatMap { name in (task["since"] as? String).map { (name, String($0.prefix(16))) } }
        })
      // Nobody could have done what a freeze held up.
      #expect(
        since == ["daily.a": "2026-11-03T02:00", "daily.c": "2026-11-15T00:00", "weekly.b": "2026-11-08T04:00"],
        "\(moment)")
    }
    try maint.run("status").expect(exit: 1).shows(
      "! daily.a: due since 2026-11-03 02:00 UTC;", "! daily.c: due since 2026-11-15 00:00 UTC;",
      "weekly.b was due and missed its window 'weekly' of 2026-11-15 04:00 UTC", "; due since 2026-11-08 04:00 UTC")
    let page = try maint.run("dashboard").expect(exit: 0).out
    #expect(
      page.contains("daily.a: due since 2026-11-03 02:00 UTC") && page.contains("; due since 2026-11-08 04:00 UTC"))
  }

  /// A try of it, and cron that died after one call, look the same: what nobody does since is told, in every place, for ever.
  @Test func cronThatDiedAfterOneCallIsTold() throws {
    try maint.schedule("maintenance_schedule: {daily: [a, b]}\n")
    maint.setClock("2026-11-02 06:00:00")
    try maint.run("run", "--due", "--quiet").expect(exit: 0)
    #expect(try overdue("2027-01-20 06:00:00") == ["daily.a", "daily.b"])
    for day in 2...4 {
      maint.setClock("2027-02-0\(day) 06:00:00")
      try maint.run("run", "daily.a", "--quiet").expect(exit: 0)
    }
    #expect(try overdue("2027-02-06 05:00:00") == ["daily.b"], "the other is done by hand")
    try maint.run("metrics", "--prometheus").expect(exit: 0).shows(
      "maint_task_overdue{task=\"daily.a\",tier=\"daily\"} 0\n", "maint_task_due{task=\"daily.a\",tier=\"daily\"} 1\n",
      "maint_task_overdue{task=\"daily.b\",tier=\"daily\"} 1\n")
    maint.setClock("2027-02-08 06:00:00")
    let report = try maint.json("report", "weekly", "--period", "2027-W05")
    let tasks = try #require((report["work"] as? [String: Any])?["tasks"] as? [[String: Any]])
    #expect(tasks.map { $0["due"] as? Int } == [5, 7], "from the 2nd to the 4th the one is done by hand")
    #expect(tasks.map { ($0["missed"] as? [String])?.count } == [4, 7])
    // Where the clock starts another task again, what people did before that says nothing any more.
    maint.setClock("2027-02-04 12:00:00")
    try maint.run("run", "--due", "--quiet").expect(exit: 0)
    #expect(try overdue("2027-02-20 06:00:00") == ["daily.a", "daily.b"])
  }

  /// Whoever does it on two mornings and then goes home has not taken it over for ever.
  @Test func whatNobodyDoesByHandAnyMoreIsOverdue() throws {
    for day in ["2026-11-02", "2026-11-03"] {
      maint.setClock("\(day) 06:00:00")
      try maint.run("run", "--due", "--quiet").expect(exit: 0)
    }
    for day in ["2026-11-10 09:00:00", "2026-11-11 09:10:00"] {
      maint.setClock(day)
      try maint.run("run", "daily.a", "--quiet").expect(exit: 0)
    }
    #expect(try overdue("2026-11-13 09:00:00") == ["weekly.b"])
    #expect(try overdue("2026-11-13 10:00:00") == ["daily.a", "weekly.b"], "more than two days ago")
    maint.setClock("2026-12-21 12:00:00")
    try maint.run("status").expect(exit: 1).shows("2 tasks are overdue")
    try maint.run("metrics", "--prometheus").expect(exit: 0).shows(
      "maint_task_overdue{task=\"daily.a\",tier=\"daily\"} 1\n")
    let page = try maint.run("dashboard").expect(exit: 0).out
    #expect(page.contains("2 tasks are overdue") && !page.contains("This host is fine"))
    try maint.run("report", "weekly").expect(exit: 0).shows(
      "Maintenance needs attention", "URGENT Due and not done", "- daily.a: was due 7 times and not done 7 times")
    // While it was done by hand it was nobody's fault.
    let week = try maint.json("report", "weekly", "--period", "2026-W46")
    let tasks = try #require((week["work"] as? [String: Any])?["tasks"] as? [[String: Any]])
    let line = try #require(tasks.first { $0["task"] as? String == "daily.a" })
    #expect(line["due"] as? Int == 6 && (line["missed"] as? [String])?.count == 5)
  }

  /// On work days alone, as people do; and a report of days in which they were not there does not say that none was due.
  @Test func whatPeopleDoOnWorkDaysIsTheirs() throws {
    maint.setClock("2026-11-01 06:00:00")
    try maint.run("run", "--due", "--quiet").expect(exit: 0)
    for day in [2, 3, 4, 5, 6, 9, 10, 11, 12, 13] {
      maint.setClock("2026-11-\(day < 10 ? "0" : "")\(day) 09:00:00")
      try maint.run("run", "daily.a", "--quiet").expect(exit: 0)
    }
    try maint.schedule("maintenance_schedule: {daily: [a]}\n")
    #expect(try overdue("2026-11-16 08:00:00") == [])
    #expect(try overdue("2026-11-19 08:00:00") == [], "six days, twice a weekend")
    #expect(try overdue("2026-11-19 10:00:00") == ["daily.a"])
  }

  @Test func whatPeopleDoByHandIsNotOverdue() throws {
    for day in ["2026-11-02", "2026-11-03"] {
      maint.setClock("\(day) 06:00:00")
      try maint.run("run", "--due", "--quiet").expect(exit: 0)
    }
    let steps = [("2026-12-01 12:00:00", ["daily.a", "weekly.b"]), ("2026-12-04 12:00:00", ["weekly.b"])]
    for (moment, expected) in steps {
      maint.setClock(moment)
      try maint.run("run", "daily.a", "--quiet").expect(exit: 0)
      #expect(try overdue("\(moment.prefix(9))9 12:00:00") == expected)
    }
    // From where it is started by the clock again, that is expected to go on.
    maint.setClock("2026-12-10 12:00:00")
    try maint.run("run", "--due", "--quiet").expect(exit: 0)
    #expect(try overdue("2026-12-20 12:00:00") == ["daily.a", "weekly.b"])
  }

  /// Whoever starts everything by hand is not told of it.
  @Test func nothingIsOverdueWhereRunDueIsNotUsed() throws {
    maint.setClock("2026-11-02 06:00:00")
    try maint.run("run", "daily", "--quiet").expect(exit: 0)
    #expect(try overdue("2027-11-04 02:30:00") == [])
    try maint.run("status").expect(exit: 0)
    try maint.run("metrics", "--prometheus").expect(exit: 0).shows(
      "maint_task_overdue{task=\"daily.a\",tier=\"daily\"} 0\n", "maint_task_due{task=\"daily.a\",tier=\"daily\"} 1\n")
  }

  /// One time of many, and not the last: the host was restarted, perhaps.
  @Test func oneHourThatWasLeftOutIsNotUrgent() throws {
    try maint.schedule("maintenance_schedule: {hourly: [a]}\n")
    func report(_ hours: [Int]) throws -> [String: Bool] {
      for hour in hours {
        maint.setClock("2026-11-02 \(hour < 10 ? "0" : "")\(hour):30:00")
        try maint.run("run", "--due", "--quiet").expect(exit: 0)
      }
      maint.setClock("2026-11-03 00:00:00")
      let json = try maint.json("report", "weekly", "--period", "2026-W45")
      let found = try #require((json["recommendations"] as? [String: Any])?["entries"] as? [[String: Any]])
      return Dictionary(
        uniqueKeysWithValues: found.compactMap { entry in
          (entry["rule"] as? String).flatMap { rule in (entry["urgent"] as? Bool).map { (rule, $0) } }
        }
      ).filter { $0.key.contains("done") }
    }
    let hours = Array(0...9) + Array(11...22)
    #expect(try report(hours) == ["not_done": true], "23:00 was the last time")
    #expect(try report([23]) == ["not_always_done": false])
  }

  /// What began under a clock that was ahead is not the newest for as long as that is ahead: no alert would fire.
  @Test func whatIsYetToComeIsNotTheLatest() throws {
    try maint.runbook("a", "backup: [{path: \(maint.folder)/x}]\nchange: ['date +%N > \(maint.folder)/x']\n")
      .daily("a").file("x", "x")
    for moment in ["2026-11-10 03:00:00", "2028-01-01 03:00:00"] {
      maint.setClock(moment)
      try maint.run("run", "--due", "--quiet").expect(exit: 0)
      try maint.run("backup", "drill").expect(exit: 0)
      _ = try maint.run("drill", "daily.a")
    }
    try maint.run("status").expect(exit: 0).shows("1 of 1 task well, the last one ")
    maint.setClock("2026-11-11 03:00:00")
    let lines = try maint.run("metrics", "--prometheus").expect(exit: 0).out.split(separator: "\n")
    for name in ["last_run_start", "backup", "restore_drill", "rollback_drill"] {
      let found = lines.filter { $0.hasPrefix("maint_\(name)_timestamp_seconds") }
      #expect(found.count == 1 && found.allSatisfy { $0.contains(" 17942796") }, "\(name): \(found)")
    }
    try maint.run("status").shows("1 of 1 task well, the last one 1 d 00 h ago", "at a time that is yet to come")
  }

  /// Neither is lost, nor never measured; and a table without a row says so.
  @Test func whatAClockThatWasAheadMeasuredIsToldByThatName() throws {
    maint.setClock("2026-11-10 03:00:00")
    try maint.run("sample", "add", "x", "4").expect(exit: 0)
    maint.setClock("2026-11-07 03:00:00")
    for words in [["trend", "x"], ["forecast", "x", "--limit", "9"]] {
      try maint.start(words).wait().expect(
        exit: 0,
        out:
          "No samples of x up to now: the first is of 2026-11-10 03:00 UTC, as a clock was ahead; they do not count until then."
      )
    }
    try maint.run("trend", "y").expect(exit: 66).shows("No samples of y: no step has reported it yet")
    try maint.run("changelog", "--format", "markdown").expect(exit: 0).shows(
      "| --- | --- | --- | --- | --- | --- | --- | --- |\n|  | nothing was changed, as far as maint knows |")
  }

  /// Where cron was never installed, a report does not praise what nobody did.
  @Test func tasksThatNothingTriedAreTold() throws {
    maint.setClock("2026-11-16 03:00:00")
    try maint.run("run", "daily", "--quiet").expect(exit: 0)
    maint.setClock("2026-11-23 03:00:00")
    try maint.run("report", "weekly").expect(exit: 0).shows(
      "Nothing is known to be urgent, and 1 task of the schedules was not tried", "- weekly.b: never run")
    let json = try maint.json("report", "weekly")
    #expect((json["summary"] as? [String: Any])?["verdict"] as? String == "not_known")
    let untried = try #require((json["work"] as? [String: Any])?["untried"] as? [[String: Any]])
    #expect(untried.map { $0["task"] as? String } == ["weekly.b"])
    try maint.run("run", "weekly.b", "--quiet").expect(exit: 0)
    maint.setClock("2026-11-30 03:00:00")
    try maint.run("report", "weekly").expect(exit: 0).shows("- daily.a: last tried on 2026-11-16")
  }

  /// cron has often another zone than a login, and the same one has several names.
  @Test(arguments: ["Europe/Berlin", "GMT", "UTC0", ":/usr/share/zoneinfo/Etc/UTC", "Pacific/Auckland"])
  func whoeverLooksFromAnotherZoneSeesTheSame(_ zone: String) throws {
    maint.setClock("2026-11-02 06:00:00")
    try maint.run("run", "--due", "--quiet").expect(exit: 0)
    maint.setClock("2026-11-10 12:00:00")
    let report = try maint.json("report", "weekly", "--period", "2026-W45")
    maint.environment["TZ"] = zone
    maint.setClock("2026-11-12 12:00:00")
    try maint.run("status").expect(exit: 1).shows("2 tasks are overdue, one of them last done ")
    let page = try maint.run("dashboard").expect(exit: 0).out
    #expect(page.contains("2 tasks are overdue") && !page.contains("This host is fine"))
    let metrics = try maint.run("metrics", "--prometheus").expect(exit: 0).out
    #expect(metrics.contains("\nmaint_status_code 1\n"))
    func tasks(_ report: [String: Any]) throws -> [[String: Any]] {
      try #require((report["work"] as? [String: Any])?["tasks"] as? [[String: Any]])
    }
    let other = try maint.json("report", "weekly", "--period", "2026-W45")
    // The week of a reader in the east ends before the last day of that week is over where cron is.
    let days = ["Europe/Berlin", "Pacific/Auckland"].contains(zone) ? 5 : 6
    #expect(try tasks(report).map { $0["due"] as? Int } == [6, 1])
    #expect(try tasks(other).map { $0["due"] as? Int } == [days, 1])
    #expect(try (tasks(other).first?["missed"] as? [String])?.count == days)
    let summary = try #require(other["summary"] as? [String: Any])
    #expect(summary["verdict"] as? String == "attention")
  }

  /// What had to run before somebody changed the times nobody knows any more: that is said, and is no praise.
  @Test func timesThatWereChangedAreNotKnown() throws {
    for day in 2...8 {
      maint.setClock("2026-11-0\(day) 06:00:00")
      try maint.run("run", "--due", "--quiet").expect(exit: 0)
    }
    func report() throws -> String {
      try maint.run("report", "weekly", "--period", "2026-W45").expect(exit: 0).out.unwrapped
    }
    maint.setClock("2026-11-09 08:00:00")
    #expect(try report().contains("Due and not done: 1 time"))
    let schedule = try #require(maint.text("schedules/main.yaml"))
    try maint.schedule(
      schedule.replacing("daily: [a]", with: "daily: {at: \"01:30\", tasks: [a]}").replacing("04:00", with: "03:00"))
    // cron has not called since, and then it has.
    for _ in 1...2 {
      let text = try report()
      #expect(text.contains("Nothing is known to be urgent, and when 1 task had to run is not known"))
      #expect(text.contains("not known") && !text.contains("goes well"))
      let json = try maint.json("report", "weekly", "--period", "2026-W45")
      let tasks = try #require((json["work"] as? [String: Any])?["tasks"] as? [[String: Any]])
      #expect(tasks.allSatisfy { $0["due"] is NSNull && $0["due_unknown_before"] is String })
      try maint.run("run", "--due", "--quiet").expect(exit: 0)
    }
    #expect(try overdue("2026-11-20 12:00:00") == ["daily.a", "weekly.b"])
  }

  private func urgent(_ report: [String: Any]) throws -> [String] {
    let found = try #require((report["recommendations"] as? [String: Any])?["entries"] as? [[String: Any]])
    return found.filter { $0["urgent"] as? Bool == true }.compactMap { entry in
      (entry["rule"] as? String).flatMap { rule in (entry["subject"] as? String).map { "\(rule) \($0)" } }
    }
  }

  /// When it had to run nobody knows, and that nothing has started it for weeks everybody can see.
  @Test func whatIsOverdueIsUrgentInTheReportThatHoldsIt() throws {
    for day in 2...8 {
      maint.setClock("2026-11-0\(day) 06:00:00")
      try maint.run("run", "--due", "--quiet").expect(exit: 0)
    }
    let schedule = try #require(maint.text("schedules/main.yaml"))
    try maint.schedule(schedule.replacing("daily: [a]", with: "daily: {at: \"05:00\", tasks: [a]}"))
    #expect(try overdue("2026-11-23 12:00:00").contains("daily.a"))
    func report(_ week: Int) throws -> [String: Any] { try maint.json("report", "weekly", "--period", "2026-W\(week)") }
    #expect(try !urgent(report(45)).contains("overdue daily.a"), "it was done on its last day")
    let week = try report(47)
    #expect(try urgent(week).contains("overdue daily.a"))
    #expect((week["summary"] as? [String: Any])?["verdict"] as? String == "attention")
    try maint.run("report", "weekly").expect(exit: 0).shows(
      "Overdue by then: 2 tasks.", "URGENT Overdue",
      "- daily.a: due since 2026-11-09 05:00, and nothing started it; it last succeeded on 2026-11-08 06:00")
    // Of the week that is not over, too.
    #expect(try urgent(report(48)).contains("overdue daily.a"))
    try maint.run("run", "--due", "--quiet").expect(exit: 0)
    #expect(try urgent(report(47)).contains("overdue daily.a") && !urgent(report(48)).contains("overdue daily.a"))
  }

  /// As many as the status says, and since when, however long the period of the report is.
  @Test func whatWasNotDoneInThePeriodIsOverdueSinceBeforeIt() throws {
    for day in 2...8 {
      maint.setClock("2026-11-0\(day) 06:00:00")
      try maint.run("run", "--due", "--quiet").expect(exit: 0)
    }
    maint.setClock("2026-11-29 12:00:00")
    try maint.run("status").expect(exit: 1).shows("2 tasks are overdue")
    let text = try maint.run("report", "weekly", "--period", "2026-W48").expect(exit: 0).out.unwrapped
    #expect(text.contains(" Overdue by then: 2 tasks."))
    #expect(
      text.contains(
        "and nothing tried it; overdue since 2026-11-09 02:00; it last succeeded on 2026-11-08 06:00 (is cron or systemd"
      ))
    #expect(
      text.contains("- daily.a: due since 2026-11-09 02:00, and nothing started it; it last succeeded on 2026-11-08"))
  }

  /// cron may still call it where it was.
  @Test func aProjectThatWasMovedIsExpectedToGoOn() throws {
    for day in ["2026-11-02", "2026-11-03"] {
      maint.setClock("\(day) 06:00:00")
      try maint.run("run", "--due", "--quiet").expect(exit: 0)
    }
    let former = maint.project
    try FileManager.default.moveItem(atPath: former, toPath: "\(maint.folder)/moved")
    maint.globals = ["-C", "moved", "--state", "state"]
    maint.setClock("2026-11-23 12:00:00")
    try maint.run("status").expect(exit: 1).shows(
      "2 tasks are overdue, one of them last done 20 d 06 h ago",
      "it was never called for this folder, but for /T/project, which is not there any more")
    try maint.run("metrics", "--prometheus").expect(exit: 0).shows(
      "maint_task_overdue{task=\"daily.a\",tier=\"daily\"} 1\n")
    #expect(try urgent(maint.json("report", "weekly")).contains("not_done daily.a"))
    // From where cron has followed, all is as it was; and a copy beside the other is nobody's.
    try maint.run("run", "--due", "--quiet").expect(exit: 0)
    #expect(try overdue("2026-11-23 12:30:00") == [])
    try FileManager.default.copyItem(atPath: "\(maint.folder)/moved", toPath: "\(maint.folder)/copy")
    maint.globals = ["-C", "copy", "--state", "state"]
    #expect(try overdue("2026-12-23 12:30:00") == [])
  }

  /// A week of a freeze is no week in which nothing was to be done, and nobody is to blame when it has just ended.
  @Test func whatAFreezeHeldUpIsTold() throws {
    try maint.runbook("a", "change: [':']\nrollback: none\nreason: it changes nothing\n")
    try maint.schedule(
      "maintenance_schedule: {daily: [a]}\nchange_freeze: [{from: 2026-11-09, to: 2026-11-15, reason: holiday}]\n")
    for day in ["08", "09", "10"] {
      maint.setClock("2026-11-\(day) 06:00:00")
      try maint.run("run", "--due", "--quiet").expect(exit: 0)
    }
    maint.setClock("2026-11-16 00:30:00")
    #expect(try overdue("2026-11-16 00:30:00") == [])
    try maint.run("report", "weekly").expect(exit: 0).shows(
      "No maintenance was done: it was held up by the freeze 'holiday', 7 times.",
      "No task was tried. What was due was held up by the freeze 'holiday', 7 times.")
    let report = try maint.json("report", "weekly")
    #expect(try urgent(report) == [])
    let frozen = try #require((report["work"] as? [String: Any])?["frozen"] as? [[String: Any]])
    #expect(frozen.map { $0["times"] as? Int } == [7] && frozen.map { $0["reason"] as? String } == ["holiday"])
    #expect(try overdue("2026-11-16 12:30:00") == ["daily.a"], "nothing has started it since")
  }

  /// What waits for a frozen task waits for the freeze: the report has it as the status does.
  @Test func whatNeedsAFrozenTaskIsHeldUpToo() throws {
    try maint.runbook("c", "change: [':']\nrollback: none\nreason: it changes nothing\n")
    try maint.schedule(
      """
      maintenance_schedule:
        daily: [c, {task: b, needs: [c]}, {task: last, runbook: a, needs: [b]}, a]
      change_freeze: [{from: 2026-11-10, to: 2026-11-16, reason: holiday}]

      """)
    for day in ["08", "09", "10", "11", "12", "13", "14", "15", "16"] {
      maint.setClock("2026-11-\(day) 06:00:00")
      try maint.run("run", "--due", "--quiet").expect(exit: 0)
      #expect(try overdue("2026-11-\(day) 23:00:00") == [])
    }
    #expect(try overdue("2026-11-17 00:30:00") == [])
    let due = try maint.run("due").expect(exit: 0).out
    #expect(due.components(separatedBy: "02:00 UTC, which the freeze 'holiday' held up; ").count == 4, "\(due)")
    let report = try maint.json("report", "weekly", "--period", "2026-W46")
    #expect(try urgent(report) == [])
    let tasks = try #require((report["work"] as? [String: Any])?["tasks"] as? [[String: Any]])
    let held = tasks.map { "\($0["task"] ?? "") \($0["frozen"] ?? "") \(($0["missed"] as? [String])?.count ?? 0)" }
    #expect(held == ["daily.a 0 0", "daily.b 6 0", "daily.c 6 0", "daily.last 6 0"])
    // Nothing starts them after it: that is since its end.
    let overdue = try #require(status("2026-11-17 12:30:00")["overdue"] as? [[String: Any]])
    let since = overdue.map { "\($0["task"] ?? "") \(($0["since"] as? String)?.prefix(13) ?? "")" }
    #expect(since == ["c", "b", "last"].map { "daily.\($0) 2026-11-17T00" } + ["daily.a 2026-11-17T02"])
  }

  /// A freeze that begins weeks after cron died makes nothing better; nor does one that takes up the next window.
  @Test func whatWasOverdueBeforeAFreezeStaysOverdue() throws {
    try maint.runbook("a", "change: [':']\nrollback: none\nreason: it changes nothing\n")
    try maint.runbook("c", "change: [':']\nrollback: none\nreason: it changes nothing\n")
    try maint.schedule(
      """
      maintenance_schedule: {daily: [a, c], weekly: [b]}
      maintenance_windows: {weekly: {day: Sunday, time: "04:00-05:00"}}
      change_freeze: [{from: 2026-12-20, to: 2027-01-02, reason: holiday}]

      """)
    try maint.runbook("b", "change: [':']\nrollback: none\nreason: it changes nothing\n")
    maint.setClock("2026-11-01 04:10:00")
    try maint.run("run", "--due", "--quiet").expect(exit: 0)
    for moment in ["2026-12-19 12:00:00", "2026-12-20 00:10:00", "2027-01-01 12:00:00", "2027-01-03 00:30:00"] {
      let tasks = try #require(try status(moment)["overdue"] as? [[String: Any]])
      let since = tasks.map { "\($0["task"] ?? "") \(($0["since"] as? String)?.prefix(16) ?? "")" }
      #expect(
        since.sorted() == ["daily.a 2026-11-02T02:00", "daily.c 2026-11-02T02:00", "weekly.b 2026-11-08T04:00"],
        "\(moment)")
      let ends = Set(tasks.map { ($0["frozen_until"] as? String)?.prefix(10) ?? "" })
      #expect(ends == (moment > "2026-12-20" && moment < "2027-01-03" ? ["2027-01-03"] : [""]), "\(moment)")
    }
    // Whoever does one of them all the same has done it.
    maint.setClock("2026-12-30 12:00:00")
    try maint.run("run", "daily.c", "--override-window", "--reason", "asked for", "--quiet").expect(exit: 0)
    maint.setClock("2027-01-01 12:00:00")
    try maint.run("status").expect(exit: 1).shows(
      "2 tasks are overdue",
      "! daily.a: due since 2026-11-02 02:00 UTC; last success 2026-11-01 04:10 UTC; now the freeze 'holiday' holds it up "
        + "until 2027-01-03 00:00 UTC\n",
      "starts what is due once the freeze is over")
    try maint.run("metrics", "--prometheus").expect(exit: 0).shows(
      "maint_task_overdue{task=\"daily.a\",tier=\"daily\"} 1\n",
      "maint_task_overdue{task=\"daily.c\",tier=\"daily\"} 0\n")
    let page = try maint.run("dashboard").expect(exit: 0).out
    #expect(page.contains("now the freeze 'holiday' holds it up") || page.contains("now the freeze &#39;holiday&#39;"))
    #expect(!page.contains("Nothing does."))
    let report = try maint.json("report", "weekly", "--period", "2026-W52")
    #expect(try urgent(report).contains { $0.contains("daily.a") || $0.contains("Due and not done") })
  }

  /// Also what is known to take longer than is left before the freeze, by its timeout or by its runs: it could not have begun in
  /// its last minutes, nor between two of them, and nobody is to blame for that alone.
  @Test func whatTakesLongStaysOverdueInAFreeze() throws {
    for name in ["c", "d", "e"] {
      try maint.runbook(name, "change: [':']\nrollback: none\nreason: it changes nothing\n")
    }
    try maint.schedule(
      """
      maintenance_schedule:
        daily: [{task: c, timeout: 30m}, {task: d, timeout: 30m}]
        weekly: [{task: e, timeout: 2h}]
      maintenance_windows: {weekly: {day: Saturday, time: "04:00-07:00"}}
      change_freeze:
        - {from: 2026-11-05, to: 2026-11-06, reason: fair}
        - {from: 2026-11-07T00:20, to: 2026-11-07T03:00, reason: sale}
        - {from: 2026-11-07T05:00, to: 2026-11-08, reason: audit}

      """)
    maint.setClock("2026-10-24 04:10:00")
    try maint.run("run", "--due", "--quiet").expect(exit: 0)
    for (day, task) in [("02", "daily.c"), ("04", "daily.d")] {
      maint.setClock("2026-11-\(day) 06:00:00")
      try maint.run("run", task, "--quiet").expect(exit: 0)
    }
    let steps = [
      ("04 12:00", ""), ("04 23:45", "2026-11-07"), ("05 00:10", "2026-11-07"), ("06 23:50", "2026-11-07"),
      ("07 00:10", "2026-11-07"), ("07 01:00", "2026-11-07"), ("08 12:00", "2026-11-09"),
    ]
    for (moment, end) in steps {
      let tasks = try #require(try status("2026-11-\(moment):00")["overdue"] as? [[String: Any]])
      let since = tasks.map { "\($0["task"] ?? "") \(($0["since"] as? String)?.prefix(16) ?? "")" }
      // The other one could have begun between the last two freezes.
      let other = moment > "08" ? ["daily.d 2026-11-07T03:00"] : []
      #expect(since.sorted() == ["daily.c 2026-11-03T02:00"] + other + ["weekly.e 2026-10-31T04:00"], "\(moment)")
      let held = tasks.first { $0["task"] as? String == "daily.c" }?["frozen_until"] as? String
      #expect(held?.prefix(10) ?? "" == end, "\(moment)")
    }
    maint.setClock("2026-11-07 00:10:00")
    try maint.run("status").expect(exit: 1).shows("now the freeze 'sale' holds it up until 03:00 UTC")
    try maint.run("metrics", "--prometheus").expect(exit: 0).shows(
      "maint_task_overdue{task=\"daily.c\",tier=\"daily\"} 1\n",
      "maint_task_overdue{task=\"daily.d\",tier=\"daily\"} 0\n")
    // What becomes due when it is too late for it has missed nothing.
    maint.setClock("2026-11-09 06:00:00")
    try maint.run("run", "--due", "--quiet").expect(exit: 0)
    let schedule = try #require(maint.text("schedules/main.yaml"))
    try maint.schedule(schedule.replacing("2026-11-05, to: 2026-11-06", with: "2026-11-10T02:20, to: 2026-11-16"))
    for moment in ["10 02:10", "10 23:00", "16 23:00"] {
      #expect(try overdue("2026-11-\(moment):00").contains("daily.c") == false, "\(moment)")
    }
  }

  /// What is no task any more is not to be run again.
  @Test func whatIsNoTaskAnyMoreIsNotRecommended() throws {
    try maint.runbook("b", "precheck: ['false']\n").schedule("maintenance_schedule: {daily: [a, b]}\n")
    maint.setClock("2026-11-19 06:00:00")
    try maint.run("run", "--due", "--quiet").expect(exit: 1)
    func entry() throws -> [String: Any] {
      maint.setClock("2026-11-23 06:00:00")
      let found = try maint.json("report", "weekly")["recommendations"] as? [String: Any]
      return try #require((found?["entries"] as? [[String: Any]])?.first { $0["rule"] as? String == "failed_last" })
    }
    #expect(try (entry()["words"] as? String)?.contains("then run it again") == true)
    try maint.schedule("maintenance_schedule: {daily: [a]}\n")
    let gone = try entry()
    #expect(gone["words"] as? String == "failed in run 1, its last try by then" && gone["command"] is NSNull)
    #expect(gone["since"] as? String == "it is no task of the project any more")
  }

  /// By a clock that was ahead: until then the disk would seem to stand still.
  @Test func samplesOfTheFutureHideNothing() throws {
    for (moment, value) in [("2026-11-02", "60"), ("2028-01-01", "61"), ("2026-11-03", "99")] {
      maint.setClock("\(moment) 06:00:00")
      try maint.run("sample", "add", "disk_used_percent", value).expect(exit: 0)
    }
    try maint.run("metrics", "--prometheus").expect(exit: 0).shows("maint_sample{sample=\"disk_used_percent\"} 99\n")
    maint.setClock("2026-11-03 07:00:00")
    try maint.run("sample", "list").expect(exit: 0).shows(
      "disk_used_percent      99  ", "1 series has samples of the future, up to ")
    let series = try #require(try maint.json("sample", "list")["series"] as? [[String: Any]])
    #expect(series.first?["value"] as? Double == 99 && series.first?["future_at"] is String)
    maint.setClock("2026-11-01 06:00:00")
    try maint.run("sample", "list").expect(exit: 0).shows("disk_used_percent    none")
  }
}
