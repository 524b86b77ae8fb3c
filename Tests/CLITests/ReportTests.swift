import Foundation
import TestSupport
import Testing

/// `maint report` from a run log.
@Suite struct ReportTests {
  private let maint: Maint

  init() throws {
    maint = try Maint()
    maint.environment["TZ"] = "Europe/Berlin"
  }

  /// A week of a project with one of everything that a run log has, by a clock that is set.
  private func week() throws {
    try maint.file("state-of-web", "x")
    try maint.runbook(
      "health", #"precheck: ['echo "maint_expiry_days_left{name=\"a\"} 9" >> "$MAINT_METRICS"']"# + "\n"
    )
    .runbook(
      "web",
      """
      backup: [{path: \(maint.project)/state-of-web}]
      change:
        - name: reload
          run: |
            echo "<b>bold</b> 1"
            echo "cannot bind" >&2
            test ! -e "$MAINT_PROJECT/broken"
      verify: [':']

      """
    )
    .schedule(
      """
      maintenance_schedule:
        daily:
          sign_off: [ops]
          tasks:
            - health
            - web
      maintenance_coordination: {roles: {ops: [nobody]}}
      change_freeze: [{from: 2026-10-14, to: 2026-10-14, reason: stock}]
      defaults: {rpo: 1h}

      """)
    // Known to be due from here on.
    maint.setClock("2026-10-12 01:00:00")
    try maint.run("run", "--due", "--quiet").expect(exit: 0)
    maint.setClock("2026-10-12 02:30:00")
    try maint.run("run", "--due", "--quiet").expect(exit: 0)
    try maint.file("broken", "")
    for _ in 1...2 {
      maint.setClock("2026-10-13 02:30:00")
      try maint.start(["run", "web", "--quiet"]).wait().expect(exit: 3)
    }
    try maint.remove("broken")
    maint.setClock("2026-10-14 02:30:00")
    try maint.run("run", "web", "--quiet", "--override-window", "--reason", "=urgent").expect(exit: 0)
    try maint.run("incident", "open", "shop <is> down", "--level", "critical").expect(exit: 0)
    maint.setClock("2026-10-14 02:50:00")
    try maint.run("incident", "ack", "1").expect(exit: 0)
    maint.setClock("2026-10-14 03:30:00")
    try maint.run("incident", "resolve", "1", "--note", "up again").expect(exit: 0)
  }

  @Test func aWeekIsToldFromTheRunLog() throws {
    try week()
    maint.setClock("2026-10-26 08:00:00")
    let json = try maint.json("report", "weekly", "--period", "2026-W42")
    func section(_ name: String) throws -> [String: Any] { try #require(json[name] as? [String: Any]) }
    func list(_ name: String, _ key: String = "entries") throws -> [[String: Any]] {
      try #require(try section(name)[key] as? [[String: Any]])
    }
    let tasks = try list("work", "tasks")
    #expect(tasks.map { $0["task"] as? String } == ["daily.health", "daily.web"])
    // The week has seven days; web is frozen on one, and did not succeed on five.
    #expect(tasks.map { $0["due"] as? Int } == [7, 6])
    #expect((tasks[0]["missed"] as? [String])?.count == 6)
    #expect((tasks[1]["missed"] as? [String])?.first == "2026-10-13T00:00:00.000000Z")
    #expect((tasks[1]["missed"] as? [String])?.count == 5)
    #expect(tasks[1]["rolled_back"] as? Int == 2 && tasks[1]["succeeded"] as? Int == 2)
    let failures = try list("failures")
    #expect(failures.map { $0["run"] as? Int } == [3, 2])
    #expect(failures[0]["output"] as? [String] == ["<b>bold</b> 1", "cannot bind"])
    #expect(failures[0]["paths"] as? [String] == ["\(maint.project)/state-of-web"])
    #expect(try section("incidents")["mttr_seconds"] as? Double ?? 0 > 3_500)
    #expect(try section("incidents")["mtta_seconds"] as? Double ?? 0 > 1_100)
    let overrides = try list("overrides")
    #expect(overrides.map { $0["freeze"] as? String } == ["stock"] && overrides.map { $0["run"] as? Int } == [4])
    #expect(try list("sign_offs", "unsigned").map { $0["run"] as? Int } == [4, 3, 2, 1])
    let backups = try list("backups", "tasks")
    #expect(backups.map { $0["task"] as? String } == ["daily.web"])
    // From the morning of the 14th to the end of the 18th.
    #expect(try #require(backups[0]["age_seconds"] as? Double) > 4.8 * 86_400)
    #expect(try list("outlook", "due").map { $0["times"] as? Int } == [7])
    let rules = try list("recommendations").compactMap { $0["rule"] as? String }
    #expect(
      Set(rules) == [
        "not_done", "backup_too_old", "expires", "never_drilled", "backup_never_restored", "not_signed",
        "cause_not_noted",
      ])
    let head = try #require(try section("audit")["hash"] as? String)
    try maint.run("audit", "head").expect(exit: 0).shows(head)
  }

