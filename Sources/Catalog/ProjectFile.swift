/// A schedule or runbook among the files of a project.
struct ProjectFile {
  /// As shown and as opened.
  let path: String
  /// Without folder and `.yaml`.
  let name: String
}
