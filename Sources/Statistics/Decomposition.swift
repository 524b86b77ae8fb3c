/// A series taken apart: the season, the values without it, and the parts between changes.
struct Decomposition {
  let readings: Readings
  let bins: Bins
  /// The same of days, also of a series of fewer than two weeks.
  let days: Bins
  /// In the unit of the readings.
  let season: WeekdaySeason?
  /// The values of the points without the season.
  let values: [Double]
  var changes: [ChangeSearch.Change]
  /// Something may have changed these days that is not told yet.
  var isUnsettled: Bool

  init(_ readings: Readings) {
    let bins = Bins(readings)
    let season = WeekdaySeason(in: bins)
    func withoutSeason(_ values: [Double], _ weekdays: [Int]) -> [Double] {
      guard let season else { return values }
      return zip(values, weekdays).map { $0 - season.effects[$1] }
    }
    let search = ChangeSearch(times: bins.times, values: withoutSeason(bins.values, bins.weekdays), raw: bins.values)
    self.readings = readings
    self.bins = bins
    days = Bins(readings, byDay: true)
    self.season = season
    values = withoutSeason(readings.values, readings.weekdays)
    (changes, isUnsettled) = search?.found() ?? ([], false)
    withoutWandering()
  }

  /// The points of each part; none of no points.
  var parts: [Range<Int>] {
    let starts = (readings.count == 0 ? [] : [0]) + changes.map { bins.firsts[$0.index] }
    return zip(starts, starts.dropFirst() + [readings.count]).map { $0..<$1 }
  }

  /// The last part, but for one that is too young to tell a slope: the points since a jump of these days.
  var settledPart: Range<Int>? {
    isYoung && changes.last?.kind != .slope ? parts.dropLast().last : parts.last
  }

  /// Of the last part, or of what `settledPart` leaves out of it.
  var isYoung: Bool { changes.last.map { bins.count - $0.index < ChangeSearch.shortestPart } ?? false }

  /// The line that forecasts go on with: through what came since the last change, of which a bend is told by its first days.
  ///
  /// A week or two of points tell too little of the noise, above all of how much each day depends on the one before: there the
  /// days before the change tell of it, too.
  var settledLine: FittedLine? {
    guard let part = settledPart, let line = line(through: part) else { return nil }
    let isFew = bins.medians(of: line.residuals, in: part).count < 2 * ChangeSearch.shortestPart
    guard isFew, let index = parts.lastIndex(of: part), index > 0, let before = self.line(through: parts[index - 1])
    else { return line }
    let range = parts[index - 1].lowerBound..<part.upperBound
    let residuals = before.residuals + line.residuals
    let both = ResidualNoise(residuals: residuals, bins: bins.medians(of: residuals, in: range), least: rounding)
    let noise = ResidualNoise(both, atLeast: line.noise.spread)
    return FittedLine(
      times: Array(readings.times[part]), values: Array(values[part]), noise: noise,
      drift: drift(residuals, in: range, seams: [part.lowerBound]), isShort: isYoung)
  }

  /// Whether the slope is that of days, not of hours: values of the same time of one day and the next tell at least half of it.
  func knowsDays(of line: FittedLine) -> Bool {
    let part = (settledPart ?? 0..<0).filter { readings.times[$0] >= line.first }
    let length = line.last - line.first
    // A week has more days than one rhythm can bend.
    if part.count < 2 || length / Double(part.count - 1) > 0.5 || length > 7 { return true }
    if length < 1.5 { return false }
    var rises: [Double] = []
    var next = part[0]
    for index in part {
      while next < part[part.count - 1], readings.times[next] < readings.times[index] + 1 { next += 1 }
      let apart = readings.times[next] - readings.times[index]
      if abs(apart - 1) < 0.1 { rises.append((readings.values[next] - readings.values[index]) / apart) }
    }
    guard let rise = Quantile.median(of: rises) else { return false }
    return rise * line.slope > line.slope * line.slope / 2
  }

  /// Whether a rhythm of the day explains the last days about as well as all lines do.
  var mayBeRhythm: Bool {
    guard let end = readings.times.last, let first = readings.times.firstIndex(where: { end - $0 <= Self.rhythmDays }),
      let wave = DailyRhythm(times: readings.times[first...], values: readings.values[first...])
    else { return false }
    let residuals = parts.flatMap { line(through: $0)?.residuals ?? [] }
    guard residuals.count == readings.count else { return false }
    let left = residuals[first...].reduce(0) { $0 + $1 * $1 }
    return wave.rest <= Self.rhythmShare * left
  }

  /// So many days have a rhythm twice.
  private static let rhythmDays = 2.0
  /// A wave has one more number than a line, and several lines have more than a wave.
  private static let rhythmShare = 2.0

  /// The robust line through points of the range, nil of fewer than two.
  func line(through range: Range<Int>) -> FittedLine? {
    FittedLine(
      times: Array(readings.times[range]), values: Array(values[range]), least: rounding,
      binned: { bins.medians(of: $0, in: range) }, drifting: { drift($0, in: range) })
  }

  /// Differences smaller than this are rounding of the values.
  var rounding: Double { 1e-12 * readings.values.reduce(0) { max($0, abs($1)) } }

  func effect(onWeekday weekday: Int) -> Double { season?.effects[weekday] ?? 0 }
}
