/// Command lines for the operator to type, which mean the project and the run log that are meant here.
package struct CommandText: Sendable, Hashable {
  /// What any of them ends with: nothing, or the folders that would not be found without, as in ` --state DIR`.
  package let folders: String

  package init(folders: String = "") { self.folders = folders }

  /// `words`: all that follows `maint`.
  package func callAsFunction(_ words: String) -> String { "maint \(words)\(folders)" }
}
