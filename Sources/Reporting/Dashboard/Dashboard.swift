import Catalog
import Planning
import RunLog
import Scheduling

/// The whole host on a page: what is wrong, what waits for somebody, how the last days went, what comes.
///
/// Pure: the same material gives the same panels, and these the same bytes.
package struct Dashboard: Sendable {
  /// That are shown, up to today.
  package static let dayCount = HeatMap.dayCount
  /// After the moment at which something was to run, a page that nothing has rewritten says nothing any more.
  static let patience = Duration.seconds(3_600)

  let origin: DashboardMaterial.Origin
  let at: Timestamp
  let overall: TrafficLight
  /// The first line of the status, and what the lights know besides.
  let answer: String
  let notes: [String]
  let lights: [TierLight]
  let lists: [DashboardList]
  let heatMap: HeatMap
  let durations: [DailyChart]
  let samples: [DailyChart]
  let samplesLeftOut: Int
  let capacity: [CapacityLine]
  /// So many with a limit were not looked into.
  let capacityLeftOut: Int
  /// Where there is none.
  let capacityAnswer: String
  /// What is not measured any more, beside what runs out; nil: nothing.
  let capacitySilence: String?
  /// What tells those that are not shown.
  let capacityCommand: String
  let backups: [NewestBackupLine]
  let backupGaps: [BackupGap]
  let windows: [WindowLine]
  /// When a newer page is to be expected at the latest; nil: nothing is ever due, or nobody is to write it anew.
  let freshUntil: Timestamp?
  let command: CommandText

  package init(_ material: DashboardMaterial) {
    let lights = TierLights(status: material.status, due: material.due, tried: material.tried)
    let today = material.origin.zone.date(of: material.at).dayNumber
    let heatMap = HeatMap(material.days, today: today)
    origin = material.origin
    at = material.at
    notes = material.notes
    self.lights = lights.all
    capacity = CapacityLine.lines(material)
    let urgent = capacity.count(where: \.isUrgent)
    overall = max(lights.overall(of: self.lights), urgent > 0 ? .yellow : .noData)
    answer = Self.answer(material.statusOfPage, self.lights, urgent: urgent)
    lists = DashboardLists(material, capacity: capacity).all
    self.heatMap = heatMap
    durations = DurationCharts(material.days, days: heatMap.days).charts
    samples = material.series.map { key, values in
      DailyChart(
        title: key.description, unit: .number, days: heatMap.days,
        points: DailyChart.points(values.map { ($0.at, $0.value) }, in: material.origin.zone),
        last: values.last.map { .init(day: material.origin.zone.date(of: $0.at).dayNumber, value: $0.value) })
    }.filter { !$0.points.isEmpty }
    samplesLeftOut = material.seriesLeftOut
    capacityLeftOut = material.capacity?.section.left ?? 0
    capacityAnswer = CapacityAnswer.words(material)
    capacitySilence = CapacityAnswer.silence(material)
    let week = material.capacity.map { " --period \($0.frame.period.name)" } ?? ""
    capacityCommand = material.status.command("report weekly\(week) --format json")
    backups = NewestBackupLine.lines(material)
    backupGaps = BackupGap.all(material)
    windows = WindowLine.lines(material)
    freshUntil = !material.isRewritten ? nil : material.due.flatMap(Self.next).map { $0 + Self.patience }
    command = material.status.command
  }

  /// Where a tier is worse than the status says, or something runs out, that is said too.
  private static func answer(_ status: StatusReport, _ lights: [TierLight], urgent: Int) -> String {
    guard status.verdict == .fine || status.verdict == .noRuns else { return status.answer }
    var words = [status.answer]
    let worse = lights.filter { $0.light >= .yellow }
    if !worse.isEmpty {
      let names = worse.map(\.name).joined(separator: ", ")
      words.append("\(worse.count == 1 ? "One tier has" : "Tiers have") something to look at: \(names).")
    }
    if urgent > 0 { words.append("\(CapacityLine.count(urgent)) soon.") }
    return words.joined(separator: " ")
  }

  /// The next moment at which a run is to begin by the clock.
  private static func next(_ due: DueReport) -> Timestamp? {
    due.tasks.compactMap { task -> Timestamp? in
      switch (task.state, task.hold) {
      case (.due, nil): return due.at
      case (.due, .window(_, let until)?): return until
      case (.due, .need?), (.due, .running?), (.never, _): return nil
      case (.notDue(let next), _), (.givenUp(_, let next), _): return next
      case (.waiting(let until, _), _): return until
      }
    }.min()
  }
}
