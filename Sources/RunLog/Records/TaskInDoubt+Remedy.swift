/// What people are told of it.
extension TaskInDoubt.Cause {
  /// For the end of a sentence about the task.
  package var words: String {
    switch self {
    case .rollbackFailed: "failed and could not be rolled back"
    case .interrupted: "was interrupted"
    case .cleanupFailed: "left its cleanup undone"
    }
  }

  /// What to do about it, and what to type: lines for a message.
  package func remedy(run: Int, _ command: MessageCommand) -> [String] {
    let resolve = command("resolve \(run) --note 'what was done'")
    let does: String
    switch self {
    case .cleanupFailed: return ["NEEDS A HUMAN: do by hand what its cleanup left undone, then: \(resolve)"]
    case .interrupted: does = "take back what was left half-done:"
    case .rollbackFailed: does = "mend what kept it from being rolled back, then roll back again:"
    }
    return [
      "NEEDS A HUMAN: the host may be half changed, and the runbook is refused until one of these is done.",
      "\(does) \(command("recover \(run)"))", "or mend the host by hand, then: \(resolve)",
    ]
  }
}
