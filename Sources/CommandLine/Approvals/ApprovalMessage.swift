import Catalog
import Hashing
import Notification
import Planning
import Reporting
import RunLog
import Scheduling

/// What people are told of a request: who has to answer it, and how it was answered.
struct ApprovalMessage {
  let words: ApprovalWords
  let approvers: Approvers
  let place: AnswerPlace
  private let routing: Routing

  /// `project`: that the request is of, by its absolute path as it is typed, which links may be in: the message names no release
  /// that is old by the time it is read. With its `coordination`.
  init(_ context: Context, _ coordination: Coordination, project: String, state: String) {
    words = ApprovalWords(context, elsewhereOf: project)
    routing = Routing(coordination)
    approvers = Approvers(coordination)
    place = AnswerPlace(state: state)
  }

  /// Before what whoever runs tasks types.
  private var prefix: String { place.owner == nil ? "sudo " : "" }

  /// `instead`: of which request, and what that counts no more for. `shut`: why the task could not begin now, approved or not.
  func callAsFunction(_ record: ApprovalRecord, instead: (request: Int, why: String)?, shut: String?) -> NewMessage {
    let of = ApprovalDemand.words(record.demands)
    let end = words.zone.minute(record.expiresAt)
    let missing = MissingApprovals(of: record, approvers)
    let isByClock = record.task.tier.map { $0 != .emergency } ?? false
    let lines = [
      "\(record.task) on \(OwnProcess.hostName) waits for approval of "
        + "\(ApprovalDemand.words(record.demands, members: approvers.roles)).",
      "Asked for by \(record.requestedBy.name) with run \(record.run); it counts until \(end).",
      tooFew(missing, record),
      instead.map { "Request \($0.request), made before it, counts no more: \($0.why)." },
      shut.map { "Approved or not, it does not begin now: \($0)." }
        ?? "Once it is approved, the next run of the task begins it\(isByClock ? ", also by the clock" : "").",
      "",
    ]
    let rest: [String?] = [
      "",
      "What is approved has the hash \(record.hash):",
      "",
      record.plan,
    ]
    return NewMessage(
      key: Self.key(record),
      at: record.requestedAt, level: .warning, kind: .maintenanceNotifications,
      run: record.run,
      subject: "\(record.task) needs approval of \(of)\(instead.map { ", in place of request \($0.request)" } ?? "")"
        + ": request \(record.number)",
      text: (lines + answers(to: record) + [place.words(for: record, approvers)] + rest).compactMap(\.self).joined(
        separator: "\n"),
      channels: channels(of: record.demands.flatMap(\.from)))
  }

  /// What whoever can answer types.
  func answers(to record: ApprovalRecord) -> [String?] {
    let (prefix, number) = (place.prefix(for: record, approvers), "\(record.number)")
    return [
      prefix + words.command(.approve, [number]),
      prefix + words.command(.reject, [number], options: ["\(Option.reason.flag) 'TEXT'"]),
    ]
  }

  func tooFew(_ missing: MissingApprovals, _ record: ApprovalRecord) -> String? {
    missing.areTooFew ? "It cannot be given: it needs \(missing.words). \(words.another(record))" : nil
  }

  /// Everybody has said yes whose word it needs. `start`: when it can begin.
  func approved(_ record: ApprovalRecord, _ start: ApprovalStart, at now: Timestamp) -> NewMessage {
    var notes: [String] = []
    for word in record.words {
      let note = "\(word.by.name) said: \(HarmlessText.words(word.note ?? ""))"
      if word.note != nil, !notes.contains(note) { notes.append(note) }
    }
    return answer(
      record, "approved", by: ApprovalWords.names(record), at: now,
      [
        "It may begin until \(words.zone.minute(record.expiresAt)), \(start.isByClock ? "by the clock or with" : "with")"
      ]
        + [prefix + words.run(record)] + (start.shut(until: record.expiresAt).map { later(record, $0) } ?? []),
      notes: notes)
  }

  /// Whoever waits for the answer wants to begin.
  private func later(_ record: ApprovalRecord, _ shut: String) -> [String] {
    [
      "Not now: \(shut). Where it cannot wait, now all the same:",
      prefix + words.run(record, options: ApprovalWords.overriding),
    ]
  }

  /// How the keys begin of all messages about a request.
  func keys(_ record: ApprovalRecord) -> String { "\(MessageKey.part(OwnProcess.hostName))-approval-\(record.number)-" }

  /// How the keys begin of the messages about a request that are of the kind.
  func keys(_ record: ApprovalRecord, _ what: String) -> String { "\(keys(record))\(what)-" }

  private func follow(
    _ record: ApprovalRecord, _ what: String, _ level: MaintenanceTask.AlertLevel, _ subject: String, _ lines: [String],
    at now: Timestamp
  ) -> NewMessage? {
    let asker = routing.channels(ofStakeholders: [record.requestedBy.name])
    let approvers = channels(of: record.demands.flatMap(\.from))
    var message = NewMessage(
      key: MessageKey(host: OwnProcess.hostName, "approval-\(record.number)-\(what)", at: record.requestedAt)
        .description,
      at: now, level: level, kind: .maintenanceNotifications, run: record.run, subject: subject,
      text: lines.joined(separator: "\n") + "\n", channels: approvers + asker.filter { !approvers.contains($0) })
    message.follows = Self.key(record)
    return message.channels.isEmpty ? nil : message
  }

