import Catalog
import Diagnostics

/// Gives each parameter of a task its value: from the command line, else from `with`, else the runbook's default.
///
/// Values of `with` were checked when the catalog was bound; those of the command line are checked here.
struct ParameterResolver {
  /// What values given on the command line are said to stand in.
  static let commandLine = Place.path("command line")

  private(set) var problems = DiagnosticBag()
  private var lines = LineNumbers()
  /// For each runbook of the plan its defaults, so that a runbook of many tasks gives their places once.
  private var defaults: [Int: [ResolvedParameter?]] = [:]

  init() {}

  /// `number` is that of the runbook in the plan; `arguments` are those of the command line.
  mutating func resolve(
    _ task: MaintenanceTask, _ runbook: Runbook, number: Int, arguments: [(name: String, value: String)]
  ) -> [ResolvedParameter] {
    check(arguments, runbook)
    if runbook.parameters.isEmpty { return [] }
    let defaults = defaults(of: runbook, number: number)
    var resolved: [ResolvedParameter] = []
    resolved.reserveCapacity(runbook.parameters.count)
    for (parameter, defaultValue) in zip(runbook.parameters, defaults) {
      let name = parameter.name
      if let argument = arguments.last(where: { $0.name == name }) {
        resolved.append(ResolvedParameter(name: name, value: argument.value, origin: .commandLine))
      } else if let argument = task.arguments.first(where: { $0.name == name }) {
        let place = lines.text(of: argument.place)
        resolved.append(ResolvedParameter(name: name, value: argument.value, origin: .task(place: place)))
      } else if let defaultValue {
        resolved.append(defaultValue)
      } else if parameter.isRequired {
        problems.append(Self.missing(parameter, task, runbook))
      }
    }
    return resolved
  }

  private mutating func defaults(of runbook: Runbook, number: Int) -> [ResolvedParameter?] {
    if let known = defaults[number] { return known }
    let result = runbook.parameters.map { parameter in
      parameter.defaultValue.map {
        ResolvedParameter(name: parameter.name, value: $0, origin: .runbook(place: lines.text(of: parameter.place)))
      }
    }
    defaults[number] = result
    return result
  }

  private mutating func check(_ arguments: [(name: String, value: String)], _ runbook: Runbook) {
    for (index, argument) in arguments.enumerated() {
      guard let parameter = runbook.parameters.first(where: { $0.name == argument.name }) else {
        problems.append(Self.unknown(argument.name, runbook))
        continue
      }
      if arguments[..<index].contains(where: { $0.name == argument.name }) {
        problems.append(
          Diagnostic(
            .duplicateParameter, "'\(argument.name)' is given twice", at: Self.commandLine, hint: "give it once"))
      } else if let problem = parameter.check(argument.value) {
        problems.append(
          Diagnostic(
            problem.id, problem.message, at: Self.commandLine, hint: problem.hint,
            notes: [Diagnostic.Note("'\(argument.name)' is declared here", at: parameter.place)]))
      }
    }
  }

  private static func unknown(_ name: String, _ runbook: Runbook) -> Diagnostic {
    let names = runbook.parameters.map(\.name)
    let hint =
      if let nearest = NearestName.suggest(name, among: names) {
        "did you mean '\(nearest)'?"
      } else if names.isEmpty {
        "it takes none"
      } else {
        "it takes \(names.joined(separator: ", "))"
      }
    return Diagnostic(
      .unknownParameter, "the runbook '\(runbook.name)' has no parameter '\(name)'", at: commandLine, hint: hint)
  }

  private static func missing(_ parameter: Parameter, _ task: MaintenanceTask, _ runbook: Runbook) -> Diagnostic {
    let isScheduled = task.name.tier != nil && task.name.tier != .emergency
    return Diagnostic(
      .missingParameter, "'\(task.name)' has no value for '\(parameter.name)'",
      at: isScheduled ? task.place : commandLine,
      hint: isScheduled
        ? "add 'with: {\(parameter.name): …}', or give --with \(parameter.name)=…" : "give --with \(parameter.name)=…",
      notes: [Diagnostic.Note("the runbook '\(runbook.name)' requires it", at: parameter.place)])
  }
}
