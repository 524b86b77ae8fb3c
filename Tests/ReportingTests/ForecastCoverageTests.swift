import Glibc
import Metrics
import Reporting
import Scheduling
import Statistics
import TestSupport
import Testing

/// Whether forecasts of samples, by the way that `maint forecast` takes, hold what they promise: 200 series of each kind, each with
/// a date at which the series without its noise reaches 90.
@Suite struct ForecastCoverageTests {
  enum Kind: CaseIterable {
    /// Measured once a day, by night.
    case nightly
    /// The same, each value depending on the one before.
    case slow
    case hourly
    /// By night, cleaned up forty days ago.
    case cleanedUp
    /// Each hour, ten hours ago by 8 nearer to the limit.
    case jumped
    /// Each hour, cleaned up ten hours ago.
    case justCleanedUp
    /// Each hour, since five days ago nearer, or farther: too young for a change with a slope of its own.
    case risen, fallen

    var isHourly: Bool {
      switch self {
      case .nightly, .slow, .cleanedUp: false
      case .hourly, .jumped, .justCleanedUp, .risen, .fallen: true
      }
    }

    /// In days from now.
    func level(_ time: Double) -> Double {
      switch self {
      case .nightly, .slow, .hourly: 0
      case .cleanedUp: time < -40 ? 12 : 0
      case .jumped: time < -10.0 / 24 ? 0 : 8
      case .justCleanedUp: time < -10.0 / 24 ? 0 : -25
      case .risen: time < -5 ? 0 : 8
      case .fallen: time < -5 ? 0 : -25
      }
    }
  }

  private static let now = Zone.utc.timestamp(
    of: CivilDate(year: 2026, month: 11, day: 23), at: TimeOfDay(hour: 3, minute: 30))

  private func at(_ days: Double) -> Timestamp {
    Timestamp(microseconds: Self.now.microseconds + Int64((days * 86_400e6).rounded()))
  }

  /// The entry, and the true date in days since 1970.
  private func entry(_ kind: Kind, seed: Int, cuts: Int) -> (entry: ForecastReport.Entry, truth: Double) {
    var generator = SeededGenerator(seed: seed)
    func uniform() -> Double { Double.random(in: 0..<1, using: &generator) }
    func normal() -> Double { sqrt(-2 * log(1 - uniform())) * cos(2 * Double.pi * uniform()) }
    let slope = 0.1 + 0.4 * uniform()
    func truth(_ time: Double) -> Double { 70 + slope * time + kind.level(time) }
    // The last one at half past three; by night, at ten past midnight.
    let count = kind.isHourly ? 40 * 24 : 120
    let step: Double = kind.isHourly ? 1.0 / 24 : 1
    let last: Double = kind.isHourly ? 0 : -200.0 / 1_440
    var slow = normal()
    var samples: [(at: Timestamp, value: Double)] = []
    for index in 0..<count {
      let time = last - step * Double(count - 1 - index)
      slow = 0.8 * slow + 0.6 * normal()
      let noise = kind == .slow ? slow : normal()
      samples.append((at(time), truth(time) + 0.5 * noise))
    }
    let entry = ForecastReport.Entry(
      title: "disk_used_percent", points: DailyPoints(samples, in: .utc), limit: SeriesLimit(90), cuts: cuts)
    return (entry, DailyPoints.days(of: Self.now) + (20 - kind.level(0)) / slope)
  }

  @Test(arguments: Kind.allCases)
  func intervalsHoldTheTrueDate(kind: Kind) {
    var (covered, dates) = (0, 0)
    var errors: [Double] = []
    for seed in 0..<200 {
      let (entry, truth) = entry(kind, seed: seed, cuts: 0)
      guard case .reaches(let arrival) = entry.forecast.outcome else { continue }
      dates += 1
      errors.append(arrival.at - truth)
      let latest = arrival.latest ?? .infinity
      if arrival.earliest <= truth, truth <= latest { covered += 1 }
    }
    // A slow one that fell far is beyond the horizon.
    #expect(dates >= 175, "\(kind): \(dates) dates")
    #expect(Double(covered) >= 0.7 * Double(dates), "\(kind): \(covered) of \(dates)")
    // Neither late nor early.
    let late = Quantile.median(of: errors) ?? 9
    #expect(abs(late) < (kind.isHourly ? 0.6 : 0.35), "\(kind): \(late) days")
  }

