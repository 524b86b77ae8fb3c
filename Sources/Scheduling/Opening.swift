/// One time that a window is open: half-open, from `start` up to `end`.
package struct Opening: Sendable, Hashable {
  /// The day whose opening it is, also where clocks are set forward over its hours and it begins on the next.
  package var date: CivilDate
  package var start: Timestamp
  package var end: Timestamp
  /// From here on, up to the end, no task starts; the end itself where the window has no cutoff.
  package var cutoff: Timestamp

  package init(date: CivilDate, start: Timestamp, end: Timestamp, cutoff: Timestamp) {
    self.date = date
    self.start = start
    self.end = end
    self.cutoff = cutoff
  }

  package func contains(_ moment: Timestamp) -> Bool { start <= moment && moment < end }

  /// Whether a task may start.
  package func admits(_ moment: Timestamp) -> Bool { start <= moment && moment < cutoff }
}
