import Catalog
import Diagnostics
import Planning
import Scheduling

/// A task that has usually taken longer than its window is open, or that would never be let start in it.
enum WindowLint {
  static func warnings(
    of catalog: Catalog, _ durations: [TaskName: [Duration]], _ samples: [TaskName: TimeSamples]
  ) -> [Diagnostic] {
    var found: [Diagnostic] = []
    for tier in Tier.allCases {
      for task in catalog.tiers[tier]?.tasks ?? [] {
        guard let window = catalog.window(of: task), let length = window.hours.length else { continue }
        if let estimate = Estimate(of: durations[task.name] ?? []), estimate.median > length {
          found.append(tooLong(task, estimate, window: window.hours, length))
        } else if let warning = neverFits(task, window, length, catalog, samples[task.name] ?? TimeSamples()) {
          found.append(warning)
        }
      }
    }
    return found
  }

  private static func tooLong(
    _ task: MaintenanceTask, _ estimate: Estimate, window: Window.Hours, _ length: Duration
  ) -> Diagnostic {
    let runs = estimate.count == 1 ? "in its one run that succeeded" : "in the median of \(estimate.count) runs"
    return Diagnostic(
      .longerThanWindow,
      "'\(task.name)' took \(words(estimate.median)) \(runs), and its window \(window) is open for \(words(length))",
      severity: .warning, at: task.place, hint: "widen the window in maintenance_windows, or split the task")
  }

  /// By the same arithmetic that lets it start; only freezes and set clocks could leave it less.
  private static func neverFits(
    _ task: MaintenanceTask, _ window: Window, _ length: Duration, _ catalog: Catalog, _ samples: TimeSamples
  ) -> Diagnostic? {
    let anyZone = { (_: String) -> Zone? in nil }
    guard let gate = Gate(of: task, in: catalog, samples: samples, hostZone: .utc, zone: anyZone),
      gate.clearance.window != nil, gate.needed.known > length - window.cutoff
    else { return nil }
    let cutoff = window.cutoff > .zero ? " less the cutoff of \(words(window.cutoff))" : ""
    return Diagnostic(
      .longerThanWindow,
      "'\(task.name)' would never start: it needs \(gate.needed.words), and its window \(window.hours) is open for "
        + "\(words(length))\(cutoff)",
      severity: .warning, at: task.place,
      hint: "widen the window in maintenance_windows, or give the task a shorter 'timeout'")
  }

  /// To the minute; a window has no finer length.
  private static func words(_ duration: Duration) -> String {
    let minutes = (duration.components.seconds + 59) / 60
    let (hours, rest) = (minutes / 60, minutes % 60)
    return hours == 0 ? "\(rest) min" : rest == 0 ? "\(hours) h" : "\(hours) h \(rest) min"
  }
}