  /// A disk that was cleaned up once is a line since then.
  @Test(arguments: [Kind.nightly, .cleanedUp])
  func aLineIsNotDoubtful(kind: Kind) {
    let doubtful = (0..<30).filter { entry(kind, seed: $0, cuts: 8).entry.forecast.isDoubtful }
    #expect(doubtful.count <= 2, "\(kind): \(doubtful)")
  }

  /// Percents that differ from day to day, and never shrink, from so many days ago to now.
  struct Growth {
    var days: Int
    var mean: Double
    var deviation: Double
    var hours = 24

    static let all = [
      Growth(days: 60, mean: 0.6, deviation: 0.3), Growth(days: 40, mean: 1, deviation: 0.3),
      Growth(days: 40, mean: 1, deviation: 0.3, hours: 1), Growth(days: 20, mean: 1, deviation: 0.3, hours: 1),
      Growth(days: 90, mean: 0.5, deviation: 0.3), Growth(days: 30, mean: 0.5, deviation: 0.5),
      Growth(days: 40, mean: 1, deviation: 0.1), Growth(days: 14, mean: 2, deviation: 0.5),
    ]

    /// The samples, and when it comes to a limit some twenty days ahead.
    func made(seed: Int) -> (samples: [(days: Double, value: Double)], limit: Double, truth: Double) {
      var generator = SeededGenerator(seed: seed)
      func uniform() -> Double { Double.random(in: 0..<1, using: &generator) }
      func normal() -> Double { sqrt(-2 * log(1 - uniform())) * cos(2 * Double.pi * uniform()) }
      let (step, count) = (Double(hours) / 24, days * 24 / hours)
      var (level, rate, time) = (20.0, 0.0, -Double(days))
      var samples: [(days: Double, value: Double)] = []
      var limit = Double.infinity
      for index in 0... {
        if index * hours % 24 == 0 { rate = max(0, mean + deviation * normal()) }
        (level, time) = (level + rate * step, time + step)
        if index < count { samples.append((time, (level * 100).rounded() / 100)) }
        if index == count - 1 { limit = level + 20 * mean }
        if level >= limit, index >= count { break }
      }
      return (samples, limit, time)
    }
  }

  /// A disk grows by another amount each day: it has a date, and an interval as wide as that makes it.
  @Test(arguments: Growth.all.indices)
  func whatGrowsByDifferingAmountsHasADate(kind: Int) {
    let growth = Growth.all[kind]
    var (dates, certain, covered) = (0, 0, 0)
    for seed in 0..<200 {
      let (samples, limit, truth) = growth.made(seed: seed)
      let points = DailyPoints(samples.map { (at($0.days), $0.value) }, in: .utc)
      let forecast = ForecastReport.Entry(title: "disk_used_percent", points: points, limit: SeriesLimit(limit))
        .forecast
      #expect(forecast.outcome != .noTrend(.tooFewPoints))
      guard case .reaches(let arrival) = forecast.outcome else { continue }
      dates += 1
      if forecast.isDoubtful { continue }
      certain += 1
      let day = DailyPoints.days(of: Self.now) + truth
      if arrival.earliest <= day, day <= arrival.latest ?? .infinity { covered += 1 }
    }
    #expect(dates >= 190, "\(growth): \(dates) dates")
    #expect(certain >= 100, "\(growth): \(certain) are not doubtful")
    #expect(Double(covered) >= 0.7 * Double(certain), "\(growth): \(covered) of \(certain)")
  }
}
