import Catalog
import Planning
import Scheduling

/// How long what is under way usually takes.
extension RunLog {
  /// The medians of the tasks of a run that have run before, and of the last runs that were of the same tier and succeeded; nil
  /// where it was of something else than one tier, or there are none.
  ///
  /// Of a run with very many tasks the first ones are looked up: it is asked while the run goes on.
  package func usualTimes(ofRun run: Int) throws(RunLogFailure) -> (run: Duration?, tasks: [TaskName: Duration]) {
    let (names, durations) = try reading { () throws(SQLiteError) in
      var names: [TaskName] = []
      try connection.each("SELECT name FROM task WHERE run = ? ORDER BY task LIMIT 200", [.integer(run)]) {
        row throws(SQLiteError) in names.append(try TaskName(stored: row.text(0)))
      }
      var durations: [Duration] = []
      try connection.each(Self.runsLikeIt, [.integer(run)]) { durations.append(.microseconds($0.integer(0))) }
      return (names, durations)
    }
    let history = try history(for: names)
    return (Self.median(durations), history.durations.compactMapValues(Self.median))
  }

  private static func median(_ durations: [Duration]) -> Duration? {
    durations.isEmpty ? nil : durations.sorted()[durations.count / 2]
  }

  /// Of the last hundred runs of its tier.
  private static let runsLikeIt = """
    SELECT finished_at - started_at FROM (
      SELECT target.run FROM target WHERE kind = 'tier'
        AND name = (SELECT max(name) FROM target WHERE run = ?1 AND kind = 'tier' HAVING count(*) = 1)
        AND NOT EXISTS (SELECT 1 FROM target WHERE run = ?1 AND position > 0)
        AND NOT EXISTS (SELECT 1 FROM target AS other WHERE other.run = target.run AND other.position > 0)
      ORDER BY target.run DESC LIMIT 100) AS alike
    CROSS JOIN run ON run.run = alike.run
    WHERE outcome = 'succeeded' AND finished_at >= started_at LIMIT 20
    """
}
