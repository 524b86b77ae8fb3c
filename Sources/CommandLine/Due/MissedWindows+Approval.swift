import Catalog
import Reporting
import RunLog
import Scheduling

/// That a task missed its window for want of somebody's word.
extension MissedWindows {
  /// Who had said no by then to what is to begin, in words, whatever was asked for and begun since; nil: nobody had.
  func rejection(
    of task: Int, before moment: Timestamp, _ catalog: Catalog
  ) throws(RunLogFailure) -> String? {
    let (name, folder) = (check.due.tasks[task].name, FolderChoice.resolved(check.project) ?? check.project)
    let standing = try StandingRejections(context, log).all(at: check.now) { $0 == folder ? catalog : nil }
    let found = standing.first { record in
      record.task == name && record.project == folder && record.ending.map { $0.at < moment } ?? false
    }
    guard let found, let ending = found.ending else { return nil }
    return
      "\(ending.by.name) has rejected request \(found.number) for its approval: \(HarmlessText.words(ending.reason))"
  }

  /// By how the last request for it stood when nothing could begin in the opening any more: what was said later came too late. nil: it
  /// needed nobody's word, or had all of them in time.
  func wantOfApproval(_ task: Int, _ opening: Opening) throws(RunLogFailure) -> String? {
    guard let record = try check.lastRequest(task, before: opening.cutoff, log) else { return nil }
    let (then, number) = (record.asItWas(before: opening.cutoff), record.number)
    switch then.ending?.kind {
    case .rejected:
      let reason = HarmlessText.words(then.ending?.reason ?? "")
      return "\(then.ending?.by.name ?? "") has rejected request \(number) for its approval: \(reason)"
    // Nothing was asked for in its place.
    case .voided: return nil
    case .expired, nil: break
    }
    if let last = then.completedAt { return then.usedBy == nil ? late(task, then, last, opening) : nil }
    let since = try check.asked(task, before: opening.cutoff, log)?.since ?? record.requestedAt
    let later = laterWords(record, then)
    let waits = try waits(task, since: since, opening, isOver: later != nil)
    if then.words.isEmpty {
      return later == nil
        ? "nobody has answered request \(number) for its approval\(waits)"
        : "nobody had answered request \(number) for its approval by then\(waits)\(later ?? "")"
    }
    let names = ApprovalWords.names(then)
    return later == nil
      ? "request \(number) for its approval is approved by \(names) alone, and needs more than that\(waits)"
      : "request \(number) for its approval was approved by \(names) alone by then, and needed more than that"
        + "\(waits)\(later ?? "")"
  }

  /// Of an approval that left less than half of the window to begin in; nil: that was time enough.
  private func late(_ task: Int, _ record: ApprovalRecord, _ last: Timestamp, _ opening: Opening) -> String? {
    guard opening.cutoff - last < (opening.cutoff - opening.start) / 2 else { return nil }
    return "request \(record.number) for its approval was approved by \(ApprovalWords.names(record)) at "
      + "\(check.due.rules[task].zone.minute(last)), and nothing started it from then on"
  }

  /// What was said of it since, in brackets; nil: nothing.
  private func laterWords(_ record: ApprovalRecord, _ then: ApprovalRecord) -> String? {
    if let ending = record.ending, ending.kind == .rejected {
      return " (since then \(ending.by.name) has rejected it: \(HarmlessText.words(ending.reason)))"
    }
    let words = record.words.filter { !then.words.contains($0) }
    guard !words.isEmpty else { return nil }
    return " (since then approved by \(ApprovalWords.names(words)))"
  }

  /// That this window is not the first that it missed for want of an answer.
  private func waits(
    _ task: Int, since: Timestamp, _ opening: Opening, isOver: Bool
  ) throws(RunLogFailure) -> String {
    let before = try check.unmet(task, since: since, at: opening.start, log)
    let request = UnansweredRequest(number: 0, since: since, dueSince: since, missed: before.periods + 1)
    guard before.periods > 0, let missed = request.missedWords else { return "" }
    let waits = isOver ? "had waited" : "waits"
    return ", which it \(waits) for since \(check.due.rules[task].zone.minute(since)): it has \(missed)"
  }
}
