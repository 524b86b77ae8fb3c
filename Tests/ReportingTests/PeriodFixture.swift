import Catalog
import Execution
import Metrics
import Planning
import RunLog
import Scheduling

@testable import Reporting

/// A month of a small host, in which something of everything happened; much of it by somebody who tries what a report makes of
/// markup.
struct PeriodFixture {
  let zone = Zone.named("Europe/Berlin") ?? .utc
  private let october = CivilDate(year: 2026, month: 10, day: 1)

  func at(_ day: Int, _ hour: Int = 2, _ minute: Int = 0) -> Timestamp {
    zone.timestamp(of: october.adding(days: day - 1), at: TimeOfDay(hour: hour, minute: minute))
  }

  func name(_ name: String, _ tier: Tier = .daily) -> TaskName { TaskName(tier: tier, name: name) }

  var frame: PeriodFrame {
    PeriodFrame(
      kind: .monthly, period: ReportPeriod(.month, around: october), zone: zone, now: at(40), host: "web1 <b>&",
      command: CommandText(folders: ""))
  }

  static let hash = "5f2d" + String(repeating: "0", count: 60)

  func report(_ change: (inout PeriodFacts) -> Void = { _ in }) -> PeriodReport {
    var facts = facts
    change(&facts)
    return PeriodReport(
      facts,
      head: AuditRow(
        entry: 812, at: at(31, 23), kind: "run_ended", by: "root", uid: 0, run: 96, details: "{}", hash: Self.hash))
  }

  var facts: PeriodFacts {
    PeriodFacts(
      frame: frame, metrics: metrics, work: work, failures: failures, incidents: incidents, overrides: overrides,
      signOffs: SignOffSection(
        unsigned: [UnsignedRun(run: 90, startedAt: at(25), outcome: .rolledBack, roles: ["ops_lead", "security"])],
        signatures: 3),
      backups: backups, capacity: capacity, outlook: outlook, upkeep: upkeep)
  }

  private var metrics: MetricsSection {
    func line(_ metric: Metric, _ value: Double?, _ before: Double?, _ target: String? = nil) -> MetricsReport.Line {
      func figure(_ value: Double?) -> MetricFigure {
        value.map { .value($0) } ?? .noData("no sample of customer_impact")
      }
      return MetricsReport.Line(metric: metric, figure: figure(value), before: figure(before), target: target)
    }
    return MetricsSection(
      lines: [
        line(.systemUptime, 99.98, 99.9, "99.9 %"), line(.maintenanceSuccessRate, 94.12, 97.5, ">= 98 %"),
        line(.recoveryTime, 31, 12, "1m"), line(.maintenanceFrequency, 21.5, 21.5), line(.customerImpact, nil, 4),
      ], unknown: ["shoe|size"])
  }

  private var work: WorkSection {
    var lines = [
      WorkLine(
        task: name("health"), outcomes: [.succeeded: 31], duration: .seconds(62), before: [.succeeded: 30],
        durationBefore: .seconds(60), due: 31),
      WorkLine(
        task: name("web"), outcomes: [.succeeded: 26, .failed: 3, .rolledBack: 1, .deferred: 2],
        duration: .seconds(3_000),
        before: [.succeeded: 29, .failed: 1], durationBefore: .seconds(1_500), due: 31,
        missed: [at(12), at(13), at(20), at(25)]),
      WorkLine(task: name("dump"), outcomes: [.skipped: 31], due: 31),
      WorkLine(task: name("scan", .weekly), due: 4, missed: [at(4), at(11), at(18), at(25)]),
    ]
    lines[0].warnings = TaskWarnings(
      task: name("health"), steps: 3, last: TaskRemark(run: 96, text: "79 <b>updates</b> | pending"), isLast: true)
    lines[2].lastSkip = TaskRemark(run: 96, text: "only where a `database` is here")
    let alert = Alert(
      at: at(13, 6), level: .warning, kind: .gaveUp, task: name("web"), text: "daily.web is given up after 3 failures")
    return WorkSection(runs: 35, lines: lines, alerts: [alert])
  }

  private var failures: FailureSection {
    let step = StepKey(task: 1, stage: .change, position: 1)
    let back = FailedTry(
      run: 90, position: 1, task: name("web"), runbook: "web", began: at(25), outcome: .rolledBack, step: 4,
      reason: "change step 'reload' exited with 1")
    let failed = [13, 12, 12].enumerated().map { index, day in
      FailedTry(
        run: 70 - index, position: 1, task: name("web"), runbook: "web", began: at(day, 5 - index), outcome: .failed,
        step: 1, reason: "no space")
    }
    return FailureSection([back] + failed) { tried in
      guard tried.run == 90 else { return FailureDetail(name: "space", why: "no space") }
      return FailureDetail(
        step: step, name: "reload", why: "exited with 1",
        lines: ["<script>alert(1)</script> | `x`", "=cmd|' /C calc'!A0", "\u{1B}[31mweb: cannot bind\u{1B}[0m \u{7}"],
        paths: ["/etc/nginx", "/srv/<web>"],
        changes: ["changed since the backup: /etc/nginx, 1 path", "  ~ a```b  content", "-</pre><i>", "+\u{1B}[2J"])
    }
  }

