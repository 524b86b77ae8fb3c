/// How often maint is started to see whether anything is due: an hour, or a part of one that fits into it a whole number
/// of times, so that the ticks of cron and systemd are evenly spaced.
struct TickInterval {
  static let all = [1, 2, 3, 4, 5, 6, 10, 12, 15, 20, 30, 60].map(TickInterval.init(minutes:))
  static let usual = TickInterval(minutes: 5)

  let minutes: Int

  private init(minutes: Int) { self.minutes = minutes }

  /// nil for a text that is none of `all`.
  init?(_ text: String) {
    guard let found = Self.all.first(where: { $0.text == text }) else { return nil }
    self = found
  }

  /// As the operator types it.
  var text: String { minutes == 60 ? "1h" : "\(minutes)m" }

  /// The five fields of crontab(5).
  var cronFields: String {
    switch minutes {
    case 1: "* * * * *"
    case 60: "0 * * * *"
    default: "*/\(minutes) * * * *"
    }
  }

  /// As systemd.time(7) has it. In UTC, since of the hour that comes twice in autumn local time has only one.
  var calendar: String { minutes == 60 ? "*:00 UTC" : "*:0/\(minutes) UTC" }
}
