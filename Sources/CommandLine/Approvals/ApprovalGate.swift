import Catalog
import Planning
import RunLog
import Scheduling

/// Lets no task begin that must be approved and is not; asks for what nobody was asked yet.
struct ApprovalGate {
  let basis: ApprovalBasis
  let log: RunLog
  let words: ApprovalWords
  /// Told what was approved of a task that may begin.
  let files: ApprovedFiles
  let message: ApprovalMessage
  /// Who started the run.
  let actor: Actor
  /// Also where somebody has said no.
  let asksAnew: Bool

  /// Why the task must not begin; nil: it may. `begins`: nothing else holds it up, so that the run uses its approval.
  func objection(
    to task: PlannedTask, in plan: Plan, run: Int, at now: Timestamp, begins: Bool
  ) -> String? {
    do throws(RunLogFailure) {
      guard let request = try basis.request(for: task, in: plan, at: now) else { return nil }
      let answer = try log.approval(
        for: request, run: run, by: actor, at: now, takes: begins, asksAnew: asksAnew,
        isEntitled: basis.approvers.isEntitled, message: { record, why in message(record, why: why) })
      if case .given = answer { files.note(request.subject, of: task.name) }
      return words.reason(answer, at: now)
    } catch {
      // What cannot be read is no leave.
      return "whether it is approved could not be read: \(error.message)"
    }
  }
}
