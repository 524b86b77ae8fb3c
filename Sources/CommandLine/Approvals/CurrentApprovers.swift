import Catalog
import RunLog
import Scheduling

/// Whose word counts now for requests of any project, and what is different now, for those who look.
struct CurrentApprovers {
  private let context: Context
  private let log: RunLog?
  private let place: AnswerPlace
  private let actor: Actor
  /// By project; nil: it cannot be read.
  private var known: [String: Catalog?] = [:]

  /// `log`: it knows of rehearsals, which may have changed what was asked for.
  init(_ context: Context, log: RunLog?) {
    (self.context, self.log, actor) = (context, log, LoginUser.current(context))
    place = AnswerPlace(state: (try? context.folders.state()) ?? "")
  }

  /// With the words alone that count still, and what has changed since it was asked for. Of a project that cannot be read,
  /// nobody can say; no run gets by it.
  mutating func counted(_ record: ApprovalRecord, at now: Timestamp) -> ApprovalRecord {
    if record.state(at: now) == .altered {
      var altered = record
      altered.changes = ["it \(ApprovalWords(context).altered)"]
      return altered
    }
    guard record.isOpen(at: now) else { return record }
    if let move = (try? ProjectMove(record, log)) ?? nil {
      var moved = record
      moved.changes = [move.words]
      return moved
    }
    if FolderChoice.isGone(record.project) {
      var gone = record
      let past = ApprovalRecord.Past.gone("its project \(record.project) is not there any more")
      (gone.past, gone.changes) = (past, [past.words])
      return gone
    }
    guard let catalog = catalog(of: record.project) else { return record }
    let basis = ApprovalBasis(catalog, log: log, project: record.project)
    var counted = record.counting(basis.approvers.isEntitled)
    counted.changes = ApprovalOutlook(basis: basis, log: log, words: ApprovalWords(context)).differences(
      from: record, at: now)
    counted.past = catalog.past(of: record)
    counted.roles = basis.approvers.roles
    if !counted.isComplete {
      let missing = MissingApprovals(of: counted, basis.approvers)
      counted.missing = missing.words
      counted.areTooFew = missing.areTooFew
      counted.answer =
        missing.areTooFew
        ? ApprovalWords(context, elsewhereOf: folder(of: record)).another(counted)
        : answer(to: counted, basis.approvers)
    }
    let start = ApprovalStart(of: record, in: catalog, log: log, context: context, at: now)
    // Whoever says yes now makes it count for longer, and so does a freeze.
    var end = start.end
    if counted.isComplete {
      end = PutOffApprovals.end(of: record, in: catalog, log: log, context: context)
    }
    counted.shut = start.shut(until: end)
    return counted
  }

  /// What is to be typed, and by whom, where it is not this user's to say.
  private func answer(to record: ApprovalRecord, _ approvers: Approvers) -> String {
    let number = "\(record.number)"
    guard approvers.demands(of: record, for: actor).isEmpty else { return NextCommand(context)(.approve, [number]) }
    let prefix = place.prefix(for: record, approvers)
    let command = NextCommand(context, elsewhereOf: folder(of: record))(.approve, [number])
    let who = record.words.isEmpty ? record.approvers : record.missing ?? record.approvers
    return "for \(who) to type: \(prefix)\(command)"
  }

  private func folder(of record: ApprovalRecord) -> String { log?.folder(of: record) ?? record.project }

  /// nil: it cannot be read.
  mutating func catalog(of project: String) -> Catalog? {
    if let found = known[project] { return found }
    let found = TrustedProject(context: context, folder: project).sound
    known[project] = .some(found)
    return found
  }
}
