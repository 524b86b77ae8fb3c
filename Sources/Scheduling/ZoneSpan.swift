/// A stretch of time in which a zone's clocks are not set: half-open, in seconds since 1970; nil: without end.
struct ZoneSpan: Sendable, Hashable {
  var start: Int?
  var end: Int?
  /// Seconds ahead of UTC.
  var offset: Int
}
