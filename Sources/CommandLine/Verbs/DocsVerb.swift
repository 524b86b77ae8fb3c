import Catalog
import Planning
import Reporting
import RunLog
import Scheduling

/// `maint docs [RUNBOOK…]`: the project, or runbooks of it, as a manual in Markdown.
struct DocsVerb {
  let context: Context

  func callAsFunction() throws(CommandFailure) -> ExitCode {
    let now = SystemClock.wall()
    let catalog = try context.loadCatalog()
    let asked = try runbooks(of: catalog)
    let log = try context.openLogForReading()
    let tasks = Tier.allCases.flatMap { catalog.tiers[$0]?.tasks ?? [] }
    let past = try PastTimes(
      of: tasks.map(\.name) + catalog.runbooks.keys.map { TaskName(tier: nil, name: $0) }, log: log)
    let samples = try past.samples()
    let project = FolderChoice.absolute(context.folders.project)
    let bases = ProofBasis(catalog, project: context.folders.project)
    let state = try context.folders.state()
    var pages: [RunbookPage] = []
    for runbook in asked.isEmpty ? catalog.runbooks.values.sorted(by: { $0.name < $1.name }) : asked {
      pages.append(
        RunbookPage(
          runbook, preface: catalog.text.preface(ofRunbook: runbook.name), defaults: catalog.defaults,
          uses: Self.uses(of: runbook, by: tasks, past, samples),
          proof: try proof(of: runbook, bases, log), project: project,
          state: state, now: now))
    }
    let builder = CalendarBuilder(
      catalog, durations: past.durations, hostZone: context.zone, zone: ZoneDatabase().zone(named:))
    let manual = Manual(
      builder.calendar(of: now..<now), emergency: catalog.tiers[.emergency]?.tasks ?? [],
      signOff: catalog.tiers.mapValues(\.signOff), pages: pages,
      origin: .init(host: OwnProcess.hostName, project: project, version: Version.text, madeAt: now),
      zone: context.zone)
    context.output.write(asked.isEmpty ? manual.whole : manual.runbooks)
    return .success
  }

  /// Those that were named, in that order, each once.
  private func runbooks(of catalog: Catalog) throws(CommandFailure) -> [Runbook] {
    var found: [Runbook] = []
    for word in context.invocation.arguments {
      let name = word.hasPrefix("runbook:") ? String(word.dropFirst(8)) : word
      guard let runbook = catalog.runbooks[name] else {
        let near = Suggestion.nearest(to: name, among: catalog.runbooks.keys.sorted())
        throw CommandFailure(
          "there is no runbook '\(name)'",
          hint: near.map { "did you mean '\($0)'?" } ?? "'maint docs' without a name writes all of them",
          exitCode: .notFound)
      }
      if !found.contains(where: { $0.name == name }) { found.append(runbook) }
    }
    return found
  }

  /// By the tasks that carry it out, and by itself.
  private static func uses(
    of runbook: Runbook, by tasks: [MaintenanceTask], _ past: PastTimes, _ samples: [TaskName: TimeSamples]
  ) -> [RunbookUse] {
    func use(_ name: TaskName, _ task: MaintenanceTask?) -> RunbookUse {
      RunbookUse(
        task: task, forward: past.durations[name].flatMap(Estimate.init(of:)),
        rollback: samples[name].flatMap { Estimate(of: $0.rollback) })
    }
    return tasks.filter { $0.runbook == runbook.name }.map { use($0.name, $0) }
      + [use(TaskName(tier: nil, name: runbook.name), nil)]
  }

  /// By its last drill, whichever task that was of.
  private func proof(
    of runbook: Runbook, _ bases: ProofBasis, _ log: RunLog?
  ) throws(CommandFailure) -> RollbackProof? {
    guard RollbackProofs.concern(runbook) else { return nil }
    do throws(RunLogFailure) {
      let drills = try log?.proofs(of: runbook.name, in: bases.project, .drill) ?? []
      guard let last = drills.first, let basis = bases.basis(now: last) else { return .never }
      return RollbackProof(drills, basis: basis, task: last.task)
    } catch {
      throw CommandFailure(error)
    }
  }
}
