import Statistics

/// A value that a series is not to reach, and from which side it would: a disk fills from below, days run out from above.
package struct SeriesLimit: Sendable, Hashable {
  /// As `from:` of an entry of `maintenance_metrics` has it.
  package enum Side: String, Sendable, CaseIterable {
    case above, below
  }

  package var value: Double
  /// nil: nobody has said it, and it is not in the name of the series.
  package var side: Side?

  package init(_ value: Double, from side: Side? = nil) { (self.value, self.side) = (value, side) }

  /// A number, also with a sign of percent; nil: it is none.
  package static func number(_ text: some StringProtocol) -> Double? {
    let digits = String((text.hasSuffix("%") ? text.dropLast() : text[...]).filter { $0 != " " })
    return Double(digits).flatMap { $0.isFinite ? $0 : nil }
  }

  /// Of a name that says what is measured: of what is used there is less at first, of what is left there is more.
  package static func side(ofName name: some StringProtocol) -> Side? {
    let words = Set(name.split(separator: "_").map { $0.lowercased() })
    if !words.isDisjoint(with: ["free", "available", "left", "remaining"]) || isGoodToBeHigh(words) { return .above }
    if !words.isDisjoint(with: ["used", "use", "usage", "full", "busy", "wear", "utilization", "utilisation"]) {
      return .below
    }
    return nil
  }

  /// Of a name that says so there is no usual limit: 97 % of hits is nothing that fills up, and how few are too few nobody else knows.
  package static func hasUsualLimit(name: some StringProtocol) -> Bool {
    !isGoodToBeHigh(Set(name.split(separator: "_").map { $0.lowercased() }))
  }

  private static func isGoodToBeHigh(_ words: Set<String>) -> Bool {
    !words.isDisjoint(with: ["hit", "hits", "idle", "success", "successful", "availability", "uptime", "coverage"])
  }

  /// What it is to the samples of a series: from the side that was said, or that the name says, else from that on which most of
  /// them stand.
  package func limit(of name: String, _ series: Series) -> Limit {
    let values = series.points.map(\.value)
    let standing: Side = (Quantile.median(of: values) ?? value) > value ? .above : .below
    switch side ?? Self.side(ofName: name) ?? standing {
    case .below: return Limit(value, .above)
    case .above: return Limit(value, .below)
    }
  }
}
