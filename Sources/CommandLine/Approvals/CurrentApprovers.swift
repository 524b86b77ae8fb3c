import Catalog
import Diagnostics
import RunLog

/// Whose word counts now for requests of any project, for those who look.
struct CurrentApprovers {
  private let context: Context
  /// By project; nil: it cannot be read.
  private var known: [String: Approvers?] = [:]

  init(_ context: Context) { self.context = context }

  /// With the words alone that count still. Of a project that cannot be read, nobody can say; no run gets by it.
  mutating func counted(_ record: ApprovalRecord) -> ApprovalRecord {
    if record.words.isEmpty || record.ending != nil || record.isSpent { return record }
    return approvers(of: record.project).map { record.counting($0.isEntitled) } ?? record
  }

  private mutating func approvers(of project: String) -> Approvers? {
    if let found = known[project] { return found }
    let found = read(project)
    known[project] = .some(found)
    return found
  }

  /// Says nothing of what is wrong with it: others do.
  private func read(_ project: String) -> Approvers? {
    var diagnostics = DiagnosticBag()
    let trusted = TrustedProject(context: context, folder: project)
    guard (try? trusted.check(folders: ["schedules"], refuse: { _ in })) != nil else { return nil }
    let catalog = CatalogLoader.loadSchedules(project: project, diagnostics: &diagnostics)
    return diagnostics.hasErrors ? nil : Approvers(catalog.coordination)
  }
}
