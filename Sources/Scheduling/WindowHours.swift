extension Window.Hours {
  /// Reads `02:00-04:00` or `as_needed`; nil for any other form and for a span without length.
  package static func parse(_ text: String) -> Window.Hours? {
    if text == asNeededText { return .asNeeded }
    let ends = text.split(separator: "-", omittingEmptySubsequences: false)
    guard ends.count == 2, let start = TimeOfDay.parse(ends[0]), let end = TimeOfDay.parse(ends[1], asEnd: true),
      start != end
    else { return nil }
    return .span(start: start, end: end)
  }

  /// From start to end by the clock, over midnight where the end is not after the start; nil: as long as needed.
  ///
  /// When clocks change inside the window, it lasts an hour less or more than this.
  package var length: Duration? {
    switch self {
    case .asNeeded: return nil
    case .span(let start, let end):
      let minutes = end.minutesSinceMidnight - start.minutesSinceMidnight
      return .seconds(60 * (minutes > 0 ? minutes : minutes + 24 * 60))
    }
  }

  package static let asNeededText = "as_needed"
}

extension Window.Hours: CustomStringConvertible {
  /// As `parse` reads it.
  package var description: String {
    switch self {
    case .span(let start, let end): "\(start)-\(end)"
    case .asNeeded: Self.asNeededText
    }
  }
}
