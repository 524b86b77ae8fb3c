import Scheduling

/// What operators are told of a decision, in one line.
extension Gate {
  /// Why a task does not start, with the arithmetic, and when it may; nil where it may.
  package func reason(_ decision: Decision, at now: Timestamp) -> String? {
    guard let cause = cause(decision, at: now) else { return nil }
    switch decision {
    case .open: return nil
    case .tooLate(_, let fits): return "\(cause); \(words(fits: fits, at: now))"
    case .shut(_, let opens): return "\(cause); \(words(opens: opens, at: now))"
    }
  }

  /// The same without when it may.
  package func cause(_ decision: Decision, at now: Timestamp) -> String? {
    switch decision {
    case .open: nil
    case .tooLate(let open, _): "needs \(needed.words); \(room(open, at: now) ?? "")"
    case .shut(let cause, _): words(cause)
    }
  }

  /// What a task that may start has before it; nil: no limit at all.
  package func allowance(_ open: ClearanceState.Open, at now: Timestamp) -> String? {
    if let exception = open.exception {
      let end = exception.end.map { " until \(clearance.zone.minute($0, on: now))" } ?? ""
      return "by an exception\(end): \(exception.reason)"
    }
    return room(open, at: now)
  }

  /// `45m are left until the cutoff at 03:30 +01:00`.
  private func room(_ open: ClearanceState.Open, at now: Timestamp) -> String? {
    guard let before = open.startBefore, let limit = open.limit else { return nil }
    // Rounded down: less must not look like enough.
    let seconds = (before - now).components.seconds
    let left = DurationText.format(.seconds(seconds < 86_400 ? seconds : seconds - seconds % 3_600))
    let time = clearance.zone.minute(before, on: now)
    let isCutoff = open.end.map { before < $0 } ?? false
    return "\(left) are left until \(isCutoff ? "the cutoff" : ChangeLimits.words(limit)) at \(time)"
  }

  private func words(_ cause: ClearanceState.Cause) -> String {
    switch cause {
    case .outsideWindow(let name): return "outside its window '\(name)'\(rule)"
    case .cutoff(let name, _):
      let cutoff = clearance.window.map { DurationText.format($0.cutoff) } ?? ""
      return "nothing starts in the last \(cutoff) of its window '\(name)'\(rule)"
    case .freeze(let reason, let end): return "change freeze until \(clearance.zone.minute(end)) (\(reason))"
    }
  }

  private var rule: String {
    clearance.window.map { " (\($0.days), \($0.hours)\($0.timezone.map { " \($0)" } ?? ""))" } ?? ""
  }

  private func words(opens: Timestamp?, at now: Timestamp) -> String {
    if let opens { return "it may start \(clearance.zone.minute(opens, on: now))" }
    guard case .shut(_, .some) = clearance.state(at: now) else { return "it may never start again" }
    return "it needs \(needed.words), and \(Self.noOpening)"
  }

  private func words(fits: Timestamp?, at now: Timestamp) -> String {
    guard let fits else { return Self.noOpening }
    return "it fits \(clearance.zone.minute(fits, on: now))"
  }

  private static let noOpening = "no opening to come is long enough: widen the window, or shorten the timeout"
}
