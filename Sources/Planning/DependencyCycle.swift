import Catalog
import Diagnostics

/// Tells the operator of tasks that need each other in a circle: each need, and where it is written.
enum DependencyCycle {
  /// Names in the message, and needs shown with their place; of a longer cycle the first and the last.
  private static let shownNames = 6
  private static let shownPlaces = 20

  /// Each task of `cycle` needs the next, and the last the first.
  static func diagnostic(_ cycle: [MaintenanceTask]) -> Diagnostic {
    let needs = zip(cycle, cycle.dropFirst() + cycle.prefix(1)).map { task, needed in
      // As written, since a need may be written twice and only the first one counts.
      (task: task, needed: needed.name, place: task.needs.first { $0.task == needed.name }?.place ?? task.place)
    }
    let notes = needs.enumerated().dropFirst().compactMap { index, need -> Diagnostic.Note? in
      let hidden = needs.count - shownPlaces
      if hidden > 0, index == shownPlaces - 1 {
        return Diagnostic.Note("and so on through \(hidden) more needs, up to the next note", at: need.place)
      }
      if hidden > 0, index >= shownPlaces, index < needs.count - 1 { return nil }
      return Diagnostic.Note("\(need.task.name) needs \(need.needed)", at: need.place)
    }
    return Diagnostic(
      .dependencyCycle, message(cycle.map(\.name)), at: needs.first?.place ?? .path(""),
      hint: cycle.count == 1 ? "remove this need" : "remove one of these needs", notes: notes)
  }

  private static func message(_ names: [TaskName]) -> String {
    guard let first = names.first, names.count > 1 else { return names.map { "\($0) needs itself" }.joined() }
    var shown = names.prefix(shownNames).map(\.description)
    if names.count > shownNames { shown.append("\(names.count - shownNames) more") }
    shown.append("\(first) again")
    return "dependency cycle: \(shown[0]) needs " + shown.dropFirst().joined(separator: ", which needs ")
  }
}
