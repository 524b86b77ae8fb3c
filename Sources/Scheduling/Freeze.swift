/// A time in which nothing may be changed: from a moment, or the beginning of a day, up to a moment, or the end of a day.
package struct Freeze: Sendable, Hashable {
  package var from: CalendarMoment
  package var to: CalendarMoment
  package var reason: String

  package init(from: CalendarMoment, to: CalendarMoment, reason: String) {
    self.from = from
    self.to = to
    self.reason = reason
  }

  package func start(in zone: Zone) -> Timestamp { from.timestamp(in: zone) }

  /// The first moment after it.
  package func end(in zone: Zone) -> Timestamp { to.end(in: zone) }

  package func contains(_ moment: Timestamp, in zone: Zone) -> Bool {
    start(in: zone) <= moment && moment < end(in: zone)
  }

  /// Whether it ends before it begins, or as it does, in whatever zone the host is.
  package var isReversed: Bool {
    let length = end(in: .utc) - start(in: .utc)
    switch (from, to) {
    case (.fixed, .fixed): return length <= .zero
    // Clocks are less than 26 hours from UTC (RFC 8536, section 3.2).
    case (.fixed, _), (_, .fixed): return length <= .seconds(-26 * 3_600)
    // A day that a zone skips may be all there is between the two; it is written as if it were not skipped.
    case (.day, _), (.local, _): return length <= .zero
    }
  }
}

extension Sequence<Freeze> {
  /// The freeze in force at the moment; of several, the one that ends last.
  package func covering(_ moment: Timestamp, in zone: Zone) -> Freeze? {
    filter { $0.contains(moment, in: zone) }.max { $0.end(in: zone) < $1.end(in: zone) }
  }
}
