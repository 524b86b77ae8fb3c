import Scheduling

/// Until when a task that was let start may change the host, and what becomes of it then.
package struct ChangeLimits: Sendable, Hashable {
  package enum Mark: String, Sendable, CaseIterable {
    /// A rollback begun later would not be done at the end.
    case pointOfNoReturn = "point_of_no_return"
    case end = "window_end"
  }

  /// nil: how long a rollback takes is unknown, or there is none.
  package var pointOfNoReturn: Timestamp?
  package var end: Timestamp
  /// What comes at `end`.
  package var limit: ClearanceState.Limit
  package var atEnd: WindowEnd
  /// In which people are told of both.
  package var zone: Zone

  package init(
    pointOfNoReturn: Timestamp?, end: Timestamp, limit: ClearanceState.Limit, atEnd: WindowEnd, zone: Zone
  ) {
    self.pointOfNoReturn = pointOfNoReturn
    self.end = end
    self.limit = limit
    self.atEnd = atEnd
    self.zone = zone
  }

  /// Whether a change that still goes forward at the mark is stopped.
  package func stops(at mark: Mark) -> Bool {
    switch (atEnd, mark) {
    case (.continue, _), (.stop, .pointOfNoReturn): false
    case (.stop, .end), (.rollback, _): true
    }
  }

  /// The first mark is so near that whoever looks on should be told: a freeze next month is no news to a task of today.
  package func isNear(at moment: Timestamp) -> Bool { (pointOfNoReturn ?? end) - moment <= Self.near }

  package static let near = Duration.seconds(86_400)

  /// `point of no return 03:10 +01:00, window 'weekly' closes 04:00 +01:00`; with the day where it is not that of `day`.
  package func words(on day: Timestamp) -> String {
    let end = "\(Self.words(limit)) \(zone.minute(end, on: day))"
    if let point = pointOfNoReturn { return "point of no return \(zone.minute(point, on: day)), \(end)" }
    return atEnd == .rollback ? "\(end); how long a rollback takes is unknown, so one would begin only then" : end
  }

  /// One line for whoever has to know that the mark was passed.
  package func alert(_ mark: Mark) -> String {
    switch mark {
    case .pointOfNoReturn:
      let point = pointOfNoReturn.map { " (\(zone.minute($0, on: end)))" } ?? ""
      let then = stops(at: mark) ? "it is stopped and rolled back" : "a rollback begun now ends too late"
      return "past its point of no return\(point): \(then); \(Self.words(limit)) \(zone.minute(end))"
    case .end:
      let then = stops(at: mark) ? "it is stopped and rolled back" : "it goes on"
      return "still at work when \(past) at \(zone.minute(end)): \(then) (at_window_end: \(atEnd.rawValue))"
    }
  }

  /// Why a task is stopped at the mark.
  package func reason(_ mark: Mark) -> String {
    switch mark {
    case .pointOfNoReturn:
      let point = pointOfNoReturn.map { zone.minute($0) } ?? ""
      return "its point of no return came at \(point), before \(past) (at_window_end: \(atEnd.rawValue))"
    case .end: return "\(past) at \(zone.minute(end)) (at_window_end: \(atEnd.rawValue))"
    }
  }

  private var past: String {
    switch limit {
    case .window(let name): "its window '\(name)' closed"
    case .freeze(let reason): "the freeze (\(reason)) began"
    }
  }

  /// For before a time.
  static func words(_ limit: ClearanceState.Limit) -> String {
    switch limit {
    case .window(let name): "window '\(name)' closes"
    case .freeze(let reason): "freeze (\(reason)) begins"
    }
  }
}
