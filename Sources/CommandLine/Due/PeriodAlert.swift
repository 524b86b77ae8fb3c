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
    let failures = attempts == 1 ? "1 failure" : "\(attempts) failures"
    let then = next.map { "it is due again \(rule.zone.minute($0))" } ?? "it will not be due again"
    let cause = try log.latestOutcome(of: name, since: Timestamp(microseconds: .min)).map { "; \(words($0))" }
    return PeriodAlert(
      .gaveUp, about: task, of: due, at: now, since: rule.concern(at: now, history: history).start,
      text: "\(name) is given up after \(failures), \(why(rule, attempts)): \(then)\(cause ?? "")")
  }

  /// Why it is not tried again.
  private static func why(_ rule: DueRule, _ attempts: Int) -> String {
    if attempts >= rule.maxAttempts { return "as max_attempts is \(rule.maxAttempts)" }
    let room = rule.window == nil ? "its period" : "its window"
    return "as \(room) ends before the next try, \(DurationText.format(rule.retryAfter)) (retry_after) later"
  }

  /// As the status tells it until somebody is told.
  var overdue: OverdueTask? { alert.task.map { OverdueTask(name: $0, since: start, missedWindow: alert.text) } }

  /// `run 12 left it failed (precheck.1 exited with 4)`.
  static func words(_ latest: (run: Int, outcome: TaskOutcome, reason: String?)) -> String {
    "run \(latest.run) left it \(latest.outcome.words)" + (latest.reason.map { " (\($0))" } ?? "")
  }

  /// Writes it down, and then says it, where that was not done in this period.
  func tell(_ log: RunLog, say: (String) -> Void) throws(RunLogFailure) {
    if try log.add(alert, unlessToldSince: start) { say(alert.text) }
  }

  func isTold(_ log: RunLog) throws(RunLogFailure) -> Bool {
    guard let task = alert.task else { return true }
    return try log.isTold(alert.kind, about: task, in: start...max(start, alert.at))
  }
}
