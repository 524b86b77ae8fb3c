import Catalog
import Execution
import Planning
import Reporting
import RunLog
import Scheduling

/// Prunes the backups of those tasks of a run that have just succeeded and made one more, where their runbook or the
/// defaults say how many stay. Whatever goes wrong here is told and leaves the run as it ended.
struct PruningAfterRun {
  let pruning: Pruning
  let context: Context

  func callAsFunction(_ plan: Plan, _ results: [TaskResult]) {
    let tasks = zip(plan.tasks, results).filter { task, result in
      result.outcome == .succeeded && !plan.runbook(of: task).backup.isEmpty
    }
    for (task, _) in tasks {
      guard let keep = plan.runbook(of: task).keep ?? plan.defaults.keep else { continue }
      prune(task.name, keep)
    }
  }

  private func prune(_ task: TaskName, _ keep: KeepRules) {
    pruning.removeDiscarded()
    do throws(CommandFailure) {
      let decisions = try pruning.prune(task, by: .of(keep), isDryRun: false).decisions
      for decision in decisions where decision.fate == .failed {
        warn("\(decision.backup.id) could not be pruned: \(decision.reasons.joined(separator: "; "))")
      }
      guard decisions.contains(where: { $0.fate == .pruned }), !context.invocation.has(.quiet) else { return }
      context.output.write("Pruned of \(task): \(PruneReport(decisions, isDryRun: false).tally)\n")
    } catch {
      warn("the backups of \(task) could not be pruned: \(error.message)")
    }
  }

  private func warn(_ text: String) { context.errors.write("maint: warning: \(text)\n") }
}