  private var incidents: IncidentSection {
    let anna = Actor(name: "anna", uid: 7)
    var over = IncidentRecord(
      number: 3, title: "shop *down* | <img src=x>", level: .critical, opened: .init(by: anna, at: at(7, 9)),
      acknowledged: .init(by: anna, at: at(7, 9, 4)), resolved: .init(by: anna, at: at(7, 10, 30)))
    over.notes = [.init(kind: .cause, text: "- a full disk", word: .init(by: anna, at: at(8)))]
    let open = IncidentRecord(number: 4, title: "slow", level: .warning, opened: .init(by: anna, at: at(31, 12)))
    return IncidentSection([open, over])
  }

  private var overrides: OverrideSection {
    let override = WindowOverride(by: "anna", uid: 7, reason: "@patch now")
    return OverrideSection([
      .init(WindowExceptionRecord(number: 5, run: 88, override: override, start: at(21, 14), end: nil)),
      .init(
        WindowExceptionRecord(number: 6, run: nil, override: override, start: at(22, 14), end: at(22, 16)),
        freeze: "inventory"),
    ])
  }

  private var backups: BackupSection {
    var drill = BackupEvent(
      run: 80, task: name("web"), kind: .drill, startedAt: at(19), finishedAt: at(19, 7), dataAge: .seconds(7_200),
      doneBy: "root")
    drill.targets = RecoveryTargets(rto: .seconds(4 * 3_600), rpo: .seconds(26 * 3_600))
    let copy = BackupEvent(
      run: 89, task: name("database"), kind: .copy, startedAt: at(24), finishedAt: at(24), error: "rsync: no route",
      doneBy: "root")
    return BackupSection(
      lines: [
        BackupLine(task: name("database"), kept: 7, newest: (89, at(24))),
        BackupLine(task: name("web"), kept: 4, newest: (96, at(31)), drill: drill),
      ], targets: drill.targets,
      tallies: [
        .init(kind: .prune, succeeded: 12, failed: 0), .init(kind: .copy, succeeded: 30, failed: 1),
        .init(kind: .drill, succeeded: 1, failed: 0),
      ], failures: [copy])
  }

  /// One that fills by half a percent a day, one that stays.
  private var capacity: CapacitySection {
    func points(_ value: (Int) -> Double) -> DailyPoints {
      DailyPoints((1...31).map { (at($0, 12), value($0)) }, in: zone)
    }
    let full = points { 60 + Double($0) / 2 + Double($0 % 3) / 10 }
    let calm = points { 40 + Double($0 * 7 % 5) / 10 }
    let certificate = SeriesKey(name: "maint_certificate_days_left", labels: #"certificate="/etc/ssl/shop.pem""#)
    let domain = SeriesKey(name: "maint_expiry_days_left", labels: #"kind="domain",name="shop.example""#)
    return CapacitySection(
      entries: [
        CapacityEntry(title: "maint_memory_used_percent", points: calm, limit: SeriesLimit(90)),
        CapacityEntry(title: #"maint_disk_used_percent{mount="/"}"#, points: full, limit: SeriesLimit(90)),
      ].compactMap { $0 },
      expiries: [
        CapacitySection.Expiry(domain, Measurement(at: at(31), value: 200)),
        CapacitySection.Expiry(certificate, Measurement(at: at(31), value: 21)),
      ].compactMap { $0 })
  }

  private var outlook: OutlookSection {
    var fixture = CalendarFixture.full
    fixture.catalog.freezes[0].from = .day(CivilDate(year: 2026, month: 11, day: 20))
    return OutlookSection(fixture.calendar(from: CivilDate(year: 2026, month: 11, day: 1), days: 31))
  }

  private var upkeep: Upkeep {
    var upkeep = Upkeep()
    upkeep.paces = [
      Upkeep.Pace(
        task: name("web"), timeout: .seconds(120),
        estimate: Estimate(median: .seconds(60), percentile95: .seconds(100), count: 100)),
      Upkeep.Pace(
        task: name("health"), timeout: nil,
        estimate: Estimate(median: .seconds(2), percentile95: .seconds(3), count: 31)),
      Upkeep.Pace(
        task: name("scan", .weekly), timeout: .seconds(7_200),
        estimate: Estimate(median: .seconds(9), percentile95: .seconds(10), count: 20)),
    ]
    upkeep.tries = [Upkeep.Tries(task: name("web"), failed: 3, all: 5, run: 90)]
    upkeep.drills = [Upkeep.Drill(task: name("web"), last: nil)]
    upkeep.readings = [
      Upkeep.Reading(series: SeriesKey(name: "maint_reboot_pending"), latest: Measurement(at: at(31), value: 1))
    ]
    return upkeep
  }
}
