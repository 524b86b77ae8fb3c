extension String {
  /// Without the ends of its lines and the blanks around them: a report breaks its lines where they are full.
  var unwrapped: String { split(whereSeparator: \.isWhitespace).joined(separator: " ") }
}
