import Diagnostics

/// What a task says against what its runbook takes.
extension ScheduleBinder {
  mutating func check(_ task: MaintenanceTask, runbookPlace: Place, argumentNames: [Place]) {
    guard known.names.contains(task.runbook) else {
      let near = reader.suggestion(for: task.runbook, among: known.names.sorted())
      return reader.note(
        .missingRunbook, "there is no runbook '\(task.runbook)'", at: runbookPlace,
        hint: "looked for runbooks/\(task.runbook).yaml" + (near.map { "; \($0)" } ?? ""))
    }
    guard known.withSoundParameters.contains(task.runbook), let runbook = known.runbooks[task.runbook] else {
      return
    }
    for (argument, place) in zip(task.arguments, argumentNames) {
      check(argument, namedAt: place, of: task, against: runbook)
    }
    for parameter in runbook.parameters where parameter.isRequired {
      if task.arguments.contains(where: { $0.name == parameter.name }) { continue }
      reader.note(
        .missingParameter, "'\(task.name)' gives no value for the parameter '\(parameter.name)'", at: task.place,
        hint: "add it to with:, as in with: {\(parameter.name): …}"
          + (parameter.help.map { " (\($0))" } ?? ""),
        notes: [Diagnostic.Note("required here", at: parameter.place)])
    }
  }

  private mutating func check(
    _ argument: MaintenanceTask.Argument, namedAt place: Place, of task: MaintenanceTask, against runbook: Runbook
  ) {
    guard let parameter = runbook.parameters.first(where: { $0.name == argument.name }) else {
      let names = runbook.parameters.map(\.name)
      let known = names.isEmpty ? "it takes none" : "it takes \(names.joined(separator: ", "))"
      return reader.note(
        .unknownParameter, "the runbook '\(runbook.name)' has no parameter '\(argument.name)'", at: place,
        hint: reader.suggestion(for: argument.name, among: names) ?? known)
    }
    if let problem = parameter.check(argument.value) {
      reader.note(
        problem.id, problem.message, at: argument.place, hint: problem.hint,
        notes: [Diagnostic.Note("the parameter is defined here", at: parameter.place)])
    }
  }
}
