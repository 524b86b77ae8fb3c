/// How a run ended.
package struct RunSummary: Sendable {
  package var outcome: RunOutcome
  /// By index of the plan's tasks.
  package var results: [TaskResult]
  /// The first signal that told maint to stop.
  package var signal: Int32?
  /// The run log could not be written to the end.
  package var journalFailure: JournalFailure?
}

extension RunOutcome {
  /// The gravest thing that happened; a human is called for before a signal is reported.
  package static func of(_ results: [TaskResult], signal: Int32?) -> RunOutcome {
    let outcomes = Set(results.map(\.outcome))
    if outcomes.contains(.interrupted) { return .interrupted }
    // What was refused for another task of the run is no longer, once a recovery has taken that one back.
    let needsHuman =
      outcomes.contains(.rollbackFailed) || results.contains { $0.outcome == .refused && !$0.isRefusedForItsRun }
    if needsHuman || results.contains(where: \.cleanupFailed) { return .humanNeeded }
    if signal != nil, !outcomes.allSatisfy(\.isWell) { return .stopped }
    if outcomes.contains(.rolledBack) { return .rolledBack }
    if outcomes.contains(.failed) || outcomes.contains(.refused) { return .failed }
    if outcomes.contains(.notNow) || outcomes.contains(.deferred) { return .notNow }
    if outcomes.contains(.notStarted) { return .stopped }
    return .succeeded
  }
}
