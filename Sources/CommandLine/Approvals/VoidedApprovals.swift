import Catalog
import Notification
import Planning
import RunLog
import Scheduling

/// Requests of a project that count no more, as what was asked for is different now, and of which nobody was told: whoever has
/// approved one on Friday must not learn that in the night of Sunday, when a run asks anew. So do those that somebody changed in
/// the run log. And those that count again, after people were told that they do not. Where a task needs no approval any more, what
/// was asked for it ends, and whoever has said no to it has to know that it begins.
struct VoidedApprovals {
  private let context: Context
  private let catalog: Catalog
  private let log: RunLog
  private let state: String
  /// As it is typed.
  private let folder: String
  /// Without links.
  private let project: String

  /// `project`: the folder of the catalog.
  init(context: Context, catalog: Catalog, project: String, state: String, log: RunLog) {
    (self.context, self.catalog, self.state, self.log) = (context, catalog, state, log)
    (folder, self.project) = (project, FolderChoice.resolved(project) ?? project)
  }

  /// Whether something waits for somebody's word, is to begin by it or not to begin: what that is may change at any time.
  func areThere(at now: Timestamp) throws(RunLogFailure) -> Bool {
    if try !open(at: now).isEmpty { return true }
    return try !rejected().isEmpty
  }

  /// Requests for what needs nobody's word any more, and what people are told of that; nil: nobody can be told.
  func unneeded(at now: Timestamp) throws(RunLogFailure) -> [(request: Int, message: NewMessage?)] {
    var approvers = CurrentApprovers(context, log: log)
    let said = ApprovalMessage(context, catalog.coordination, project: folder, state: state)
    var found: [(request: Int, message: NewMessage?)] = []
    for record in try open(at: now) {
      let counted = approvers.counted(record, at: now)
      if counted.past == .unneeded { found.append((record.number, said.unneeded(counted, turn: 0, at: now))) }
    }
    return found
  }

  /// A run begins the task without them: what was said must not let it begin, or hold it up, at another time.
  func endUnneeded(at now: Timestamp) throws(RunLogFailure) {
    for (request, message) in try unneeded(at: now) {
      let why = ApprovalRecord.Past.unneeded.words
      try log.voidApproval(request, because: why, by: log.actor, at: now, message: message)
    }
  }

  /// `besides`: tasks that a run is about to begin, and asks for anew itself.
  func messages(at now: Timestamp, besides: Set<TaskName> = []) throws(RunLogFailure) -> [NewMessage] {
    if Routing(catalog.coordination).isEmpty { return [] }
    var approvers = CurrentApprovers(context, log: log)
    let said = ApprovalMessage(context, catalog.coordination, project: folder, state: state)
    var messages: [NewMessage] = []
    for record in try open(at: now) where record.project != project || !besides.contains(record.task) {
      let counted = approvers.counted(record, at: now)
      if counted.past == .unneeded { continue }
      let restored = try log.messageTally(keys: said.keys(record, "again"))
      guard counted.changes.isEmpty else {
        guard let message = said.voided(counted, turn: restored.count, at: now) else { continue }
        if try !log.hasMessage(key: message.key) { messages.append(message) }
        continue
      }
      // The last that people have heard is that it does not count.
      guard let last = try log.messageTally(keys: said.keys(record, "void")).last, last > restored.last ?? 0 else {
        continue
      }
      if let message = said.restored(counted, turn: restored.count + 1, at: now) { messages.append(message) }
    }
    return try messages + ofRejected(said, approvers.catalog(of: project), at: now)
  }

  /// Whoever was told that a task does not begin has to know where it begins all the same. `whole`: the project; nil: nobody can say.
  private func ofRejected(
    _ said: ApprovalMessage, _ whole: Catalog?, at now: Timestamp
  ) throws(RunLogFailure) -> [NewMessage] {
    let rejected = try rejected()
    guard let whole, !rejected.isEmpty else { return [] }
    let standing = try StandingRejections(context, log).all(at: now) { $0 == project ? whole : nil }
    var messages: [NewMessage] = []
    for record in rejected {
      let past = whole.past(of: record)
      let again = said.keys(record, "again")
      let restored = try log.messageTally(keys: again)
      // What was something else since, and was asked for or begun as that, people do not take for rejected.
      let run = try log.runAfter(record)
      var isToldSince = true
      if let run { isToldSince = try log.lastMessageTime(keys: again, with: said.after(run)) != nil }
      if past == .unneeded, isToldSince, let message = said.unneeded(record, turn: restored.count, at: now) {
        if try !log.hasMessage(key: message.key) { messages.append(message) }
      }
      guard standing.contains(where: { $0.number == record.number }) else { continue }
      let last = try log.messageTally(keys: said.keys(record, "unneeded")).last ?? 0
      guard last > restored.last ?? 0 || !isToldSince else { continue }
      if let message = said.restored(record, turn: restored.count + 1, after: run, at: now) { messages.append(message) }
    }
    return messages
  }

  private func rejected() throws(RunLogFailure) -> [ApprovalRecord] {
    try log.rejections().filter { $0.project == project }
  }

  private func open(at now: Timestamp) throws(RunLogFailure) -> [ApprovalRecord] {
    var open: [ApprovalRecord] = []
    for record in try log.openApprovals(at: now) {
      guard record.isOpen(at: now) || record.state(at: now) == .altered else { continue }
      let place = try ProjectMove(record, log)?.place
      if record.project == project || place == project { open.append(record) }
    }
    return open
  }
}
