import Catalog

/// Names one step of a run: unique within the run and the same in every event about it.
package struct StepKey: Sendable, Hashable {
  /// An index into the plan's tasks.
  package var task: Int
  package var stage: Stage
  /// From 0 within the stage, in the order in which the steps were written. For an undo: the position of the
  /// change step that it compensates.
  package var position: Int
  /// Whether this is the `undo` of a change step; its stage is then `rollback`.
  package var isUndo: Bool

  package init(task: Int, stage: Stage, position: Int, isUndo: Bool = false) {
    self.task = task
    self.stage = stage
    self.position = position
    self.isUndo = isUndo
  }
}
