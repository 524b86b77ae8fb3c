import Catalog

/// The command that keeps a change which waits to be confirmed, as it can be typed at once.
package struct ConfirmCommand: Sendable {
  private let run: Int
  private let option: String

  /// `option`: what it needs to find the run log, nothing or ` --state DIR`.
  package init(run: Int, option: String = "") {
    self.run = run
    self.option = option
  }

  package func text(_ task: TaskName) -> String { "maint confirm \(run)/\(task)\(option)" }
}
