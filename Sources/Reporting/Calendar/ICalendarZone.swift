import Scheduling

/// A zone as iCalendar describes it for those who do not know its name: VTIMEZONE, with an observance for each time that
/// clocks are set.
struct ICalendarZone {
  private struct Observance {
    var start: Int
    var offsetBefore: Int
    var offset: Int
  }

  private let name: String
  private let observances: [Observance]

  /// What holds in the range: the second observance is in force when it begins, and may be long since. The first is the
  /// one before it, for there are programs that look for one of each kind.
  init(_ zone: Zone, over range: Range<Timestamp>) {
    name = zone.name
    var observances: [Observance] = []
    let current = zone.span(around: range.lowerBound)
    var span: ZoneSpan? = current.start.map { zone.span(around: Timestamp(seconds: $0 - 1)) } ?? current
    while let found = span {
      let start = found.start ?? 0
      let before = found.start.map { zone.span(around: Timestamp(seconds: $0 - 1)).offset } ?? found.offset
      observances.append(Observance(start: start, offsetBefore: before, offset: found.offset))
      span = found.end.flatMap { end in
        let next = Timestamp(seconds: end)
        return next < range.upperBound ? zone.span(around: next) : nil
      }
    }
    self.observances = observances
  }

  func write(to calendar: inout ICalendarWriter) {
    calendar.component("VTIMEZONE") { calendar in
      calendar.property("TZID", text: name)
      for observance in observances {
        // The two differ in nothing but what programs call them.
        calendar.component(observance.offset > observance.offsetBefore ? "DAYLIGHT" : "STANDARD") { calendar in
          // By the clocks before they are set (section 3.6.5).
          let local = Timestamp(seconds: observance.start + observance.offsetBefore)
          calendar.property("DTSTART", ICalendarWriter.local(local, in: .utc))
          calendar.property("TZOFFSETFROM", Self.offset(observance.offsetBefore))
          calendar.property("TZOFFSETTO", Self.offset(observance.offset))
        }
      }
    }
  }

  /// `+0100`, `-0330`, with seconds where there are any.
  private static func offset(_ seconds: Int) -> String {
    let all = seconds.magnitude
    let parts = [all / 3_600, all / 60 % 60] + (all % 60 == 0 ? [] : [all % 60])
    return (seconds < 0 ? "-" : "+") + parts.map { $0 < 10 ? "0\($0)" : "\($0)" }.joined()
  }
}
