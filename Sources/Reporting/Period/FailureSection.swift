import Catalog
import Execution
import RunLog
import Scheduling

/// Failures and rollbacks with their cause.
package struct FailureSection: PeriodSection {
  /// All of the period, the newest first; those with a detail are told.
  package var cases: [FailureCase]
  /// Of tasks that nothing tried in the period, and whose last try before it failed: they stand so at its end.
  package var standing: [FailureCase] = []
  /// What was taken back on request in the period, which is no failure, in order.
  package var takenBack: [TakenBack] = []
  /// What recoveries took back in the period, or were to, of tries that did not begin in it, in order.
  package var recovered: [RecoveredTask] = []

  package init(_ cases: [FailureCase]) { self.cases = cases }

  /// `tries`: of the period, the newest first. The newest of each way in which a task failed is told, as far as there is room.
  package init<Failure>(
    _ tries: [FailedTry], detail: (FailedTry) throws(Failure) -> FailureDetail
  ) throws(Failure) {
    var (cases, told): ([FailureCase], [Way: Int]) = ([], [:])
    cases.reserveCapacity(tries.count)
    for failed in tries {
      let way = Way(
        task: failed.task, outcome: failed.outcome, cleanupFailed: failed.cleanupFailed, step: failed.step,
        reason: failed.reason)
      var failure = FailureCase(failed)
      if let newest = told[way] {
        cases[newest].repeats += 1
        cases[newest].since = failed.began
        failure.likeRun = cases[newest].failed.run
      } else if told.count < Self.shown {
        told[way] = cases.count
        failure.detail = try detail(failed)
      }
      cases.append(failure)
    }
    self.cases = cases
  }

  private struct Way: Hashable {
    var task: TaskName
    var outcome: TaskOutcome
    var cleanupFailed: Bool
    var step: Int?
    var reason: String?
  }

  static let name = "failures"
  static let title = "Failures and rollbacks"

  private func count(_ some: TaskOutcome...) -> Int { cases.count { some.contains($0.failed.outcome) } }

  func summary(_ frame: PeriodFrame) -> Phrase? {
    let parts = [failureWords(frame), recoveredWords, takenBackWords].compactMap { $0 }
    return parts.first.map { first in parts.dropFirst().reduce(first) { $0 + " " + $1 } }
  }

  private var takenBackWords: Phrase? {
    let count = takenBack.count
    return count == 0 ? nil : "\(Count(count, "change")) \(count == 1 ? "was" : "were") taken back on request."
  }

  private var recoveredWords: Phrase? {
    let back = recovered.count { $0.outcome == .rolledBack }
    let doubt = recovered.count - back
    let words: [Phrase] = [
      back > 0 ? "\(back) \(back == 1 ? "was" : "were") rolled back" : nil,
      doubt > 0 ? Phrase("of \(doubt) the rollback failed", .bad) : nil,
    ].compactMap { $0 }
    return recovered.isEmpty ? nil : "Of tasks that began at another time and were recovered, " + words.listed() + "."
  }

  private func failureWords(_ frame: PeriodFrame) -> Phrase? {
    if cases.isEmpty { return standingWords(frame) }
    let untouched = count(.failed, .refused)
    let back = count(.rolledBack)
    let doubts = cases.filter(\.failed.leftDoubt)
    let (settled, doubt) = (doubts.count { $0.failed.resolvedBy != nil }, doubts.count)
    let right = settled == 0 ? "" : " (\(settled == doubt ? "put right" : "\(settled) put right"))"
    let parts: [Phrase?] = [
      untouched > 0 ? "\(untouched) had not changed anything" : nil,
      back > 0 ? "\(back) \(back == 1 ? "was" : "were") rolled back" : nil,
      doubt > 0 ? Phrase("\(doubt) left the host in doubt", settled == doubt ? .caution : .bad) + right : nil,
    ]
    let words = parts.compactMap { $0 }
    let failed: Phrase = words.isEmpty ? "" : "Of the tries that failed, " + words.listed() + "."
    let before = standingWords(frame).map { words.isEmpty ? $0 : " " + $0 } ?? ""
    return failed.pieces.isEmpty && before.pieces.isEmpty ? nil : failed + before
  }

  private func standingWords(_ frame: PeriodFrame) -> Phrase? {
    guard let first = standing.first else { return nil }
    let rest = standing.count > 1 ? " and \(standing.count - 1) more" : ""
    return Phrase("\(Count(standing.count, "task"))", .bad)
      + " failed before and \(standing.count == 1 ? "was" : "were") not tried since: "
      + "\(first.failed.task)\(rest), since \(frame.day(first.failed.began))."
  }

  func blocks(_ frame: PeriodFrame) -> [DocumentBlock] {
    let told = cases.filter { $0.detail != nil }
    if cases.isEmpty, standing.isEmpty, takenBack.isEmpty, recovered.isEmpty { return [.paragraph("None.")] }
    var blocks = told.map { DocumentBlock.group(block($0, frame)) }
    let rest = cases.count - told.reduce(0) { $0 + 1 + $1.repeats }
    if rest > 0 {
      let least = cases.last.map { frame.day($0.failed.began) } ?? ""
      blocks.append(
        .paragraph("And \(rest) more, failed in other ways since \(least): " + frame.code("log --limit 1000")))
    }
    if !standing.isEmpty {
      blocks.append(.heading("Failed before, and not tried since"))
      blocks += standing.prefix(Self.shown).map { .group(block($0, frame)) }
      let rest = standing.count - Self.shown
      if rest > 0 { blocks.append(.paragraph("And \(rest) more: " + frame.code("status"))) }
    }
    if !recovered.isEmpty {
      blocks.append(.heading("Recovered, and begun at another time"))
      blocks.append(
        .list(
          Self.cut(recovered.reversed(), more: frame.code("changelog")) { task in
            let outcome = OutcomeText(task.outcome)
            return Phrase("\(frame.minute(task.at)) \(task.task), run \(task.run), begun \(frame.minute(task.began)): ")
              + Phrase(outcome.words, outcome.style.kind)
          }))
    }
    if !takenBack.isEmpty {
      blocks.append(.heading("Taken back on request"))
      blocks.append(
        .list(
          Self.cut(takenBack.reversed(), more: frame.code("changelog")) { back in
            Phrase("\(frame.minute(back.began)) \(back.task): ")
              + "what run \(back.takesBack) had changed, by \(back.by) with run \(back.run)"
          }))
    }
    return blocks
  }

  /// Of what it had changed.
  private static let changeLines = 40

  private func block(_ failure: FailureCase, _ frame: PeriodFrame) -> [DocumentBlock] {
    let failed = failure.failed
    let outcome = OutcomeText(failed.outcome)
    let cleanup: Phrase = failed.cleanupFailed ? " " + Phrase("cleanup failed", .bad) : ""
    let head = Phrase("\(failed.task), run \(failed.run): ")
    var blocks: [DocumentBlock] = [
      .heading(failed.outcome.isWell ? head + cleanup : head + Phrase(outcome.words, outcome.style.kind) + cleanup)
    ]
    var facts = Phrase("\(frame.minute(failed.began))")
    if let detail = failure.detail, let step = detail.step {
      facts += ", \(StepPlace(step)) '\(detail.name)'"
      // Of a step in which maint ended it is the task that knows why.
      facts += (detail.why ?? failed.reason).map { ": \($0)" } ?? ""
    } else if let reason = failed.reason {
      facts += ": \(reason)"
    }
    if let resolved = failed.resolvedBy {
      let since = failed.resolvedAt.flatMap { $0 < frame.asOf ? nil : " since, on \(frame.day($0))" } ?? ""
      facts += ". \(resolved) has resolved it\(since)"
    }
    facts += "."
    if failure.repeats > 0, let since = failure.since {
      facts += Phrase(
        " In the same way \(Count(failure.repeats, "time")) before, since \(frame.minute(since)).", .strong)
    }
    blocks.append(.paragraph(facts))
    if let lines = failure.detail?.lines, !lines.isEmpty { blocks.append(.preformatted(lines)) }
    if let broken = failure.detail?.afterwards {
      let why = broken.why.map { ": \($0)" } ?? ""
      blocks.append(
        .paragraph(
          Phrase("Then \(StepPlace(broken.step)) '\(StepPlace.name(broken.name, of: broken.step))'\(why).", .strong)))
      if !broken.lines.isEmpty { blocks.append(.preformatted(broken.lines)) }
    }
    if let paths = failure.detail?.paths, !paths.isEmpty {
      let what = failed.outcome == .rolledBack ? "Taken back, as they were backed up: " : "Backed up before: "
      blocks.append(.paragraph(Phrase(what) + paths.prefix(Self.shown).map(Phrase.code).listed()))
    }
    if let changes = failure.detail?.changes, !changes.isEmpty {
      blocks.append(.paragraph("What it had changed, as the rollback found it:"))
      let rest = changes.count - Self.changeLines
      let output = frame.command("output \(failed.run)/\(failed.task)")
      let more = rest > 0 ? ["and \(Count(rest, "line")) more: \(output)"] : []
      blocks.append(.preformatted(changes.prefix(Self.changeLines) + more))
    }
    blocks.append(.paragraph("Read more: " + frame.code("show \(failed.run)/\(failed.task)")))
    return blocks
  }

  /// `entries`, all of the period, the newest first, each `task`, `run`, `runbook`, `at`, `outcome`, `cleanup_failed`,
  /// `reason`, `resolved_by`, `show`, the command that shows more; and of those that texts tell `step`, `why`, `output`, the
  /// last lines, `paths` that were backed up before, and `then_step`, `then_why`, `then_output`, of the step that broke the way
  /// back or the cleanup: else null and empty. `same_as`: of one that failed as a newer one did, the run of that, which has them;
  /// `standing`, the same of tasks that failed before the period and that nothing has tried since; `taken_back`, what was taken back on
  /// request, which is no failure, each `task`, `run`, `takes_back`, the run that had changed it, `at`, `by`; `recovered`, what
  /// recoveries took back of tries that did not begin in the period, each `task`, `run`, `at`, `began`, `outcome`.
  func values(_ frame: PeriodFrame) -> ReportRecord {
    ReportRecord([
      ("entries", .each(cases.count) { [cases] in Self.values(cases[$0], frame) }),
      ("standing", .each(standing.count) { [standing] in Self.values(standing[$0], frame) }),
      (
        "taken_back",
        .records(
          takenBack.map { back in
            ReportRecord([
              ("task", .text(back.task.description)), ("run", .integer(back.run)),
              ("takes_back", .integer(back.takesBack)), ("at", .time(back.began)), ("by", .text(back.by)),
            ])
          })
      ),
      (
        "recovered",
        .records(
          recovered.map { task in
            ReportRecord([
              ("task", .text(task.task.description)), ("run", .integer(task.run)), ("at", .time(task.at)),
              ("began", .time(task.began)), ("outcome", .text(task.outcome.rawValue)),
            ])
          })
      ),
    ])
  }

  private static func values(_ failure: FailureCase, _ frame: PeriodFrame) -> ReportRecord {
    let (failed, detail) = (failure.failed, failure.detail)
    let step = detail?.step.map { "\(StepPlace($0)) '\(detail?.name ?? "")'" }
    let then = detail?.afterwards
    let thenStep = then.map { "\(StepPlace($0.step)) '\(StepPlace.name($0.name, of: $0.step))'" }
    return ReportRecord([
      ("task", .text(failed.task.description)), ("run", .integer(failed.run)),
      ("runbook", .text(failed.runbook)), ("at", .time(failed.began)),
      ("outcome", .text(failed.outcome.rawValue)), ("cleanup_failed", .truth(failed.cleanupFailed)),
      ("reason", .text(failed.reason)), ("resolved_by", .text(failed.resolvedBy)),
      ("show", .text(frame.command("show \(failed.run)/\(failed.task)"))), ("step", .text(step)),
      ("why", .text(detail?.why)),
      ("output", .texts(detail?.lines ?? [])), ("paths", .texts(detail?.paths ?? [])),
      ("changes", .texts(detail?.changes ?? [])),
      ("then_step", .text(thenStep)), ("then_why", .text(then?.why)), ("then_output", .texts(then?.lines ?? [])),
      ("same_as", .integer(failure.likeRun)),
    ])
  }
}

extension FailedTry {
  /// Somebody had to look at the host.
  var leftDoubt: Bool { outcome == .rollbackFailed || outcome == .interrupted || cleanupFailed }
}

extension Style {
  /// The same in a document.
  var kind: Phrase.Kind {
    switch self {
    case .plain: .plain
    case .faint: .faint
    case .good: .good
    case .caution: .caution
    case .bad, .alarm: .bad
    }
  }
}
