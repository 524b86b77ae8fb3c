import Catalog
import Execution
import Foundation
import Metrics
import Planning
import RunLog
import Scheduling
import Testing

@testable import Reporting

/// `maint report` from a small made history.
@Suite struct PeriodReportTests {
  private let fixture = PeriodFixture()
  private static let plain = Appearance(color: false, utf8: true)

  private func render(
    _ format: PeriodReport.Format, _ change: (inout PeriodFacts) -> Void = { _ in }
  ) -> String {
    fixture.report(change).render(format, appearance: Self.plain, width: 100)
  }

  /// The whole of it in each format, as Tests/Reference/report has it. What is said instead is in /tmp: where it is meant, it is
  /// the new reference.
  @Test(arguments: [
    (PeriodReport.Format.text, "txt"), (.markdown, "md"), (.html, "html"), (.json, "json"), (.csv, "csv"),
  ])
  func aMonthInEveryFormat(_ format: PeriodReport.Format, _ ending: String) throws {
    let text = render(format)
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "Reference/report/month.\(ending)")
    let expected = try? String(contentsOf: file, encoding: .utf8)
    if text == expected { return }
    let told = "/tmp/maint-report-month.\(ending)"
    try text.write(toFile: told, atomically: true, encoding: .utf8)
    let pairs = zip(text.split(separator: "\n"), (expected ?? "").split(separator: "\n"))
    let first = pairs.first { $0.0 != $0.1 }
    Issue.record("\(told) is not \(file.path): \(first.map { "'\($0.0)', not '\($0.1)'" } ?? "one is longer")")
  }

  @Test func pdfReadyIsTheHTMLAndJSONIsSound() throws {
    #expect(render(.pdfReady) == render(.html))
    let json = try JSONSerialization.jsonObject(with: Data(render(.json).utf8)) as? [String: Any]
    let names = [
      "summary", "metrics", "work", "failures", "incidents", "overrides", "sign_offs", "backups", "capacity", "outlook",
      "recommendations", "audit",
    ]
    #expect(names.allSatisfy { json?[$0] is [String: Any] })
  }

  /// Whatever is in the log: the marks of a page and of a table are maint's own, and so are formulas and escape sequences.
  @Test func noValueBecomesMarkup() throws {
    let page = render(.html)
    let tags = Set(page.matches(of: /<\/?([a-zA-Z!][a-zA-Z0-9]*)/).map { String($0.output.1) })
    let own = [
      "!DOCTYPE", "html", "head", "meta", "title", "style", "body", "header", "main", "footer", "section", "article",
      "div", "h1", "h2", "h3", "p", "ul", "li", "table", "thead", "tbody", "tr", "th", "td", "pre", "code", "span",
      "strong",
    ]
    #expect(tags.subtracting(own).isEmpty)
    #expect(
      page.contains("&lt;script&gt;alert(1)&lt;/script&gt;") && page.contains("<h1>Maintenance of web1 &lt;b&gt;&amp;"))
    #expect(!page.contains("://"), "needs nothing from elsewhere")
    let markdown = render(.markdown)
    #expect(markdown.contains("| 3 | **critical** | shop \\*down\\* \\| \\<img src=x\\> |"))
    let rows = markdown.split(separator: "\n").filter { $0.hasPrefix("| 3 |") || $0.hasPrefix("| no.") }
    #expect(Set(rows.map { $0.replacing("\\|", with: "").count { $0 == "|" } }) == [8])
    let csv = render(.csv)
    #expect(csv.contains(",'=cmd|' /C calc'!A0\r\n") && csv.contains(",'@patch now\r\n"))
    for format in PeriodReport.Format.allCases {
      #expect(
        !render(format).unicodeScalars.contains { $0.value < 0x20 && $0 != "\n" && $0 != "\r" || $0.value == 0x7F })
    }
  }

  /// The step of a run that was killed has no word of its own.
  @Test func whereMaintEndedIsTold() {
    let failed = FailedTry(
      run: 3, position: 1, task: fixture.name("web"), runbook: "web", began: fixture.at(3), outcome: .rolledBack,
      step: 2, reason: "maint ended in verify step 'wait'")
    let text = render(.text) { facts in
      facts.failures = FailureSection([failed]) { _ in
        FailureDetail(step: StepKey(task: 1, stage: .verify, position: 1), name: "wait", why: nil)
      }
    }
    #expect(text.contains(", verify 2 'wait': maint ended in verify step 'wait'."))
  }

  @Test func nothingIsNothing() {
    let facts = { (facts: inout PeriodFacts) in
      facts = PeriodFacts(
        frame: facts.frame, metrics: MetricsSection(lines: []), work: WorkSection(runs: 0, lines: []),
        failures: FailureSection([]), incidents: IncidentSection([]), overrides: OverrideSection([]),
        signOffs: SignOffSection(unsigned: [], signatures: 0), backups: BackupSection(lines: []),
        capacity: CapacitySection(entries: []), outlook: OutlookSection(nil, absence: "there is no project in /x"),
        upkeep: Upkeep())
    }
    let text = render(.text, facts)
    #expect(
      text.contains("No maintenance was done, and whether any was due is not known.\n\n- No task was tried.\n"))
    #expect(text.contains("what was due is not known: 'maint run --due' was not at work here by then."))
    #expect(
      text.contains("Not known: there is no project in /x.") && text.contains("None: no rule has found anything."))
    #expect(text.split(separator: "\n").allSatisfy { $0.count <= 130 })
  }

  /// A report on what is not over says so, and goes by the moment at which it is made; one on what is over does not.
  @Test func aPeriodThatIsNotOver() {
    let frame = PeriodFrame(
      kind: .monthly, period: fixture.frame.period, zone: fixture.zone, now: fixture.at(20, 8), host: "h",
      command: CommandText())
    #expect(render(.text) { $0.frame = frame }.contains("2026-10-31, so far: as of 2026-10-20 08:00; times of"))
    #expect(fixture.frame.isComplete && fixture.frame.asOf == fixture.at(32, 0))
  }
}

