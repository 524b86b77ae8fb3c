/// A time on a wall clock, to the minute.
package struct TimeOfDay: Sendable, Hashable, Comparable {
  package var hour: Int
  package var minute: Int

  package init(hour: Int, minute: Int) {
    self.hour = hour
    self.minute = minute
  }

  /// The end of a day, as `24:00`.
  package static let endOfDay = TimeOfDay(hour: 24, minute: 0)

  /// Reads `02:00`; `24:00` only where the end of something is asked for.
  package static func parse(_ text: some StringProtocol, asEnd: Bool = false) -> TimeOfDay? {
    let bytes = Array(text.utf8)
    guard bytes.count == 5, bytes[2] == UInt8(ascii: ":"),
      let hour = Int(digits: bytes[0..<2]), let minute = Int(digits: bytes[3..<5])
    else { return nil }
    let time = TimeOfDay(hour: hour, minute: minute)
    if time == .endOfDay { return asEnd ? time : nil }
    return hour < 24 && minute < 60 ? time : nil
  }

  package var minutesSinceMidnight: Int { hour * 60 + minute }

  package static func < (left: TimeOfDay, right: TimeOfDay) -> Bool {
    (left.hour, left.minute) < (right.hour, right.minute)
  }
}

extension TimeOfDay: CustomStringConvertible {
  /// `02:00`.
  package var description: String { "\(hour.padded(to: 2)):\(minute.padded(to: 2))" }
}
