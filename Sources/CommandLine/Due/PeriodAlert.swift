import Catalog
import Execution
import Planning
import Reporting
import RunLog
import Scheduling

/// An alert about a task, told once in a period of it.
struct PeriodAlert {
  private let alert: Alert
  /// One that was told from here on is about the same.
  private let start: Timestamp

  /// `start` is the beginning of the present period, unless given.
  init(
    _ kind: Alert.Kind, about task: Int, of due: DueTasks, at now: Timestamp, since start: Timestamp? = nil,
    text: String
  ) {
    let found = due.tasks[task]
    alert = Alert(at: now, level: found.alert, kind: kind, task: found.name, text: text)
    self.start = start ?? due.rules[task].period(of: now).start
  }

  /// That the task is not tried again in a period, which may be one that was made up for; nil where it is.
  static func givenUp(
    _ task: Int, of due: DueTasks, _ history: DueHistory, at now: Timestamp, _ log: RunLog
  ) throws(RunLogFailure) -> PeriodAlert? {
    let (name, rule) = (due.tasks[task].name, due.rules[task])
    guard case .givenUp(let attempts, let next) = rule.state(at: now, history: history) else { return nil }
    let found = rule.givenUp(name, attempts, next, history, try log.nextApproval(of: name, at: now), at: now)
    let cause = try log.latestOutcome(of: name, since: Timestamp(microseconds: .min)).map { "; \(words($0))" }
    return PeriodAlert(
      .gaveUp, about: task, of: due, at: now, since: found.since, text: found.text + (cause ?? ""))
  }

  /// As the status tells it until somebody is told.
  var overdue: OverdueTask? { alert.task.map { OverdueTask(name: $0, since: start, missedWindow: alert.text) } }

  /// `in run 12 it failed (precheck.1 exited with 4)`.
  static func words(_ latest: (run: Int, outcome: TaskOutcome, reason: String?)) -> String {
    "in run \(latest.run) it \(latest.outcome.words)" + (latest.reason.map { " (\($0))" } ?? "")
  }

  /// Writes them down, and then says those of which that was not done in their period.
  static func tell(_ alerts: [PeriodAlert], _ log: RunLog, say: (String) -> Void) throws(RunLogFailure) {
    for alert in try log.add(alerts.map { ($0.alert, since: $0.start) }) { say(alert.text) }
  }

  func isTold(_ log: RunLog) throws(RunLogFailure) -> Bool {
    guard let task = alert.task else { return true }
    return try log.isTold(alert.kind, about: task, in: start...max(start, alert.at))
  }
}

extension DueRule {
  /// Of a task that is not tried again in its period, which may be one that was made up for.
  func givenUp(
    _ name: TaskName, _ attempts: Int, _ next: Timestamp?, _ history: DueHistory, _ approval: NextApproval,
    at now: Timestamp
  ) -> GivenUp {
    let failures = attempts == 1 ? "1 failure" : "\(attempts) failures"
    let then = next.map { "it is due again \(zone.minute($0))" } ?? "it will not be due again"
    return GivenUp(
      until: next, since: concern(at: now, history: history).start,
      text: "\(name) is given up after \(failures), as \(whyGivenUp(attempts, history, approval, at: now)): \(then)")
  }

  /// Why it is not tried again.
  private func whyGivenUp(
    _ attempts: Int, _ history: DueHistory, _ approval: NextApproval, at now: Timestamp
  ) -> String {
    if attempts >= maxAttempts { return "max_attempts is \(maxAttempts)" }
    let room = window == nil ? "its period" : "its window"
    guard couldRetry(before: now, history: history) else {
      return "\(room) ends before the next try, \(DurationText.format(retryAfter)) (retry_after) later"
    }
    switch approval {
    case .waits(let request): return "request \(request) for its approval was not answered before \(room) ended"
    case .rejected(let request): return "request \(request) for its approval was rejected"
    case .unasked, .usedUp, .given: return "nothing tried it again before \(room) ended"
    }
  }
}