  /// In the keys of messages that tell what is so after a run.
  func after(_ run: Int) -> String { "-after-\(run)-" }

  /// What was asked for is there again, after people were told that it is not, or a run has asked for something else or begun it.
  func restored(_ record: ApprovalRecord, turn: Int, after run: Int? = nil, at now: Timestamp) -> NewMessage? {
    let name = "request \(record.number) (\(record.task))"
    let next =
      record.ending.map { "It is rejected by \($0.by.name), as before: it does not begin as it is." }
      ?? (record.isComplete
        ? "It is approved by \(ApprovalWords.names(record)), and may begin until \(words.zone.minute(record.expiresAt))."
        : "It waits for approval of \(ApprovalDemand.words(record.demands, members: approvers.roles)), as before.")
    return follow(
      record, "again-\(turn)\(run.map { after($0).dropLast() } ?? "")", .info, "\(name) counts again",
      ["\(name) on \(OwnProcess.hostName) counts again: what was different is as it was asked for.", next], at: now)
  }

  /// Nobody's word is needed any more; nil: nobody can be told. Whoever has said no counts on its not beginning.
  /// `turn`: how often a no has come to hold it up again.
  func unneeded(_ record: ApprovalRecord, turn: Int, at now: Timestamp) -> NewMessage? {
    let (name, what) = ("request \(record.number) (\(record.task))", ApprovalRecord.Past.unneeded.words)
    let names = ApprovalWords.names(record.words + record.lapsed)
    let given = names.isEmpty ? "approved by nobody yet" : "approved by \(names)"
    let answer = record.ending.map { "rejected by \($0.by.name)" } ?? given
    let isByClock = record.task.tier.map { $0 != .emergency } ?? false
    let lines = [
      "\(name) on \(OwnProcess.hostName), asked for by \(record.requestedBy.name) and \(answer), counts no more: \(what).",
      "The next run of the task begins it, whatever was said of it\(isByClock ? ", also by the clock" : "").",
      record.ending == nil
        ? "If it is to be approved, put 'approval' back: a run asks anew then."
        : "If it is not to begin, put 'approval' back just as it was: it is rejected then, as before.",
    ]
    return follow(
      record, "unneeded\(turn > 0 ? "-\(turn)" : "")", .warning, "\(name) counts no more: \(what)", lines, at: now)
  }

  /// What was asked for is not there any more; nil: nobody can be told. Whoever has approved it counts on its beginning.
  /// `turn`: how often it has come to count again.
  func voided(_ record: ApprovalRecord, turn: Int, at now: Timestamp) -> NewMessage? {
    let (changes, name) = (HarmlessText.words(record.changes.joined(separator: "; ")), "request \(record.number)")
    // Also by those who may not any more: that is how they learn that their word is lost.
    let names = ApprovalWords.names(record.words + record.lapsed)
    let given = names.isEmpty ? "approved by nobody yet" : "approved by \(names)"
    let head =
      "\(name) (\(record.task)) on \(OwnProcess.hostName), asked for by \(record.requestedBy.name) and \(given), counts "
      + "no more: \(changes)."
    let lines =
      record.past != nil
      ? [head, "It counts again once that is there again, just as it was."]
      : [
        head,
        record.isAltered
          ? "What else is not as it was, '\(words.command("audit verify"))' says. To ask anew, once it is known who did that:"
          : "The task does not begin by it, unless all is put back as it was. To ask anew at once, for what is there now:",
        prefix + words.run(record, options: record.isAltered ? [Option.requestApproval.flag] : []),
      ]
    // The same change is told once.
    let mark = Digest.hexadecimal(of: Array(changes.utf8)).prefix(12) + (turn > 0 ? "-\(turn)" : "")
    return follow(
      record, "void-\(mark)", .warning, "\(name) (\(record.task)) counts no more: \(changes)", lines, at: now)
  }

  func rejected(_ record: ApprovalRecord, at now: Timestamp) -> NewMessage {
    let reason = HarmlessText.words(record.ending?.reason ?? "")
    let name = record.ending?.by.name ?? ""
    return answer(
      record, "rejected", by: name, at: now,
      record.past != nil
        ? ["It does not begin as it is."]
        : [
          "It does not begin as it is. To ask again all the same:",
          prefix + words.run(record, options: [Option.requestApproval.flag]),
        ],
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
  func channels(of names: [String]) -> [String] {
    let own = names.map { routing.channels(ofStakeholders: [$0.hasPrefix("%") ? String($0.dropFirst()) : $0]) }
    let all = own.flatMap(\.self) + (own.contains { $0.isEmpty } ? routing.channels(level: .warning) : [])
    return all.indices.filter { !all[..<$0].contains(all[$0]) }.map { all[$0] }
  }
}
