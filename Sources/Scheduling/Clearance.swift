/// When a task may start to change something: inside its window, outside every freeze, or by an exception from both.
///
/// Made once and asked often: what does not depend on the moment is worked out at the beginning.
package struct Clearance: Sendable, Hashable {
  /// A freeze, or several with no gap between them.
  private struct FrozenSpan: Hashable {
    var start: Timestamp
    var end: Timestamp
    /// That of the freeze which ends last.
    var reason: String
  }

  /// nil: at any time.
  package let window: Window?
  /// That of the window.
  package let zone: Zone
  /// By their start, without overlaps.
  private let frozen: [FrozenSpan]
  private var exceptions: [WindowException]

  /// `hostZone` is that of the freezes. Exceptions may overlap and come in any order.
  package init(
    window: Window? = nil, zone: Zone, freezes: [Freeze] = [], hostZone: Zone, exceptions: [WindowException] = []
  ) {
    self.window = window
    self.zone = zone
    self.exceptions = exceptions
    frozen = Self.merged(
      freezes.map { FrozenSpan(start: $0.start(in: hostZone), end: $0.end(in: hostZone), reason: $0.reason) })
  }

  private static func merged(_ spans: [FrozenSpan]) -> [FrozenSpan] {
    var result: [FrozenSpan] = []
    for span in spans.filter({ $0.start < $0.end }).sorted(by: { $0.start < $1.start }) {
      guard let last = result.last, span.start <= last.end else {
        result.append(span)
        continue
      }
      if span.end > last.end {
        result[result.count - 1].end = span.end
        result[result.count - 1].reason = span.reason
      }
    }
    return result
  }

  /// The same with exceptions that were granted since.
  package func granting(_ more: [WindowException]) -> Clearance {
    var result = self
    result.exceptions += more
    return result
  }

  /// Whether a task may start at the moment.
  package func state(at moment: Timestamp) -> ClearanceState {
    if let granted = exceptions.filter({ $0.contains(moment) }).max(by: Self.endsBefore) {
      return .open(ClearanceState.Open(startBefore: granted.end, exception: granted))
    }
    let state = regularState(at: moment)
    guard case .shut(let cause, let opens) = state, let exception = nextException(after: moment) else { return state }
    return .shut(cause, opens: opens.map { min($0, exception) } ?? exception)
  }

  /// Until then the answer given for the moment holds, while the clock goes forward; nil: for ever. Of a shut one the
  /// cause may change before.
  package func change(of state: ClearanceState, at moment: Timestamp) -> Timestamp? {
    switch state {
    case .open(let open): [open.startBefore, nextException(after: moment)].compactMap { $0 }.min()
    case .shut(_, let opens): opens
    }
  }

  /// The next times at which a task may start, at most so many, each with the moment from which on: the given one where it
  /// may start already.
  package func upcoming(_ count: Int, from now: Timestamp) -> [(start: Timestamp, open: ClearanceState.Open)] {
    var found: [(start: Timestamp, open: ClearanceState.Open)] = []
    var next: Timestamp? = now
    while found.count < count, let moment = next {
      let state = state(at: moment)
      if case .open(let open) = state { found.append((moment, open)) }
      next = change(of: state, at: moment)
    }
    return found
  }

  private static func endsBefore(_ left: WindowException, _ right: WindowException) -> Bool {
    guard let end = left.end else { return false }
    return right.end.map { end < $0 } ?? true
  }

  private func nextException(after moment: Timestamp) -> Timestamp? {
    exceptions.lazy.filter { $0.start > moment && $0.contains($0.start) }.map(\.start).min()
  }
}

extension Clearance {
  private func regularState(at moment: Timestamp) -> ClearanceState {
    let freeze = frozen.first { $0.end > moment }
    if let freeze, freeze.start <= moment {
      return .shut(.freeze(freeze.reason, end: freeze.end), opens: nextStart(from: moment))
    }
    guard let window, window.hours != .asNeeded else {
      return .open(
        ClearanceState.Open(
          startBefore: freeze?.start, end: freeze?.start, limit: freeze.map { .freeze($0.reason) }))
    }
    guard let opening = window.opening(at: moment, in: zone) else {
      return .shut(.outsideWindow(window.name), opens: nextStart(from: moment))
    }
    guard opening.admits(moment) else {
      return .shut(.cutoff(window.name, end: opening.end), opens: nextStart(from: moment))
    }
    var open = ClearanceState.Open(startBefore: opening.cutoff, end: opening.end, limit: .window(window.name))
    if let freeze, freeze.start < opening.end {
      open.startBefore = min(opening.cutoff, freeze.start)
      open.end = freeze.start
      open.limit = .freeze(freeze.reason)
    }
    return .open(open)
  }

  /// The first moment from this one on that the window admits and no freeze covers.
  private func nextStart(from moment: Timestamp) -> Timestamp? {
    var moment = moment
    while true {
      if let freeze = frozen.first(where: { $0.end > moment }), freeze.start <= moment { moment = freeze.end }
      guard let window, let length = window.hours.length else { return moment }
      if window.opening(at: moment, in: zone)?.admits(moment) == true { return moment }
      // Where the cutoff takes up all of it, the search would have no end.
      guard window.cutoff < length, let next = window.opening(after: moment, in: zone) else { return nil }
      moment = next.start
      if frozen.contains(where: { $0.start <= moment && moment < $0.end }) { continue }
      if next.admits(moment) { return moment }
    }
  }
}
