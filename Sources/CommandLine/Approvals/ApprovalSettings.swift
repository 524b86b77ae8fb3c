import Catalog
import Planning
import Scheduling

/// What the schedule and the defaults say of how an approved task is run, by the name of each key, so that it can be told what
/// of it changed.
///
/// What decides only when it comes to run, what is kept of it or what is told of it afterwards is none of that: `jobs`,
/// `lock_wait`, `output_limit` and the like.
struct ApprovalSettings {
  private let task: PlannedTask
  private let defaults: Defaults
  private let copy: CopyCommand?

  init(of task: PlannedTask, in plan: Plan) {
    (self.task, defaults) = (task, plan.defaults)
    copy = plan.runbook(of: task).copyCommand(plan.defaults)
  }

  var parts: [ApprovalSubject.Part] {
    [
      .setting("needs", Self.list(task.task.needs.map(\.task.description))),
      .setting("locks", Self.list(task.locks)),
      .setting("timeout", Self.words(task.timeout)),
      .setting("step_timeout", Self.words(defaults.stepTimeout)),
      .setting("grace", Self.words(defaults.grace)),
      .setting("copy_to", copy.map { "'\($0.run)' within \(DurationText.format($0.timeout))" } ?? Self.none),
      .setting("alert", task.task.alert.rawValue),
    ]
  }

  private static let none = "none"

  /// In whatever order they are written.
  private static func list(_ names: [String]) -> String {
    names.isEmpty ? none : Set(names).sorted().joined(separator: ", ")
  }

  private static func words(_ duration: Duration?) -> String { duration.map(DurationText.format) ?? none }
}
