/// A stretch of time in which a zone's clocks are not set: half-open, in seconds since 1970; nil: without end.
package struct ZoneSpan: Sendable, Hashable {
  package var start: Int?
  package var end: Int?
  /// Seconds ahead of UTC.
  package var offset: Int
}
