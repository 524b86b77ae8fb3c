import Catalog

/// What the run log has of a task that is to be taken back, or was never brought to its end: the steps that were started.
package struct TaskRemains: Sendable, Hashable {
  package struct Step: Sendable, Hashable {
    package var key: StepKey
    /// The last attempt of it that was intended; nil: none was.
    package var attempt: Int?
    /// nil: nobody saw it end.
    package var outcome: StepOutcome?
    /// Why it counts as failed, in words.
    package var detail: String?
    /// Whether a process of it, that of its `if` apart, ran or may have run.
    package var mayHaveRun: Bool
    /// What it reported through `$MAINT_ENV`.
    package var variables: [StepReport.Variable]

    package init(
      key: StepKey, attempt: Int? = 1, outcome: StepOutcome?, detail: String? = nil, mayHaveRun: Bool = true,
      variables: [StepReport.Variable] = []
    ) {
      self.key = key
      self.attempt = attempt
      self.outcome = outcome
      self.detail = detail
      self.mayHaveRun = mayHaveRun
      self.variables = variables
    }

    /// The attempt that nobody saw end.
    var openAttempt: AttemptKey? {
      guard outcome == nil || outcome == .interrupted, let attempt else { return nil }
      return AttemptKey(step: key, number: attempt)
    }

    /// Its work is done: it need not be run again.
    var isDone: Bool {
      switch outcome {
      case .succeeded, .warned, .skipped: true
      case .failed, .timedOut, .stopped, .interrupted, nil: false
      }
    }
  }

  /// In the order in which they were started; a step that was started again is there again.
  package var steps: [Step]
  /// A process of it could not be ended.
  package var hasSurvivor: Bool
  /// It succeeded, and is not to stay.
  package var isTakenBack: Bool

  package init(steps: [Step], hasSurvivor: Bool = false, isTakenBack: Bool = false) {
    self.steps = steps
    self.hasSurvivor = hasSurvivor
    self.isTakenBack = isTakenBack
  }
}

extension TaskRemains {
  /// The same as another task of another run, which takes it back; of cleanup nothing counts as done.
  package func takenBack(asTask task: Int, after later: [Step] = []) -> TaskRemains {
    var back = self
    back.isTakenBack = true
    back.steps.removeAll { $0.key.stage == .cleanup }
    for index in back.steps.indices { back.steps[index].key.task = task }
    back.steps += later
    return back
  }
}
