import Catalog
import RunLog
import Scheduling

/// Requests whose window is shut by a freeze that was put on after they were made or answered: nobody's word is to be over just when
/// it would count, in the next one that opens.
struct PutOffApprovals {
  private static let reason = "a freeze puts off its window"

  private let context: Context
  private let catalog: Catalog
  private let log: RunLog
  /// Without links.
  private let project: String

  /// `catalog`: of the project, maybe without its runbooks.
  init(context: Context, catalog: Catalog, project: String, log: RunLog) {
    (self.context, self.catalog, self.log) = (context, catalog, log)
    self.project = FolderChoice.resolved(project) ?? project
  }

  /// Up to when they are to count, as if the freeze had been there from the first.
  func found(at now: Timestamp) throws(RunLogFailure) -> [(request: Int, end: Timestamp)] {
    if catalog.freezes.isEmpty { return [] }
    let open = try log.openApprovals(at: now).filter { $0.project == project && $0.isOpen(at: now) }
    guard !open.isEmpty, let whole = TrustedProject(context: context, folder: project).sound else { return [] }
    var found: [(request: Int, end: Timestamp)] = []
    for record in open {
      let end = Self.end(of: record, in: whole, log: log, context: context)
      if end > record.expiresAt { found.append((record.number, end)) }
    }
    return found
  }

  /// Up to when a request is to count that waits or is approved. `catalog`: of its project, with the runbooks.
  static func end(of record: ApprovalRecord, in catalog: Catalog, log: RunLog?, context: Context) -> Timestamp {
    if catalog.freezes.isEmpty { return record.expiresAt }
    let moment = record.words.map(\.at).max() ?? record.requestedAt
    return max(
      ApprovalStart(of: record, in: catalog, log: log, context: context, at: moment).end, record.expiresAt)
  }

  func prolong(at now: Timestamp) throws(RunLogFailure) {
    for (request, end) in try found(at: now) {
      try log.prolongApproval(request, until: end, because: Self.reason, by: log.actor, at: now)
    }
  }
}
