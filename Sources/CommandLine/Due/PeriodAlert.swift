import Planning
import RunLog
import Scheduling

/// An alert about a task, told once in a period of it.
struct PeriodAlert {
  private let alert: Alert
  private let periodStart: Timestamp

  init(_ kind: Alert.Kind, about task: Int, of due: DueTasks, at now: Timestamp, text: String) {
    let found = due.tasks[task]
    alert = Alert(at: now, level: found.alert, kind: kind, task: found.name, text: text)
    periodStart = due.rules[task].period(of: now).start
  }

  /// That the task is not tried again in this period; nil where it is.
  static func givenUp(_ task: Int, of due: DueTasks, _ state: DueState, at now: Timestamp) -> PeriodAlert? {
    guard case .givenUp(let attempts, let next) = state else { return nil }
    let failures = attempts == 1 ? "1 failure" : "\(attempts) failures"
    let then = next.map { "it is due again \(due.rules[task].zone.minute($0))" } ?? "it will not be due again"
    return PeriodAlert(
      .gaveUp, about: task, of: due, at: now, text: "\(due.tasks[task].name) is given up after \(failures): \(then)")
  }

  /// Writes it down, and then says it, where that was not done in this period.
  func tell(_ log: RunLog, say: (String) -> Void) throws(RunLogFailure) {
    if try log.add(alert, unlessToldSince: periodStart) { say(alert.text) }
  }

  func isTold(_ log: RunLog) throws(RunLogFailure) -> Bool {
    guard let task = alert.task else { return true }
    return try log.isTold(alert.kind, about: task, in: periodStart...max(periodStart, alert.at))
  }
}
