import Catalog
import Foundation
import Execution
import Metrics
import Planning
import RunLog
import Scheduling
import Testing

@testable import Reporting

/// The lights and panels of a dashboard, and that nothing in them becomes markup.
@Suite struct DashboardTests {
  private static let now = ExampleRuns.at(7_200)
  private static let evil = "<script>x()</script>\" onload=x() ' onerror=x() &amp; \u{202E}\u{1B}[31m"

  private static func status(_ change: (inout HostStatus) -> Void = { _ in }) -> HostStatus {
    let run = ExampleRuns.listed(11, .succeeded, [.succeeded: 4])
    var status = HostStatus(at: now, lastRuns: [.daily: run], lastRun: run)
    status.tried = [ExampleRuns.daily("rotate")]
    change(&status)
    return status
  }

  private static func material(
    _ status: HostStatus, due: DueReport? = nil, alive: Set<Int> = [], _ change: (inout StatusReport) -> Void = { _ in }
  ) -> DashboardMaterial {
    var report = StatusReport(status: status, alive: alive)
    report.overdue = due?.allTasks.compactMap { OverdueTask($0, at: now) } ?? []
    change(&report)
    let origin = DashboardMaterial.Origin(
      host: "web1", project: "/etc/maint", state: "/var/lib/maint", version: "0.1.0", zone: .utc)
    var material = DashboardMaterial(origin: origin, status: report)
    material.due = due
    material.tried = [ExampleRuns.daily("rotate"): true, TaskName(tier: .weekly, name: "updates"): true]
    return material
  }

  private static func due(_ state: DueState, hold: DueTask.Hold? = nil) -> DueReport {
    DueReport(
      at: now,
      tasks: [
        DueTask(
          name: ExampleRuns.daily("rotate"), state: state, maxAttempts: 3, lastSuccess: ExampleRuns.at(0), hold: hold,
          zone: .utc),
        DueTask(
          name: TaskName(tier: .weekly, name: "updates"), state: .notDue(next: ExampleRuns.at(90_000)), maxAttempts: 3,
          zone: .utc),
        DueTask(
          name: TaskName(tier: .annual, name: "review"), state: .notDue(next: nil), maxAttempts: 3, zone: .utc),
      ], zone: .utc)
  }

  private static func lights(_ material: DashboardMaterial) -> [String] {
    let dashboard = Dashboard(material)
    return ["host \(dashboard.overall.rawValue)"] + dashboard.lights.map { "\($0.name) \($0.light.rawValue)" }
  }

  private static func unhappy(_ outcome: TaskOutcome, _ change: (inout HostStatus.UnhappyTask) -> Void = { _ in })
    -> HostStatus.UnhappyTask
  {
    var task = HostStatus.UnhappyTask(
      name: ExampleRuns.daily("rotate"), runbook: "rotate", run: 12, finishedAt: ExampleRuns.at(100),
      result: TaskResult(outcome: outcome, reason: "because"))
    change(&task)
    return task
  }

