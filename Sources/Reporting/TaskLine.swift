import Catalog

/// A task's outcome on one line, under each other in columns: symbol, name, duration, words and reason.
struct TaskLine {
  var name: TaskName
  var nameWidth: Int
  var outcome: OutcomeText
  /// nil where it never began.
  var duration: Duration?
  var reason: String?

  /// As wide as `59 min 59 s`.
  static let timeWidth = 11

  /// Room for the names of all these tasks, within reason.
  static func width(of names: some Sequence<TaskName>) -> Int {
    min(40, names.map { DisplayWidth.of($0.description) }.max() ?? 0)
  }

  var line: StyledText {
    let time = StyledText(duration.map { "\(HumanDuration($0))" } ?? "", .faint)
    var line = outcome.styledSymbol + " " + StyledText(name.description).padded(to: nameWidth) + "  "
    line += time.padded(to: Self.timeWidth, right: true)
    if !outcome.words.isEmpty { line += "  " + outcome.styledWords }
    if let reason { line += StyledText("\(outcome.words.isEmpty ? " " : ":") \(HarmlessText.words(reason))") }
    return line
  }
}
