/// A schedule or runbook among the files of a project.
package struct ProjectFile {
  /// As shown and as opened.
  package let path: String
  /// Without folder and `.yaml`.
  let name: String
}
