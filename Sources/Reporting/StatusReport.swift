import Catalog
import Execution
import RunLog
import Scheduling

/// `maint status`: answers "is this host fine?" in its first line, then says what needs a human, what did not succeed,
/// what runs now, and when each tier ran last.
package struct StatusReport: Sendable {
  let status: HostStatus
  let alive: Set<Int>

  /// `alive` holds the numbers of the runs without an outcome whose maint process is still there.
  package init(status: HostStatus, alive: Set<Int>) {
    self.status = status
    self.alive = alive
  }

  package var verdict: Verdict {
    if !needsHuman.isEmpty { return .humanNeeded }
    if !unhappy.isEmpty || !deadRuns.isEmpty { return .attention }
    return status.lastRuns.isEmpty && status.running.isEmpty ? .noRuns : .fine
  }

  /// One sentence.
  package var answer: String {
    switch verdict {
    case .fine: "This host is fine: every task succeeded the last time it ran."
    case .attention: "This host needs attention: \(attention)."
    case .humanNeeded: "THIS HOST NEEDS A HUMAN: \(doubt)."
    case .noRuns: "No runs yet: maint run daily starts one."
    }
  }

  /// The last outcome of these tasks is not `succeeded`, but nobody is needed before they can run again.
  var unhappy: [HostStatus.UnhappyTask] {
    status.unhappyTasks.filter { task in
      !needsHuman.contains { $0.task == task.name && $0.run == task.run }
    }
  }

  var deadRuns: [RunRecord] { status.running.filter { !alive.contains($0.number) } }
  var liveRuns: [RunRecord] { status.running.filter { alive.contains($0.number) } }

  /// Tasks that left the host in doubt, oldest first.
  var needsHuman: [HumanCase] {
    let unresolved = status.unresolved.map { HumanCase(unresolved: $0) }
    let unclean = status.unhappyTasks.filter(\.result.cleanupFailed).compactMap { task in
      unresolved.contains { $0.task == task.name && $0.run == task.run } ? nil : HumanCase(uncleaned: task)
    }
    let dead = deadRuns.flatMap { run in run.tasks.compactMap { HumanCase(open: $0, run: run.number) } }
    return (unresolved + unclean + dead).sorted { $0.run < $1.run }
  }

  private var doubt: String {
    if let only = needsHuman.first, needsHuman.count == 1 { return "\(only.task), run \(only.run): \(only.what)" }
    return "\(needsHuman.count) tasks left it in doubt"
  }

  private var attention: String {
    let tasks = unhappy.count == 1 ? "1 task did not succeed the last time it ran" : nil
    let several = unhappy.count > 1 ? "\(unhappy.count) tasks did not succeed the last time they ran" : nil
    let dead = deadRuns.first.map { "run \($0.number) ended without an outcome" }
    return [tasks ?? several, dead].compactMap { $0 }.joined(separator: ", and ")
  }
}
