import Glibc
import Metrics
import Scheduling
import Statistics
import TestSupport
import Testing

@testable import Reporting

/// Disks on which each week a backup comes to lie: they climb by steps, and stand still between them.
@Suite struct StaircaseTests {
  private static let now = Zone.utc.timestamp(
    of: CivilDate(year: 2026, month: 11, day: 28), at: TimeOfDay(hour: 12, minute: 0))
  private static let limit = 90.0

  /// In days before now.
  private static func moment(_ days: Double) -> Timestamp {
    Timestamp(microseconds: now.microseconds - Int64((days * 86_400e6).rounded()))
  }

  struct Kind: Sendable, CustomStringConvertible {
    var height = 5.0
    /// Days between two steps.
    var every = 7.0
    var noise = 0.2
    var isHourly = true
    /// Before the first step.
    var flat = 30.0
    /// How many times before the latest one nothing came, as that backup failed; nil: each time something did.
    var leftOut: Int?

    var description: String {
      "\(height) each \(every) days, noise \(noise), \(isHourly ? "hourly" : "daily"), \(flat) days before"
    }

    /// `age`: of the last step; `away`: how many steps the limit is.
    func points(steps: Int, age: Double, away: Double, seed: Int) -> DailyPoints {
      var generator = SeededGenerator(seed: seed)
      func uniform() -> Double { Double.random(in: 0..<1, using: &generator) }
      func normal() -> Double { sqrt(-2 * log(1 - uniform())) * cos(2 * Double.pi * uniform()) }
      let top = StaircaseTests.limit - away * height
      let length = age + every * Double(steps - 1) + flat
      let step = isHourly ? 1.0 / 24 : 1
      let samples = stride(from: 0, through: length, by: step).reversed().map { before in
        let times = before <= age ? 0 : min(Double(steps), ((before - age) / every).rounded(.up))
        let missing = times - (leftOut.map { Double($0) < times ? 1 : 0 } ?? 0)
        return (at: StaircaseTests.moment(before), value: top - height * missing + noise * normal())
      }
      return DailyPoints(samples, in: .utc)
    }
  }

  private static func entry(_ points: DailyPoints) throws -> CapacityEntry {
    try #require(CapacityEntry(title: "disk_used_percent", points: points, limit: SeriesLimit(limit)))
  }

  /// Whether a report of now recommends to do something about it.
  private static func isUrgent(_ entry: CapacityEntry) -> Bool {
    let frame = PeriodFrame(
      kind: .weekly, period: ReportPeriod(ReportKind.weekly.period, around: Zone.utc.date(of: now)), zone: .utc,
      now: now, host: "host", command: CommandText(folders: ""))
    return !CapacitySection(entries: [entry]).findings(frame).isEmpty
  }

  private static let kinds = [
    Kind(), Kind(noise: 0), Kind(height: 1, noise: 0), Kind(height: 1), Kind(height: 2, noise: 0.5),
    Kind(isHourly: false), Kind(noise: 0, isHourly: false), Kind(height: 1, noise: 0, isHourly: false),
    Kind(height: 1, isHourly: false), Kind(height: 2, noise: 0.5, isHourly: false), Kind(height: 7, flat: 85),
    Kind(height: 5, every: 3, flat: 60), Kind(height: 10, every: 4.5, flat: 20),
    Kind(every: 14, isHourly: false), Kind(height: 8, every: 30, isHourly: false, flat: 60),
  ]

  /// A week in which the backup failed does not change what the others do: from the fourth step on it is told, with its date.
  @Test(arguments: [true, false], [4, 5, 6, 8]) func aWeekMayBeLeftOut(isHourly: Bool, steps: Int) throws {
    for leftOut in 1..<steps {
      for age in [0.6, 2.5, 6.4] {
        let kind = Kind(isHourly: isHourly, flat: 60, leftOut: leftOut)
        let entry = try Self.entry(kind.points(steps: steps + 1, age: age, away: 0.8, seed: 10 * steps + leftOut))
        #expect(Self.isUrgent(entry), "\(leftOut), \(age) days ago")
        let arrival = try #require(entry.arrival, "\(leftOut), \(age) days ago")
        let ahead = Double(arrival.microseconds - Self.now.microseconds) / 86_400e6
        #expect(abs(ahead - (7 - age)) <= 1, "\(leftOut), \(age) days ago: in \(ahead) days")
      }
    }
  }

  /// From three steps on, however long ago the last one came.
  @Test(arguments: kinds) func weeklyStepsAreToldAsUrgent(kind: Kind) throws {
    var missed: [String] = []
    var (count, late): (Int, [Double]) = (0, [])
    for steps in [3, 4, 5, 6, 8] {
      for (index, share) in [0.08, 0.3, 0.55, 0.93].enumerated() {
        for away in [0.7, 2.5, 5.5] where away * kind.every < 60 {
          let age = share * kind.every
          let entry = try Self.entry(
            kind.points(steps: steps, age: age, away: away, seed: 100 * steps + index + Int(10 * away)))
          count += 1
          guard Self.isUrgent(entry) else {
            missed.append("\(steps) steps, the last \(age) days ago, limit \(away) away")
            continue
          }
          let truth = away.rounded(.up) * kind.every - age
          if let arrival = entry.arrival {
            late.append(Double(arrival.microseconds - Self.now.microseconds) / 86_400e6 - truth)
          }
        }
      }
    }
    // Of one value a day that strays by a quarter of a step less is known.
    let rare = kind.noise * 4 >= kind.height && !kind.isHourly ? 10 : 20
    #expect(missed.count * rare <= count, "\(missed.count) of \(count): \(missed)")
    // Neither late nor early.
    #expect(abs(Quantile.median(of: late) ?? 99) < kind.every / 4, "\(late)")
  }
}
