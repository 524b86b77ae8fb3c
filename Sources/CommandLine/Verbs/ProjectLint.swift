import Catalog
import Diagnostics
import Linting
import Planning
import RunLog

/// What `maint check` says beyond errors of form: what is legal but wrong.
struct ProjectLint {
  let context: Context

  /// Adds to what loading the project has found. Writes nothing in the project or the state folder.
  func callAsFunction(_ catalog: Catalog, diagnostics: inout DiagnosticBag) throws(CommandFailure) {
    // Before the work: who asks for it and does not have it wants to know that first.
    let shellcheck = try context.invocation.has(.shell) ? ShellcheckRun(variables: context.variables) : nil
    let linter = Linter(catalog: catalog, problems: diagnostics)
    let (durations, samples) = history(of: catalog)
    diagnostics.append(contentsOf: linter.warnings(durations: durations, samples: samples, host: LintedHost()))
    let unparsed = try ShellSyntaxCheck.problems(of: linter.texts)
    for problem in unparsed { diagnostics.append(problem.diagnostic) }
    let unread = Set(unparsed.map(\.index))
    for (index, text) in linter.texts.enumerated() where !unread.contains(index) {
      for warning in OddityLint.diagnostics(of: text) { diagnostics.append(warning) }
    }
    guard let shellcheck else { return }
    // Of a text that its shell cannot parse, shellcheck would say the same again.
    let texts = linter.texts.enumerated().filter { !unread.contains($0.offset) }.map(\.element)
    for finding in try shellcheck.diagnostics(of: texts) { diagnostics.append(finding) }
  }

  /// Of tasks that have a window. A run log that is not there, or that cannot be read, is nothing that a check of files
  /// should end with.
  private func history(of catalog: Catalog) -> (durations: [TaskName: [Duration]], samples: [TaskName: TimeSamples]) {
    let tasks = catalog.tiers.values.flatMap(\.tasks).filter { catalog.window(of: $0) != nil }.map(\.name)
    guard !tasks.isEmpty, let log = try? context.openLogForReading() else { return ([:], [:]) }
    return ((try? log.history(for: tasks).durations) ?? [:], (try? log.timeSamples(of: tasks)) ?? [:])
  }
}
