import Scheduling

/// When a series says that something was down: from a value of 0 to the next one above.
struct DownTimes {
  private(set) var spans: [Range<Timestamp>] = []
  /// The last value known is one of 0; how long that lasted nobody knows.
  private(set) var isDownAtLast = false
  /// A value is of the period, or it lies between two.
  private(set) var isKnown = false

  init(_ samples: MetricInputs.Samples, in period: Range<Timestamp>) {
    let states = samples.states
    var downSince: Timestamp?
    for (at, isUp) in states {
      if !isUp {
        downSince = downSince ?? at
      } else if let since = downSince {
        spans.append(Range(from: since, to: at))
        downSince = nil
      }
    }
    guard let first = states.first, let last = states.last else { return }
    isKnown = states.contains { period.contains($0.at) } || first.at < period.lowerBound && last.at >= period.upperBound
    guard let since = downSince else { return }
    spans.append(Range(from: since, to: last.at))
    isDownAtLast = period.contains(last.at)
  }
}

extension MetricInputs.Samples {
  /// In order. An hour or a day of which some samples were 0, or below, was down for their share of it, from its beginning: what
  /// is left of them tells that of two values, the least and the greatest.
  fileprivate var states: [(at: Timestamp, isUp: Bool)] {
    var states = ([before].compactMap(\.self) + values + [after].compactMap(\.self)).map {
      (at: $0.at, isUp: $0.value > 0)
    }
    for part in thinned {
      states.append((part.start, part.least > 0))
      if part.least <= 0, part.greatest > 0 {
        // Whatever the numbers are, and however rounded.
        let share = min(
          1, max(0, (part.greatest / 2 - part.mean / 2) / (part.greatest / 2 - part.least / 2)))
        states.append((part.start + .microseconds(Int64(share * Double(part.span.wholeMicroseconds))), true))
      }
    }
    return thinned.isEmpty ? states : states.sorted { $0.at < $1.at }
  }
}
