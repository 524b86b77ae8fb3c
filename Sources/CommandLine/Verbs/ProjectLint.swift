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
    let warnings = linter.warnings(
      durations: durations, samples: samples, host: LintedHost(), at: SystemClock.wall(), hostZone: context.zone)
    diagnostics.append(contentsOf: warnings)
    if !diagnostics.hasErrors {
      for warning in UntoldConfirmations.warnings(of: catalog) { diagnostics.append(warning) }
    }
    if !diagnostics.hasErrors, let warning = ApprovalPlaceLint(context: context).warning(of: catalog) {
      diagnostics.append(warning)
    }
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

  /// Of tasks that have a window. A run log that cannot be read does not end a check of files, but is told: what would be
  /// said of how long tasks take is missing then.
  private func history(of catalog: Catalog) -> (durations: [TaskName: [Duration]], samples: [TaskName: TimeSamples]) {
    let tasks = catalog.tiers.values.flatMap(\.tasks).filter { catalog.window(of: $0) != nil }.map(\.name)
    guard !tasks.isEmpty else { return ([:], [:]) }
    do throws(CommandFailure) {
      let reading = try LogReading(context)
      return try reading { log throws(RunLogFailure) in
        (try log.history(for: tasks).durations, try log.timeSamples(of: tasks))
      } ?? ([:], [:])
    } catch {
      context.errors.write(error.text)
      context.errors.write(
        "maint: so whether tasks fit into their windows is judged without the times that they took\n")
      return ([:], [:])
    }
  }
}
