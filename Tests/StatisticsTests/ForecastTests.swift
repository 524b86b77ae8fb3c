import Glibc
import Testing

@testable import Statistics

@Suite struct ForecastTests {
  private func forecast(_ values: [Double], _ limit: Double, _ side: Limit.Side = .above) -> Forecast {
    Forecast(of: MadeUpSeries.daily(values), to: Limit(limit, side))
  }

  private func noisy(_ count: Int, seed: Int = 1, _ line: (Double) -> Double) -> [Double] {
    var made = MadeUpSeries(seed: seed)
    return made.noise(.white, count: count).enumerated().map { $1 + line(Double($0)) }
  }

  @Test func eachOutcome() throws {
    let rising = noisy(60) { 0.5 * $0 }
    #expect(forecast(rising, 25).outcome == .alreadyReached)
    #expect(forecast(rising, 50, .below).outcome == .alreadyReached)
    #expect(forecast(rising, -5, .below).outcome == .movesAway)
    #expect(forecast(noisy(60) { _ in 0 }, 50).outcome == .noTrend(.notDistinguishable))
    #expect(forecast(.init(repeating: 3, count: 60), 50).outcome == .noTrend(.constant))
    #expect(forecast([1, 2, 3], 50).outcome == .noTrend(.tooFewPoints))
    // The last value alone is enough: it is there.
    #expect(forecast([1, 2, 60], 50).outcome == .alreadyReached)
    guard case .reaches(let arrival) = forecast(rising, 40).outcome else {
      Issue.record("40 is reached")
      return
    }
    let latest = try #require(arrival.latest)
    #expect(arrival.earliest < arrival.at && arrival.at < latest)
    #expect(abs(arrival.at - MadeUpSeries.start - 80) < 4)
  }

  @Test func nothingIsForecastBeyondTheHorizon() throws {
    let rising = noisy(60) { 0.5 * $0 }
    let far = forecast(rising, 400)
    #expect(far.outcome == .notWithinHorizon(earliest: nil))
    #expect(far.horizon == MadeUpSeries.start + 59 * 11)
    // At the horizon itself it is 325: the nearer end of the interval is before it, or the farther end behind it.
    guard case .notWithinHorizon(let earliest) = forecast(rising, 330).outcome else {
      Issue.record("330 is beyond the horizon")
      return
    }
    #expect(earliest.map { $0 < MadeUpSeries.start + 59 * 11 } == true)
    guard case .reaches(let arrival) = forecast(rising, 322).outcome else {
      Issue.record("322 is within the horizon")
      return
    }
    #expect(arrival.latest == nil)
  }

  @Test func limitsBelowAreTheMirrorOfLimitsAbove() {
    let values = noisy(60) { 0.5 * $0 + MadeUpSeries.season[Int($0) % 7] }
    for limit in [10.0, 40, 60, 330, 900] {
      let above = forecast(values, limit)
      #expect(above.outcome == forecast(values.map { -$0 }, -limit, .below).outcome)
    }
  }

  @Test func onlyWhatCameAfterTheLastChangeCounts() throws {
    let values = noisy(90) { $0 < 60 ? 20 - 0.3 * $0 : 2 + 0.8 * ($0 - 60) }
    let found = forecast(values, 50)
    let basis = try #require(found.basis)
    #expect(abs(basis.from - MadeUpSeries.start - 60) <= 1)
    guard case .reaches(let arrival) = found.outcome else {
      Issue.record("\(found.outcome)")
      return
    }
    #expect(abs(arrival.at - MadeUpSeries.start - 120) < 5)
  }

  /// A disk that is cleaned up each month does not fill two months from now.
  @Test func whatFallsBackIsNotDrawnOn() {
    let teeth = noisy(77) { 4 * $0.truncatingRemainder(dividingBy: 30) }
    #expect(forecast(teeth, 200).outcome == .noTrend(.fallsBack(every: 30)))
    guard case .reaches(let arrival) = forecast(teeth, 90).outcome else {
      Issue.record("90 is reached before the next time")
      return
    }
    #expect(abs(arrival.at - MadeUpSeries.start - 82.5) < 1)
    // Where it was lowered once and rises as before, it is drawn on.
    guard case .reaches = forecast(Array(teeth[..<50]), 200).outcome else {
      Issue.record("200 is reached after one fall")
      return
    }
    // Many small teeth on a line are noise about it.
    let small = noisy(117) { 0.5 * $0 + 4 * $0.truncatingRemainder(dividingBy: 10) }
    #expect(Trend(of: MadeUpSeries.daily(small)).changes.isEmpty)
  }

  /// What wanders smoothly about its line is no line, but a slope of ten times what it wanders has a date.
  @Test func manySamplesAreNeverTooFew() throws {
    let days = (0..<40).map(Double.init)
    let smooth = forecast(days.map { day in 50 + day + 0.2 * sin(day / 6) }, 95)
    guard case .reaches(let arrival) = smooth.outcome else {
      Issue.record("\(smooth.outcome)")
      return
    }
    #expect(abs(arrival.at - MadeUpSeries.start - 45) < 1)
    #expect(try #require(smooth.basis).slope.interval != nil)
  }

  @Test func theBackTestKnowsOnlyThePast() throws {
    let exact = try #require(forecast((0..<80).map { 3 + 0.5 * Double($0) }, 60).backTest)
    #expect(exact.cases == 8 && exact.covered == 8 && exact.medianError < 1e-9)
    #expect(exact.medianErrorInDays.map { $0 < 1e-9 } == true)
    // The level doubles ten days before the end, which nobody could have known: no case spans it.
    let jump = (0..<80).map { day -> Double in day < 70 ? 3 : day % 2 == 0 ? 50 : 52 }
    let surprised = try #require(forecast(jump, 500).backTest)
    #expect(surprised.cases == 8 && surprised.medianErrorInDays == nil)
    #expect(surprised.covered == 8)
    let noise = try #require(forecast(noisy(80) { 0.5 * $0 }, 50).backTest)
    #expect(noise.medianError > 0.1 && noise.medianError < 3 && abs(noise.ahead - 21) < 3)
    #expect(abs((noise.medianErrorInDays ?? 0) - 2 * noise.medianError) < 0.3)
    #expect(forecast((0..<14).map { Double($0) }, 60).backTest == nil)
    #expect(Forecast(of: MadeUpSeries.daily(noisy(80) { $0 }), to: Limit(99, .above), cuts: 0).backTest == nil)
  }
}
