import RunLog
import Scheduling

/// What has to be told beside what is run: tasks that were given up, that can never start, and that missed their window.
struct DueAlerts {
  let check: DueCheck
  let log: RunLog
  let context: Context

  /// Each is written down, and then said; those of one kind are one message.
  func tell(_ say: (String) -> Void) throws(CommandFailure) {
    let alerts = try all()
    try reported { () throws(RunLogFailure) in try PeriodAlert.tell(alerts, log, say: say) }
  }

  /// Whether there is one of which nobody was told, or a time to take note of.
  func areUntold() throws(CommandFailure) -> Bool {
    let alerts = try all()
    return try reported { () throws(RunLogFailure) -> Bool in
      for alert in alerts where try !alert.isTold(log) { return true }
      let known = try ExpectedWindows(of: check.project, in: log, at: check.now)
      return !known.areAll(check.expectations(known))
    }
  }

  private func all() throws(CommandFailure) -> [PeriodAlert] {
    let hopeless = try reported { () throws(RunLogFailure) -> [PeriodAlert] in try givenUp() }
    return hopeless + check.neverStarting + (try MissedWindows(check: check, log: log, context: context).alerts())
  }

  private func givenUp() throws(RunLogFailure) -> [PeriodAlert] {
    var alerts: [PeriodAlert] = []
    for (task, history) in check.histories.enumerated() {
      if let alert = try PeriodAlert.givenUp(task, of: check.due, history, at: check.now, log) { alerts.append(alert) }
    }
    return alerts
  }

  private func reported<Value>(_ body: () throws(RunLogFailure) -> Value) throws(CommandFailure) -> Value {
    do throws(RunLogFailure) {
      return try body()
    } catch {
      throw CommandFailure(error)
    }
  }
}