/// What the first line of a report says.
@Suite struct PeriodVerdictTests {
  private let fixture = PeriodFixture()

  /// Of a month in which nothing was left to do, but for what the change does.
  private func verdict(_ change: (inout PeriodFacts) -> Void) -> (String, String) {
    var facts = fixture.facts
    facts.work = WorkSection(
      runs: 31,
      lines: [
        WorkLine(task: fixture.name("health"), outcomes: [.succeeded: 31], due: 31),
        WorkLine(task: fixture.name("web"), outcomes: [.succeeded: 20, .failed: 1]),
      ])
    (facts.failures, facts.incidents) = (FailureSection([]), IncidentSection([]))
    facts.backups = BackupSection(lines: [])
    (facts.capacity, facts.upkeep, facts.metrics) = (
      CapacitySection(entries: []), Upkeep(), MetricsSection(lines: [])
    )
    change(&facts)
    let recommendations = Advice(facts: facts).all
    let verdict = PeriodVerdict(facts, recommendations)
    return (verdict.rawValue, verdict.phrase(facts, recommendations).pieces.map(\.text).joined())
  }

  private func doubt(_ settled: TaskInDoubt.Settlement? = nil) -> TaskInDoubt {
    TaskInDoubt(
      run: 9, task: fixture.name("web"), runbook: "web", cause: .rollbackFailed, reason: "no space", settled: settled)
  }

  private func incident(_ level: MaintenanceTask.AlertLevel, _ change: (inout IncidentRecord) -> Void = { _ in })
    -> IncidentRecord
  {
    let anna = Actor(name: "anna", uid: 7)
    var incident = IncidentRecord(number: 3, title: "down", level: level, opened: .init(by: anna, at: fixture.at(7)))
    change(&incident)
    return incident
  }

