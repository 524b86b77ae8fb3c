import Catalog
import Scheduling

/// The backups of a task that were there at a moment, as far as the run log knows.
package struct KeptBackups: Sendable {
  package var task: TaskName
  package var kept = 0
  /// Of them those that a verification by then had found damaged, or gone.
  package var lost = 0
  /// When the last of these was found so; nil: all are whole, as far as is known.
  package var lostAt: Timestamp?
  /// Of those that were lost, how many are so today: not verified well since, and not struck off.
  package var lostNow = 0
  /// Of those that are whole as far as is known, the newest, and when it was made; nil: none is.
  package var newest: (run: Int, at: Timestamp)?

  package init(task: TaskName) { self.task = task }

  mutating func add(run: Int, at moment: Timestamp, lostAt found: Timestamp?, isLostNow: Bool) {
    kept += 1
    if let found {
      lost += 1
      lostAt = max(lostAt ?? found, found)
      if isLostNow { lostNow += 1 }
    } else if newest.map({ $0.run < run }) ?? true {
      newest = (run, moment)
    }
  }
}
