import Syntax

/// A shell text of a runbook where it stands in its file: what lints point into.
///
/// Kept beside the steps, which are copied while a run goes on and have no use for it.
package struct ShellSource: Sendable {
  package enum Part: Sendable, Hashable { case run, undo, condition, rehearsal }

  package enum Origin: Sendable, Hashable {
    /// Of the step with this index in its stage.
    case step(Stage, Int, Part)
    /// The command of the secret with this index.
    case secret(Int)
    /// Of `copy_to`.
    case copy
    /// Of a channel.
    case channel
  }

  package let origin: Origin
  /// A scalar; its text is what the shell is given.
  package let node: Node
}
