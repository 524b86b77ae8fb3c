import Catalog
import Diagnostics
import RunLog
import Scheduling

/// Whose word counts now for requests of any project, and what is different now, for those who look.
struct CurrentApprovers {
  private let context: Context
  /// By project; nil: it cannot be read.
  private var known: [String: Catalog?] = [:]

  init(_ context: Context) { self.context = context }

  /// With the words alone that count still, and what has changed since it was asked for. Of a project that cannot be read,
  /// nobody can say; no run gets by it.
  mutating func counted(_ record: ApprovalRecord, at now: Timestamp) -> ApprovalRecord {
    guard record.isOpen(at: now), let catalog = catalog(of: record.project) else { return record }
    // The rehearsals are in the run log; a run looks at them.
    let basis = ApprovalBasis(catalog, log: nil, project: record.project)
    var counted = record.counting(basis.approvers.isEntitled)
    counted.changes = ApprovalOutlook(basis: basis, log: nil, words: ApprovalWords(context)).differences(
      from: record, at: now)
    return counted
  }

  private mutating func catalog(of project: String) -> Catalog? {
    if let found = known[project] { return found }
    let found = read(project)
    known[project] = .some(found)
    return found
  }

  /// Says nothing of what is wrong with it: others do.
  private func read(_ project: String) -> Catalog? {
    var diagnostics = DiagnosticBag()
    let trusted = TrustedProject(context: context, folder: project)
    let catalog = try? trusted.load(diagnostics: &diagnostics, refuse: { _ in })
    return diagnostics.hasErrors ? nil : catalog
  }
}
