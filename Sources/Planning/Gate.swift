import Catalog
import Scheduling

/// Decides whether a task may start: by window, freezes and exceptions, and by whether what it needs still fits.
package struct Gate: Sendable, Hashable {
  package enum Decision: Sendable, Hashable {
    case open(ClearanceState.Open)
    /// What it needs is more than what is left; `fits`: the next time at which it is not, nil: none is in sight.
    case tooLate(ClearanceState.Open, fits: Timestamp?)
    /// `opens`: when it may start, and what it needs fits; nil: never any more.
    case shut(ClearanceState.Cause, opens: Timestamp?)

    package var isOpen: Bool {
      if case .open = self { true } else { false }
    }
  }

  package var clearance: Clearance
  package var needed: TimeNeeded
  /// Only checks are never stopped, and have no point of no return.
  package var changes: Bool

  package init(clearance: Clearance, needed: TimeNeeded, changes: Bool) {
    self.clearance = clearance
    self.needed = needed
    self.changes = changes
  }

  /// That of a task; nil where nothing ever holds it up. `zone` finds the zones of windows.
  package init?(
    of task: MaintenanceTask, in catalog: Catalog, samples: TimeSamples, exceptions: [WindowException] = [],
    hostZone: Zone, zone: (String) -> Zone?
  ) {
    guard
      let clearance = catalog.clearance(of: task, exceptions: exceptions, hostZone: hostZone, zone: zone),
      let runbook = catalog.runbooks[task.runbook]
    else { return nil }
    let changes = !runbook.change.isEmpty
    let needed = TimeNeeded(
      samples, timeout: task.timeout ?? catalog.defaults.taskTimeout,
      hasWayBack: changes && runbook.noRollbackReason == nil)
    self.init(clearance: clearance, needed: needed, changes: changes)
  }

  package func decision(at now: Timestamp) -> Decision {
    switch clearance.state(at: now) {
    case .shut(let cause, let opens): .shut(cause, opens: opens.flatMap { firstFit(from: $0) })
    case .open(let open):
      fits(open, at: now) ? .open(open) : .tooLate(open, fits: open.startBefore.flatMap { firstFit(from: $0) })
    }
  }

  /// The first moment from this one on at which it may start; nil: never any more.
  package func start(from moment: Timestamp) -> Timestamp? {
    switch decision(at: moment) {
    case .open: moment
    case .tooLate(_, let fits): fits
    case .shut(_, let opens): opens
    }
  }

  /// Until when a task that starts by this decision may change the host; nil: as long as it takes.
  package func limits(of open: ClearanceState.Open) -> ChangeLimits? {
    guard changes, let end = open.end, let limit = open.limit else { return nil }
    return ChangeLimits(
      pointOfNoReturn: needed.rollback?.length.map { end + (.zero - $0) }, end: end, limit: limit,
      atEnd: clearance.window?.atEnd ?? .continue, zone: clearance.zone)
  }

  /// An exception binds the start alone: whoever grants one in need does not want to be told that time is short.
  private func fits(_ open: ClearanceState.Open, at moment: Timestamp) -> Bool {
    guard open.exception == nil, let limit = open.startBefore else { return true }
    return moment + needed.known <= limit
  }

  /// Openings of one window are alike but for freezes, exceptions and clocks that are set, so one that is long enough comes
  /// soon or never.
  private func firstFit(from moment: Timestamp) -> Timestamp? {
    var next: Timestamp? = moment
    for _ in 0..<200 {
      guard let moment = next else { return nil }
      switch clearance.state(at: moment) {
      case .shut(_, let opens): next = opens
      case .open(let open):
        if fits(open, at: moment) { return moment }
        next = open.startBefore
      }
    }
    return nil
  }
}
