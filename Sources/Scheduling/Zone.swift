/// The civil time of a place: what its clocks show at a moment, and when they show a given time.
///
/// A value read once from the host's time zone database and used without it thereafter, from any thread. glibc's own
/// functions know one zone a process, chosen by the variable TZ, which must not change under a running program.
package struct Zone: Sendable, Hashable {
  /// An IANA name, `UTC`, or what TZ holds.
  package let name: String
  private let table: ZoneTable

  /// The zone of an IANA name in the host's database; nil for an unknown one.
  package static func named(_ name: String) -> Zone? { ZoneDatabase().zone(named: name) }

  package static let utc = Zone(name: "UTC", table: ZoneTable(firstOffset: 0))

  init(name: String, table: ZoneTable) {
    self.name = name
    self.table = table
  }

  package func civilTime(of moment: Timestamp) -> CivilTime {
    let offset = table.span(at: moment.seconds).offset
    return CivilTime(localSeconds: moment.seconds + offset, offset: offset)
  }

  package func date(of moment: Timestamp) -> CivilDate { civilTime(of: moment).date }

  /// The first moment at which the zone's clocks show this time or a later one.
  ///
  /// That is the first of two where clocks are set back, and the moment of the change where they are set forward over
  /// the time, or over the whole day.
  package func timestamp(of date: CivilDate, at time: TimeOfDay = TimeOfDay(hour: 0, minute: 0)) -> Timestamp {
    let local = date.dayNumber * 86_400 + time.minutesSinceMidnight * 60
    // Clocks are less than 26 hours from UTC (RFC 8536, section 3.2), so this is before the moment sought.
    var from = local - 27 * 3_600
    while true {
      let span = table.span(at: from)
      let moment = max(from, local - span.offset)
      guard let end = span.end, moment >= end else { return Timestamp(seconds: moment) }
      from = end
    }
  }

  /// `2026-11-21 14:05:03`.
  package func format(_ moment: Timestamp) -> String { civilTime(of: moment).description }

  /// The same zone, faster for whoever asks millions of times for moments up to this one.
  package func unrolled(to end: Timestamp) -> Zone { Zone(name: name, table: table.unrolled(to: end.seconds)) }

  /// Whether the clocks of both show the same in all of that time, whatever their names are.
  package func agrees(with other: Zone, in time: Range<Timestamp>) -> Bool {
    if table == other.table { return true }
    var moment = time.lowerBound.seconds
    while moment < time.upperBound.seconds {
      let (own, others) = (table.span(at: moment), other.table.span(at: moment))
      guard own.offset == others.offset else { return false }
      guard let next = [own.end, others.end].compactMap({ $0 }).min(), next > moment else { return true }
      moment = next
    }
    return true
  }

  /// The stretch of time around the moment in which the clocks run without being set, in seconds since 1970.
  package func span(around moment: Timestamp) -> ZoneSpan { table.span(at: moment.seconds) }
}
