import Catalog

/// Names a task of one run.
package struct TaskOfRun: Sendable, Hashable {
  package var run: Int
  package var task: TaskName

  package init(run: Int, task: TaskName) {
    self.run = run
    self.task = task
  }
}