  @Test func whatFailsLastNeedsAttention() {
    #expect(verdict { _ in } == ("well", "Maintenance goes well: nothing is urgent."))
    // A mistake of today is none of a month that is over.
    let fault = verdict { $0.fault = ProjectFault(.mistakes, folder: "/p") }
    #expect(fault == ("not_known", "Nothing is known to be urgent, and what was due is not known."))
    let present = verdict { facts in
      facts.fault = ProjectFault(.mistakes, folder: "/p")
      facts.frame = PeriodFrame(
        kind: .monthly, period: facts.frame.period, zone: fixture.zone, now: fixture.at(20), host: "h",
        command: CommandText())
    }
    #expect(present.0 == "attention")
    func tries(_ isLast: Bool, failed: Int = 1, succeeded: Timestamp? = nil) -> (String, String) {
      verdict {
        $0.upkeep.tries = [
          Upkeep.Tries(
            task: fixture.name("web"), failed: failed, all: 5, run: 9, isLast: isLast, succeeded: succeeded)
        ]
      }
    }
    #expect(tries(false).0 == "well" && tries(true).0 == "attention" && tries(false, failed: 3).0 == "attention")
    let since = tries(true, succeeded: fixture.at(33))
    #expect(since.0 == "attention" && since.1.contains("when this ended, and got it since"), "as it was then")
  }

  /// Somebody whom the status calls for is called for by the report, whatever was done since.
  @Test func aHostInDoubtNeedsSomebody() {
    #expect(verdict { $0.upkeep.doubts = [doubt()] }.1.hasPrefix("Somebody is needed now"))
    let settled = verdict {
      $0.upkeep.doubts = [doubt(.init(.resolved, at: fixture.at(33), by: "anna"))]
    }
    #expect(
      settled.0 == "human_needed" && settled.1.hasPrefix("Somebody was needed when this ended, and was at it since"))
    let anna = IncidentRecord.Word(by: Actor(name: "anna", uid: 7), at: fixture.at(7, 3))
    func incidents(_ found: IncidentRecord) -> String { verdict { $0.incidents = IncidentSection([found]) }.0 }
    #expect(incidents(incident(.critical)) == "human_needed" && incidents(incident(.warning)) == "attention")
    #expect(incidents(incident(.critical) { $0.acknowledged = anna }) == "attention", "somebody is at it")
    var late = anna
    late.at = fixture.at(34)
    #expect(incidents(incident(.critical) { ($0.acknowledged, $0.resolved) = (late, late) }) == "human_needed")
  }

  @Test func aPeriodWithTroubleDidNotGoWell() {
    let over = IncidentRecord.Word(by: Actor(name: "anna", uid: 7), at: fixture.at(8))
    let critical = verdict {
      $0.incidents = IncidentSection([
        incident(.critical) {
          ($0.acknowledged, $0.resolved) = (over, over)
          $0.notes = [.init(kind: .cause, text: "a disk", word: over)]
        }
      ])
    }
    #expect(critical == ("mixed", "Nothing is urgent, but not all went well: 1 critical incident."))
    let down = verdict {
      $0.metrics = MetricsSection(lines: [
        .init(metric: .unplannedDowntime, figure: .value(5_400), before: .value(0), target: nil)
      ])
    }
    #expect(down.1.hasSuffix("not all went well: 1h30m of unplanned downtime."))
    for (figure, words) in [
      (MetricFigure.atLeast(300, "b is 0"), "at least 5m of unplanned downtime (b is 0)."),
      (.noData("b is 0", isBad: true), "unplanned downtime: b is 0."),
    ] {
      let more = verdict {
        let line = MetricsReport.Line(metric: .unplannedDowntime, figure: figure, before: .value(0), target: nil)
        $0.metrics = MetricsSection(lines: [line])
      }
      #expect(more == ("mixed", "Nothing is urgent, but not all went well: \(words)"))
    }
    let failed = verdict {
      $0.work.lines = [
        WorkLine(task: fixture.name("web"), outcomes: [.succeeded: 18, .rolledBack: 1, .interrupted: 1])
      ]
    }
    #expect(failed.1.hasSuffix("not all went well: 2 of 20 tries failed."))
    func warned(_ isLast: Bool) -> (String, String) {
      verdict {
        $0.work.lines[0].warnings = TaskWarnings(
          task: fixture.name("health"), steps: 3, last: TaskRemark(run: 9, text: "slow"), isLast: isLast)
      }
    }
    #expect(warned(true).1 == "Nothing is urgent, but not all went well: 1 task ended with warnings the last time.")
    #expect(warned(false).0 == "well")
  }

  @Test func whatWasNotDoneStandsInTheSummary() {
    let work = WorkSection(
      runs: 0, lines: [WorkLine(task: fixture.name("web"), due: 7, missed: [fixture.at(1), fixture.at(2)])])
    let words = work.summary(fixture.frame)?.pieces.map(\.text).joined()
    #expect(words == "No task was tried. Due and not done: 2 times, by the schedules of 1 task.")
    #expect(
      verdict { $0.work = WorkSection(runs: 0, lines: [], knowsDue: true) }.1
        == "No maintenance was done, and none was due.")
  }
}

