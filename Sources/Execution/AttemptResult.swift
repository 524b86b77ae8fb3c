import Scheduling

/// How the process of one attempt ended and what it used.
package struct AttemptResult: Sendable, Hashable {
  package var outcome: StepOutcome
  /// nil where a signal ended it or it could not be started.
  package var exitCode: Int32?
  package var signal: Int32?
  /// Why it counts as failed, in words; also notes on processes that it left running.
  package var detail: String?
  /// Whether there ever was a process.
  package var wasSpawned: Bool
  /// It was not started because the host was short of something that may come back: processes, memory, descriptors.
  package var wasShortage = false
  /// Something of it could not be ended and still runs.
  package var stillRuns = false
  package var used = ResourceUse()

  package init(
    outcome: StepOutcome, exitCode: Int32? = nil, signal: Int32? = nil, detail: String? = nil, wasSpawned: Bool = true
  ) {
    self.outcome = outcome
    self.exitCode = exitCode
    self.signal = signal
    self.detail = detail
    self.wasSpawned = wasSpawned
  }
}

extension AttemptResult {
  /// Judges an ending by the exit codes that mean success.
  ///
  /// A limit that ran out outweighs the exit code: what was told to end may say 0 on its way out.
  package init(_ ending: ProcessEnding, exitCodes: Set<Int32>, timeout: Duration?) {
    switch ending.cause {
    case .notStarted(let failure): self.init(failure)
    case .exited(let code) where exitCodes.contains(code):
      self.init(outcome: ending.leftToEnd ? .warned : .succeeded, exitCode: code)
    case .exited(let code):
      self.init(outcome: .failed, exitCode: code, detail: Self.words(exitCode: code))
    case .signalled(let number):
      self.init(outcome: .failed, signal: number, detail: "was ended by \(SignalName.of(number))")
    }
    if ending.timedOut {
      outcome = .timedOut
      detail = "did not end within its timeout" + (timeout.map { " of \(DurationText.format($0))" } ?? "")
    } else if ending.wasStopped {
      outcome = .stopped
      detail = nil
    }
    if !ending.notes.isEmpty { detail = ([detail].compactMap { $0 } + ending.notes).joined(separator: "; ") }
    stillRuns = ending.stillRuns
    used = ending.used
  }

  package init(_ failure: StartFailure) {
    self.init(outcome: .failed, detail: "could not be started: \(failure.message)", wasSpawned: false)
    wasShortage = failure.isShortage
  }

  private static func words(exitCode code: Int32) -> String {
    switch code {
    case 126: "exited with 126: a command was found and could not be executed"
    case 127: "exited with 127: a command was not found"
    case 129...192: "exited with \(code): a command in it was ended by \(SignalName.of(code - 128))"
    default: "exited with \(code)"
    }
  }
}
