import RunLog

/// Where its steps find the project.
extension RunSession {
  /// Without links. What takes up a run, or takes it back, works where its approvals were given: the way to the project may
  /// lead elsewhere by now.
  var place: String { approvedPlace ?? FolderChoice.resolved(project) ?? project }

  private var approvedPlace: String? {
    let run: Int
    switch beginning {
    case .recovery(let record, _), .rollback(let record, _): run = record.number
    case .anew, .after, .continuation: return nil
    }
    // Where it cannot be read, the run that is about to be written tells of that.
    let found = (try? log.projectOfApprovals(usedBy: run)) ?? nil
    return found.flatMap { FolderChoice.isFolder($0) ? $0 : nil }
  }
}
