import Catalog
import Scheduling

/// What the files of the project say at the moment: what is due, when changes may be made.
extension PrometheusReport {
  func add(_ project: Project, to text: inout PrometheusText) {
    addDue(project.tasks, to: &text)
    text.gauge(
      "maint_window_open", "1: tasks of the window may start now, as freezes and exceptions have it.",
      project.windows.map { .init([("window", $0.name)], $0.clearance.isOpen(at: now)) })
    text.gauge(
      "maint_window_close_timestamp_seconds", "Up to when they may start, while the window is open.",
      project.windows.compactMap { name, clearance in
        guard case .open(let open) = clearance.state(at: now) else { return nil }
        return open.startBefore.map { .init([("window", name)], $0) }
      })
    text.gauge(
      "maint_window_next_opening_timestamp_seconds", "From when on they may start the next time.",
      project.windows.compactMap { name, clearance in
        clearance.upcoming(2, from: now).first { $0.start > now }.map { .init([("window", name)], $0.start) }
      })
    text.gauge("maint_freeze_in_force", "1: a change freeze is in force.", [.init(project.freezeEnd != nil)])
    text.gauge(
      "maint_freeze_end_timestamp_seconds", "When it ends, with those that follow without a gap.",
      project.freezeEnd.map { [.init($0)] } ?? [])
  }

  /// Of missed windows, and of what can never start, of which there is an alert, too.
  private var overdueTasks: Set<TaskName> {
    guard let status = log?.status else { return [] }
    let missed = status.status.alerts.compactMap { $0.kind == .missedWindow || $0.kind == .neverStarts ? $0.task : nil }
    return Set(status.overdue.map(\.name) + missed)
  }

  private func addDue(_ tasks: [DueTask], to text: inout PrometheusText) {
    let scheduled = tasks.filter { $0.state != .never }
    text.gauge(
      "maint_task_due",
      "1: the time of the task has come, and it has not succeeded since; it waits for its turn or another try, or was given up.",
      scheduled.map { .init(Self.labels(of: $0.name), $0.state.isDue) })
    let overdue = overdueTasks
    text.gauge(
      "maint_task_overdue",
      "1: maint run --due once knew of it and has not started it in time, its window was missed, it can never start, or nobody answered whether it may "
        + "begin until a period was over, as maint status tells it.",
      scheduled.map { .init(Self.labels(of: $0.name), overdue.contains($0.name)) })
    text.gauge(
      "maint_task_held_up",
      "1: it is due and waits for a task that it needs, or for its window or the end of a freeze, or is running.",
      scheduled.map { .init(Self.labels(of: $0.name), $0.isHeldUp) })
    text.gauge(
      "maint_task_due_timestamp_seconds", "Since when it is due; of one that is not, when it is due next.",
      scheduled.compactMap { task in task.state.dueTime.map { .init(Self.labels(of: task.name), $0) } })
  }
}

extension DueState {
  fileprivate var isDue: Bool {
    switch self {
    case .due, .waiting, .givenUp: true
    case .notDue, .never: false
    }
  }

  fileprivate var dueTime: Timestamp? {
    switch self {
    case .due(let since, _, _): since
    case .notDue(let next), .givenUp(_, let next): next
    case .waiting(let until, _): until
    case .never: nil
    }
  }
}

extension DueTask {
  /// By something that ends by itself; what waits for a person does not.
  fileprivate var isHeldUp: Bool {
    switch hold {
    case .need, .running: true
    case .window(_, let until): until != nil
    case nil: false
    }
  }
}

extension Clearance {
  fileprivate func isOpen(at moment: Timestamp) -> Bool {
    if case .open = state(at: moment) { true } else { false }
  }
}
