/// When tasks of a tier may change things: a span of hours on certain days, or whenever it is needed.
package struct Window: Sendable, Hashable {
  /// The hours of a window; an `end` at or before the `start` lies on the next day.
  package enum Hours: Sendable, Hashable {
    case span(start: TimeOfDay, end: TimeOfDay)
    case asNeeded
  }

  package var name: String
  package var days: Days
  package var hours: Hours
  /// Free text of the operator, such as `routine_maintenance`.
  package var type: String?
  /// An IANA zone name; the host's zone where it is nil.
  package var timezone: String?
  /// No task starts in this last part of the window.
  package var cutoff: Duration
  package var atEnd: WindowEnd
  /// How long before it opens people are told; nil: they are not.
  package var notice: Duration?

  package init(
    name: String, days: Days = Days(), hours: Hours, type: String? = nil, timezone: String? = nil,
    cutoff: Duration = .zero, atEnd: WindowEnd = .continue
  ) {
    self.name = name
    self.days = days
    self.hours = hours
    self.type = type
    self.timezone = timezone
    self.cutoff = cutoff
    self.atEnd = atEnd
  }
}
