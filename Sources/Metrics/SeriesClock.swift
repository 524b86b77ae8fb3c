import Scheduling

/// How moments become the times of a series, in days, and back.
///
/// What is measured once a day, at the same time by the clocks, goes by these: else the day of 25 hours, on which as much comes
/// as on any other, would look like a change of the level. All else goes by UTC.
package struct SeriesClock: Sendable, Hashable {
  /// nil: UTC.
  private var zone: Zone?
  /// In seconds, how far the clocks are ahead of UTC where the times are those of UTC all the same: at the last moment.
  private var ahead = 0

  /// So much later or earlier is the same time of the day.
  private static let tolerance = 900
  private static let day = 86_400

  package static let utc = SeriesClock()

  private init() {}

  /// `moments`: in order, one of each day.
  init(ofDays moments: [Timestamp], in zone: Zone) {
    let offsets = moments.map { zone.civilTime(of: $0).offset }
    var isCivil = false
    for index in moments.indices.dropFirst() where offsets[index] != offsets[index - 1] {
      let apart = moments[index].seconds - moments[index - 1].seconds + offsets[index] - offsets[index - 1]
      let beyond = apart % Self.day
      guard min(beyond, Self.day - beyond) <= Self.tolerance else { return }
      isCivil = true
    }
    guard isCivil, let last = offsets.last else { return }
    (self.zone, ahead) = (zone, last)
  }

  package func days(of moment: Timestamp) -> Double {
    DailyPoints.days(of: moment) + Double(shift(at: moment)) / Double(Self.day)
  }

  /// nil: too far away for a moment.
  package func moment(_ days: Double) -> Timestamp? {
    guard let near = DailyPoints.moment(days) else { return nil }
    // Where the clocks are set meanwhile, by those of the moment itself.
    let moment = near + .seconds(-shift(at: near))
    return near + .seconds(-shift(at: moment))
  }

  /// The day of a zone on which a time of the series lies.
  package func day(_ days: Double, in zone: Zone) -> String { moment(days).map { "\(zone.date(of: $0))" } ?? "never" }

  private func shift(at moment: Timestamp) -> Int { zone.map { $0.civilTime(of: moment).offset - ahead } ?? 0 }
}
