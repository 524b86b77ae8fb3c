import Diagnostics

/// What a task says against what its runbook takes.
extension ScheduleBinder {
  mutating func check(_ task: MaintenanceTask, runbookPlace: Place, argumentNames: [Place]) {
    guard let found = known.parameters[task.runbook] else {
      let near = reader.suggestion(for: task.runbook, among: known.parameters.keys.sorted())
      return reader.note(
        .missingRunbook, "there is no runbook '\(task.runbook)'", at: runbookPlace,
        hint: "looked for runbooks/\(task.runbook).yaml" + (near.map { "; \($0)" } ?? ""))
    }
    guard let parameters = found else { return }
    var given = Set(task.arguments.map(\.name))
    for (argument, place) in zip(task.arguments, argumentNames) {
      // What was misspelt is not missing as well.
      if let meant = check(argument, namedAt: place, of: task, against: parameters) { given.insert(meant) }
    }
    // Somebody starts those of emergency, and can say it then.
    if task.name.tier == .emergency { return }
    for parameter in parameters where parameter.isRequired && !given.contains(parameter.name) {
      reader.note(
        .missingParameter, "'\(task.name)' gives no value for the parameter '\(parameter.name)'", at: task.place,
        hint: "add it to with:, as in with: {\(parameter.name): …}"
          + (parameter.help.map { " (\($0))" } ?? ""),
        notes: [Diagnostic.Note("required here", at: parameter.place)])
    }
  }

  /// The parameter that was probably meant, where there is none of the name.
  private mutating func check(
    _ argument: MaintenanceTask.Argument, namedAt place: Place, of task: MaintenanceTask,
    against parameters: [Parameter]
  ) -> String? {
    guard let parameter = parameters.first(where: { $0.name == argument.name }) else {
      let names = parameters.map(\.name)
      let near = reader.nearest(to: argument.name, among: names)
      let known = names.isEmpty ? "it takes none" : "it takes \(names.joined(separator: ", "))"
      reader.note(
        .unknownParameter, "the runbook '\(task.runbook)' has no parameter '\(argument.name)'", at: place,
        hint: near.map { "did you mean '\($0)'?" } ?? known)
      return near
    }
    if let problem = parameter.check(argument.value) {
      reader.note(
        problem.id, problem.message, at: argument.place, hint: problem.hint,
        notes: [Diagnostic.Note("the parameter is defined here", at: parameter.place)])
    }
    return nil
  }
}
