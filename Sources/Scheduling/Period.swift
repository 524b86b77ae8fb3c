/// One hour, day, week, month, quarter or year of a tier: half-open, from `start` up to `end`.
package struct Period: Sendable, Hashable {
  package var start: Timestamp
  package var end: Timestamp

  package init(start: Timestamp, end: Timestamp) {
    self.start = start
    self.end = end
  }
}
