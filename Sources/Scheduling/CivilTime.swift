/// What calendar and clock show at a moment in a zone.
package struct CivilTime: Sendable, Hashable {
  package var date: CivilDate
  package var hour: Int
  package var minute: Int
  package var second: Int
  /// Seconds that the zone is ahead of UTC at that moment.
  package var offset: Int

  /// The fields of a local time counted in seconds since 1970-01-01 00:00 on the same clock.
  init(localSeconds: Int, offset: Int) {
    date = CivilDate(dayNumber: localSeconds.flooredQuotient(by: 86_400))
    let ofDay = localSeconds.flooredRemainder(by: 86_400)
    hour = ofDay / 3_600
    minute = ofDay / 60 % 60
    second = ofDay % 60
    self.offset = offset
  }
}

extension CivilTime: CustomStringConvertible {
  /// `2026-11-21 14:05:03`.
  package var description: String {
    "\(date) \(hour.padded(to: 2)):\(minute.padded(to: 2)):\(second.padded(to: 2))"
  }
}
