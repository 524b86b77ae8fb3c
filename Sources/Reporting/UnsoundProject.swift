/// Why nothing of a project can be run, or nothing by the clock.
package enum UnsoundProject: Sendable, Equatable {
  /// How many, of the project in the folder.
  case errors(Int, folder: String)
  /// Somebody besides root could change it.
  case notTrusted(folder: String)
  /// No schedule that is read has one.
  case noTask(folder: String)

  /// Part of a sentence.
  var words: String {
    switch self {
    case .errors(let count, let folder): "the project in \(folder) has \(Count(count, "error")), so nothing can be run"
    case .notTrusted(let folder):
      "somebody besides root could change the project in \(folder), so nothing of it is run as root"
    case .noTask(let folder):
      "no file in \(folder)/schedules whose name ends in .yaml has a task, so nothing is ever due"
    }
  }
}
