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
  /// Whether to ask for what is not approved. Who approves something and has it begun has asked for nothing: in his name asked,
  /// nobody but others could approve it.
  let asks: Bool

  /// Why the task must not begin; nil: it may. `shut`: what else holds it up, so that the run does not use its approval.
  func objection(
    to task: PlannedTask, in plan: Plan, run: Int, at now: Timestamp, shut: String?
  ) -> String? {
    do throws(RunLogFailure) {
      let sources = basis.sources(of: task)
      if let why = basis.refusal(of: task, sources) { return why }
      guard var request = try basis.request(for: task, sources, in: plan, at: now) else { return nil }
      request.expires = task.gate.map { $0.approvalEnd(now + request.expires, at: now) - now } ?? request.expires
      if !asks {
        let history = try log.approvalHistory(of: task.name, in: basis.project).counting(basis.approvers.isEntitled)
        let found = words.outlook(request, history.finding(for: request, at: now), at: now)
        if !found.isGiven { return found.words }
      }
      let answer = try log.approval(
        for: request, run: run, by: actor, at: now, takes: shut == nil, asksAnew: asksAnew,
        isEntitled: basis.approvers.isEntitled, former: try former(of: task, at: now),
        message: { record, instead in message(record, instead: instead, shut: shut) })
      if case .given = answer { files.note(request.subject, sources, of: task.name) }
      guard let reason = words.reason(answer, at: now) else { return nil }
      return reason + tooFew(answer)
    } catch {
      // What cannot be read is no leave.
      return "whether it is approved could not be read: \(error.message)"
    }
  }

  /// What was asked for while the way to the project led to another folder, and counts no more.
  private func former(of task: PlannedTask, at now: Timestamp) throws(RunLogFailure) -> [(request: Int, why: String)] {
    var found: [(request: Int, why: String)] = []
    for record in try log.openApprovals(at: now) where record.task == task.name && record.project != basis.project {
      if let move = try ProjectMove(record, log), move.place == basis.project {
        found.append((record.number, move.words))
      }
    }
    return found
  }

  /// Whoever asks for what nobody can give has to know it at once.
  private func tooFew(_ answer: ApprovalAnswer) -> String {
    switch answer {
    case .given, .rejected, .altered: return ""
    case .waits(let record), .requested(let record, _):
      let missing = MissingApprovals(of: record, basis.approvers)
      return missing.areTooFew ? "; it needs \(missing.words); \(words.another(record))" : ""
    }
  }
}
