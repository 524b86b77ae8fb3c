import Catalog
import Diagnostics
import Planning
import Scheduling

/// A task that has usually taken longer than its window is open.
enum WindowLint {
  static func warnings(of catalog: Catalog, durations: [TaskName: [Duration]]) -> [Diagnostic] {
    var found: [Diagnostic] = []
    for tier in Tier.allCases {
      for task in catalog.tiers[tier]?.tasks ?? [] {
        guard let window = catalog.window(of: task), let length = window.hours.length else { continue }
        guard let estimate = Estimate(of: durations[task.name] ?? []), estimate.median > length else { continue }
        found.append(warning(task, estimate, window: window.hours, length))
      }
    }
    return found
  }

  private static func warning(
    _ task: MaintenanceTask, _ estimate: Estimate, window: Window.Hours, _ length: Duration
  ) -> Diagnostic {
    let runs = estimate.count == 1 ? "in its one run that succeeded" : "in the median of \(estimate.count) runs"
    return Diagnostic(
      .longerThanWindow,
      "'\(task.name)' took \(words(estimate.median)) \(runs), and its window \(window) is open for \(words(length))",
      severity: .warning, at: task.place, hint: "widen the window in maintenance_windows, or split the task")
  }

  /// To the minute; a window has no finer length.
  private static func words(_ duration: Duration) -> String {
    let minutes = (duration.components.seconds + 59) / 60
    let (hours, rest) = (minutes / 60, minutes % 60)
    return hours == 0 ? "\(rest) min" : rest == 0 ? "\(hours) h" : "\(hours) h \(rest) min"
  }
}
