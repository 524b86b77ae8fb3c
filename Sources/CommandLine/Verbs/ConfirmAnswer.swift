import Execution
import Reporting
import RunLog
import Scheduling

/// Why a change cannot be confirmed any more, not yet, or at all.
struct ConfirmAnswer {
  var text: String
  var hint: String?
  /// nil: it is confirmed, as was wished.
  var failure: ExitCode?

  /// `isToBeConfirmed`: its runbook says so.
  init(task: TaskRecord, run: RunRecord, isToBeConfirmed: Bool, zone: Zone, command: NextCommand) {
    let name = "\(task.name) of run \(run.number)"
    hint = "'maint show \(run.number)' shows it"
    guard let confirmation = task.confirmation else {
      (text, failure) = Self.notWaiting(task, name, rollsBack: run.header.rollsBack, isToBeConfirmed: isToBeConfirmed)
      return
    }
    let outcome = task.result?.outcome
    if outcome == .interrupted {
      guard confirmation.verdict != .confirmed else {
        text =
          "\(name) was confirmed already, but its run was interrupted before it could go on: "
          + "\(command("recover \(run.number)")) ends it, and the change stays"
        return
      }
      text = "\(name) cannot be confirmed any more: its run was interrupted"
      hint = "'maint recover \(run.number)' takes the change back"
      failure = .humanNeeded
      return
    }
    let fate = outcome.map { "it \($0.words)" } ?? "it is being rolled back"
    switch confirmation.verdict {
    case .confirmed?:
      let by = confirmation.word.map { " by \(ConfirmationText.shown($0))" } ?? ""
      text = "\(name) was confirmed already at \(zone.format(confirmation.decidedAt ?? confirmation.since))\(by)"
      if let outcome, outcome != .succeeded {
        text += ", but \(fate)"
        failure = Self.code(of: outcome)
      }
    case .expired?, nil:
      text = "too late: the time to confirm \(name) was up at \(zone.format(confirmation.deadline)); \(fate)"
      if confirmation.verdict == nil, let end = task.finishedAt, end < confirmation.deadline {
        text = "too late: \(name) was stopped while it waited; \(fate)"
      }
      failure = outcome.map(Self.code) ?? .rolledBack
    }
  }

  private static func notWaiting(
    _ task: TaskRecord, _ name: String, rollsBack: Int?, isToBeConfirmed: Bool
  ) -> (text: String, failure: ExitCode) {
    if let rollsBack {
      return ("\(name) has nothing to confirm: it takes back what run \(rollsBack) changed", .notFound)
    }
    guard task.result == nil else {
      let words = task.result.map(\.outcome.words) ?? ""
      return ("\(name) has nothing to confirm: it \(words), and never waited for a confirmation", .notFound)
    }
    guard isToBeConfirmed else {
      return ("\(name) has nothing to confirm: its runbook \(task.runbook) has no confirm:", .notFound)
    }
    let stage = task.steps.last.map { "it is in its \($0.key.stage.rawValue) stage" } ?? "it has not begun"
    return ("\(name) does not wait for a confirmation yet: \(stage)", .notNow)
  }

  private static func code(of outcome: TaskOutcome) -> ExitCode {
    outcome == .rollbackFailed ? .humanNeeded : .rolledBack
  }
}