/// What recommendations follow from, at the edges of each rule.
@Suite struct AdviceTests {
  private let fixture = PeriodFixture()

  private func found(_ rule: RecommendationRule, _ change: (inout PeriodFacts) -> Void) -> [Recommendation] {
    var facts = fixture.facts
    change(&facts)
    return Advice(facts: facts).all.filter { $0.rule == rule }
  }

  private func pace(_ timeout: Int?, usual: Int, count: Int = 20) -> (inout PeriodFacts) -> Void {
    { facts in
      facts.upkeep.paces = [
        Upkeep.Pace(
          task: fixture.name("x"), timeout: timeout.map { .seconds($0) },
          estimate: Estimate(median: .seconds(1), percentile95: .seconds(usual), count: count))
      ]
    }
  }

  @Test func timeoutsAreHeldAgainstTwiceThe95thPercentile() {
    #expect(found(.timeoutTight, pace(199, usual: 100)).first?.words.hasSuffix("timeout: 3m30s") == true)
    #expect(found(.timeoutTight, pace(200, usual: 100)).isEmpty)
    #expect(found(.timeoutTight, pace(199, usual: 100, count: 19)).isEmpty, "too few successes")
    #expect(found(.timeoutLoose, pace(4_001, usual: 400)).first?.words.hasSuffix("timeout: 14m") == true)
    #expect(found(.timeoutLoose, pace(4_000, usual: 400)).isEmpty)
    #expect(found(.timeoutLoose, pace(3_600, usual: 1)).isEmpty, "an hour is not long")
    #expect(found(.noTimeout, pace(nil, usual: 1)).count == 1)
  }

  @Test func failuresAreCountedOverFiveTries() {
    func tries(_ failed: Int) -> [Recommendation] {
      found(.failsOften) { facts in
        facts.upkeep.tries = [Upkeep.Tries(task: fixture.name("x"), failed: failed, all: 5, run: 7)]
      }
    }
    #expect(tries(2).isEmpty)
    #expect(tries(3).first?.command == "output 7 daily.x")
  }

  @Test func whatRanOutIsNotCountedAmongWhatWill() {
    func summary(_ days: [Double]) -> String? {
      let expiries = days.enumerated().compactMap { number, days in
        CapacitySection.Expiry(
          SeriesKey(name: "x_days_left", labels: "n=\"\(number)\""), Measurement(at: fixture.at(32, 0), value: days))
      }
      return CapacitySection(entries: [], expiries: expiries).summary(fixture.frame)?.pieces.map(\.text).joined()
    }
    #expect(summary([-3, -5, -1, 20, 40])?.hasSuffix("; 2 more ran out, 1 more within 30 days.") == true)
    #expect(summary([-3, -5])?.hasSuffix("; 1 more ran out.") == true)
    #expect(summary([-3, 5])?.hasSuffix("; 1 more within 30 days.") == true)
    #expect(summary([3, 5, 7])?.hasSuffix("; 2 more within 30 days.") == true)
  }

