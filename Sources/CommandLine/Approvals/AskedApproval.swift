import Catalog
import Glibc
import Planning
import Reporting
import RunLog
import Scheduling

/// The request that a command line names, and who answers it.
struct AskedApproval {
  let record: ApprovalRecord
  let actor: Actor
  let words: ApprovalWords
  private let place: AnswerPlace
  private let context: Context

  init(_ writing: StateWriting, _ log: RunLog) throws(CommandFailure) {
    context = writing.context
    let number = context.invocation.requestNumber ?? 0
    guard let record = try writing.logged({ () throws(RunLogFailure) in try log.approval(number) }) else {
      throw CommandFailure("there is no request \(number)", hint: Self.listing(context), exitCode: .notFound)
    }
    let isOfThis = FolderChoice.resolved(context.folders.project) == record.project
    words = isOfThis ? ApprovalWords(context) : ApprovalWords(context, elsewhereOf: log.folder(of: record))
    (self.record, actor) = (record, LoginUser.current(context))
    place = AnswerPlace(state: writing.state)
    let now = SystemClock.wall()
    if record.isOpen(at: now),
      let move = try writing.logged({ () throws(RunLogFailure) in try ProjectMove(record, log) }) ?? nil
    {
      let words = ApprovalWords(context, elsewhereOf: (try? log.project(ofRun: record.run)) ?? record.project)
      throw CommandFailure(
        "request \(number) (\(record.task)) counts no more: \(HarmlessText.words(move.words))",
        hint: "\(words.run(record)) asks anew", exitCode: .notNow)
    }
    if record.ending == nil, record.state(at: now) == .expired {
      try writing.logged { () throws(RunLogFailure) in try log.expireApproval(number, by: log.actor, at: now) }
    }
  }

  static func listing(_ context: Context) -> String {
    "\(NextCommand(context)(.approvals, [])) lists what waits"
  }

  /// `request 4 (daily.web)`
  var name: String { "request \(record.number) (\(record.task))" }

  /// The schedules of the project that the task is of, as they are now: who has which role, and who is told.
  func catalog() throws(CommandFailure) -> Catalog {
    guard access(record.project, F_OK) == 0 else {
      let folder = HarmlessText.words(record.project)
      throw CommandFailure(
        "\(name) is of the project \(folder), which is not there any more, so nobody can say who may answer it",
        hint: "if the folder has moved, a run there asks anew: maint run \(record.task) -C DIR", exitCode: .notFound)
    }
    return try context.loadSchedules(project: record.project)
  }

  /// Ends the verb where nobody's word changes anything any more.
  func refuse(_ record: ApprovalRecord, at now: Timestamp) throws(CommandFailure) {
    guard let (what, hint) = closed(record, at: now) else { return }
    throw CommandFailure("\(name) \(what)", hint: gone(record) ?? hint, exitCode: .notNow)
  }

  /// Why no command asks for it anew; nil: one does, or nobody can say.
  private func gone(_ record: ApprovalRecord) -> String? {
    let past = TrustedProject(context: context, folder: record.project).sound?.past(of: record)
    if case .gone(let words) = past { return words }
    return nil
  }

  /// Ends the verb where a run would find something else than was asked for: nobody approves what is not there any more. The
  /// project as it is; nil: there are mistakes in it.
  func refuseChanged(_ log: RunLog, at now: Timestamp) throws(CommandFailure) -> Catalog? {
    // What is wrong with it, and keeps it from running, the run says.
    guard let catalog = TrustedProject(context: context, folder: record.project).sound else { return nil }
    let basis = ApprovalBasis(catalog, log: log, project: record.project)
    let differences = ApprovalOutlook(basis: basis, log: log, words: words).differences(from: record, at: now)
    guard !differences.isEmpty else { return catalog }
    throw changed(differences.joined(separator: "; "), catalog.past(of: record))
  }

  /// Ends the verb where no run asks for it: a no would hold up nothing. Else why none does; nil: one does, or nobody can say.
  func refuseUnneeded() throws(CommandFailure) -> ApprovalRecord.Past? {
    let catalog = TrustedProject(context: context, folder: record.project).sound
    guard let past = catalog?.past(of: record) else { return nil }
    if past == .unneeded { throw changed(past.words, past) }
    return past
  }

  private func changed(_ what: String, _ past: ApprovalRecord.Past?) -> CommandFailure {
    let hint =
      switch past {
      case nil: "\(words.run(record)) asks anew"
      case .gone: "once it is there again, just as it was, the request counts again"
      case .unneeded: "\(words.run(record)) begins it without one; to have it asked for again, put 'approval' back"
      }
    return CommandFailure("\(name) counts no more: \(HarmlessText.words(what))", hint: hint, exitCode: .notNow)
  }

  /// What became of it, and what to do; nil where it waits or is approved.
  private func closed(_ record: ApprovalRecord, at now: Timestamp) -> (what: String, hint: String)? {
    let again = words.run(record)
    func by(_ ending: ApprovalRecord.Ending?) -> String {
      ending.map { "by \($0.by.name): \(HarmlessText.words($0.reason))" } ?? ""
    }
    switch record.state(at: now) {
    case .waiting, .approved: return nil
    case .rejected:
      return (
        "was rejected \(by(record.ending))", words.run(record, options: [Option.requestApproval.flag]) + " asks anew"
      )
    case .voided:
      return (
        "counts no more: \(record.ending.map { HarmlessText.words($0.reason) } ?? "")",
        "\(words.command(.approvals, [])) shows what waits instead, if anything does"
      )
    case .expired:
      let ahead = "counts no more: it was made at \(words.zone.minute(record.requestedAt)), by a clock that was ahead"
      let isAhead = record.isAhead(of: now)
      return (isAhead ? ahead : "expired at \(words.zone.minute(record.expiresAt))", "\(again) asks anew")
    case .altered: return (words.altered, "'maint audit verify' says what does not agree")
    case .used: return ("is used up: run \(record.usedBy ?? 0) began with it", "\(again) asks anew")
    }
  }

  /// Where the run log is one user's own, how others answer.
  private func way(_ approvers: Approvers) -> String {
    guard place.owner != nil else { return "" }
    return "; one of them types: \(place.prefix(for: record, approvers))"
      + words.command(.approve, ["\(record.number)"]) + ", where the kernel keeps who logged in"
  }

  /// The demands for which the user's word counts, one at least; else the verb ends and says whose does.
  func demands(_ approvers: Approvers) throws(CommandFailure) -> [Int] {
    let demands = approvers.demands(of: record, for: actor)
    if !demands.isEmpty { return demands }
    let of = ApprovalDemand.words(record.demands, members: approvers.roles)
    guard actor.uid == record.requestedBy.uid, approvers.isNamed(actor, in: record) else {
      throw CommandFailure(
        "\(actor.name) may not answer \(name)", hint: "it needs approval of \(of)\(way(approvers))",
        exitCode: .permissions)
    }
    throw CommandFailure(
      "\(actor.name) asked for \(name), so somebody else has to approve it",
      hint: "it needs approval of \(of), and who asks does not count: that is the rule of four eyes, "
        + "unless the approval says 'self: true'; where another is to ask, so that \(actor.name) can approve it: "
        + words.run(record, options: [Option.requestApproval.flag]), exitCode: .permissions)
  }
}
