/// The command that takes back what a run left half-done, as it can be typed.
enum RecoverText {
  static func command(_ run: Int) -> String { "maint recover \(run)" }

  /// What to do about a task that left its runbook refused.
  static func mending(_ run: Int, isInterrupted: Bool) -> String {
    if isInterrupted { return "\(command(run)) takes back what was left half-done" }
    return
      "maint show \(run), mend what kept it from being rolled back, then \(command(run)); or mend the host by hand, "
      + "then \(ResolveText.command(run))"
  }
}
