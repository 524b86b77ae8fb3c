import RunLog

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
/// the folder that it led to, and a run by the link finds it no more.
struct ProjectMove {
  /// Where the path leads to by which the run that asked had found the project.
  let place: String
  /// What is different, in words.
  let words: String

  /// nil: that path leads where it led, or leads nowhere.
  init?(_ record: ApprovalRecord, _ log: RunLog?) throws(RunLogFailure) {
    guard let typed = try log?.project(ofRun: record.run), let place = FolderChoice.resolved(typed),
      place != record.project
    else { return nil }
    self.place = place
    words = "the project was \(record.project) and is \(place)"
  }
}
