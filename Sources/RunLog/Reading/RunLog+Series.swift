import Execution
import Scheduling

/// Series of samples, over all that is left of them.
extension RunLog {
  /// All series, or those of a name, sorted.
  ///
  /// Each is found by one step of the index: of a log with a million samples of a hundred series, a hundred are looked at.
  package func series(of name: String? = nil) throws(RunLogFailure) -> [SeriesKey] {
    try reading { () throws(SQLiteError) in
      let keys = try seriesKeysHere()
      return name.map { name in keys.filter { $0.name == name } } ?? keys
    }
  }

  func seriesKeys() throws(RunLogFailure) -> [SeriesKey] {
    try reporting { () throws(SQLiteError) in try seriesKeysHere() }
  }

  func seriesKeysHere() throws(SQLiteError) -> [SeriesKey] {
    var keys: Set<SeriesKey> = []
    for table in ["sample", "noted_sample", "thinned_sample"] {
      var last: SeriesKey?
      while let key = try nextKey(after: last, in: table) {
        keys.insert(key)
        last = key
      }
    }
    return keys.sorted()
  }

  private func nextKey(after last: SeriesKey?, in table: String) throws(SQLiteError) -> SeriesKey? {
    func key(_ condition: String, _ values: [Value]) throws(SQLiteError) -> SeriesKey? {
      try connection.first("SELECT name, labels FROM \(table) \(condition) ORDER BY name, labels LIMIT 1", values) {
        row in
        SeriesKey(name: row.text(0), labels: row.text(1))
      }
    }
    guard let last else { return try key("", []) }
    // Two looks: of `(name, labels) > (?, ?)` SQLite takes the index for the name alone, and goes through all of its samples.
    if let next = try key("WHERE name = ? AND labels > ?", last.values) { return next }
    return try key("WHERE name > ?", [.text(last.name)])
  }

  /// The values of a series from a moment on, oldest first; those that are not numbers are left out. Of what was thinned, the
  /// means.
  package func measurements(
    of series: SeriesKey, from start: Timestamp, until end: Timestamp
  ) throws(RunLogFailure) -> [Measurement] {
    let raw = try samples(of: series, from: start, until: end)
    let thinned = try thinnedSamples(of: series, from: start, until: end)
    if thinned.isEmpty { return raw }
    return (raw + thinned.map { Measurement(at: $0.middle, value: $0.mean) }).sorted { $0.at < $1.at }
  }

  /// Those that were not thinned.
  package func samples(
    of series: SeriesKey, from start: Timestamp, until end: Timestamp
  ) throws(RunLogFailure) -> [Measurement] {
    try reading { () throws(SQLiteError) in
      var found: [Measurement] = []
      for table in ["sample", "noted_sample"] {
        try connection.each(
          """
          SELECT at, value FROM \(table) WHERE name = ? AND labels = ? AND at >= ? AND at < ? AND value IS NOT NULL
          ORDER BY at
          """, series.values + [.time(start), .time(end)]
        ) { row in found.append(Measurement(at: row.time(0), value: row.real(1))) }
      }
      // As they nearly always are: the samples of a table come by time.
      if !zip(found, found.dropFirst()).contains(where: { $0.at > $1.at }) { return found }
      // Stable: what a step reported first comes first.
      return found.enumerated().sorted { ($0.element.at, $0.offset) < ($1.element.at, $1.offset) }.map(\.element)
    }
  }

  /// What is left of those that were thinned, by their middles, in order.
  package func thinnedSamples(
    of series: SeriesKey, from start: Timestamp, until end: Timestamp
  ) throws(RunLogFailure) -> [ThinnedSample] {
    try reading { () throws(SQLiteError) in
      var found: [ThinnedSample] = []
      try connection.each(
        """
        SELECT at, span, count, least, greatest, mean, at + span / 2 AS middle FROM thinned_sample
        WHERE name = ? AND labels = ? AND middle >= ? AND middle < ? ORDER BY middle, span
        """, series.values + [.time(start), .time(end)]
      ) { row in
        found.append(
          ThinnedSample(
            start: row.time(0), span: .microseconds(row.integer(1)), count: row.integer(2), least: row.real(3),
            greatest: row.real(4), mean: row.real(5)))
      }
      return found
    }
  }

  /// The days whose samples were thinned and whose noon lies in that time, in order.
  package func dayMedians(
    of series: SeriesKey, from start: Timestamp, until end: Timestamp
  ) throws(RunLogFailure) -> [DayMedian] {
    try reading { () throws(SQLiteError) in
      var found: [DayMedian] = []
      try connection.each(
        """
        SELECT count, median, coalesce(measured_at, at), coalesce(least, median), coalesce(greatest, median),
          coalesce(last_at, at), coalesce(last, median)
        FROM day_median WHERE name = ? AND labels = ? AND at >= ? AND at < ? ORDER BY at
        """, series.values + [.time(start), .time(end)]
      ) { row in
        found.append(
          DayMedian(
            count: row.integer(0), median: row.real(1), at: row.time(2), least: row.real(3), greatest: row.real(4),
            last: Measurement(at: row.time(5), value: row.real(6))))
      }
      return found
    }
  }

  /// The last value of a series before a moment, or the first one from it on, among those that were not thinned.
  package func sample(of series: SeriesKey, nextTo moment: Timestamp, isBefore: Bool) throws(RunLogFailure)
    -> Measurement?
  {
    try reading { () throws(SQLiteError) in
      var found: [Measurement] = []
      for table in ["sample", "noted_sample"] {
        let nearest = try connection.first(
          """
          SELECT at, value FROM \(table) WHERE name = ? AND labels = ? AND at \(isBefore ? "<" : ">=") ?
            AND value IS NOT NULL ORDER BY at \(isBefore ? "DESC" : "ASC") LIMIT 1
          """, series.values + [.time(moment)]
        ) { row in Measurement(at: row.time(0), value: row.real(1)) }
        if let nearest { found.append(nearest) }
      }
      return isBefore ? found.max { $0.at < $1.at } : found.min { $0.at < $1.at }
    }
  }

  /// The newest value of each series up to a moment, by name and labels; of those whose samples were all thinned, too. What a
  /// clock that was ahead dated later would hide all that is measured until then.
  package func latestMeasurements(
    upTo now: Timestamp
  ) throws(RunLogFailure) -> [(series: SeriesKey, latest: Measurement)] {
    try latestValues(before: now + .microseconds(1))
  }

  /// The newest value of each series that lies after a moment.
  package func measurements(after now: Timestamp) throws(RunLogFailure) -> [SeriesKey: Measurement] {
    try reading { () throws(SQLiteError) in
      var found: [SeriesKey: Measurement] = [:]
      for series in try seriesKeysHere() {
        if let latest = try latestHere(of: series), latest.at > now { found[series] = latest }
      }
      return found
    }
  }
}
