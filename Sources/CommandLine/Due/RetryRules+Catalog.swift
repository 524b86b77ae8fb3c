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
      next: { name, history, at in
        guard let rule = rule(name) else { return nil }
        switch rule.state(at: at, history: history) {
        case .waiting(let until, attempts: _): return .from(until)
        case .givenUp(let attempts, let next):
          return .givenUp(rule.givenUp(name, attempts, next, history, at: at))
        case .notDue(let next): return .whenDue(next)
        case .due, .never: return nil
        }
      })
  }
}
