/// A section of a report: what it says to people, in the parts that every format renders, and to programs. Whoever adds one
/// writes it once.
protocol PeriodSection: Sendable {
  /// Of its object in JSON, and its lines in CSV.
  static var name: String { get }
  static var title: String { get }
  /// What a manager is told of it; nil: nothing.
  func summary(_ frame: PeriodFrame) -> Phrase?
  /// Never empty: where there is nothing, that is said.
  func blocks(_ frame: PeriodFrame) -> [DocumentBlock]
  func values(_ frame: PeriodFrame) -> ReportRecord
}

extension PeriodSection {
  /// Lists in texts have so many entries; JSON and CSV have all.
  static var shown: Int { 20 }

  /// The first of them, and how many there are beside, with the command that shows more.
  static func cut<Value>(_ values: [Value], more: Phrase, _ phrase: (Value) -> Phrase) -> [Phrase] {
    let rest = values.count - shown
    return values.prefix(shown).map(phrase) + (rest > 0 ? ["and \(rest) more: " + more] : [])
  }
}
