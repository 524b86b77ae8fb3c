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
  /// Those of which nobody can say, for the clock was set back.
  let unknown: Int

  init(_ incidents: [IncidentRecord]) {
    let (acknowledged, resolved) = (incidents.compactMap(\.timeToAcknowledge), incidents.compactMap(\.timeToResolve))
    self.acknowledged = acknowledged.count
    self.resolved = resolved.count
    meanToAcknowledge = Self.mean(acknowledged)
    meanToResolve = Self.mean(resolved)
    unknown = incidents.count(where: \.hasClockSetBack)
  }

  var words: String {
    [
      meanToAcknowledge.map { "mean time to acknowledge (MTTA) \(HumanDuration($0)), of \(acknowledged)" },
      meanToResolve.map { "mean time to resolve (MTTR) \(HumanDuration($0)), of \(resolved)" },
      unknown == 0 ? nil : "\(unknown) left out, in which the clock was set back",
    ].compactMap { $0 }.joined(separator: "; ")
  }

  private static func mean(_ times: [Duration]) -> Duration? {
    times.isEmpty ? nil : times.reduce(.zero, +) / times.count
  }
}
