extension SchemaPattern {
  /// Alternatives that match the decimal numbers of a range and no others, without zeros before them; the range is not
  /// negative.
  static func digits(in range: ClosedRange<Int>) -> String {
    var alternatives: [String] = []
    var lower = range.lowerBound
    // Numbers of one length at a time.
    while lower <= range.upperBound {
      let length = String(lower).utf8.count
      let longest = (0..<length).reduce(0) { value, _ in value * 10 + 9 }
      let upper = min(longest, range.upperBound)
      alternatives += sameLength(figures(lower), figures(upper))
      lower = upper + 1
    }
    return alternatives.joined(separator: "|")
  }

  private static func figures(_ number: Int) -> ArraySlice<Int> {
    String(number).compactMap(\.wholeNumberValue)[...]
  }

  /// `lower` and `upper` have the same number of figures.
  private static func sameLength(_ lower: ArraySlice<Int>, _ upper: ArraySlice<Int>) -> [String] {
    guard let first = lower.first, let last = upper.first else { return [""] }
    let (lowerRest, upperRest) = (lower.dropFirst(), upper.dropFirst())
    if first == last { return sameLength(lowerRest, upperRest).map { "\(first)\($0)" } }
    let lowerIsWhole = lowerRest.allSatisfy { $0 == 0 }
    let upperIsWhole = upperRest.allSatisfy { $0 == 9 }
    var result: [String] = []
    if !lowerIsWhole { result += sameLength(lowerRest, lowerRest.map { _ in 9 }[...]).map { "\(first)\($0)" } }
    let (from, to) = (lowerIsWhole ? first : first + 1, upperIsWhole ? last : last - 1)
    if from <= to {
      let figure = from == to ? "\(from)" : "[\(from)-\(to)]"
      result.append(figure + (lowerRest.isEmpty ? "" : "[0-9]{\(lowerRest.count)}"))
    }
    if !upperIsWhole { result += sameLength(upperRest.map { _ in 0 }[...], upperRest).map { "\(last)\($0)" } }
    return result
  }
}
