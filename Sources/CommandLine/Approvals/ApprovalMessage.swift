import Catalog
import Notification
import Planning
import Reporting
import RunLog
import Scheduling

/// What people are told of a request: who has to answer it, and how it was answered.
struct ApprovalMessage {
  private let words: ApprovalWords
  private let routing: Routing
  /// Root alone can write the run log, so that whoever answers needs its rights.
  private let needsRoot: Bool

  /// `project`: that the request is of, by its absolute path, with its `coordination`.
  init(_ context: Context, _ coordination: Coordination, project: String, state: String) {
    words = ApprovalWords(context, elsewhereOf: project)
    routing = Routing(coordination)
    needsRoot = FolderChoice.belongsToRoot(state)
  }

  private var prefix: String { needsRoot ? "sudo " : "" }

  /// `why`: what the request before it counts no more for.
  func callAsFunction(_ record: ApprovalRecord, why: String?) -> NewMessage {
    let of = ApprovalDemand.words(record.demands)
    let number = "\(record.number)"
    let end = words.zone.minute(record.expiresAt)
    let lines = [
      "\(record.task) on \(OwnProcess.hostName) waits for approval of \(of).",
      "Asked for by \(record.requestedBy.name) with run \(record.run); it counts until \(end).",
      why.map { "An earlier request counts no more: \($0)." },
      "",
      prefix + words.command(.approve, [number]),
      prefix + words.command(.reject, [number], options: ["\(Option.reason.flag) 'TEXT'"]),
      needsRoot ? "With sudo, for the run log is root's. Who answers is the user who logged in: sudo keeps that." : nil,
      "",
      "What is approved has the hash \(record.hash):",
      "",
      record.plan,
    ]
    return NewMessage(
      key: Self.key(record),
      at: record.requestedAt, level: .warning, kind: .maintenanceNotifications,
      run: record.run, subject: "\(record.task) needs approval of \(of): request \(number)",
      text: lines.compactMap(\.self).joined(separator: "\n"),
      channels: channels(of: record.demands.flatMap(\.from)))
  }

  /// Everybody has said yes whose word it needs.
  func approved(_ record: ApprovalRecord, at now: Timestamp) -> NewMessage {
    var notes: [String] = []
    for word in record.words {
      let note = "\(word.by.name) said: \(HarmlessText.words(word.note ?? ""))"
      if word.note != nil, !notes.contains(note) { notes.append(note) }
    }
    return answer(
      record, "approved", by: ApprovalWords.names(record), at: now,
      ["It may begin until \(words.zone.minute(record.expiresAt)), by the clock or with"]
        + [prefix + words.run(record)], notes: notes)
  }

  func rejected(_ record: ApprovalRecord, at now: Timestamp) -> NewMessage {
    let reason = HarmlessText.words(record.ending?.reason ?? "")
    let name = record.ending?.by.name ?? ""
    return answer(
      record, "rejected", by: name, at: now,
      ["It does not begin as it is. To ask again all the same:"]
        + [prefix + words.run(record, options: [Option.requestApproval.flag])],
      notes: ["\(name) said: \(reason)"])
  }

  /// Whoever was asked has to know that nobody need answer any more; and who has asked.
  private func answer(
    _ record: ApprovalRecord, _ what: String, by names: String, at now: Timestamp, _ next: [String], notes: [String]
  ) -> NewMessage {
    let name = "request \(record.number) (\(record.task))"
    let lines = ["\(name) on \(OwnProcess.hostName), asked for by \(record.requestedBy.name), is \(what) by \(names)."]
    var message = NewMessage(
      key: MessageKey(host: OwnProcess.hostName, "approval-\(record.number)-\(what)", at: now).description, at: now,
      level: .info, kind: .maintenanceNotifications, run: record.run, subject: "\(name) is \(what) by \(names)",
      text: (lines + notes + next).joined(separator: "\n") + "\n",
      channels: routing.channels(ofStakeholders: [record.requestedBy.name]))
    message.follows = Self.key(record)
    return message
  }

  private static func key(_ record: ApprovalRecord) -> String {
    MessageKey(host: OwnProcess.hostName, "approval-\(record.number)", at: record.requestedAt).description
  }

  /// Those of the stakeholders of these names; for a name that is none's, those that are warned of anything.
  private func channels(of names: [String]) -> [String] {
    let own = names.map { routing.channels(ofStakeholders: [$0.hasPrefix("%") ? String($0.dropFirst()) : $0]) }
    let all = own.flatMap(\.self) + (own.contains { $0.isEmpty } ? routing.channels(level: .warning) : [])
    return all.indices.filter { !all[..<$0].contains(all[$0]) }.map { all[$0] }
  }
}
