import Diagnostics
import Scheduling

/// Which tiers and tasks the windows govern: what takes all files to know.
extension ScheduleBinder {
  mutating func checkWindows() {
    var used: Set<String> = []
    for tier in Tier.allCases {
      used.insert(tier.rawValue)
      for task in catalog.tiers[tier]?.tasks ?? [] {
        guard let window = task.window else { continue }
        used.insert(window.name)
        if place(of: .window(window.name)) == nil { noteUnknown(window, of: task) }
      }
      checkTime(of: tier)
      noteUnheeded(in: tier)
    }
    for window in catalog.windows where !used.contains(window.name) { noteUnused(window) }
  }

  /// A window says when a tier is due, and `at` would say it otherwise; but not one that is open as needed.
  private mutating func checkTime(of tier: Tier) {
    guard catalog.tiers[tier]?.at != nil, let place = place(of: .setting(tier, .at)),
      let window = catalog.windows.first(where: { $0.name == tier.rawValue }), window.hours != .asNeeded
    else { return }
    reader.note(
      .atWithWindow, "'at' of \(tier.rawValue) has no effect: the tier has a window, and is due when that opens",
      at: place, hint: "remove 'at', or let the window begin then",
      notes: self.place(of: .window(window.name)).map { [Diagnostic.Note("the window", at: $0)] } ?? [])
  }

  /// Settings that nothing asks for. What is never due has no time; and of an hourly tier only the minutes count.
  private mutating func noteUnheeded(in tier: Tier) {
    if tier == .emergency {
      for key in [TierKey.at, .catchUp, .retryAfter, .maxAttempts] {
        guard let place = place(of: .setting(tier, key)) else { continue }
        reader.note(
          .noEffect, "'\(key.rawValue)' of emergency has no effect: its tasks run only when asked", severity: .warning,
          at: place, hint: "remove it")
      }
    }
    guard tier == .hourly, let at = catalog.tiers[tier]?.at, at.hour != 0, let place = place(of: .setting(tier, .at)),
      catalog.window(of: tier) == nil
    else { return }
    reader.note(
      .noEffect, "the hour of 'at' has no effect: an hourly tier is due in every hour, at its minute",
      severity: .warning,
      at: place, hint: "write \"\(TimeOfDay(hour: 0, minute: at.minute))\", or move the tasks to the tier daily")
  }

  private mutating func noteUnknown(_ window: MaintenanceTask.WindowName, of task: MaintenanceTask) {
    let names = catalog.windows.map(\.name)
    let known = names.isEmpty ? "there is none" : "there is \(names.joined(separator: ", "))"
    reader.note(
      .unknownWindow, "'\(task.name)' waits for the window '\(window.name)', which is not in maintenance_windows",
      at: window.place, hint: reader.suggestion(for: window.name, among: names) ?? known)
  }

  private mutating func noteUnused(_ window: Window) {
    guard let place = place(of: .window(window.name)) else { return }
    let near = reader.suggestion(for: window.name, among: Tier.allCases.map(\.rawValue))
    reader.note(
      .windowWithoutTier, "no tier is named '\(window.name)' and no task waits for it, so this window governs nothing",
      severity: .warning, at: place, hint: near ?? "name it like the tier that it is for")
  }
}
