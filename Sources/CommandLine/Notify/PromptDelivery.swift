import Catalog
import Diagnostics
import RunLog
import Supervision

/// For verbs that are no run and write messages: delivers them at once, as a run does when it is over.
struct PromptDelivery {
  let writing: StateWriting
  let log: RunLog
  /// What says who is told how; nil: it cannot be read, so that what was written waits for a maint that can.
  let catalog: Catalog?

  private var context: Context { writing.context }
  private var flush: String { NextCommand(context)("notify flush") }

  /// Says which channels have taken all that waited for them, and which have not. What was done stands in any case.
  func callAsFunction() {
    // What a rehearsal does happens to nobody.
    guard !context.isInSandbox, let catalog, !catalog.coordination.channels.isEmpty else { return }
    guard let supervisor = try? writing.supervisor() else {
      context.errors.write("maint: warning: nobody is told yet: the next run does it, or \(flush)\n")
      return
    }
    context.output.flush()
    let outbox = Outbox(
      context: context, catalog: catalog, project: FolderChoice.absolute(context.folders.project),
      state: writing.state, log: log)
    let results = outbox.tell(with: supervisor, patience: Outbox.patienceAfterRun)
    let told = results.filter { $1.sent > 0 && $1.problem == nil }.keys.sorted()
    if !told.isEmpty { context.output.write("told: \(told.joined(separator: ", "))\n") }
    for (channel, result) in results.sorted(by: { $0.key < $1.key }) {
      guard let problem = result.problem else { continue }
      let next =
        problem.next.map {
          "it is tried again from \(context.zone.minute($0)) on, by the next run or \(flush)"
        }
        ?? "it is given up"
      context.errors.write(
        "maint: warning: not told through \(channel): \(TypedWord.harmless(problem.words)); \(next)\n")
    }
  }

  /// The schedules, without a word where they cannot be read or trusted.
  static func catalog(_ context: Context) -> Catalog? {
    var diagnostics = DiagnosticBag()
    let project = TrustedProject(context: context)
    guard (try? project.check(folders: ["schedules"], refuse: { _ in })) != nil else { return nil }
    let found = CatalogLoader.loadSchedules(project: project.folder, diagnostics: &diagnostics)
    return diagnostics.hasErrors ? nil : found
  }
}
