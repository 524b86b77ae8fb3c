import Catalog

/// The warnings of a task in a period.
package struct TaskWarnings: Sendable, Hashable {
  package var task: TaskName
  /// Steps that ended with one.
  package var steps: Int
  package var last: TaskRemark
  /// It did not run without one since.
  package var isLast: Bool

  package init(task: TaskName, steps: Int, last: TaskRemark, isLast: Bool) {
    (self.task, self.steps, self.last, self.isLast) = (task, steps, last, isLast)
  }
}
