import Catalog
import Execution
import Planning
import RunLog
import Scheduling

/// Tells of tasks that have failed as often as they may, when a run is over. Where somebody is told that they fail, the log
/// has it already.
struct GivenUpTasks {
  let catalog: Catalog
  let log: RunLog
  let zone: Zone

  func tell(failed: [TaskName], inRun run: Int, warn: (String) -> Void) throws(RunLogFailure) {
    guard !failed.isEmpty else { return }
    let zones = ZoneMemory()
    let due = DueTasks(catalog, hostZone: zone) { zones.zone(named: $0) }
    let names = Set(failed)
    let tasks = due.tasks.indices.filter { names.contains(due.tasks[$0].name) }
    let clock = SystemClock.reading()
    for alert in try log.givenUp(inRun: run) { warn("maint: \(alert.text)\n") }
    let histories = try log.dueHistories(
      of: tasks.map { (due.tasks[$0].name, due.rules[$0].stretch(at: clock.wall)) }, clock: clock)
    var alerts: [PeriodAlert] = []
    for (task, history) in zip(tasks, histories) {
      if let alert = try PeriodAlert.givenUp(task, of: due, history, at: clock.wall, log) { alerts.append(alert) }
    }
    try PeriodAlert.tell(alerts, log) { warn("maint: \($0)\n") }
  }
}
