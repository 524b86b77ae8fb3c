import Scheduling

/// Stretches of time that neither overlap nor touch, in order.
package struct TimeSpans: Sendable, Hashable {
  package private(set) var spans: [Range<Timestamp>]

  /// Whatever overlaps becomes one; what is empty is left out.
  package init(_ spans: some Sequence<Range<Timestamp>> = []) {
    self.spans = []
    for span in spans.sorted(by: { $0.lowerBound < $1.lowerBound }) where !span.isEmpty {
      if let last = self.spans.last, span.lowerBound <= last.upperBound {
        self.spans[self.spans.count - 1] = last.lowerBound..<max(last.upperBound, span.upperBound)
      } else {
        self.spans.append(span)
      }
    }
  }

  package var total: Duration { spans.reduce(.zero) { $0 + ($1.upperBound - $1.lowerBound) } }

  package func within(_ period: Range<Timestamp>) -> TimeSpans { TimeSpans(spans.map { $0.clamped(to: period) }) }

  package func joined(with other: TimeSpans) -> TimeSpans { TimeSpans(spans + other.spans) }

  package func without(_ other: TimeSpans) -> TimeSpans {
    var left: [Range<Timestamp>] = []
    var next = other.spans.startIndex
    for span in spans {
      var start = span.lowerBound
      while next < other.spans.endIndex, other.spans[next].upperBound <= start { next += 1 }
      var hole = next
      while hole < other.spans.endIndex, other.spans[hole].lowerBound < span.upperBound {
        if other.spans[hole].lowerBound > start { left.append(start..<other.spans[hole].lowerBound) }
        start = max(start, min(span.upperBound, other.spans[hole].upperBound))
        hole += 1
      }
      if start < span.upperBound { left.append(start..<span.upperBound) }
    }
    return TimeSpans(left)
  }
}

extension Range<Timestamp> {
  /// From the one to the other, empty where a clock that was set back has the end before the start.
  package init(from start: Timestamp, to end: Timestamp) { self = start..<Swift.max(start, end) }
}
