import Scheduling

/// One event of iCalendar: VEVENT.
struct CalendarEvent {
  enum Time {
    /// A length that is not known is left out.
    case moment(Timestamp, Zone, length: Duration?)
    /// Whole days, up to the second, which is not among them.
    case days(CivilDate, CivilDate)
  }

  /// What tells it from all others of the calendar, today and tomorrow.
  var key: String
  var time: Time
  /// On so many days, one after the other.
  var repeats = 1
  var summary: String
  var description: [String]
  var category: String

  /// Whether its start is said by the clocks of its zone. The first of two equal times is meant by one that clocks show
  /// twice (section 3.3.5), so that the second can only be said in UTC; and UTC needs no zone.
  var isLocal: Bool {
    guard case .moment(let start, let zone, _) = time, zone != .utc else { return false }
    let civil = zone.civilTime(of: start)
    return civil.second == 0
      && zone.timestamp(of: civil.date, at: TimeOfDay(hour: civil.hour, minute: civil.minute)) == start
  }

  func write(to calendar: inout ICalendarWriter, origin: CalendarReport.Origin) {
    calendar.component("VEVENT") { calendar in
      calendar.property("UID", text: "\(key)-\(Self.mark(of: origin.project))@\(origin.host)")
      calendar.property("DTSTAMP", ICalendarWriter.utc(origin.madeAt))
      calendar.property("LAST-MODIFIED", ICalendarWriter.utc(origin.madeAt))
      writeTime(to: &calendar)
      calendar.property("SUMMARY", text: summary)
      calendar.property("DESCRIPTION", text: description.joined(separator: "\n"))
      calendar.property("LOCATION", text: origin.host)
      calendar.property("CATEGORIES", text: category)
      // It keeps nobody from a meeting.
      calendar.property("TRANSP", "TRANSPARENT")
    }
  }

  private func writeTime(to calendar: inout ICalendarWriter) {
    switch time {
    case .moment(let start, let zone, let length):
      if isLocal {
        let local = ICalendarWriter.local(start, in: zone)
        calendar.property("DTSTART", parameters: [("TZID", zone.name)], local)
      } else {
        calendar.property("DTSTART", ICalendarWriter.utc(start))
      }
      // Elapsed time: an end by clocks that are set meanwhile might be one of two.
      if let length, length >= .seconds(1) { calendar.property("DURATION", ICalendarWriter.duration(length)) }
    case .days(let first, let end):
      calendar.property("DTSTART;VALUE=DATE", ICalendarWriter.date(first))
      calendar.property("DTEND;VALUE=DATE", ICalendarWriter.date(end))
      if repeats > 1 { calendar.property("RRULE", "FREQ=DAILY;COUNT=\(repeats)") }
    }
  }

  /// 16 hexadecimal digits that stand for a text (FNV-1a).
  private static func mark(of text: String) -> String {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    let digits = String(hash, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }
}
