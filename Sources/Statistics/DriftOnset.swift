/// From where a level that drifts goes on: from the last value, as nothing brings it back to its line.
struct DriftOnset {
  /// By how much it lies beside the line; of a last value that departs, where it was to be.
  let shift: Double
  /// How well the level is known there.
  let variance: Double
  /// The last value lies farther from where it was to be than days drift.
  let isDeparture: Bool

  /// `start`: when the last value was taken; `strangeness`: how many standard errors are a departure.
  init(
    _ drift: Drift, _ decomposition: Decomposition, _ part: Range<Int>, _ line: FittedLine, from last: LastValue,
    at start: Double, strangeness: Double
  ) {
    let times = decomposition.readings.times
    // The day before tells where it was to be.
    let index = part.last { times[$0] < last.point.time - 0.5 } ?? part.lowerBound
    let day = part.filter { $0 <= index && times[$0] > times[index] - 0.9 }
    let usual = Quantile.median(of: day.map { line.residuals[$0 - part.lowerBound] }) ?? 0
    let gap = start - day.reduce(0) { $0 + times[$1] } / Double(max(1, day.count))
    let effect = decomposition.effect(onWeekday: last.point.weekday)
    let distance = last.point.value - line.value(at: start) - effect - usual
    let apart = max(distance < 0 ? last.below : last.above, 2 * drift.spreadOfDay)
    let beyond = max(0, abs(distance) - apart)
    let drifted = drift.variance * max(0, gap)
    isDeparture = beyond > strangeness * (drifted + 2 * drift.noise).squareRoot() && beyond > decomposition.rounding
    shift = isDeparture ? usual : usual + (distance < 0 ? -beyond : beyond)
    // A value of a day that has others may be any of them.
    variance = drift.noise + (apart > 0 ? drifted : 0)
  }
}
