import Catalog
import Execution

/// A piece of output and the attempt that printed it.
package struct OutputRecord: Sendable, Hashable {
  package var task: TaskName
  /// The step's name.
  package var step: String
  package var attempt: AttemptKey
  package var piece: OutputPiece

  package init(task: TaskName, step: String, attempt: AttemptKey, piece: OutputPiece) {
    self.task = task
    self.step = step
    self.attempt = attempt
    self.piece = piece
  }
}
