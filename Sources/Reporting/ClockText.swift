import Scheduling

/// Shows moments as the clocks of a zone do.
struct ClockText: Sendable {
  var zone: Zone

  /// `2026-11-21 14:05:03`.
  func dateAndTime(_ moment: Timestamp) -> String { zone.format(moment) }

  /// `14:05:03`.
  func timeOfDay(_ moment: Timestamp) -> String { String(zone.format(moment).suffix(8)) }
}
