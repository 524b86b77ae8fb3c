import Catalog
import Execution
import RunLog
import Scheduling

/// Failures and rollbacks with their cause.
package struct FailureSection: PeriodSection {
  /// All of the period, the newest first; those with a detail are told.
  package var cases: [FailureCase]

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
    if cases.isEmpty { return nil }
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
    return words.isEmpty ? nil : "Of the tries that failed, " + words.listed() + "."
  }

  func blocks(_ frame: PeriodFrame) -> [DocumentBlock] {
    let told = cases.filter { $0.detail != nil }
    if cases.isEmpty { return [.paragraph("None.")] }
    var blocks = told.map { DocumentBlock.group(block($0, frame)) }
    let rest = cases.count - told.reduce(0) { $0 + 1 + $1.repeats }
    if rest > 0 {
      let least = cases.last.map { frame.day($0.failed.began) } ?? ""
      blocks.append(
        .paragraph("And \(rest) more, failed in other ways since \(least): " + frame.code("log --limit 1000")))
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
      facts += detail.why.map { ": \($0)" } ?? ""
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
  /// last lines, `paths` that were backed up before: else null and empty.
  func values(_ frame: PeriodFrame) -> ReportRecord {
    ReportRecord([("entries", .each(cases.count) { [cases] in Self.values(cases[$0], frame) })])
  }

  private static func values(_ failure: FailureCase, _ frame: PeriodFrame) -> ReportRecord {
    let (failed, detail) = (failure.failed, failure.detail)
    let step = detail?.step.map { "\(StepPlace($0)) '\(detail?.name ?? "")'" }
    return ReportRecord([
      ("task", .text(failed.task.description)), ("run", .integer(failed.run)),
      ("runbook", .text(failed.runbook)), ("at", .time(failed.began)),
      ("outcome", .text(failed.outcome.rawValue)), ("cleanup_failed", .truth(failed.cleanupFailed)),
      ("reason", .text(failed.reason)), ("resolved_by", .text(failed.resolvedBy)),
      ("show", .text(frame.command("show \(failed.run)/\(failed.task)"))), ("step", .text(step)),
      ("why", .text(detail?.why)),
      ("output", .texts(detail?.lines ?? [])), ("paths", .texts(detail?.paths ?? [])),
      ("changes", .texts(detail?.changes ?? [])),
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
