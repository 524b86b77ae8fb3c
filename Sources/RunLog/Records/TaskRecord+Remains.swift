import Execution

extension TaskRecord {
  /// The task as it is taken up again: what was started, how it ended, what it reported.
  package var remains: TaskRemains {
    var remains = TaskRemains(
      steps: steps.map { step in
        TaskRemains.Step(
          key: step.key, attempt: step.attempts.last?.number, outcome: step.outcome, detail: step.detail,
          mayHaveRun: step.attempts.contains(where: \.mayHaveRun), variables: step.report.environment)
      })
    if let wait = confirmedWait { remains.steps[wait].outcome = .succeeded }
    return remains
  }

  /// The step that waited for a confirmation and that nobody saw end, where it was given: whoever gave it was told that
  /// the change stays, and that holds also where maint ended before it took note.
  private var confirmedWait: Int? {
    guard confirmation?.verdict == .confirmed, !steps.contains(where: { $0.key.stage == .rollback }) else { return nil }
    return steps.lastIndex { $0.key.stage == .verify && ($0.outcome == nil || $0.outcome == .interrupted) }
  }
}

extension AttemptRecord {
  /// An attempt of the step itself, that ended with a process or that nobody saw end.
  fileprivate var mayHaveRun: Bool { number > 0 && (process != nil || finishedAt == nil) }
}
