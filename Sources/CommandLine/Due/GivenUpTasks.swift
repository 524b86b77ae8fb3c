import Planning
import RunLog
import Scheduling

/// Tells, once in a period, of each task that is not tried again in it.
struct GivenUpTasks {
  let due: DueTasks
  let log: RunLog

  /// Of these tasks those that are given up at the moment: writes it down, and then says it.
  func tell(_ tasks: [Int], at now: Timestamp, say: (String) -> Void) throws(RunLogFailure) {
    let histories = try log.dueHistories(
      of: tasks.map { (due.tasks[$0].name, due.rules[$0].stretch(at: now)) })
    for (task, history) in zip(tasks, histories) {
      guard case .givenUp(let attempts, let next) = due.rules[task].state(at: now, history: history) else { continue }
      let alert = alert(of: task, attempts: attempts, next: next, at: now)
      if try log.add(alert, unlessToldSince: due.rules[task].period(of: now).start) { say(alert.text) }
    }
  }

  /// Whether there is one among them, by their states, of which nobody was told.
  func isUntold(_ states: [DueState], at now: Timestamp) throws(RunLogFailure) -> Bool {
    for (task, state) in states.enumerated() {
      guard case .givenUp = state else { continue }
      let start = due.rules[task].period(of: now).start
      if try !log.isTold(.gaveUp, about: due.tasks[task].name, in: start...max(start, now)) { return true }
    }
    return false
  }

  private func alert(of task: Int, attempts: Int, next: Timestamp?, at now: Timestamp) -> Alert {
    let (name, zone) = (due.tasks[task].name, due.rules[task].zone)
    let failures = attempts == 1 ? "1 failure" : "\(attempts) failures"
    let then = next.map { "it is due again \(zone.minute($0))" } ?? "it will not be due again"
    return Alert(
      at: now, level: due.tasks[task].alert, kind: .gaveUp, task: name,
      text: "\(name) is given up after \(failures): \(then)")
  }
}
