import RunLog
import Scheduling

extension RunLog {
  /// The project of a request, as a command about it names it: by the path by which the run that asked had found it, while that
  /// leads to a project still. Where it is deployed by a link, the path without links is an old release as soon as there is a new
  /// one: to ask anew there would run the old one.
  func folder(of record: ApprovalRecord) -> String {
    guard let typed = (try? project(ofRun: record.run)) ?? nil, FolderChoice.isProject(typed) else {
      return record.project
    }
    return typed
  }
}

/// Where the project of a request is by now: it may be deployed by a link, and the link lead to another release. A request is of
/// the folder that it led to, and a run by the link finds it no more. Or its folder was moved.
struct ProjectMove {
  /// Where the path leads to by which the run that asked had found the project.
  let place: String
  /// What is different, in words.
  let words: String

  /// nil: that path leads where it led, or leads nowhere, and nobody knows where the project is.
  init?(_ record: ApprovalRecord, _ log: RunLog?) throws(RunLogFailure) {
    guard let log, let typed = try log.project(ofRun: record.run) else { return nil }
    let isGone = FolderChoice.isGone(typed) && FolderChoice.isGone(record.project)
    let found = isGone ? try Self.successor(of: typed, record, log) : typed
    guard let place = found.flatMap(FolderChoice.resolved), place != record.project else { return nil }
    self.place = place
    words = "the project was \(record.project) and is \(place)"
  }

  /// The folder in which `run --due` has come to know the task since it was asked for.
  private static func successor(
    of folder: String, _ record: ApprovalRecord, _ log: RunLog
  ) throws(RunLogFailure) -> String? {
    var found: (folder: String, since: Timestamp)?
    for other in try log.expectedWindows(besides: folder).keys.sorted() where FolderChoice.isProject(other) {
      let known = try ExpectedWindows(of: other, in: log, at: record.requestedAt)
      guard let since = known.since(record.task), since > record.requestedAt else { continue }
      if found.map({ $0.since < since }) ?? true { found = (other, since) }
    }
    return found?.folder
  }
}
