/// Why nothing of a project is run, as it is while a report is made.
package struct ProjectFault: Sendable, Hashable {
  package enum Cause: Sendable, Hashable {
    /// Its schedules or runbooks have mistakes.
    case mistakes
    /// Others than root could write it.
    case unsafe
    /// No schedule that is read has any.
    case noTask
  }

  package var cause: Cause
  package var folder: String

  package init(_ cause: Cause, folder: String) { (self.cause, self.folder) = (cause, folder) }

  /// A sentence without its end.
  var words: String {
    switch cause {
    case .mistakes: "the project in \(folder) has mistakes, and nothing of it is run"
    case .unsafe: "the project in \(folder) is not read, as others than root could write it, and nothing of it is run"
    case .noTask:
      "no file in \(folder)/schedules whose name ends in .yaml has a task, and nothing is run by the clock"
    }
  }

  /// For a list of all that was found. Of a period that is over it says nothing but that what was due is not known: it may have
  /// been made today.
  func sentence(_ frame: PeriodFrame) -> Phrase {
    if frame.isComplete {
      return Phrase("As this report is made, \(words)", .caution) + ": what was due in the period is not known."
    }
    return Phrase(words.prefix(1).uppercased() + words.dropFirst(), .bad) + ": what was due is not known."
  }
}
