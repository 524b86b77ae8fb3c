import Scheduling

/// A day or moment that an option gives, as a schedule has it or as maint prints it: with seconds and parts of them.
struct GivenMoment {
  private let moment: CalendarMoment
  /// What goes beyond its minute.
  private let rest: Duration

  init(day: CivilDate) {
    moment = .day(day)
    rest = .zero
  }

  /// nil where it is neither.
  init?(_ text: String) {
    // 2027-01-31T18:00 is what a schedule could have; after it come the seconds, and after these the zone.
    var bytes = Array(text.utf8)
    if bytes.count > 10, bytes[10] == UInt8(ascii: " ") { bytes[10] = UInt8(ascii: "T") }
    var rest = Duration.zero
    if bytes.count > 16, bytes[16] == UInt8(ascii: ":") {
      let length = bytes[17...].prefix {
        $0 == UInt8(ascii: ".") || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0)
      }
      .count
      guard let seconds = Self.seconds(bytes[17..<17 + length]) else { return nil }
      rest = seconds
      bytes.removeSubrange(16..<17 + length)
    }
    guard let moment = CalendarMoment.parse(String(decoding: bytes, as: UTF8.self)) else { return nil }
    self.moment = moment
    self.rest = rest
  }

  /// `05`, `05.123`.
  private static func seconds(_ bytes: ArraySlice<UInt8>) -> Duration? {
    let parts = bytes.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    guard parts.count <= 2, let whole = parts.first, whole.count == 2, let seconds = Int(digits: whole), seconds < 60
    else { return nil }
    guard parts.count == 2 else { return .seconds(seconds) }
    guard (1...6).contains(parts[1].count), let fraction = Int(digits: parts[1]) else { return nil }
    let scale = (parts[1].count..<6).reduce(1) { scale, _ in scale * 10 }
    return .seconds(seconds) + .microseconds(fraction * scale)
  }

  /// nil where the option is not given.
  static func of(_ option: Option, _ context: Context) throws(CommandFailure) -> GivenMoment? {
    guard let text = context.invocation.value(option) else { return nil }
    return try read(text, of: option)
  }

  static func read(_ text: String, of option: Option) throws(CommandFailure) -> GivenMoment {
    if let moment = GivenMoment(text) { return moment }
    throw CommandFailure(
      "\(option.flag) takes a day or a moment, not \(TypedWord.quoted(text))",
      hint: "write it as 2027-01-31, 2027-01-31T18:00 or 2027-01-31T18:00:30Z", exitCode: .usage)
  }

  /// The moment, or the beginning of the day; `zone` is that of what does not say one.
  func timestamp(in zone: Zone) -> Timestamp { moment.timestamp(in: zone) + rest }

  /// The moment, or the end of the day.
  func end(in zone: Zone) -> Timestamp { moment.end(in: zone) + rest }
}