  @Test func aGoodHostIsGreenAndWhatNeverRanIsNeither() {
    let next = DueState.notDue(next: ExampleRuns.at(86_400))
    #expect(
      Self.lights(Self.material(Self.status(), due: Self.due(next))) == [
        "host green", "daily green", "weekly green", "annual no-data",
      ])
    // Without a project the log alone knows of tiers.
    #expect(Self.lights(Self.material(Self.status())) == ["host green", "daily green", "weekly green"])
    var empty = Self.material(HostStatus(at: Self.now), due: Self.due(next))
    empty.tried = [:]
    #expect(Self.lights(empty) == ["host no-data", "daily no-data", "weekly no-data", "annual no-data"])
    let absent = StatusReport(at: Self.now, NoRunLog(folder: "/x"))
    let page = DashboardPage(Dashboard(DashboardMaterial(origin: empty.origin, status: absent)))
    #expect(String(decoding: page.bytes, as: UTF8.self).contains("No run log in /x"))
  }

  /// Each thing that the status calls wrong: neither the host nor the tier that it is about is green, and others are.
  @Test func nothingIsGreenThatTheStatusCallsWrong() {
    let task = ExampleRuns.daily("rotate")
    func event(_ kind: BackupEvent.Kind) -> BackupEvent {
      var event = BackupEvent(
        run: 3, task: task, kind: kind, startedAt: ExampleRuns.at(0), finishedAt: ExampleRuns.at(1), doneBy: "root")
      event.error = "damaged"
      return event
    }
    func alert(_ kind: Alert.Kind) -> Alert {
      Alert(at: ExampleRuns.at(0), level: .warning, kind: kind, task: task, text: "it did")
    }
    let troubles: [(String, light: String, (inout HostStatus) -> Void)] = [
      ("failed", "yellow", { $0.unhappyTasks = [Self.unhappy(.failed)] }),
      ("refused", "yellow", { $0.unhappyTasks = [Self.unhappy(.refused)] }),
      ("cleanup", "red", { $0.unhappyTasks = [Self.unhappy(.succeeded) { $0.result.cleanupFailed = true }] }),
      ("dead run", "yellow", { $0.running = [ExampleRuns.listed(13, nil, [:])] }),
      ("damaged", "yellow", { $0.damagedBackups = [event(.verify)] }),
      ("drill", "yellow", { $0.drills = [event(.drill)] }),
      ("missed", "yellow", { $0.alerts = [alert(.missedWindow)] }),
      ("never starts", "red", { $0.alerts = [alert(.neverStarts)] }),
      ("given up in another period", "red", { $0.alerts = [alert(.gaveUp)] }),
      ("warnings", "yellow", { $0.warnings = [11: 2] }),
    ]
    for (name, light, change) in troubles {
      let lights = Self.lights(
        Self.material(Self.status(change), due: Self.due(.notDue(next: ExampleRuns.at(86_400)))))
      #expect(lights[0] != "host green" && lights[0] != "host no-data", "\(name)")
      #expect(lights.dropFirst().prefix(2) == ["daily \(light)", "weekly green"], "\(name): \(lights)")
    }
    // What is about no tier: the host alone, and the list of what needs attention.
    let incident = IncidentRecord(
      number: 1, title: "down", level: .critical,
      opened: IncidentRecord.Word(by: Actor(name: "anna", uid: 1), at: ExampleRuns.at(0)))
    var critical = Self.material(Self.status { $0.openIncidents = [incident] })
    critical.incidents = [incident]
    #expect(Self.lights(critical).first == "host red")
    #expect(DashboardLists(critical, capacity: []).all.first?.entries.map(\.text) == ["incident 1 (critical): down"])
    let deaf = Self.material(Self.status()) { $0.undelivered = [Undelivered(channel: "mail", waiting: 1)] }
    #expect(Self.lights(deaf).first == "host yellow")
    let missing = Self.material(Self.status()) { $0.missingBackups = [BackupID(run: 3, task: task)] }
    #expect(Self.lights(missing).prefix(2) == ["host yellow", "daily yellow"])
    // Taken back on request: as somebody wished it to be.
    let back = Self.status { $0.unhappyTasks = [Self.unhappy(.rolledBack) { $0.rollsBack = 9 }] }
    #expect(Self.lights(Self.material(back)).prefix(2) == ["host green", "daily green"])
  }

  /// What only the clock tells.
  @Test func whatIsLateOrGivenUpIsNotGreen() {
    let until = ExampleRuns.at(80_000)
    func light(_ state: DueState, _ hold: DueTask.Hold? = nil) -> [String] {
      Array(Self.lights(Self.material(Self.status(), due: Self.due(state, hold: hold))).prefix(2))
    }
    #expect(light(.due(since: ExampleRuns.at(3_601), until: until, .time)) == ["host green", "daily green"])
    #expect(light(.due(since: ExampleRuns.at(3_599), until: until, .time)) == ["host yellow", "daily yellow"])
    // It waits for its window, and so it should.
    #expect(
      light(.due(since: ExampleRuns.at(0), until: until, .time), .window("freeze", until: until)) == [
        "host green", "daily green",
      ])
    #expect(light(.givenUp(attempts: 3, next: until)) == ["host red", "daily red"])
    let late = Dashboard(
      Self.material(Self.status(), due: Self.due(.due(since: ExampleRuns.at(0), until: until, .time))))
    #expect(late.answer == "This host needs attention: 1 task is overdue, last done 2026-11-21 02:00 UTC.")
    #expect(late.lights.first?.reasons == ["rotate: overdue", "1 task of 2 not yet run"].prefix(1).map { $0 })
    #expect(late.freshUntil == Self.now + Dashboard.patience)
  }

  /// A good drill of long ago says nothing of a backup that is too old by now.
  @Test func aBackupIsHeldAgainstWhatMayBeLost() throws {
    let task = ExampleRuns.daily("dump")
    func line(_ rpo: Int, daysAgo: Int, isByClock: Bool = true) throws -> NewestBackupLine {
      var drill = BackupEvent(
        run: 1, task: task, kind: .drill, startedAt: Self.now + .seconds(-86_400 * daysAgo),
        finishedAt: Self.now + .seconds(-86_400 * daysAgo), dataAge: .seconds(60), doneBy: "root")
      drill.targets = RecoveryTargets(rpo: .seconds(90_000))
      var material = Self.material(Self.status { $0.drills = [drill] })
      material.rpo = .seconds(rpo)
      material.tasksWithBackup = isByClock ? [task] : []
      material.backups = [
        BackupRecord(
          id: BackupID(run: 2, task: task), path: "/b", state: .sealed, madeAt: Self.now + .seconds(-7_200),
          fileCount: 1,
          bytes: 1)
      ]
      return try #require(NewestBackupLine.lines(material).first)
    }
    let good = try line(90_000, daysAgo: 1)
    #expect(!good.isOld && good.drillStyle == .good && good.drill?.contains("ago") == false)
    #expect(good.drill?.hasSuffix("data 1 min 00 s old (rpo 1d1h) at that time") == true)
    let old = try line(3_600, daysAgo: 1)
    #expect(old.isOld && old.drillStyle == .plain && old.age.hasSuffix(", older than the rpo of 1h"))
    #expect(try line(90_000, daysAgo: 41).drillStyle == .plain)
    #expect(try !line(3_600, daysAgo: 1, isByClock: false).isOld, "no other was to be made")
  }

  /// Of what is gone, and of what was never made, there is no row.
  @Test func whatThereIsNoBackupOfIsTold() throws {
    func panel(_ material: DashboardMaterial) throws -> String {
      let page = String(decoding: DashboardPage(Dashboard(material)).bytes, as: UTF8.self)
      let panel = page.components(of: "<section id=\"backups\"").dropFirst().first.map(String.init)
      return String(try #require(panel?.components(of: "</section>").first))
    }
    var material = Self.material(Self.status())
    #expect(try panel(material).contains("No backups yet: a task whose runbook"))
    let (dump, web) = (ExampleRuns.daily("dump"), ExampleRuns.daily("web"))
    material.tasksWithBackup = [dump, web]
    #expect(try panel(material).contains("<p class=\"faint\">No backup was made yet of daily.dump, daily.web.</p>"))
    material.status.missingBackups = [BackupID(run: 4, task: dump), BackupID(run: 3, task: dump)]
    let lost = try panel(material)
    #expect(
      lost.contains(
        "daily.dump: all 2 of its backups are missing, the newest 4/daily.dump. <code>check the disk; maint backup verify "
          + "looks again, and maint backup prune strikes off what is gone then</code>"))
    material.status.missingFound = Set(material.status.missingBackups)
    #expect(
      try panel(material).contains("<code>check the disk; maint backup prune strikes off what is gone</code>"),
      "a second look would find no more")
    #expect(lost.contains("No backup was made yet of daily.web.") && !lost.contains("No backups yet"))
    material.status.missingBackups = [BackupID(run: 4, task: dump)]
    #expect(try panel(material).contains("daily.dump: its only backup 4/daily.dump is missing."))
    // Struck off, they are still gone.
    (material.status.missingBackups, material.status.tasksWithoutBackup) = ([], [dump])
    let gone = try panel(material)
    #expect(
      gone.contains("No backup is left of daily.dump: ") && gone.contains("<code>maint run daily.dump</code>")
        && !gone.contains("No backups yet"))
    #expect(gone.contains("No backup was made yet of daily.web.") && !gone.contains("backup verify"))
    material.status.missingBackups = [BackupID(run: 4, task: dump)]
    // One that lies there is a row, and the others are told above.
    material.backups = [
      BackupRecord(
        id: BackupID(run: 2, task: dump), path: "/b", state: .sealed, madeAt: Self.now, fileCount: 1, bytes: 1)
    ]
    #expect(try !panel(material).contains("missing") && panel(material).contains("<th scope=\"row\">daily.dump"))
  }

  /// Nothing is run while it is there: who sees red is told why, and what to type.
  @Test func whatIsStrangeInTheRunLogIsTold() {
    let status = Self.status { $0.strange = StrangeObject(.trigger, name: "quiet<b>", table: "run") }
    let dashboard = Dashboard(Self.material(status))
    #expect(dashboard.overall == .red)
    #expect(dashboard.lists[0].entries.map(\.text) == ["Nothing can be run"])
    let page = String(decoding: DashboardPage(dashboard).bytes, as: UTF8.self)
    #expect(
      page.contains("the run log has a trigger that maint has not made, &#39;quiet&lt;b&gt;&#39; on its table run"))
    #expect(page.contains("maint audit verify says what is to be relied on"))
  }

  /// A page that is left or sent is read on another day.
  @Test func itsMomentsHaveTheirDay() throws {
    let incident = IncidentRecord(
      number: 1, title: "down", level: .critical,
      opened: IncidentRecord.Word(by: Actor(name: "anna", uid: 1), at: ExampleRuns.at(0)))
    var material = Self.material(
      Self.status {
        $0.unhappyTasks = [Self.unhappy(.failed)]
        $0.alerts = [Alert(at: ExampleRuns.at(0), level: .warning, kind: .gaveUp, task: nil, text: "it did")]
        $0.running = [ExampleRuns.listed(13, nil, [:])]
      }, due: Self.due(.due(since: ExampleRuns.at(0), until: ExampleRuns.at(80_000), .time)), alive: [13])
    material.incidents = [incident]
    material.series = [(SeriesKey(name: "x", labels: ""), [Measurement(at: ExampleRuns.at(0), value: 1)])]
    let page = String(decoding: DashboardPage(Dashboard(material)).bytes, as: UTF8.self)
    let times = page.matches(of: /(\S+) \d\d:\d\d (?:UTC|[-+]\d\d:\d\d)/).map { String($0.output.1.suffix(10)) }
    #expect(times.count > 8 && Set(times).subtracting(["2026-11-21", "2026-11-22"]).isEmpty, "\(times)")
    #expect(page.contains("<span>2026-11-21</span>") && !page.contains(">today<"))
    // Nothing of a light is left out on the wall.
    #expect(page.contains("#wall:target") && !page.contains("nth-child"))
  }

  /// A page that is older than a minute is loaded anew each minute, and not in a loop.
  @Test func theWallLooksForANewerPageOnceAMinute() {
    let parts = "\(DashboardScript.text)".components(separatedBy: "location.reload()")
    #expect(parts.count == 2 && parts[0].hasSuffix("setInterval(function () { if (location.hash === '#wall') "))
    #expect(parts.last?.hasPrefix("; else look(); }, 60000);") == true)
  }

  @Test func whatNeverBeganDidNotAlwaysSucceed() {
    let map = HeatMap(
      [("held", TaskOutcome.deferred), ("good", .succeeded), ("bad", .failed)].map {
        TaskDay(day: 9, name: ExampleRuns.daily($0.0), outcome: $0.1, count: 1, duration: .zero)
      }, today: 9)
    #expect(map.untroubled == 1 && map.neverBegun == 1 && map.tasks.count == 1)
    // Nor did what was held up on some days, and what was taken back on request did not fail.
    let back = TaskDay(
      day: 9, name: ExampleRuns.daily("back"), outcome: .rolledBack, count: 1, duration: .zero, isTakenBack: true)
    let some = HeatMap(
      [(8, "dump", TaskOutcome.succeeded), (9, "dump", .blocked), (8, "back", .succeeded)].map {
        TaskDay(day: $0.0, name: ExampleRuns.daily($0.1), outcome: $0.2, count: 1, duration: .zero)
      } + [back], today: 9)
    #expect(some.untroubled == 1 && some.neverBegun == 0 && some.tasks.map(\.title) == ["daily.dump"])
    #expect(some.tiers[0].words == "2 days with runs, 0 of them with a failure, 1 on which something was held up")
    #expect(some.tiers[0].cells[9]?.words == "1 blocked, 1 taken back on request")
  }

  @Test func daysShowTheWorstThatHappened() {
    let today = 20_000
    func line(_ day: Int, _ task: String, _ outcome: TaskOutcome, _ count: Int) -> TaskDay {
      TaskDay(day: day, name: ExampleRuns.daily(task), outcome: outcome, count: count, duration: .seconds(2 * count))
    }
    let map = HeatMap(
      [
        line(today, "a", .succeeded, 3), line(today, "a", .rolledBack, 1), line(today - 89, "b", .skipped, 1),
        line(today - 90, "b", .failed, 1), line(today, "b", .blocked, 1), line(today - 1, "a", .interrupted, 1),
      ], today: today)
    #expect(
      map.tiers.map(\.title) == ["daily"] && map.tasks.map(\.title) == ["daily.a", "daily.b"] && map.untroubled == 0)
    #expect(map.tiers[0].cells.mapValues(\.worst) == [today: .rolledBack, today - 1: .inDoubt, today - 89: .skipped])
    #expect(map.tiers[0].cells[today]?.words == "3 succeeded, 1 rolled back, 1 blocked")
    #expect(map.tiers[0].cells[today]?.isMixed == true && map.tiers[0].badDays == 2)
    let charts = DurationCharts(
      [line(today, "a", .succeeded, 2), line(today - 1, "a", .succeeded, 1), line(today, "b", .succeeded, 1)],
      days: map.days
    ).charts
    #expect(charts.map(\.title) == ["daily.a"] && charts[0].points.map(\.value) == [2, 2])
    // Of many the worst.
    let many = HeatMap((0..<60).map { line(today - $0 % 3, "t\($0 % 30)", .failed, 1) }, today: today)
    #expect(many.tasks.count == HeatMap.mostTasks && many.leftOut == 6)
  }

  @Test func samplesAreThinnedToDays() {
    let values = (0..<480).map { (at: ExampleRuns.at(Double($0) * 1_800), value: Double($0 % 48)) }
    let points = DailyChart.points(values, in: .utc)
    #expect(points.count == 11 && points.map(\.count).max() == 48)
    let chart = DailyChart(title: "x", unit: .number, days: points[0].day - 79..<points[0].day + 11, points: points)
    #expect(chart.weeks.count == 2 && chart.span == 0...47)
    #expect(chart.words(points[1]) == "2026-11-22: 23.5 (0 to 47), 48 samples")
    // One that never changes has a middle; nothing is divided by nothing.
    let flat = DailyChart.Point(day: 1, value: 8, low: 8, high: 8, count: 1)
    #expect(DailyChart(title: "x", unit: .number, days: 0..<90, points: [flat]).span == 4...12)
  }

  /// The panel of what runs out, of a page.
  private static func capacity(_ material: DashboardMaterial) throws -> String {
    let page = String(decoding: DashboardPage(Dashboard(material)).bytes, as: UTF8.self)
    let panel = page.components(of: "<section id=\"capacity\"").dropFirst().first.map(String.init)
    return String(try #require(panel?.components(of: "</section>").first))
  }

  private static func expiry(_ days: Double, _ fixture: PeriodFixture, labels: String = "") -> CapacitySection.Expiry? {
    CapacitySection.Expiry(
      SeriesKey(name: "x_days_left", labels: labels), Measurement(at: fixture.frame.asOf, value: days))
  }

  /// What a report of now recommends urgently, in its words, and what counts its days; the first one first.
  @Test func whatRunsOutIsTold() throws {
    var material = Self.material(Self.status())
    let fixture = PeriodFixture()
    material.capacity = (fixture.facts.capacity, fixture.frame)
    let points = DailyPoints([74, 78, 82, 86].enumerated().map { (fixture.at($0 + 28), $1) }, in: fixture.zone)
    let young = CapacityEntry(title: "young_percent", points: points, limit: SeriesLimit(90))
    material.capacity?.section.entries += [young].compactMap { $0 }
    material.capacity?.section.expiries += [31, 89, 90].compactMap { Self.expiry($0, fixture) }
    let rows = try Self.capacity(material).components(of: "<th scope=\"row\">").dropFirst()
    let names = rows.map { $0.prefix { $0 != "{" && $0 != "<" } }
    #expect(
      names == [
        "young_percent", "maint_certificate_days_left", "maint_disk_used_percent", "x_days_left", "x_days_left",
      ])
    var facts = fixture.facts
    facts.capacity = try #require(material.capacity?.section)
    let urgent = Advice(facts: facts).all.filter { [.expires, .fillsUp, .mayFillUp].contains($0.rule) }
    #expect(urgent.map(\.rule) == [.expires, .fillsUp, .mayFillUp])
    for found in urgent {
      let row = rows.first { $0.hasPrefix(found.subject.replacing("\"", with: "&quot;") + "<") }
      #expect(
        row?.contains("<td class=\"bad\" data-label=\"Forecast\">URGENT: \(found.words). <code>maint ") == true,
        "\(found.words)")
    }
    #expect(
      try Self.capacity(material).components(of: "<td class=\"caution\" data-label=\"Forecast\">has ").count == 3,
      "31 and 89 days")
    // Nor does the rest of the page say that nothing is wrong.
    let dashboard = Dashboard(material)
    #expect(dashboard.overall == .yellow && dashboard.answer.hasSuffix(" 3 series fill up or run out soon."))
    #expect(dashboard.lists[0].entries.map(\.text) == ["3 series fill up or run out soon"])
    material.capacity?.section.entries = (0..<45).flatMap { _ in fixture.facts.capacity.near(fixture.frame) }
    #expect(try Self.capacity(material).components(of: "<th scope=\"row\">").count == 41)
    #expect(try Self.capacity(material).contains("and 8 more: <code>maint report weekly --period "))
    #expect(try !Self.capacity(material).contains("looked into"))
    material.capacity?.section.left = 7
    #expect(try Self.capacity(material).contains("7 series with a limit were not looked into, as there are so many"))
    material.seriesLeftOut = 3
    material.series = [(SeriesKey(name: "x", labels: ""), [Measurement(at: Self.now, value: 1)])]
    let page = String(decoding: DashboardPage(Dashboard(material)).bytes, as: UTF8.self)
    #expect(page.contains("3 more series are not drawn") && page.contains("All of them: <code>maint sample list"))
    material.capacity?.section.entries = []
    material.capacity?.section.expiries = [Self.expiry(3, fixture, labels: "b=\"\(Self.evil)\"")].compactMap { $0 }
    #expect(try Self.capacity(material).contains("<td class=\"bad\" data-label=\"Forecast\">URGENT: has 3 days left"))
    #expect(try !Self.capacity(material).contains("<script>x"))
  }

  /// That nothing runs out is said only where somebody can know it.
  @Test func thatNothingRunsOutIsKnownFromSomething() throws {
    var material = Self.material(Self.status())
    let fixture = PeriodFixture()
    func words(_ entries: [CapacityEntry?], _ expiries: [CapacitySection.Expiry?]) throws -> String {
      let section = CapacitySection(entries: entries.compactMap { $0 }, expiries: expiries.compactMap { $0 })
      material.capacity = (section, fixture.frame)
      let panel = try Self.capacity(material).components(of: "<p class=\"faint\">").dropFirst().first
      return String(try #require(panel).prefix { $0 != "<" })
    }
    func entry(_ values: [Double], end: Int = 31) -> CapacityEntry? {
      let first = end + 1 - values.count
      let points = DailyPoints(values.enumerated().map { (fixture.at($0 + first), $1) }, in: fixture.zone)
      return CapacityEntry(title: "q_percent", points: points, limit: SeriesLimit(90))
    }
    #expect(try Self.capacity(material).contains("What may run out is not known: there is no run log."))
    #expect(try words([], []).hasPrefix("What may run out is not known. No series with a limit has samples: "))
    let young = entry([50, 52])
    #expect(
      try words([young], [])
        == "What may run out is not known yet: of 1 series with a limit there are too few samples to tell.")
    let calm = entry((0..<20).map { 50 + Double($0 % 3) / 10 })
    #expect(
      try words([calm, young], [Self.expiry(200, fixture)])
        == "Nothing is known to run out within 90 days: 1 series with a limit was looked into, and 1 counts the days left; "
        + "of 1 more there are too few samples to tell.")
    #expect(Dashboard(material).overall == .green)
    // What nobody measures any more may be anywhere by now.
    let values = (0..<20).map { 50 + Double($0 % 3) / 10 }
    let old = entry(values, end: 27)
    #expect(
      try words([old], [])
        == "What may run out is not known: of the series with a limit 1 is not measured any more, the last on 2026-10-27."
    )
    #expect(
      try words([old, young, entry(values, end: 22)], [])
        == "What may run out is not known yet: of 1 series with a limit there are too few samples to tell; 2 are not measured "
        + "any more, the last on 2026-10-27.")
    #expect(
      try words([old, calm], [])
        == "Nothing is known to run out within 90 days: 1 series with a limit was looked into; 1 is not measured any more, "
        + "the last on 2026-10-27.")
    #expect(try words([entry(values, end: 29)], []).hasPrefix("Nothing is known to run out within 90 days: 1 series"))
    #expect(
      try words([old], [Self.expiry(3, fixture)])
        == "Of the series with a limit 1 is not measured any more, the last on 2026-10-27.")
    var section = CapacitySection(entries: [calm].compactMap { $0 })
    section.unmeasured = ["db_byte"]
    let unmeasured =
      "Of db_byte, which has a limit in maintenance_metrics, there are no samples of the last 90 days: is that how it is written "
      + "where it is measured?"
    material.capacity = (section, fixture.frame)
    #expect(try Self.capacity(material).contains("looked into. \(unmeasured)"))
    #expect(section.blocks(fixture.frame).contains { String(describing: $0).contains(unmeasured) })
    section = CapacitySection(entries: [old, calm].compactMap { $0 })
    let told = section.blocks(fixture.frame).map { String(describing: $0) }.joined()
    #expect(told.components(of: "not measured since 2026-10-27").count == 2)
  }

  /// A page of a clock that was set back meanwhile.
  @Test func whatBeganLaterThanNowHasNoLength() throws {
    var status = Self.status()
    status.running = [ExampleRuns.listed(13, nil, [:], at: 14_400)]
    let page = String(decoding: DashboardPage(Dashboard(Self.material(status, alive: [13]))).bytes, as: UTF8.self)
    #expect(page.contains("run 13 (daily) for how long is not known"))
    let report = StatusReport(status: status, alive: [13])
    let text = report.text(appearance: Appearance(color: false, utf8: true), zone: .utc)
    #expect(text.contains("▸ run 13 (daily) for how long is not known, pid ") && !text.contains("for -"), "\(text)")
    let screen = StatusScreen(
      report, at: Self.now, outlooks: [13: RunOutlook(usual: .seconds(60))], host: "web1",
      appearance: Appearance(color: false, utf8: true), zone: .utc)
    let line = screen.lines(columns: 80, rows: 20).first { $0.hasPrefix("▸ run 13") }
    #expect(line?.hasSuffix(" not known") == true, "\(line ?? "")")
  }

  @Test func noValueBecomesMarkup() {
    let evil = Self.evil
    let actor = Actor(name: evil, uid: 1)
    let word = IncidentRecord.Word(by: actor, at: ExampleRuns.at(0))
    let incident = IncidentRecord(number: 1, title: evil, level: .critical, opened: word, acknowledged: word)
    var status = Self.status()
    status.unhappyTasks = [Self.unhappy(.failed) { $0.result.reason = evil }]
    status.openIncidents = [incident]
    status.alerts = [Alert(at: ExampleRuns.at(0), level: .critical, kind: .gaveUp, text: evil)]
    status.running = [ExampleRuns.listed(13, nil, [:])]
    status.running[0].tasks = [
      TaskRecord(
        position: 0, name: ExampleRuns.daily("a"), runbook: "a", startedAt: ExampleRuns.at(0),
        steps: [ExampleRuns.step(0, .change, 0, evil, 1, nil, nil)])
    ]
    var material = Self.material(status, alive: [13]) { report in
      report.undelivered = [Undelivered(channel: evil, waiting: 1, error: evil)]
      report.exceptions = [
        WindowExceptionRecord(
          number: 1, run: nil, override: WindowOverride(by: evil, uid: 1, reason: evil), start: ExampleRuns.at(0),
          end: ExampleRuns.at(9_000))
      ]
      report.leftovers = [evil]
    }
    material.origin.host = evil
    material.origin.project = evil
    material.origin.state = evil
    material.notes = [evil]
    material.incidents = [incident]
    material.series = [(SeriesKey(name: "a", labels: "b=\"\(evil)\""), [Measurement(at: Self.now, value: 1)])]
    let page = String(decoding: DashboardPage(Dashboard(material)).bytes, as: UTF8.self)
    #expect(page.components(of: "<script>x").count == 1 && page.components(of: "&lt;script&gt;x").count > 12)
    #expect(page.components(of: "\" onload").count == 1 && page.components(of: "' onerror").count == 1)
    #expect(page.components(of: "\u{1B}").count == 1)
    #expect(page.components(of: "\u{202E}").count == 1)
    #expect(page.hasSuffix("</html>\n"))
    // The same material gives the same bytes.
    #expect(Array(page.utf8) == DashboardPage(Dashboard(material)).bytes)
  }

  @Test func itsPolicyNamesWhatIsInIt() {
    #expect(ContentHash.source(of: "") == "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='")
    #expect(ContentHash.base64([1]) == "AQ==" && ContentHash.base64([1, 2]) == "AQI=")
  }
}

extension String {
  /// What stands between the occurrences of a text.
  fileprivate func components(of text: String) -> [Substring] {
    split(separator: text, omittingEmptySubsequences: false)
  }
}
