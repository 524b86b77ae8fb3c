import Execution
import Scheduling

/// Samples that no step took, and what is left of old ones.
extension RunLog {
  /// Samples are kept as they are for so long, by whole days of a zone, then a mean of each hour, then one of each day, for ever; and of each day the
  /// median, which trends go by before and after.
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
  ///
  /// `kept`: names of which nothing is thinned, since figures of the past are reckoned from each of their samples.
  package func thinSamples(
    now: Timestamp, in zone: Zone = .utc, keeping kept: Set<String>
  ) throws(RunLogFailure) -> (thinned: Int, means: Int) {
    let rawLimit = Self.rawLimit(now, zone)
    let hourlyLimit = Self.beginning(of: Self.day, at: now + (.zero - Self.hourlySpan))
    var (thinned, means) = (0, 0)
    for series in try seriesKeys() where !kept.contains(series.name) {
      let done = try synced { () throws(SQLiteError) in
        try noteMedians(of: series, before: rawLimit, in: zone)
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
  package func samplesToThin(
    now: Timestamp, in zone: Zone = .utc, keeping kept: Set<String>
  ) throws(RunLogFailure) -> Int {
    let rawLimit = Self.rawLimit(now, zone)
    let hourlyLimit = Self.beginning(of: Self.day, at: now + (.zero - Self.hourlySpan))
    return try reading { () throws(SQLiteError) in
      var count = 0
      for series in try seriesKeysHere() where !kept.contains(series.name) {
        count +=
          try connection.first(
            """
            SELECT (SELECT count(*) FROM measured WHERE name = ?1 AND labels = ?2 AND at < ?3)
              + (SELECT count(*) FROM thinned_sample WHERE name = ?1 AND labels = ?2 AND span = \(Self.hour) AND at < ?4)
            """, series.values + [.integer(rawLimit), .integer(hourlyLimit)]
          ) { $0.integer(0) } ?? 0
      }
      return count
    }
  }

  private static func rawLimit(_ now: Timestamp, _ zone: Zone) -> Int {
    Int(zone.timestamp(of: zone.date(of: now + (.zero - rawSpan))).microseconds)
  }

  /// By days of the zone, as periods of reports end with them. Of a day that has one already, and of which samples were noted late, each of those that are gone
  /// counts as one that was their median.
  private func noteMedians(of series: SeriesKey, before limit: Int, in zone: Zone) throws(SQLiteError) {
    func next(from moment: Timestamp) throws(SQLiteError) -> Timestamp? {
      var first: [Timestamp] = []
      for table in ["sample", "noted_sample"] {
        first +=
          try connection.first(
            """
            SELECT at FROM \(table) WHERE name = ? AND labels = ? AND at >= ? AND at < ? AND value IS NOT NULL
            ORDER BY at LIMIT 1
            """, series.values + [.time(moment), .integer(limit)]
          ) { row in [row.time(0)] } ?? []
      }
      return first.min()
    }
    var nearest = try next(from: Timestamp(microseconds: .min))
    while let at = nearest {
      let date = zone.date(of: at)
      let end = zone.timestamp(of: date.adding(days: 1))
      let span: [Value] = [.time(zone.timestamp(of: date)), .time(end)]
      let found = try connection.first(Self.median, series.values + span) { row in
        [
          .integer(row.integer(0)), .real(row.real(1)), .integer(row.integer(2)), .real(row.real(3)),
          .real(row.real(4)),
          .integer(row.integer(5)), .real(row.real(6)),
        ] as [Value]
      }
      if let found {
        try connection.run(
          "DELETE FROM day_median WHERE name = ? AND labels = ? AND at >= ? AND at < ?", series.values + span)
        try connection.run(
          """
          INSERT INTO day_median (name, labels, at, count, median, measured_at, least, greatest, last_at, last)
          VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
          """, series.values + [.time(zone.timestamp(of: date, at: TimeOfDay(hour: 12, minute: 0)))] + found)
      }
      nearest = try next(from: max(end, at + .microseconds(1)))
    }
  }

  /// Of the samples of a series from the moment ?3 on and before ?4, and of a median of such: how many they are, their median, the
  /// mean of their times, the least and the greatest, when the last was taken, and it.
  private static let median = """
    WITH part AS (
      SELECT value, 1 AS weight, at AS moment, value AS least, value AS greatest, at AS last_at, value AS last FROM measured
      WHERE name = ?1 AND labels = ?2 AND at >= ?3 AND at < ?4 AND value IS NOT NULL
      UNION ALL
      SELECT median, count, coalesce(measured_at, at), coalesce(least, median), coalesce(greatest, median),
        coalesce(last_at, at), coalesce(last, median)
      FROM day_median WHERE name = ?1 AND labels = ?2 AND at >= ?3 AND at < ?4),
    placed AS (
      SELECT value, sum(weight) OVER () AS number,
        sum(weight) OVER (ORDER BY value ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS place
      FROM part)
    SELECT number, low + (high - low) * 0.5, ?3 + (SELECT sum((moment - ?3) * weight) FROM part) / number,
      (SELECT min(least) FROM part), (SELECT max(greatest) FROM part), last_at, last
    FROM (
      SELECT max(number) AS number, min(iif(place >= (number + 1) / 2, value, NULL)) AS low,
        min(iif(place >= (number + 2) / 2, value, NULL)) AS high
      FROM placed), (SELECT last_at, last FROM part ORDER BY last_at DESC, last DESC LIMIT 1)
    """

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
