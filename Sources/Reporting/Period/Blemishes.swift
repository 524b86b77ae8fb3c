import Metrics

/// What keeps a period from having gone well, though nothing of it is left to do: critical incidents, time in which something was
/// down, what had to be recovered of another time, tasks whose backups are all gone, tasks that
/// warned the last time, and tries that failed, more than one in twenty.
struct Blemishes {
  /// So many percent of the tries succeed where maintenance goes well.
  static let fewestPercent = 95

  private let parts: [String]

  init(_ facts: PeriodFacts) {
    let critical = facts.incidents.opened(facts.frame).count { $0.level == .critical }
    let down = facts.metrics.lines.first { $0.metric == .unplannedDowntime }?.figure
    let (tried, failed) = (facts.work.tried, facts.work.tried - facts.work.succeeded)
    let isOften = failed > 0 && facts.work.succeeded * 100 < tried * Self.fewestPercent
    let gone = facts.backups.gone.count
    let warned = facts.work.lines.count { $0.warnings?.isLast == true }
    let recovered = facts.failures.recovered.count
    parts = [
      critical > 0 ? Count(critical, "critical incident").description : nil,
      down.flatMap(Self.words),
      recovered > 0 ? "\(Count(recovered, "task")) begun at another time had to be recovered" : nil,
      gone > 0 ? "no backup is left of \(Count(gone, "task"))" : nil,
      warned > 0 ? "\(Count(warned, "task")) ended with warnings the last time" : nil,
      isOften ? "\(failed) of \(Count(tried, "try", "tries")) failed" : nil,
    ].compactMap { $0 }
  }

  /// Of something that was down.
  private static func words(_ down: MetricFigure) -> String? {
    switch down {
    case .value(let value) where value > 0, .atLeast(let value, _):
      "\(MetricText.figure(value, down, .seconds)) of unplanned downtime" + (down.doubt.map { " (\($0))" } ?? "")
    case .noData(let reason, true): "unplanned downtime: \(reason)"
    case .value, .noData: nil
    }
  }

  var isEmpty: Bool { parts.isEmpty }
  var words: String { parts.joined(separator: ", ") }
}
