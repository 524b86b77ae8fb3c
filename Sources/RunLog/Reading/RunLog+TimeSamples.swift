import Catalog
import Execution
import Planning
import Scheduling

extension RunLog {
  /// How long the tasks took, forward and back: of each the last 100, found by name, however many runs the log has.
  ///
  /// A way back is the sum of its steps, also of one that somebody asked for later: between two of them maint may have
  /// been killed, and recovered the next day. Only those from all of a change count, as verify had begun or it was asked for
  /// later: what failed at its first step is soon taken back, and says too little of what the last one needs.
  /// Where there are fewer than a hundred, those of the task's last drill follow.
  package func timeSamples(of tasks: [TaskName]) throws(RunLogFailure) -> [TaskName: TimeSamples] {
    try reading { () throws(SQLiteError) in
      var samples: [TaskName: TimeSamples] = [:]
      for task in tasks {
        let found = TimeSamples(
          forward: try durations(Self.forwardTimes, of: task),
          rollback: Array(
            try (durations(Self.rollbackTimes, of: task) + durations(Self.drilledTimes, of: task)).prefix(100)))
        if found != TimeSamples() { samples[task] = found }
      }
      return samples
    }
  }

  private func durations(_ query: String, of task: TaskName) throws(SQLiteError) -> [Duration] {
    var durations: [Duration] = []
    try connection.each(query, [.text(task.description)]) { row in
      // The wall clock may have been set back meanwhile; that says nothing about the task.
      guard !row.isNull(1), row.time(1) >= row.time(0) else { return }
      durations.append(row.time(1) - row.time(0))
    }
    return durations
  }

  private static let forwardTimes = """
    SELECT started_at, (
      SELECT max(finished_at) FROM step WHERE step.run = task.run AND step.task = task.task
        AND (stage = 'precheck' OR stage = 'backup' OR stage = 'change' OR stage = 'verify'))
    FROM task WHERE name = ? AND outcome = 'succeeded' AND started_at IS NOT NULL
      AND \(stands)
    ORDER BY run DESC LIMIT 100
    """

  private static let rollbackTimes = """
    SELECT 0, (
      SELECT sum(finished_at - started_at) FROM step
      WHERE step.run = task.run AND step.task = task.task AND stage = 'rollback')
    FROM task WHERE name = ? AND outcome = 'rolled_back' AND (
      EXISTS (SELECT 1 FROM step WHERE step.run = task.run AND step.task = task.task AND stage = 'verify')
      OR (SELECT rolls_back FROM run WHERE run.run = task.run) IS NOT NULL)
    ORDER BY run DESC LIMIT 100
    """

  private static let drilledTimes = """
    SELECT 0, duration FROM drilled_rollback
    WHERE proof = (SELECT max(proof) FROM proof WHERE task = ? AND kind = 'drill') ORDER BY position LIMIT 100
    """
}
