/// Why nothing of a project is run, as it is while a report is made.
package struct ProjectFault: Sendable, Hashable {
  package enum Cause: Sendable, Hashable {
    /// Its schedules or runbooks have mistakes.
    case mistakes
    /// Others than root could write it.
    case unsafe
  }

  package var cause: Cause
  package var folder: String

  package init(_ cause: Cause, folder: String) { (self.cause, self.folder) = (cause, folder) }

  /// A sentence without its end.
  var words: String {
    switch cause {
    case .mistakes: "the project in \(folder) has mistakes, and nothing of it is run"
    case .unsafe: "the project in \(folder) is not read, as others than root could write it, and nothing of it is run"
    }
  }

  /// For a list of all that was found.
  var sentence: Phrase {
    let words = words
    return Phrase(words.prefix(1).uppercased() + words.dropFirst(), .bad) + ": what was due is not known."
  }
}
