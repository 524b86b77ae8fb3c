import JSON
import RunLog

/// What `maint audit verify` found: whether the chain is whole, else what is wrong, what that means and what to do.
package struct AuditCheckReport: Sendable {
  private let check: AuditCheck
  /// The hash that somebody kept.
  private let head: String?

  package init(_ check: AuditCheck, head: String?) {
    self.check = check
    self.head = head
  }

  package func text(appearance: Appearance) -> String {
    guard let finding = check.finding else {
      let last = check.head.map { ", the last one \($0.hash)" } ?? ""
      let kept = head == nil ? "" : " The hash that was given is in it."
      let words = "The audit chain is whole: \(check.entries == 1 ? "1 entry" : "\(check.entries) entries")\(last)."
      return appearance.render([
        StyledText("✓ ", .good) + StyledText(words),
        StyledText(
          "  \(Count(check.runs, "run")) \(check.runs == 1 ? "is" : "are") as when they ended, and the rows of approvals, "
            + "signatures, incidents and the like are those that it tells of (\(check.subjects)).\(kept)", .faint),
      ])
    }
    return appearance.render([
      StyledText("✗ \(Self.headline(finding)): \(HarmlessText.words(Self.words(finding))).", .alarm),
      StyledText("  \(meaning(of: finding))"), StyledText("  \(Self.toDo)"),
    ])
  }

  /// - `whole`; `entries`, how many were found sound; `runs`, how many were compared with their digests, and `subjects`, how
  ///   many requests, signatures, incidents and the like
  /// - `head`: the last sound hash; `finding`: null, or what is wrong: `empty`, `removed`, `missing`, `changed`, `unknown_head`,
  ///   `unknown_head_of_message`, `changed_run`, `missing_run`, `unknown_run`, `task_without_run`, `unknown_end`,
  ///   `untold_approval`, `strange_trigger`, `strange_view`, `changed_approval`,
  ///   `changed_exception`, `changed_proof`, `changed_resolution`, `changed_confirmation`, `changed_sign_off`,
  ///   `changed_incident`, `changed_acknowledgement`
  /// - `entry`, `run`, `message_number`: what it is about, or null; `subject`: the number of the request, exception, proof,
  ///   incident or message whose rows were changed, or null; `message`: the same in words, or null
  package var json: String {
    var json = JSONWriter(layout: .pretty)
    let parts = Self.parts(of: check.finding)
    json.object { json in
      json.field("whole", check.finding == nil)
      json.field("entries", check.entries)
      json.field("runs", check.runs)
      json.field("subjects", check.subjects)
      json.field("head", check.head?.hash)
      json.field("finding", parts.name)
      json.field("entry", parts.entry)
      json.field("run", parts.run)
      json.field("message_number", parts.message)
      json.field("subject", parts.subject)
      json.field("message", check.finding.map(Self.words))
    }
    json.lineBreak()
    return json.text
  }

  /// The chain may be whole where what it tells of is not.
  private static func headline(_ finding: AuditCheck.Finding) -> String {
    switch finding {
    case .empty, .removed, .missing, .changed, .unknownHead, .unknownHeadOfMessage: "THE AUDIT CHAIN IS NOT WHOLE"
    case .changedRun, .missingRun, .unknownRun, .taskWithoutRun, .untoldApproval, .strangeObject, .unknownEnd,
      .changedRows, .changedBefore:
      "THE RUN LOG IS NOT AS THE AUDIT CHAIN TELLS"
    }
  }

  private static func words(_ finding: AuditCheck.Finding) -> String {
    switch finding {
    case .empty: "not one entry is there, though the first is written together with the run log"
    case .removed: "its table is not there, though it is made together with the run log"
    case .missing(let entries) where entries.count == 1: "entry \(entries.lowerBound) is missing"
    case .missing(let entries): "the entries \(entries.lowerBound) to \(entries.upperBound) are missing"
    case .changed(let entry):
      "entry \(entry) was changed or put in: its hash is not that of its text and the entry before"
    case .unknownHead: "the hash that was given is not in it"
    case .unknownHeadOfMessage(let message): "the hash with which message \(message) went out is not in it"
    case .changedRun(let run, let entry): "run \(run) is not as it was when it ended (entry \(entry))"
    case .missingRun(let run, let entry): "run \(run) is not in the run log any more (entry \(entry) tells of it)"
    case .unknownRun(let run): "run \(run) is in the run log, and no entry begins it"
    case .taskWithoutRun(let run):
      "tasks of run \(run) are in the run log, and neither that run nor an entry that begins it"
    case .untoldApproval(let request, let by):
      "the approval of request \(request) by \(by) is in the run log, and no entry tells that it was given"
    case .strangeObject(let object): words(object)
    case .unknownEnd(let run, let entry): "run \(run) has ended, and no entry after \(entry) says so"
    case .changedRows(let subject, let entry?): "\(words(subject)) is not as entry \(entry) tells"
    case .changedRows(let subject, nil): "\(words(subject)) is in the run log, and no entry tells of it"
    case .changedBefore(let subject, let entry):
      "\(words(subject)) had been changed by somebody else before entry \(entry) was written about it"
    }
  }

  private static func words(_ object: StrangeObject) -> String {
    let of = object.table == object.name ? "" : " on the table \(object.table)"
    let what = "\(object.kind.rawValue)"
    return switch object.difference {
    case .added:
      "the run log has \(object.kind == .index ? "an" : "a") \(what) that maint has not made, '\(object.name)'\(of)"
    case .changed: "the \(what) '\(object.name)'\(of) is not as maint makes it"
    case .removed: "the \(what) '\(object.name)'\(of) is not there"
    }
  }

  private static func words(_ subject: AuditSubject) -> String {
    let (number, name) = (subject.number, subject.name)
    let of = name.isEmpty ? "of a task that is not there" : "of \(name)"
    return switch subject.kind {
    case .approval: "the request for approval \(number)"
    case .windowException: "exception \(number) from windows and freezes"
    case .proof: "the proof \(number), of a drill, a rehearsal or a run,"
    case .resolution: "the resolution \(of) in run \(number)"
    case .confirmation: "the confirmation \(of) in run \(number)"
    case .signOff: "the signature of \(name) for run \(number), given or asked for,"
    case .incident: "incident \(number)"
    case .acknowledgement: "the acknowledgement of message \(number)"
    }
  }

  private func meaning(of finding: AuditCheck.Finding) -> String {
    let sound = check.entries
    switch finding {
    case .empty, .removed: return "What the run log says cannot be proven any more."
    case .missing, .changed:
      let before = sound == 0 ? "No entry" : sound == 1 ? "Entry 1" : "The entries up to \(sound)"
      return "\(before) can be relied on; what follows, and the runs that it tells of, somebody may have made up."
    case .unknownHead, .unknownHeadOfMessage:
      return "In itself it is whole: it was cut off before that hash, or all of it from some entry on was written anew."
    case .changedRun:
      return "The chain itself is whole: somebody changed the tasks, steps, attempts or outcome of the run."
    case .missingRun: return "The chain itself is whole: somebody removed the run."
    case .unknownRun: return "The chain itself is whole: somebody made the run up, or cut the chain off at its end."
    case .taskWithoutRun:
      return "The chain itself is whole: somebody made the tasks up, or removed the run and its entries."
    case .untoldApproval: return "The chain itself is whole: somebody made the approval up."
    case .strangeObject(let object) where object.kind == .table || object.kind == .index:
      return
        "The chain itself is whole: yet what was written since then may be what nobody did, as a default of a column or "
        + "a rule of a table can put it there."
    case .strangeObject:
      return "The chain itself is whole: yet what was written since it is there may be what nobody did. maint writes "
        + "nothing more until it is removed, and says how."
    case .unknownEnd: return "The chain itself is whole: somebody wrote the outcome, or cut the chain off at its end."
    case .changedRows:
      return "The chain itself is whole: somebody changed, removed or made up rows, or cut the chain off at its end."
    case .changedBefore:
      return "The chain itself is whole: what it says of that since then rests on rows that maint did not write."
    }
  }

  private static let toDo =
    "Nothing but maint writes there. Keep maint.db and maint.db-wal as they are, find out who could write them, and compare "
    + "them with a copy, an export or a hash from before."

  private static func parts(
    of finding: AuditCheck.Finding?
  ) -> (name: String?, entry: Int?, run: Int?, message: Int?, subject: Int?) {
    func rows(_ subject: AuditSubject, _ entry: Int?) -> (String?, Int?, Int?, Int?, Int?) {
      ("changed_\(subject.kind.rawValue)", entry, subject.run, nil, subject.run == nil ? subject.number : nil)
    }
    return switch finding {
    case nil: (nil, nil, nil, nil, nil)
    case .empty: ("empty", nil, nil, nil, nil)
    case .removed: ("removed", nil, nil, nil, nil)
    case .taskWithoutRun(let run): ("task_without_run", nil, run, nil, nil)
    case .untoldApproval(let request, _): ("untold_approval", nil, nil, nil, request)
    case .strangeObject(let object): ("strange_\(object.kind.rawValue)", nil, nil, nil, nil)
    case .missing(let entries): ("missing", entries.lowerBound, nil, nil, nil)
    case .changed(let entry): ("changed", entry, nil, nil, nil)
    case .unknownHead: ("unknown_head", nil, nil, nil, nil)
    case .unknownHeadOfMessage(let message): ("unknown_head_of_message", nil, nil, message, nil)
    case .changedRun(let run, let entry): ("changed_run", entry, run, nil, nil)
    case .missingRun(let run, let entry): ("missing_run", entry, run, nil, nil)
    case .unknownRun(let run): ("unknown_run", nil, run, nil, nil)
    case .unknownEnd(let run, let entry): ("unknown_end", entry, run, nil, nil)
    case .changedRows(let subject, let entry): rows(subject, entry)
    case .changedBefore(let subject, let entry): rows(subject, entry)
    }
  }
}
