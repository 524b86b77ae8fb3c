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

  private func seriesKeysHere() throws(SQLiteError) -> [SeriesKey] {
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

  /// The values of a series from a moment on, oldest first; those that are not numbers are left out.
  package func measurements(
    of series: SeriesKey, from start: Timestamp, until end: Timestamp
  ) throws(RunLogFailure) -> [Measurement] {
    try reading { () throws(SQLiteError) in
      var found: [Measurement] = []
      let values = series.values + [.time(start), .time(end)]
      for table in ["sample", "noted_sample"] {
        try connection.each(
          """
          SELECT at, value FROM \(table) WHERE name = ? AND labels = ? AND at >= ? AND at < ? AND value IS NOT NULL
          ORDER BY at
          """, values
        ) { row in found.append(Measurement(at: row.time(0), value: row.real(1))) }
      }
      try connection.each(
        "SELECT at + span / 2 AS middle, mean FROM thinned_sample WHERE name = ? AND labels = ? AND middle >= ? AND middle < ?",
        values
      ) { row in found.append(Measurement(at: row.time(0), value: row.real(1))) }
      // As they nearly always are: the samples of a table come by time.
      if !zip(found, found.dropFirst()).contains(where: { $0.at > $1.at }) { return found }
      // Stable: what a step reported first comes first.
      return found.enumerated().sorted { ($0.element.at, $0.offset) < ($1.element.at, $1.offset) }.map(\.element)
    }
  }

  /// The newest value of each series, by name and labels.
  package func latestMeasurements() throws(RunLogFailure) -> [(series: SeriesKey, latest: Measurement)] {
    try reading { () throws(SQLiteError) in
      var found: [(series: SeriesKey, latest: Measurement)] = []
      for series in try seriesKeysHere() {
        var latest: [Measurement] = []
        for table in ["sample", "noted_sample"] {
          latest +=
            try connection.first(
              """
              SELECT at, value FROM \(table) WHERE name = ? AND labels = ? AND value IS NOT NULL
              ORDER BY at DESC LIMIT 1
              """, series.values
            ) { row in [Measurement(at: row.time(0), value: row.real(1))] } ?? []
        }
        if let latest = latest.max(by: { $0.at < $1.at }) { found.append((series, latest)) }
      }
      return found
    }
  }
}
