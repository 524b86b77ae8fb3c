import Scheduling

extension Gate {
  /// Up to when an approval counts that would end at a moment: a task that waits for its window must not find its approval over
  /// just when it may begin. So to the end of the next window that lets it begin, and one that ends within a window to the end of
  /// that.
  package func approvalEnd(_ end: Timestamp, at now: Timestamp) -> Timestamp {
    guard let window = clearance.window, window.hours != .asNeeded else { return end }
    guard let begins = start(from: now) else { return end }
    let end = max(end, begins)
    // An exception is over when it is over; it opens no window.
    guard case .open(let open) = clearance.state(at: end), open.exception == nil else { return end }
    return open.end.map { max($0, end) } ?? end
  }
}
