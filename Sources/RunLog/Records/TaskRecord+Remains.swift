import Execution

extension TaskRecord {
  /// The task as it is taken up again: what was started, how it ended, what it reported.
  package var remains: TaskRemains {
    TaskRemains(
      steps: steps.map { step in
        TaskRemains.Step(
          key: step.key, attempt: step.attempts.last?.number, outcome: step.outcome,
          mayHaveRun: step.attempts.contains(where: \.mayHaveRun), variables: step.report.environment)
      })
  }
}

extension AttemptRecord {
  /// An attempt of the step itself, that ended with a process or that nobody saw end.
  fileprivate var mayHaveRun: Bool { number > 0 && (process != nil || finishedAt == nil) }
}