  /// Whenever it is made, and in each format.
  @Test func theSameLogGivesTheSameBytes() throws {
    try week()
    for format in ["text", "markdown", "html", "json", "csv"] {
      maint.setClock("2026-10-26 08:00:00")
      let first = try maint.run("report", "monthly", "--period", "2026-09", "--format", format).expect(exit: 0, err: "")
      let week = try maint.run("report", "weekly", "--period", "2026-W42", "--format", format).expect(exit: 0, err: "")
      #expect(week.out.contains("2026-10-18") && !week.out.contains("2026-10-26"), "\(format)")
      maint.setClock("2027-02-01 09:00:00")
      #expect(try maint.run("report", "monthly", "--period", "2026-09", "--format", format).out == first.out)
      #expect(try maint.run("report", "weekly", "--period", "2026-W42", "--format", format).out == week.out)
    }
    // Without a period: the last that is over.
    maint.setClock("2026-10-20 08:00:00")
    try maint.run("report", "weekly").expect(exit: 0).shows("A weekly report: 2026-10-12 to 2026-10-18; times of")
    #expect(
      try maint.run("report", "weekly", "--format", "pdf-ready").out
        == maint.run("report", "weekly", "--format", "html").out)
  }

  /// What somebody puts right in the week after is told beside how it stood, and changes nothing else.
  @Test func aPastWeekIsToldAsItEnded() throws {
    try week()
    maint.setClock("2026-10-18 23:00:00")
    try maint.run("incident", "open", "slow", "--level", "critical").expect(exit: 0)
    func report() throws -> [String: Any] { try maint.json("report", "weekly", "--period", "2026-W42") }
    func entries(_ report: [String: Any]) throws -> [[String: Any]] {
      try #require((report["recommendations"] as? [String: Any])?["entries"] as? [[String: Any]])
    }
    func verdict(_ report: [String: Any]) -> String? { (report["summary"] as? [String: Any])?["verdict"] as? String }
    func kept(_ report: [String: Any]) -> [Int?]? {
      ((report["backups"] as? [String: Any])?["tasks"] as? [[String: Any]])?.map { $0["kept"] as? Int }
    }
    maint.setClock("2026-10-19 00:30:00")
    let before = try report()
    #expect(verdict(before) == "human_needed" && kept(before)?.count == 1)
    maint.setClock("2026-10-19 09:00:00")
    try maint.run("incident", "resolve", "2", "--note", "fast").expect(exit: 0)
    try maint.run("incident", "note", "1", "a disk", "--kind", "cause").expect(exit: 0)
    try maint.run("run", "web", "--quiet").expect(exit: 0)
    maint.setClock("2026-10-26 08:00:00")
    let after = try report()
    #expect(verdict(after) == verdict(before) && kept(after) == kept(before))
    let rules = try (entries(before).map { $0["rule"] as? String }, entries(after).map { $0["rule"] as? String })
    #expect(rules.0 == rules.1)
    let open = try #require(try entries(after).first { $0["rule"] as? String == "incident_open" })
    #expect((open["since"] as? String)?.hasSuffix(" resolved it on 2026-10-19") == true && open["command"] is NSNull)
    let text = try maint.run("report", "weekly", "--period", "2026-W42").out
    #expect(text.contains("Somebody was needed when this ended, and was at it since: the first recommendations say"))
    #expect(text.contains("\nURGENT Open incidents\n") && text.contains("open, resolved on 2026-10-19"))
  }

  /// The log has no outcome of it, and the report says what the status says.
  @Test func aRunThatWasKilledIsNoSuccess() throws {
    try maint.runbook("good", "precheck: [':']\n")
      .runbook(
        "long",
        "change: [{name: slow, run: 'echo $$ > \"$MAINT_PROJECT/started\"; exec sleep 60'}]\nrollback: [':']\n"
      )
      .daily("good", "long")
    try maint.run("run", "good", "--quiet").expect(exit: 0)
    let running = try maint.start("run", "long", "--quiet")
    try #require(eventually { maint.text("started")?.hasSuffix("\n") == true && maint.processes.count > 0 })
    let year = "\(Calendar(identifier: .gregorian).component(.year, from: Date()))"
    // At work it is neither a success nor a failure.
    #expect(
      try maint.run("report", "annual", "--period", year).out.contains(
        "1 try of 1 task in 2 runs, 100 % of them succeeded"))
    running.signal(SIGKILL)
    running.wait(5).expect(exit: -SIGKILL)
    defer { for pid in maint.processes { kill(pid, SIGKILL) } }
    try maint.run("status").expect(exit: 2)
    let text = try maint.run("report", "annual", "--period", year).expect(exit: 0).out
    #expect(text.contains("Somebody is needed now: the first recommendations say for what.\n"))
    #expect(text.unwrapped.contains("2 tries of 2 tasks in 2 runs, 50 % of them succeeded; 1 of the 2 failed."))
    #expect(text.contains("1 left the host in doubt"))
    #expect(text.contains("daily.long, run 2: interrupted\n") && text.contains("maint recover 2"))
    let json = try maint.json("report", "annual", "--period", year)
    let tasks = try #require((json["work"] as? [String: Any])?["tasks"] as? [[String: Any]])
    #expect(tasks.first { $0["task"] as? String == "daily.long" }?["in_doubt"] as? Int == 1)
    // Once it is recovered it is known how long that took, though nobody saw the step end.
    for pid in maint.processes { kill(pid, SIGKILL) }
    try maint.run("recover", "--quiet").expect(exit: 0)
    let figures = try maint.json("metrics", "--period", year)
    let all = try #require(figures["metrics"] as? [[String: Any]])
    let took = all.first { $0["name"] as? String == "recovery_time" }?["value"] as? Double
    #expect((took ?? -1) > 0 && took ?? 99 < 30, "\(all)")
  }

  @Test func whatIsNotMeantTeaches() throws {
    try maint.run("report", "weekly").expect(exit: 66).shows("no run log in")
    try maint.run("sample", "add", "a", "1").expect(exit: 0)
    let refused: [([String], String)] = [
      (["weekly", "--period", "2026-10"], "2026-10 is a month, and a weekly report is about a week"),
      (["monthly", "--period", "2026-W42"], "'maint report weekly --period 2026-W42"),
      (["annual", "--period", "2026-10"], "and an annual report is about a year"),
      (["annual", "--period", "2999"], "2999 has not begun"), (["annual", "--period", "90d"], "so many days"),
      (["weekly", "--period", "soon"], "--period takes a period, not 'soon'"),
      (["weekly", "--format", "pdf"], "did you mean 'pdf-ready'?"),
      (["weekly", "--json", "--format", "csv"], "--format"), (["week"], "did you mean 'weekly'?"),
      ([], "report needs a KIND: weekly, monthly, quarterly or annual"),
    ]
    for (words, said) in refused {
      try maint.start(["report"] + words).wait().expect(exit: 64, out: "").shows(said)
    }
  }

  /// What it lacks is told, and the rest stands on the run log.
  @Test func aProjectWithMistakesIsNoReasonForNoReport() throws {
    try maint.runbook("good", "precheck: [':']\n").daily("good")
    try maint.run("run", "daily", "--quiet").expect(exit: 0)
    let year = "\(Calendar(identifier: .gregorian).component(.year, from: Date()))"
    try maint.schedule("maintenance_schedule: {daily: [nowhere]}\n")
    try maint.run("report", "annual", "--period", year).expect(exit: 0).shows(
      "maint: the report goes by the run log alone: the project in /T/project has mistakes",
      "Not known: the project", "Maintenance needs attention: ",
      "- The project in /T/project has mistakes, and nothing of it",
      "URGENT Nothing is run\n", "maint check", "1 try of 1 task in 1 run, 100 % of them succeeded")
  }

  /// Beside what was not done; in the week of which nothing else is known, too.
  @Test func whatAFreezeHeldUpIsToldBesideIt() throws {
    try maint.runbook("web", "change: [{run: ':', undo: ':'}]\n").schedule(
      """
      maintenance_schedule: {daily: [web]}
      change_freeze:
        - {from: 2026-10-14, to: "2026-10-14T12:00", reason: fair}
        - {from: "2026-10-14T12:00", to: 2026-10-25, reason: stock}

      """)
    maint.setClock("2026-10-12 03:00:00")
    try maint.run("run", "--due", "--quiet").expect(exit: 0)
    func line(_ week: Int) throws -> [String: Any] {
      let work = try #require(try maint.json("report", "weekly", "--period", "2026-W\(week)")["work"] as? [String: Any])
      return try #require((work["tasks"] as? [[String: Any]])?.first)
    }
    maint.setClock("2026-11-02 08:00:00")
    #expect(try line(42)["held_up"] as? Int == 5 && line(42)["frozen"] as? Int == 5 && line(42)["due"] as? Int == 1)
    let text = try maint.run("report", "weekly", "--period", "2026-W42").expect(exit: 0).out.unwrapped
    #expect(
      text.contains(
        "not done 1 time: 2026-10-13 02:00; besides held up by the freeze 'fair' 1 time, the freeze 'stock' 4 times"))
    #expect(
      text.components(separatedBy: "; besides held up by the freeze 'fair' 1 time, the freeze 'stock' 4 times").count
        == 3)
    #expect(try line(43)["held_up"] as? Int == 7 && line(43)["due"] as? Int == 0)
    try maint.run("report", "weekly", "--period", "2026-W43").expect(exit: 0).shows(
      "What was due was held up by the freeze 'stock', 7 times. Overdue by then:",
      "Maintenance needs attention: ",
      // It was not done on the day before the first of them, either.
      "- daily.web: due since 2026-10-13 02:00, and nothing started it")
  }

  /// A task that failed before the period and that nobody has tried since is what the status is red of.
  @Test func whatStoodBeforeThePeriodIsTold() throws {
    try maint.runbook("a", "precheck: ['test ! -e \"$MAINT_PROJECT/bad\"']\n").runbook("b", "precheck: [':']\n")
      .daily("a", "b").file("bad", "")
    maint.setClock("2026-11-10 03:00:00")
    try maint.run("run", "daily", "--quiet").expect(exit: 1)
    maint.setClock("2026-11-17 03:00:00")
    try maint.run("run", "daily.b", "--quiet").expect(exit: 0)
    maint.setClock("2026-11-23 08:00:00")
    let text = try maint.run("report", "weekly", "--period", "2026-W47").expect(exit: 0).out
    #expect(
      text.contains("Maintenance needs attention") && text.contains("1 task failed before and was not tried since"))
    #expect(text.contains("daily.a, run 1: failed\n2026-11-10 03:00, precheck 1 'test ! -e"))
    #expect(text.contains("URGENT Failed the last time"))
    // As the metric has it: of all tasks that ran then.
    #expect(text.contains("100 % of them succeeded (50 % in 2026-W46)"))
    // So early in the week it is compared with as much of the one before.
    let week = try maint.run("report", "weekly", "--period", "2026-W48").expect(exit: 0).out
    #expect(week.contains("AS MUCH OF 2026-W47") && week.contains("No task was tried."))
    let before = try maint.json("report", "weekly", "--period", "2026-W48")
    let figures = try #require((before["metrics"] as? [String: Any])?["entries"] as? [[String: Any]])
    let frequency = figures.first { $0["name"] as? String == "maintenance_frequency" }
    #expect(frequency?["previous"] as? Double == 0, "run 2 was made later in its week")
    #expect(
      try maint.run("report", "annual", "--period", "2025").out.contains(
        "Nothing is known of maintenance: the run log begins later, on 2026-11-10."))
    let ofThen = try maint.run("report", "annual", "--period", "2025").out.unwrapped
    #expect(ofThen.contains("the first run was made after the period") && !ofThen.contains("no run was ever made"))
    // Nothing is red any more where it has succeeded.
    try maint.remove("bad")
    try maint.run("run", "daily.a", "--quiet").expect(exit: 0)
    maint.setClock("2026-11-23 08:01:00")
    let later = try maint.run("report", "weekly", "--period", "2026-W47").expect(exit: 0).out.unwrapped
    #expect(later.contains("Since then: it succeeded on 2026-11-23"))
  }

  /// Of the gravest outcome the step that made it so, and nothing is advised that would be refused.
  @Test func theStepThatBrokeTheWayBackIsTold() throws {
    try maint.runbook(
      "cert",
      """
      backup: [{path: \(maint.project)/cert}]
      change: [':']
      verify: ['test ! -e "$MAINT_PROJECT/bad"']
      rollback: [{name: open the vault, run: 'echo no way back: vault is sealed; exit 1'}]

      """
    ).schedule("maintenance_schedule: {weekly: [cert]}\ndefaults: {rpo: 26h}\n").file("cert", "x")
    maint.setClock("2026-11-10 03:00:00")
    try maint.run("run", "--due", "--quiet").expect(exit: 0)
    maint.setClock("2026-11-14 03:00:00")
    func rules() throws -> [String: Bool] {
      let json = try maint.json("report", "weekly", "--period", "2026-W46")
      let entries = try #require((json["recommendations"] as? [String: Any])?["entries"] as? [[String: Any]])
      return Dictionary(
        entries.compactMap { entry in (entry["rule"] as? String).map { ($0, entry["urgent"] as? Bool ?? false) } }
      ) { $1 }
    }
    // What comes once a week cannot be younger: that is for the schedules, and not for today.
    #expect(try rules()["backup_too_rare"] == false && rules()["backup_too_old"] == nil)
    try maint.file("bad", "")
    try maint.run("run", "weekly", "--quiet").expect(exit: 2)
    maint.setClock("2026-11-14 03:01:00")
    let json = try maint.json("report", "weekly", "--period", "2026-W46")
    let failure = try #require(((json["failures"] as? [String: Any])?["entries"] as? [[String: Any]])?.first)
    #expect(failure["then_step"] as? String == "rollback 1 'open the vault'")
    #expect(failure["then_output"] as? [String] == ["no way back: vault is sealed"])
    for format in ["text", "markdown", "html", "csv"] {
      let text = try maint.run("report", "weekly", "--period", "2026-W46", "--format", format).out
      #expect(text.contains("open the vault") && text.contains("no way back: vault is sealed"), "\(format)")
    }
    let cases = try maint.run("log", "--format", "junit").out
    #expect(cases.contains("rollback 1, open the vault: exited with 1") && cases.contains("vault is sealed"))
    let text = try maint.run("report", "weekly", "--period", "2026-W46").out.unwrapped
    #expect(text.contains("once that is done by hand: maint resolve 2 --note 'what was done'") && !text.contains("''"))
    maint.setClock("2026-11-30 08:00:00")
    try maint.run("due").shows("refused until what run 2 left in doubt is put right: maint recover 2")
    let late = try maint.run("report", "weekly", "--period", "2026-W48").out.unwrapped
    #expect(late.contains("first put right what run 2 left") && !late.contains("maint run weekly.cert"))
  }

  /// A mean is told with how many it is of, and a failure that is like another with that one.
  @Test func figuresSayWhatTheyAreOf() throws {
    try week()
    maint.setClock("2026-10-20 08:00:00")
    try maint.run("incident", "open", "another").expect(exit: 0)
    maint.setClock("2026-10-26 08:00:00")
    let text = try maint.run("report", "monthly", "--period", "2026-10").expect(exit: 0).out
    #expect(text.contains("2 incidents opened, 1 critical; mean time to acknowledge") && text.contains("(of 1)"))
    let json = try maint.json("report", "weekly", "--period", "2026-W42")
    let failures = try #require((json["failures"] as? [String: Any])?["entries"] as? [[String: Any]])
    #expect(failures.map { $0["same_as"] as? Int } == [nil, 3])
  }
}
