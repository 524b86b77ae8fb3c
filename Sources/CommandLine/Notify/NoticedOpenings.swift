import Catalog
import Notification
import RunLog
import Scheduling

/// What of an opening there is to announce: whoever plans by the notice of a window is not told that it opens while a freeze keeps it
/// shut.
struct NoticedOpenings {
  private let context: Context
  private let catalog: Catalog
  private let project: String
  private let log: RunLog

  init(context: Context, catalog: Catalog, project: String, log: RunLog) {
    (self.context, self.catalog, self.project, self.log) = (context, catalog, project, log)
  }

  func callAsFunction(_ window: Window, _ opening: Opening, at now: Timestamp) throws(RunLogFailure) -> NoticedOpening {
    var noticed = NoticedOpening(window: window, opening: opening, tasks: catalog.tasks(of: window))
    guard
      let freeze = catalog.freezes.first(where: {
        $0.start(in: context.zone) < opening.end && $0.end(in: context.zone) > opening.start
      })
    else { return noticed }
    let exceptions = try log.windowExceptions(at: now).compactMap(\.exception)
    let gatekeeper = Gatekeeper(catalog, context: context, exceptions: exceptions, project: project)
    let state = gatekeeper.clearance(of: window)
    if let changes = Self.changes(in: opening, by: state) {
      if changes != noticed.changes {
        noticed.cut = NoticedOpening.Freeze(reason: freeze.reason, end: freeze.end(in: context.zone))
      }
      noticed.changes = changes
      return noticed
    }
    var found = NoticedOpening.Freeze(reason: freeze.reason, end: freeze.end(in: context.zone))
    if case .shut(.freeze(let reason, let end), _) = state.state(at: opening.start) {
      found = .init(reason: reason, end: end)
    }
    noticed.freeze = found
    let checks = checks
    noticed.heldUp = noticed.tasks.filter { !checks.contains($0) }
    noticed.tasks = noticed.tasks.filter(checks.contains)
    return noticed
  }

  /// From the first moment at which a change may begin in the opening, to the end of the time for them; nil: there is none.
  private static func changes(in opening: Opening, by clearance: Clearance) -> Range<Timestamp>? {
    var next: Timestamp? = opening.start
    if case .shut(_, let opens) = clearance.state(at: opening.start) { next = opens }
    guard let start = next, start < opening.cutoff, case .open(let open) = clearance.state(at: start) else {
      return nil
    }
    let end = min(open.end ?? opening.end, opening.end)
    return start < end ? start..<end : nil
  }

  /// The tasks that change nothing. What cannot be read may change something.
  private var checks: Set<TaskName> {
    let runbooks =
      catalog.runbooks.isEmpty ? TrustedProject(context: context, folder: project).sound?.runbooks : catalog.runbooks
    let tasks = catalog.tiers.values.flatMap(\.tasks)
    return Set(tasks.filter { runbooks?[$0.runbook]?.change.isEmpty ?? false }.map(\.name))
  }
}
