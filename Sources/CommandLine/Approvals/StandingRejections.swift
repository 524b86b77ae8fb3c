import Catalog
import Planning
import Reporting
import RunLog
import Scheduling

/// Rejections that keep tasks from beginning now. A no holds for just what was asked for: where the task was something else for a
/// while, and began, it is in force again once all is as it was.
struct StandingRejections {
  private let context: Context
  private let log: RunLog

  init(_ context: Context, _ log: RunLog) { (self.context, self.log) = (context, log) }

  /// Oldest first. `catalog`: the whole project of a folder without links; nil: nobody can say, and a no that was the last word
  /// counts as if it were in force.
  func all(at now: Timestamp, catalog: (String) -> Catalog?) throws(RunLogFailure) -> [ApprovalRecord] {
    let rejected = try log.rejections()
    if rejected.isEmpty { return [] }
    let last = Set(try log.standingRejections().map(\.number))
    var outlooks: [String: ApprovalOutlook] = [:]
    var found: [ApprovalRecord] = []
    for record in rejected where try ProjectMove(record, log) == nil {
      let (folder, isLast) = (record.project, last.contains(record.number))
      guard let outlook = outlooks[folder] ?? catalog(folder).map({ outlook($0, folder) }) else {
        if isLast { found.append(record) }
        continue
      }
      outlooks[folder] = outlook
      if isInForce(record, isLast: isLast, outlook, at: now) { found.append(record) }
    }
    return found
  }

  private func outlook(_ catalog: Catalog, _ folder: String) -> ApprovalOutlook {
    ApprovalOutlook(
      basis: ApprovalBasis(catalog, log: log, project: folder), log: log, words: ApprovalWords(context))
  }

  /// By the clock, or for whoever began it last, with the parameters that he gave it.
  private func isInForce(
    _ record: ApprovalRecord, isLast: Bool, _ outlook: ApprovalOutlook, at now: Timestamp
  ) -> Bool {
    let tier = record.task.tier.flatMap { $0 == .emergency ? nil : outlook.basis.catalog.tiers[$0] }
    if let task = tier?.tasks.first(where: { $0.name == record.task }),
      outlook.rejection(of: task, at: now) == record.number
    {
      return true
    }
    return isLast && outlook.differences(from: record, at: now).isEmpty
  }
}
