import Scheduling

/// The zones of windows, each read once: many tasks share a window.
final class ZoneMemory {
  private let database = ZoneDatabase()
  private var zones: [String: Zone?] = [:]

  func zone(named name: String) -> Zone? {
    if let known = zones[name] { return known }
    let zone = database.zone(named: name)
    zones[name] = zone
    return zone
  }
}
