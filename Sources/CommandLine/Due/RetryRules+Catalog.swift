import Catalog
import Planning
import RunLog
import Scheduling

extension RetryRules {
  /// Those of a project. Made once it is asked for: where nothing fails, nobody asks.
  init(_ catalog: Catalog, hostZone: Zone) {
    @Sendable func rule(_ name: TaskName) -> DueRule? {
      guard let task = name.tier.flatMap({ catalog.tiers[$0] })?.tasks.first(where: { $0.name == name }) else {
        return nil
      }
      let zones = ZoneMemory()
      return catalog.dueRule(of: task, hostZone: hostZone) { zones.zone(named: $0) }
    }
    self.init(
      stretch: { name, at in rule(name)?.stretch(at: at) },
      next: { name, history, approval, at in
        guard let rule = rule(name) else { return nil }
        switch rule.state(at: at, history: history) {
        case .waiting(let until, attempts: _):
          return catalog.tryAgain(name, from: until, approval)
        case .givenUp(let attempts, let next):
          return .givenUp(rule.givenUp(name, attempts, next, history, approval, at: at))
        case .notDue(let next): return .whenDue(next)
        case .due, .never: return nil
        }
      })
  }
}

extension Catalog {
  /// An approval is for one run that changes something.
  fileprivate func tryAgain(_ name: TaskName, from start: Timestamp, _ approval: NextApproval) -> NextTry {
    let task = name.tier.flatMap { tiers[$0] }?.tasks.first { $0.name == name }
    // Without the runbooks nobody knows whether one of them demands it still.
    let isNeeded = task.map { !approvals(of: $0).isEmpty } ?? false || runbooks.isEmpty
    switch approval {
    case .given(let end) where end > start: return .from(start)
    case .unasked where runbooks.isEmpty: return .from(start)
    case .waits(let request) where isNeeded: return .onceApproved(from: start, request: request)
    case .unasked, .usedUp, .given, .waits, .rejected:
      return isNeeded ? .onceApproved(from: start, request: nil) : .from(start)
    }
  }
}
