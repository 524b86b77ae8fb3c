import Scheduling

extension Gate {
  /// The decision as `DueSelection` asks for it, with the moment up to which it stands.
  package func admission(at now: Timestamp) -> DueSelection.Admission {
    switch decision(at: now) {
    case .shut(_, let opens): return .shut(until: opens)
    case .tooLate(_, let fits): return .shut(until: fits)
    case .open(let open):
      let change = clearance.change(of: .open(open), at: now)
      guard open.exception == nil, let before = open.startBefore else { return .open(until: change) }
      let tooLate = before + (.microseconds(1) - needed.known)
      return .open(until: change.map { min($0, tooLate) } ?? tooLate)
    }
  }
}
