import Execution
import Scheduling

/// Samples that no step took, and what is left of old ones.
extension RunLog {
  /// Samples are kept as they are for so long, then a mean of each hour, then one of each day, for ever.
  package static let rawSpan = Duration.seconds(90 * 86_400)
  package static let hourlySpan = Duration.seconds(365 * 86_400)

  private static let hour = 3_600_000_000
  private static let day = 24 * hour

  /// Writes down what somebody, or a program that maint did not start, has measured at a moment.
  package func note(_ sample: Sample, at: Timestamp, now: Timestamp) throws(RunLogFailure) {
    try synced { () throws(SQLiteError) in
      try connection.run(
        """
        INSERT INTO noted_sample (name, labels, value, at, noted_at, noted_by, noted_uid) VALUES (?, ?, ?, ?, ?, ?, ?)
        """,
        [
          .text(sample.name), .text(sample.labels), .real(sample.value), .time(at), .time(now), .text(actor.name),
          .integer(actor.uid),
        ])
    }
  }

  /// Thins out the samples that are old by now. One transaction for each series, so that no run waits for long; a kill in
  /// between leaves the others for the next time. Answers how many samples became how many means.
  package func thinSamples(now: Timestamp) throws(RunLogFailure) -> (thinned: Int, means: Int) {
    let rawLimit = Self.beginning(of: Self.hour, at: now + (.zero - Self.rawSpan))
    let hourlyLimit = Self.beginning(of: Self.day, at: now + (.zero - Self.hourlySpan))
    var (thinned, means) = (0, 0)
    for series in try seriesKeys() {
      let done = try synced { () throws(SQLiteError) in
        let raw = try thin(series, of: "measured", span: Self.hour, before: rawLimit)
        for table in ["sample", "noted_sample"] {
          try connection.run(
            "DELETE FROM \(table) WHERE name = ? AND labels = ? AND at < ?", series.values + [.integer(rawLimit)])
        }
        let hourly = try thin(series, of: "thinned_sample", span: Self.day, before: hourlyLimit)
        try connection.run(
          "DELETE FROM thinned_sample WHERE name = ? AND labels = ? AND span = \(Self.hour) AND at < ?",
          series.values + [.integer(hourlyLimit)])
        return (raw.thinned, raw.means + hourly.means - hourly.thinned)
      }
      thinned += done.0
      means += done.1
    }
    return (thinned, means)
  }

  /// How many samples and means of hours `thinSamples` would take up.
  package func samplesToThin(now: Timestamp) throws(RunLogFailure) -> Int {
    let rawLimit = Self.beginning(of: Self.hour, at: now + (.zero - Self.rawSpan))
    let hourlyLimit = Self.beginning(of: Self.day, at: now + (.zero - Self.hourlySpan))
    return try reading { () throws(SQLiteError) in
      try connection.first(
        """
        SELECT (SELECT count(*) FROM measured WHERE at < ?)
          + (SELECT count(*) FROM thinned_sample WHERE span = \(Self.hour) AND at < ?)
        """, [.integer(rawLimit), .integer(hourlyLimit)]
      ) { $0.integer(0) } ?? 0
    }
  }

  /// The means of the spans of a series that lie before a moment; how many rows became how many.
  private func thin(
    _ series: SeriesKey, of source: String, span: Int, before limit: Int
  ) throws(SQLiteError) -> (thinned: Int, means: Int) {
    let isRaw = source == "measured"
    let rows = isRaw ? "measured" : "thinned_sample"
    let condition = "name = ? AND labels = ? AND at < ?" + (isRaw ? "" : " AND span = \(Self.hour)")
    let values = series.values + [Value.integer(limit)]
    let count =
      try connection.first("SELECT count(*) FROM \(rows) WHERE \(condition)", values) { row in row.integer(0) } ?? 0
    guard count > 0 else { return (0, 0) }
    let (number, least, greatest, total) =
      isRaw
      ? ("count(*)", "min(value)", "max(value)", "sum(value)")
      : ("sum(count)", "min(least)", "max(greatest)", "sum(mean * count)")
    // A clock that was set back, or a sample of long ago that was noted late, adds to a span that is there.
    try connection.run(
      """
      INSERT INTO thinned_sample (name, labels, span, at, count, least, greatest, mean)
      SELECT name, labels, \(span), at / \(span) * \(span), \(number), \(least), \(greatest), \(total) / \(number)
      FROM \(rows) WHERE \(condition)\(isRaw ? " AND value IS NOT NULL" : "") GROUP BY 4
      ON CONFLICT (name, labels, span, at) DO UPDATE SET
        mean = (mean * count + excluded.mean * excluded.count) / (count + excluded.count), count = count + excluded.count,
        least = min(least, excluded.least), greatest = max(greatest, excluded.greatest)
      """, values)
    return (count, connection.changes)
  }

  private static func beginning(of span: Int, at moment: Timestamp) -> Int {
    let microseconds = Int(moment.microseconds)
    return microseconds - ((microseconds % span) + span) % span
  }
}
