import Notification
import Planning
import RunLog
import Scheduling

/// What the approvers are told of a new request.
struct ApprovalMessage {
  let words: ApprovalWords
  let routing: Routing
  /// Root alone can write the run log, so that whoever answers needs its rights.
  let needsRoot: Bool

  /// `why`: what the request before it counts no more for.
  func callAsFunction(_ record: ApprovalRecord, why: String?) -> NewMessage {
    let of = ApprovalDemand.words(record.demands)
    let number = "\(record.number)"
    let prefix = needsRoot ? "sudo " : ""
    let end = words.zone.minute(record.expiresAt)
    let lines = [
      "\(record.task) on \(OwnProcess.hostName) waits for approval of \(of).",
      "Asked for by \(record.requestedBy.name) with run \(record.run); it counts until \(end).",
      why.map { "An earlier request counts no more: \($0)." },
      "",
      prefix + words.command(.approve, [number]),
      prefix + words.command(.reject, [number], options: ["\(Option.reason.flag) TEXT"]),
      needsRoot ? "With sudo, for the run log is root's. Who answers is the user who logged in: sudo keeps that." : nil,
      "",
      "What is approved has the hash \(record.hash):",
      "",
      record.plan,
    ]
    return NewMessage(
      key: MessageKey(host: OwnProcess.hostName, "approval-\(record.number)", at: record.requestedAt).description,
      at: record.requestedAt, level: .warning, kind: .maintenanceNotifications,
      run: record.run, subject: "\(record.task) needs approval of \(of): request \(number)",
      text: lines.compactMap(\.self).joined(separator: "\n"),
      channels: channels(of: record.demands.flatMap(\.from)))
  }

  /// Those of the stakeholders of these names; for a name that is none's, those that are warned of anything.
  private func channels(of names: [String]) -> [String] {
    let own = names.map { routing.channels(ofStakeholders: [$0.hasPrefix("%") ? String($0.dropFirst()) : $0]) }
    let all = own.flatMap(\.self) + (own.contains { $0.isEmpty } ? routing.channels(level: .warning) : [])
    return all.indices.filter { !all[..<$0].contains(all[$0]) }.map { all[$0] }
  }
}
