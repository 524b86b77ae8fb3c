import Catalog
import Execution
import Planning
import RunLog

/// What `maint rollback` or `maint recover` would do, in order: each step with its text.
package struct WayBackPreview: Sendable {
  private let run: Int
  private let plan: Plan
  private let remains: RunRemains
  private let survivors: [Survivor]

  /// `survivors`: the processes of the run's steps that are still alive.
  package init(run: Int, plan: Plan, remains: RunRemains, survivors: [Survivor] = []) {
    self.run = run
    self.plan = plan
    self.remains = remains
    self.survivors = survivors
  }

  package func text(appearance: Appearance) -> String {
    let purpose = remains.purpose == .rollback ? "taken back, in a run of its own" : "recovered"
    var lines = [StyledText("Run \(run) would be \(purpose); nothing is done now")]
    lines += survivors.map {
      StyledText("  first pid \($0.process.pid) is ended: step '\(HarmlessText.words($0.step))' of \($0.task)")
    }
    for task in plan.tasks.indices {
      if let left = remains.tasks[task] { lines += self.lines(of: left, task: task) }
    }
    return appearance.render(lines)
  }

  private func lines(of left: TaskRemains, task: Int) -> [StyledText] {
    let remaining = RemainingSteps(of: left, task: task, in: plan)
    var lines = [StyledText("\(plan.tasks[task].name)")]
    if remaining.steps.isEmpty { lines.append(StyledText("  no step is left to be run", .faint)) }
    for (index, (key, step)) in remaining.steps.enumerated() {
      let what = "  \(index + 1). \(key.stage.rawValue)  \(HarmlessText.words(step.name))"
      lines.append(StyledText(what) + StyledText(step.condition == nil ? "" : "  if its test says so", .faint))
      if PathAction.isOwn(step) { continue }
      lines += step.run.split(separator: "\n").map { StyledText("       \(HarmlessText.words(String($0)))", .faint) }
    }
    if let step = remaining.withoutWayBack {
      lines.append(StyledText("  nothing takes back the change step '\(HarmlessText.words(step.name))'", .bad))
    }
    return lines
  }
}
