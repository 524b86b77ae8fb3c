import Catalog
import Planning

/// What a project is besides its schedules and runbooks: the files that its steps read in.
struct ProjectSources {
  private let catalog: Catalog
  private let basis: ProofBasis

  init(_ catalog: Catalog, project: String) {
    (self.catalog, basis) = (catalog, ProofBasis(catalog, project: project))
  }

  /// The texts of the project with these files as they are now. All of its runbooks are looked at, with the values that its
  /// schedules give them: which files they are does not depend on what a run does.
  ///
  /// `known`: those that were found when schedules and runbooks were the same; nil: they were not. To find them takes longer
  /// than to see that they are as they were, and while they are, there are no others.
  func text(known: [ExactText: SourcedState]?) -> ProjectText {
    var text = catalog.text
    if let known, known.allSatisfy({ ProofBasis.state(ofFile: $0.key.text) == $0.value }) {
      text.sourced = known
      return text
    }
    let tasks = Dictionary(grouping: catalog.tiers.values.flatMap(\.tasks)) { $0.runbook }
    for runbook in catalog.runbooks.values {
      let given = tasks[runbook.name].map { $0.map(\.arguments) } ?? [[]]
      for values in Set(given.map { Self.values(of: runbook, $0) }) {
        for path in basis.sources(of: runbook, with: values).files.map(\.path)
        where text.sourced[ExactText(path)] == nil {
          text.sourced[ExactText(path)] = ProofBasis.state(ofFile: path)
        }
      }
    }
    return text
  }

  private static func values(
    of runbook: Runbook, _ arguments: [MaintenanceTask.Argument]
  ) -> [SuccessRule.Parameter] {
    runbook.parameters.compactMap { parameter in
      let value = arguments.first { $0.name == parameter.name }?.value ?? parameter.defaultValue
      return value.map { SuccessRule.Parameter(name: parameter.name, value: $0) }
    }
  }
}
