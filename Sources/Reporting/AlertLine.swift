import Catalog
import Planning

/// What standard error says while a run goes on: something that somebody should know now.
package enum AlertLine {
  /// With its line break.
  package static func text(
    _ mark: ChangeLimits.Mark, of limits: ChangeLimits, task: TaskName, run: Int, level: MaintenanceTask.AlertLevel
  ) -> String {
    "maint: \(level.rawValue): \(task) of run \(run) is \(HarmlessText.words(limits.alert(mark)))\n"
  }
}
