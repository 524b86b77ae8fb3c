import RunLog
import Scheduling

/// Tells, once in a period, of each task that is due and for which no opening to come is long enough: without that, it would
/// wait for ever and nobody would know.
struct NeverStartingTasks {
  let check: DueCheck
  let log: RunLog

  /// Writes it down, and then says it.
  func tell(_ say: (String) -> Void) throws(RunLogFailure) {
    for (task, text) in check.neverStarting {
      let found = check.due.tasks[task]
      let alert = Alert(at: check.now, level: found.alert, kind: .neverStarts, task: found.name, text: text)
      if try log.add(alert, unlessToldSince: start(task)) { say(text) }
    }
  }

  func areUntold() throws(RunLogFailure) -> Bool {
    for (task, _) in check.neverStarting
    where try !log.isTold(
      .neverStarts, about: check.due.tasks[task].name, in: start(task)...max(start(task), check.now))
    { return true }
    return false
  }

  private func start(_ task: Int) -> Timestamp { check.due.rules[task].period(of: check.now).start }
}
