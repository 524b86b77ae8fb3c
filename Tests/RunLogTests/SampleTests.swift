import Execution
import Scheduling
import Testing

@testable import RunLog

/// Samples over the years: noted, thinned, read.
@Suite struct SampleTests {
  let folder = TemporaryFolder()
  private let load = SeriesKey(name: "load", labels: #"cpu="0""#)
  private static let day: Int64 = 86_400_000_000
  /// After all samples.
  private static let ever = Fixture.time(10_000 * day)

  private func open() throws -> RunLog { try RunLog.open(state: folder.state, access: .readWrite) }

  private func note(_ value: Double, at: Int64, of series: SeriesKey? = nil, _ log: RunLog) throws {
    let series = series ?? load
    let sample = Sample(name: series.name, labels: series.labels, value: value)
    try log.note(sample, at: Fixture.time(at), now: Fixture.time(at))
  }

  private func read(_ log: RunLog) throws -> [String] {
    try log.measurements(of: load, from: Fixture.time(0), until: Fixture.time(10_000 * Self.day)).map {
      "\($0.at.microseconds / 1_800_000_000) \($0.value)"
    }
  }

  @Test func seriesAreFoundWhereverTheirSamplesAre() throws {
    let log = try open()
    #expect(try log.series() == [])
    for label in ["b", "a", ""] { try note(1, at: 5, of: SeriesKey(name: "temperature", labels: label), log) }
    try note(2, at: 5, log)
    try note(3, at: 4, log)
    let keys = ["", "a", "b"].map { SeriesKey(name: "temperature", labels: $0) }
    #expect(try log.series() == [load] + keys)
    #expect(try log.series(of: "temperature") == keys)
    #expect(try log.series(of: "temp") == [])
    let latest = try log.latestMeasurements(upTo: Self.ever)
    #expect(latest.map(\.series) == [load] + keys)
    #expect(latest[0].latest == Measurement(at: Fixture.time(5), value: 2))
  }

  /// Half hours: 48 are a day.
  @Test func oldSamplesBecomeHoursAndThenDays() throws {
    let log = try open()
    let half: Int64 = 1_800_000_000
    let recent = 500 * 48 * half
    for (value, at) in [(1.0, 0), (2, 1), (6, 47), (10, 48), (5, 400 * 48), (7, 400 * 48 + 1), (4, 400 * 48 + 2)] {
      try note(value, at: Int64(at) * half, log)
    }
    try note(.nan, at: 3 * half, log)
    // A metric needs each of them.
    let kept = SeriesKey(name: "kept", labels: "")
    for value in [1.0, 2] { try note(value, at: half, of: kept, log) }
    try note(8, at: recent, log)
    let now = Fixture.time(recent + 1)
    let first = try log.thinSamples(now: now, keeping: ["kept"])
    #expect(first == (8, 4))
    // The middles of the days 0 and 1, of the first two hours of day 400, and what is new.
    let expected = ["24 3.0", "72 10.0", "19201 6.0", "19203 4.0", "24000 8.0"]
    #expect(try read(log) == expected)
    let again = try log.thinSamples(now: now, keeping: ["kept"])
    #expect(again == (0, 0))
    #expect(try read(log) == expected)
    // Noted late: it weighs as much as each of the others.
    try note(15, at: half, log)
    _ = try log.thinSamples(now: now, keeping: ["kept"])
    #expect(try read(log)[0] == "24 6.0")
    #expect(try log.series() == [kept, load])
    #expect(try log.samples(of: kept, from: Fixture.time(0), until: now).map(\.value) == [1, 2])
    // Of each day what its samples had as their median: of 1, 2 and 6, and 15, which came late; of 10, and of 5, 7 and 4; when they
    // were taken, how far apart they were, and the last of them.
    func median(
      _ count: Int, _ median: Double, at: Int64, _ least: Double, _ greatest: Double, last: Int64, _ value: Double
    )
      -> DayMedian
    {
      DayMedian(
        count: count, median: median, at: Fixture.time(at * half / 4), least: least, greatest: greatest,
        last: Measurement(at: Fixture.time(last * half), value: value))
    }
    #expect(
      try log.dayMedians(of: load, from: Fixture.time(0), until: now) == [
        median(4, 2, at: 49, 1, 15, last: 47, 6), median(1, 10, at: 4 * 48, 10, 10, last: 48, 10),
        median(3, 5, at: 4 * 19_201, 4, 7, last: 19_202, 4),
      ])
    // A day that was thinned before all that was kept: its median at noon is all there is.
    try log.connection.execute(
      "UPDATE day_median SET measured_at = NULL, least = NULL, greatest = NULL, last_at = NULL, last = NULL")
    #expect(
      try log.dayMedians(of: load, from: Fixture.time(0), until: now).first
        == median(
          4, 2, at: 4 * 24, 2, 2, last: 24, 2))
    for _ in 1...4 { try note(20, at: 48 * half, log) }
    _ = try log.thinSamples(now: now, keeping: ["kept"])
    let late = try log.dayMedians(of: load, from: Fixture.time(0), until: now)
    #expect(late.map(\.median) == [2, 20, 5] && late.map(\.count) == [4, 5, 3])
    // Of what is thinned the last is known, also where nothing else is left.
    #expect(try log.latestMeasurements(upTo: Self.ever).map(\.latest.value) == [2, 8])
    #expect(try log.latest(of: load, before: Fixture.time(recent))?.value == 5, "its median, as its last is not kept")
    try log.connection.execute("DELETE FROM noted_sample WHERE name = 'load'")
    #expect(try log.latestMeasurements(upTo: Self.ever).map(\.latest.value) == [2, 5])
  }
}
