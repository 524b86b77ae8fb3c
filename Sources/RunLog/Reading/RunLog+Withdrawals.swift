import Catalog
import Scheduling

/// A success that `maint rollback` took back, or failed to: it counts no more.
package struct WithdrawnSuccess: Sendable, Hashable {
  /// The run that had it, and the one that took it back.
  package var run: Int
  package var by: Int
  package var at: Timestamp
  /// What it had changed is as it was before.
  package var isTakenBack: Bool
}

extension RunLog {
  /// The last of each of these tasks that has any.
  package func withdrawnSuccesses(of names: Set<TaskName>) throws(RunLogFailure) -> [TaskName: WithdrawnSuccess] {
    try reading { () throws(SQLiteError) in
      var found: [TaskName: WithdrawnSuccess] = [:]
      // Runs that roll back are few.
      try connection.each(
        """
        SELECT back.name, later.rolls_back, later.run, coalesce(back.finished_at, later.started_at),
          back.outcome IS 'rolled_back'
        FROM run AS later CROSS JOIN task AS back ON back.run = later.run
        WHERE later.rolls_back IS NOT NULL AND (back.outcome = 'rolled_back' OR back.needs_human = 1)
          AND EXISTS (SELECT 1 FROM task AS own
            WHERE own.run = later.rolls_back AND own.name = back.name AND own.outcome = 'succeeded')
        ORDER BY later.run
        """
      ) { row throws(SQLiteError) in
        let name = try TaskName(stored: row.text(0))
        guard names.contains(name) else { return }
        found[name] = WithdrawnSuccess(
          run: row.integer(1), by: row.integer(2), at: row.time(3), isTakenBack: row.truth(4))
      }
      return found
    }
  }
}
