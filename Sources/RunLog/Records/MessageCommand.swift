/// A command line as a message says it: whoever reads it may be another user than maint ran as, and elsewhere.
package struct MessageCommand: Sendable, Hashable {
  /// `sudo `, where root alone can use the run log.
  package var prefix: String
  /// What finds project and run log: nothing, or as ` --state DIR`.
  package var folders: String

  package init(prefix: String = "", folders: String = "") {
    self.prefix = prefix
    self.folders = folders
  }

  /// `words`: all that follows `maint`.
  package func callAsFunction(_ words: String) -> String { "\(prefix)maint \(words)\(folders)" }
}
