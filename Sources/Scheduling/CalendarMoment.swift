/// A day or a moment as an operator writes it: `2026-12-20`, `2026-12-20T18:00`, `2026-12-20T18:00Z`.
package enum CalendarMoment: Sendable, Hashable {
  case day(CivilDate)
  /// By the clocks of a zone that is not said.
  case local(CivilDate, TimeOfDay)
  /// Seconds that the clocks read are ahead of UTC.
  case fixed(CivilDate, TimeOfDay, offset: Int)

  /// Reads a date, and after a `T` a time, and after that `Z` or an offset such as `+01:00`; nil for any other form.
  package static func parse(_ text: String) -> CalendarMoment? {
    let bytes = Array(text.utf8)
    guard let date = CivilDate.parse(String(decoding: bytes.prefix(10), as: UTF8.self)) else { return nil }
    if bytes.count == 10 { return .day(date) }
    guard bytes[10] == UInt8(ascii: "T"), bytes.count >= 16,
      let time = TimeOfDay.parse(String(decoding: bytes[11..<16], as: UTF8.self))
    else { return nil }
    let rest = bytes[16...]
    guard let sign = rest.first else { return .local(date, time) }
    if rest.count == 1, sign == UInt8(ascii: "Z") { return .fixed(date, time, offset: 0) }
    guard sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-"),
      let ahead = TimeOfDay.parse(String(decoding: rest.dropFirst(), as: UTF8.self))
    else { return nil }
    let seconds = ahead.minutesSinceMidnight * 60
    return .fixed(date, time, offset: sign == UInt8(ascii: "+") ? seconds : -seconds)
  }

  /// The moment, or the beginning of the day; `zone` is that of what does not say one.
  package func timestamp(in zone: Zone) -> Timestamp {
    switch self {
    case .day(let date): zone.timestamp(of: date)
    case .local(let date, let time): zone.timestamp(of: date, at: time)
    case .fixed(let date, let time, let offset):
      Zone.utc.timestamp(of: date, at: time) + .seconds(-offset)
    }
  }

  /// The moment, or the end of the day: what begins here comes after it.
  package func end(in zone: Zone) -> Timestamp {
    guard case .day(let date) = self else { return timestamp(in: zone) }
    return zone.timestamp(of: date.adding(days: 1))
  }
}

extension CalendarMoment: CustomStringConvertible {
  /// As `parse` reads it.
  package var description: String {
    switch self {
    case .day(let date): return "\(date)"
    case .local(let date, let time): return "\(date)T\(time)"
    case .fixed(let date, let time, let offset):
      let minutes = abs(offset) / 60
      let ahead = TimeOfDay(hour: minutes / 60, minute: minutes % 60)
      return "\(date)T\(time)" + (offset == 0 ? "Z" : "\(offset < 0 ? "-" : "+")\(ahead)")
    }
  }
}
