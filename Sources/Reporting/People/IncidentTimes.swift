import RunLog

/// How long it took until somebody was at incidents, and until they were over: the means.
struct IncidentTimes {
  /// Of those that somebody was at.
  let acknowledged: Int
  /// MTTA; nil: there is none.
  let meanToAcknowledge: Duration?
  /// Of those that are over.
  let resolved: Int
  /// MTTR.
  let meanToResolve: Duration?

  init(_ incidents: [IncidentRecord]) {
    let (acknowledged, resolved) = (incidents.compactMap(\.timeToAcknowledge), incidents.compactMap(\.timeToResolve))
    self.acknowledged = acknowledged.count
    self.resolved = resolved.count
    meanToAcknowledge = Self.mean(acknowledged)
    meanToResolve = Self.mean(resolved)
  }

  var words: String {
    [
      meanToAcknowledge.map { "mean time to acknowledge (MTTA) \(HumanDuration($0)), of \(acknowledged)" },
      meanToResolve.map { "mean time to resolve (MTTR) \(HumanDuration($0)), of \(resolved)" },
    ].compactMap { $0 }.joined(separator: "; ")
  }

  private static func mean(_ times: [Duration]) -> Duration? {
    times.isEmpty ? nil : times.reduce(.zero, +) / times.count
  }
}
