/// What has left its usual values and stands still where it got: a restore, a log that was copied. It goes nowhere, whatever its pace
/// since it left.
///
/// Values are held against those whole days before, so that the rhythm of a day is none. It is to have stood for a day, and for as
/// long as it had taken to get there: of a disk that grows by steps each second day a day tells nothing.
struct Standstill {
  /// The time, in days, of the first value that is known to stand.
  let since: Double

  private static let longest = 10
  /// Values so many days about a whole number of days before one are compared with it.
  private static let jitter = 0.1
  /// The last values are compared, as a single one is noise.
  private static let lately = 0.25
  /// What days differ by is half as much again, in one of seven cases.
  private static let strangeness = 1.5
  /// What moves by less than such a part of its pace hardly moves, and by more than such a part moves whatever its noise.
  private static let (least, most) = (0.02, 0.25)
  /// What has gone such a part of the way has hardly begun.
  private static let little = 0.1

  /// `values` grow towards the limit; those before `start` are the usual ones, of which those of `usual` tell what they scatter.
  init?(times: ArraySlice<Double>, values: ArraySlice<Double>, from start: Int, after usual: Range<Int>, level: Double)
  {
    guard let end = times.last, let last = values.last, start > times.startIndex, start < times.endIndex else {
      return nil
    }
    let pace = (last - level) / (end - times[start - 1])
    let steps = usual.compactMap { index in
      Self.before(index, by: 1, times[usual]).map { abs(values[index] - values[$0]) }
    }
    let scatter = Self.strangeness * Quantile.normalFactor * (Quantile.median(of: steps) ?? 0)
    let own = times[start...]
    // The median of the day of a jump may have moved by a little.
    let begin = own.indices.last { values[$0] - level < Self.little * (last - level) } ?? start - 1
    let step = Resolution.step(of: Array(values))
    // Whole numbers that are the same day by day, and never go back since, do not stray: the next one is a rise.
    let isExact =
      steps.count { $0 > 0 } * 20 <= steps.count
      && zip(values[(begin + 1)...].dropFirst(), values[(begin + 1)...]).allSatisfy { $0 >= $1 }
    let noise = isExact ? step / 2 : max(scatter, step)
    let lately = own.indices.filter { end - own[$0] <= Self.lately }
    for days in 1...Self.longest {
      guard let first = Self.before(own.endIndex - 1, by: days, own) else { return nil }
      let length = end - times[first]
      let rises = lately.compactMap { index in Self.before(index, by: days, own).map { values[index] - values[$0] } }
      guard first > begin, times[first] - times[begin] <= length + Self.jitter, let rise = Quantile.median(of: rises)
      else {
        continue
      }
      if rise <= min(max(noise, Self.least * pace * length), Self.most * pace * length) {
        since = times[first]
        return
      }
    }
    return nil
  }

  /// The value so many days before another, or the last one before that where there is none about then.
  private static func before(_ index: Int, by days: Int, _ times: ArraySlice<Double>) -> Int? {
    let time = times[index] - Double(days)
    guard let last = times[..<index].lastIndex(where: { $0 <= time + jitter }) else { return nil }
    let near = times[...last].indices.reversed().prefix { times[$0] >= time - jitter }
    return near.min { abs(times[$0] - time) < abs(times[$1] - time) } ?? last
  }
}
