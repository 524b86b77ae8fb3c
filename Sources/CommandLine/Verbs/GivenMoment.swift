import Scheduling

/// A day or moment that an option gives.
enum GivenMoment {
  /// nil where the option is not given.
  static func of(_ option: Option, _ context: Context) throws(CommandFailure) -> CalendarMoment? {
    guard let text = context.invocation.value(option) else { return nil }
    return try read(text, of: option)
  }

  static func read(_ text: String, of option: Option) throws(CommandFailure) -> CalendarMoment {
    if let moment = CalendarMoment.parse(text) { return moment }
    throw CommandFailure(
      "\(option.flag) takes a day or a moment, not \(TypedWord.quoted(text))",
      hint: "write it as 2027-01-31, 2027-01-31T18:00 or 2027-01-31T18:00Z", exitCode: .usage)
  }
}
