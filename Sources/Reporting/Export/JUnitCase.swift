import Catalog
import Execution
import RunLog
import Scheduling

/// A task of a run as a test case.
struct JUnitCase {
  enum Kind: String { case passed, failure, error, skipped }

  let kind: Kind
  let text: String

  init(_ task: TaskRecord, of run: JUnitReport.Run) {
    let (kind, type, message) = Self.judge(task, of: run)
    self.kind = kind
    let suite = XMLText.words("maint.\(task.name.tier?.rawValue ?? "runbook")")
    var text = "    <testcase classname=\"\(suite)\" name=\"\(XMLText.words(task.name.name))\""
    text += " time=\"\(JUnitReport.seconds(task.duration ?? .zero))\""
    var inside = ""
    if kind != .passed {
      inside += "      <\(kind.rawValue) message=\"\(XMLText.words(message))\""
      let lines = kind == .skipped ? [] : Self.lines(task, run)
      // What is skipped has no type.
      if kind != .skipped { inside += " type=\"\(type)\"" }
      inside += lines.isEmpty ? "/>\n" : ">\(XMLText.lines(lines))</\(kind.rawValue)>\n"
    }
    let warnings = task.steps.flatMap { step in
      step.report.warnings.map { HarmlessText.words("warning of \(step.name): \($0)") }
    }
    if !warnings.isEmpty { inside += "      <system-out>\(XMLText.lines(warnings))</system-out>\n" }
    text += inside.isEmpty ? "/>\n" : ">\n\(inside)    </testcase>\n"
    self.text = text
  }

  private static func judge(_ task: TaskRecord, of run: JUnitReport.Run) -> (Kind, type: String, message: String) {
    guard let result = task.result else {
      if run.isAlive { return (.skipped, "running", task.startedAt == nil ? "not started yet" : "still running") }
      return task.startedAt == nil
        ? (.skipped, "not_started", "its run ended before it, without an outcome")
        : (.error, "interrupted", "its maint is gone and left no outcome")
    }
    let type = result.outcome.rawValue
    let message = result.reason ?? "it \(result.outcome.words)"
    switch result.outcome {
    case .rollbackFailed, .interrupted, .refused: return (.error, type, message)
    // On request: it did what it was to do.
    case .rolledBack where run.record.header.rollsBack != nil && !result.cleanupFailed: return (.passed, type, "")
    case .failed, .rolledBack:
      return result.cleanupFailed ? (.error, type, "\(message); and its cleanup failed") : (.failure, type, message)
    case .succeeded, .skipped, .blocked, .notNow, .deferred, .notStarted:
      if result.cleanupFailed {
        return (.error, "cleanup_failed", "it \(result.outcome.words), and its cleanup failed")
      }
      return result.outcome == .succeeded ? (.passed, type, "") : (.skipped, type, message)
    }
  }

  /// The steps that decided it, each with the end of what it printed.
  private static func lines(_ task: TaskRecord, _ run: JUnitReport.Run) -> [String] {
    task.decidingSteps.flatMap { key -> [String] in
      guard let step = task.steps.first(where: { $0.key == key }) else { return [] }
      let name = StepPlace.name(step.name, of: key)
      let why = step.detail.map { ": \($0)" } ?? ""
      return [HarmlessText.words("\(StepPlace(key)), \(name)\(why)")] + (run.tails[key] ?? [])
    }
  }
}

extension TaskRecord {
  /// The step that decided an unhappy outcome, and that which broke its way back or its cleanup; of a task whose cleanup alone
  /// failed the last one of that which did.
  package var decidingSteps: [StepKey] {
    let failed = steps.filter { $0.outcome == .failed || $0.outcome == .timedOut || $0.outcome == .interrupted }.map(
      \.key)
    guard let key = result?.failedStep else { return failed.last.map { [$0] } ?? [] }
    let broken = failed.first { broken in
      if broken == key { return false }
      if result?.outcome == .rollbackFailed { return broken.stage == .rollback || broken.isUndo }
      return result?.cleanupFailed == true && broken.stage == .cleanup
    }
    return [key] + (broken.map { [$0] } ?? [])
  }
}