  @Test func whatRunsOutIsToldInTheMonthBefore() throws {
    func expiry(_ days: Double) -> [Recommendation] {
      found(.expires) { facts in
        let series = SeriesKey(name: "maint_certificate_days_left", labels: "a=\"it's\"")
        // Measured a day before the end of the period.
        facts.capacity.expiries = [
          CapacitySection.Expiry(series, Measurement(at: fixture.at(31, 0), value: days))
        ].compactMap { $0 }
      }
    }
    #expect(expiry(31).isEmpty)
    #expect(
      expiry(21).first?.words == "has 20 days left, to 2026-11-21 (measured: 21 on 2026-10-31): renew it")
    #expect(expiry(21).first?.command == #"metrics 'maint_certificate_days_left{a="it'\''s"}'"#)
    #expect(expiry(0.5).first?.words.hasPrefix("ran out on 2026-10-31 (") == true)
  }

  /// What is told of it does not depend on when the last was made; and the newest is drilled, whichever was not well.
  @Test func backupsAreHeldAgainstWhatMayBeLost() {
    func found(
      _ rule: RecommendationRule, _ tier: Tier, at day: Int, _ error: String? = nil, rpo: Int = 26
    ) -> Recommendation? {
      self.found(rule) { facts in
        facts.backups.targets.rpo = .seconds(rpo * 3_600)
        var line = BackupLine(task: fixture.name("x", tier), kept: 1, newest: (run: 9, at: fixture.at(day, 22)))
        line.drill = BackupEvent(
          run: 2, task: line.task, kind: .drill, startedAt: fixture.at(2), finishedAt: fixture.at(2),
          dataAge: .seconds(30 * 3_600), error: error, doneBy: "root")
        line.drill?.targets = RecoveryTargets(rpo: .seconds(26 * 3_600))
        facts.backups.lines = [line]
      }.first
    }
    #expect(found(.backupTooRare, .weekly, at: 31) != nil && found(.backupTooRare, .daily, at: 31) == nil)
    #expect(found(.backupTooRare, .daily, at: 31, rpo: 24) == nil, "a day of 25 hours is no reason")
    #expect(found(.backupTooOld, .weekly, at: 20) != nil && found(.backupTooRare, .weekly, at: 20) == nil)
    let drill = found(.drillNotWell, .weekly, at: 31)
    #expect(drill?.command == "backup drill" && drill?.words.contains("back up more often") == true)
    #expect(found(.drillNotWell, .weekly, at: 31, "gone")?.words.contains("mend what keeps it") == true)
  }

  @Test func whatWasMissedOnceOfManyTimesIsNotUrgent() {
    func rules(_ due: Int, isLast: Bool = false) -> [Bool] {
      [RecommendationRule.notDone, .notAlwaysDone].map { rule in
        !found(rule) { facts in
          var line = WorkLine(task: fixture.name("x", .hourly), due: due, missed: [fixture.at(9)])
          line.isLastMissed = isLast
          facts.work.lines = [line]
        }.isEmpty
      }
    }
    #expect(rules(19) == [true, false] && rules(20) == [false, true] && rules(20, isLast: true) == [true, false])
    #expect(RecommendationRule.notDone.isUrgent && !RecommendationRule.notAlwaysDone.isUrgent)
  }

  /// What is lost is told, also where somebody has seen to it since; and nobody is to drill what is not there.
  @Test func whatIsNotWholeIsNoBackup() {
    func facts(_ lost: Int, settled: Bool = false) -> (inout PeriodFacts) -> Void {
      { [fixture] facts in
        var line = BackupLine(task: fixture.name("x"), kept: 7, newest: lost == 7 ? nil : (9, fixture.at(30)))
        (line.lost, line.lostAt, line.isLossSettled) = (lost, fixture.at(31), settled)
        facts.backups.lines = [line]
      }
    }
    #expect(found(.backupNotWhole, facts(0)).isEmpty && RecommendationRule.backupNotWhole.isUrgent)
    #expect(found(.backupNotWhole, facts(1)).first?.command == "backup verify")
    #expect(found(.backupNotWhole, facts(7)).first?.command == "run daily.x")
    #expect(found(.backupNotWhole, facts(7, settled: true)).first?.since == "verified whole, or struck off")
    #expect(found(.backupNeverRestored, facts(1)).count == 1 && found(.backupNeverRestored, facts(7)).isEmpty)
  }

  @Test func aLimitBelowZeroIsNoOption() throws {
    let points = DailyPoints((0..<20).map { (fixture.at($0 + 1), 15 - Double($0)) }, in: fixture.zone)
    let entry = try #require(CapacityEntry(title: "tank", points: points, limit: SeriesLimit(-5, from: .above)))
    let told = found(.fillsUp) { $0.capacity.entries = [entry] }
    #expect(told.first?.command == "forecast 'tank' --limit=-5")
  }

  /// Days of a disk that fills are no date, and nothing to be silent about.
  @Test func whatIsNearWithoutADateIsLookedAt() throws {
    func told(_ values: [Double]) throws -> Recommendation? {
      let points = DailyPoints(values.enumerated().map { (fixture.at($0 + 2), $1) }, in: fixture.zone)
      let entry = try #require(CapacityEntry(title: "q_percent", points: points, limit: SeriesLimit(90)))
      return found(.mayFillUp) { $0.capacity.entries = [entry] }.first
    }
    let climb = try told([74, 78, 82, 86])
    #expect(
      climb?.words
        == "at 86 on 2026-10-05, on each day beyond the one before: at this pace 90 is 1 day away; its forecast cannot have a "
        + "date so soon: look at it")
    #expect(climb?.command == "forecast 'q_percent' --limit 90")
    let usual = (0..<20).map { 50 + Double($0 % 3) / 10 }
    let near = try told(usual + [60, 70, 80])
    #expect(near?.words.hasPrefix("at 80 on 2026-10-24, far from 50.1, where it was until 2026-10-21: at ") == true)
    #expect(try told([52, 61, 58]) == nil && told([86, 83, 80]) == nil && told([50, 51, 52]) == nil)
    #expect(try told(usual) == nil)
    #expect(try told((0..<12).map { 70 + Double($0) }) == nil, "it has a date")
    // A jump is a new level from the next day on, and a note.
    #expect(try told(usual + [80])?.words.hasPrefix("at 80 on ") == true)
    #expect(try told(usual + [80, 80.1]) == nil)
    let stands = DailyPoints((usual + [80, 80.1]).enumerated().map { (fixture.at($0 + 2), $1) }, in: fixture.zone)
    let entry = try #require(CapacityEntry(title: "q_percent", points: stands, limit: SeriesLimit(90)))
    let text = fixture.report { $0.capacity.entries = [entry] }.render(
      .markdown, appearance: Appearance(color: false, utf8: true), width: 200)
    #expect(text.contains("; was 50.1 until 2026-10-21, and stands still since 2026-10-22"))
  }

  /// Of hours over weeks the medians of days are taken, and that of the day of a jump lies between both levels.
  @Test(arguments: [48, 51, 54, 57, 60, 72, 96]) func whatJumpedAndStandsStillByTheHourIsNotUrgent(age: Int) {
    let urgent = (0..<24).filter { seed in
      let values = (0..<960).map { hour in
        let noise = sin(Double((hour + 7 * seed) * (hour + seed))) * 0.3
        return (at: fixture.at(1, 0) + .seconds(3_600 * (hour + seed)), value: (hour < 960 - age ? 50 : 80) + noise)
      }
      let points = DailyPoints(values, in: fixture.zone)
      guard let entry = CapacityEntry(title: "q_percent", points: points, limit: SeriesLimit(90)) else { return true }
      let frame = PeriodFrame(
        kind: .weekly, period: ReportPeriod(.week, around: fixture.zone.date(of: entry.at)), zone: fixture.zone,
        now: entry.at, host: "h", command: CommandText())
      return !CapacitySection(entries: [entry]).findings(frame).isEmpty
    }
    #expect(urgent.count <= 1, "\(age) hours: \(urgent)")
  }

  @Test func aRunbookIsDrilledInTime() {
    func drill(_ day: Int, proven: Int) -> [Recommendation] {
      let basis = ProofRecord.Basis(
        project: "/p", runbookHash: "", parameters: [], sourcesHash: "", system: "", version: "")
      let last = ProofRecord(
        kind: .drill, task: fixture.name("x"), runbook: "x", at: fixture.at(day), basis: basis, points: 4,
        proven: proven)
      return found(.rollbackNotProven) { $0.upkeep.drills = [Upkeep.Drill(task: fixture.name("x"), last: last)] }
    }
    #expect(drill(1, proven: 4).isEmpty)
    #expect(drill(1, proven: 3).first?.words == "its way back worked at 3 of 4 points on 2026-10-01")
    #expect(drill(-150, proven: 4).count == 1, "180 days ago")
    #expect(found(.neverDrilled) { _ in }.first?.command == "drill daily.web")
  }

  /// What a task left is mended before it is resolved, and what was done about it since is said instead of what to type.
  @Test func theWayBackIsTriedBeforeSomebodyGivesHisWord() {
    func found(_ cause: TaskInDoubt.Cause, _ settled: TaskInDoubt.Settlement? = nil) -> Recommendation? {
      self.found(.resolve) {
        $0.upkeep.doubts = [
          TaskInDoubt(run: 9, task: fixture.name("web"), runbook: "web", cause: cause, reason: "x", settled: settled)
        ]
      }.first
    }
    #expect(found(.rollbackFailed)?.command == "recover 9")
    #expect(found(.rollbackFailed)?.byHand == "resolve 9 --note 'what was done'")
    #expect(found(.cleanupFailed)?.command == "show 9")
    let settled = found(.interrupted, .init(.recovered, at: fixture.at(33), by: "anna"))
    #expect(settled?.command == nil && settled?.since == "anna had it recovered on 2026-11-02")
  }

  /// Of what is free or left little is bad, of what is used much; of other series the side on which they stand counts.
  @Test(
    arguments: [
      ("battery_percent", 97.0, 0.0, nil, 90.0, "no_trend"), ("disk_used_percent", 97, 0, nil, 90, "already_reached"),
      ("disk_free_percent", 60, -1, nil, 10, "reaches"), ("days_left", 59, -1, nil, 20, "reaches"),
      ("depth", 10, 1, nil, 90, "reaches"), ("depth", 97, 0, .below, 90, "already_reached"),
      ("depth", 97, -1, nil, 20, "reaches"), ("depth", 10, -0.1, .above, 90, "already_reached"),
    ] as [(String, Double, Double, SeriesLimit.Side?, Double, String)])
  func aLimitHasASide(
    _ name: String, _ first: Double, _ slope: Double, _ side: SeriesLimit.Side?, _ limit: Double, _ outcome: String
  ) {
    let points = DailyPoints(
      (0..<20).map { (fixture.at($0 + 1), first + slope * Double($0) + Double($0 * 7 % 3) / 100) }, in: fixture.zone)
    let entry = CapacityEntry(title: "\(name){a=\"used\"}", points: points, limit: SeriesLimit(limit, from: side))
    #expect(entry?.outcome == outcome)
    let same = ForecastReport.Entry(title: name, points: points, limit: SeriesLimit(limit, from: side))
    #expect(same.forecast.outcome == entry?.forecast.outcome)
  }

  /// Nobody who goes by a report types what maint does not know: each command begins with a verb.
  @Test func eachRuleSaysWhatItIsAndWhatToType() {
    #expect(RecommendationRule.allCases.allSatisfy { !$0.words.isEmpty && !$0.title.isEmpty })
    let all = Advice(facts: fixture.facts).all
    #expect(all.allSatisfy { $0.command != nil })
    #expect(Set(all.map(\.rule)).count >= 14, "of \(RecommendationRule.allCases.count)")
  }
}
