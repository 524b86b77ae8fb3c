import Catalog
import Diagnostics
import Planning
import Scheduling

/// Finds what is legal but wrong in a project.
///
/// A lint that cannot be sure is silent: a warning that is wrong teaches people to overlook the others. So nothing is
/// said of a file with errors either, nor of what would only follow from errors elsewhere.
package struct Linter {
  /// Every shell text of the runbooks that are looked at, by runbook name, then as in the file; and the `copy_to` of the
  /// defaults, and the commands of channels.
  package let texts: [ScriptText]
  private let catalog: Catalog
  private let runbooks: [LintedRunbook]
  /// Of the defaults.
  private let copyText: ScriptText?
  private let channelTexts: [ScriptText]
  private let channelSecrets: [Secret]
  private let hasErrors: Bool

  /// `problems` is what loading the project has found.
  package init(catalog: Catalog, problems: DiagnosticBag) {
    self.catalog = catalog
    hasErrors = problems.hasErrors
    let damaged = Set(problems.sorted.filter { $0.severity == .error }.map(\.place.path))
    let tasks = Dictionary(grouping: catalog.tiers.values.flatMap(\.tasks), by: \.runbook)
    runbooks = catalog.runbooks.values.sorted { $0.name < $1.name }
      .filter { !damaged.contains($0.place.path) }
      .map { runbook in
        LintedRunbook(
          runbook: runbook, texts: runbook.shellSources.map { ScriptText($0, of: runbook) },
          tasks: tasks[runbook.name] ?? [], defaults: catalog.defaults)
      }
    let copy = catalog.copySource.flatMap { damaged.contains($0.node.place.path) ? nil : $0 }
    channelTexts = catalog.channelTexts.filter { !damaged.contains($0.node.place.path) }.map(
      ScriptText.init(ofChannel:))
    channelSecrets = catalog.channelSecrets.filter { !damaged.contains($0.place.path) }
    copyText = copy.map { ScriptText($0, of: catalog.defaults) }
    texts = runbooks.flatMap(\.texts) + [copyText].compactMap(\.self) + channelTexts
  }

  /// All warnings and notes, and what can never work on this host. `durations` are how long tasks took when they succeeded, in any order; `samples` how long
  /// forward and back.
  package func warnings(
    durations: [TaskName: [Duration]], samples: [TaskName: TimeSamples] = [:], host: some LintHost, at now: Timestamp,
    hostZone: Zone
  ) -> DiagnosticBag {
    var found = DiagnosticBag()
    let roles = catalog.coordination.roles
    // The `copy_to` of the defaults is that of many runbooks.
    var unapproved: Set<[String]> = []
    let demandsDrill = { catalog.drillAge(of: $0) != nil }
    for runbook in runbooks {
      for warning in Self.warnings(of: runbook) { found.append(warning) }
      for warning in ReadableSecretLint.warnings(of: runbook, host: host) { found.append(warning) }
      for warning in BackupPathLint.warnings(of: runbook, host: host) { found.append(warning) }
      for warning in UnapprovedSourceLint.warnings(of: runbook, copy: copyText, demandsDrill: demandsDrill)
      where unapproved.insert([warning.place.path, "\(warning.range?.lower ?? 0)"]).inserted {
        found.append(warning)
      }
      if let rule = runbook.runbook.approval {
        for problem in ApprovalLint.problems(of: rule, host: host, roles: roles) { found.append(problem) }
      }
    }
    for warning in VariableLint.warnings(in: channelTexts, RunbookVariables()) { found.append(warning) }
    for secret in channelSecrets {
      for warning in ReadableSecretLint.warnings(ofChannel: secret, host: host) { found.append(warning) }
    }
    // A task that could not be read may be the one that uses a runbook, or the reason why a window is longer.
    guard !hasErrors else { return found }
    // Where there is no task at all, that one thing is missing, and not one for each runbook.
    if catalog.tiers.values.contains(where: { !$0.tasks.isEmpty }) {
      for runbook in runbooks { for warning in UnusedRunbookLint.warnings(of: runbook) { found.append(warning) } }
    }
    for task in Tier.allCases.flatMap({ catalog.tiers[$0]?.tasks ?? [] }) {
      guard let rule = task.approval else { continue }
      for warning in ApprovalLint.waysAround(of: task, catalog) { found.append(warning) }
      for problem in ApprovalLint.problems(of: rule, host: host, roles: roles) { found.append(problem) }
    }
    for tier in Tier.allCases.compactMap({ catalog.tiers[$0] }) {
      for warning in SignOffLint.warnings(of: tier, catalog.coordination.roles, host: host) { found.append(warning) }
    }
    for warning in GoalLint.warnings(of: catalog.metrics) { found.append(warning) }
    for warning in WindowLint.warnings(of: catalog, durations, samples) { found.append(warning) }
    for note in FreezeLint.notes(of: catalog, at: now, hostZone: hostZone) { found.append(note) }
    return found
  }

  private static func warnings(of runbook: LintedRunbook) -> [Diagnostic] {
    UnusedParameterLint.warnings(of: runbook) + VariableLint.warnings(of: runbook)
      + BackupFolderLint.warnings(of: runbook) + VerifyLint.warnings(of: runbook)
      + TimeoutLint.warnings(of: runbook) + FoldedShellLint.warnings(of: runbook)
  }
}
