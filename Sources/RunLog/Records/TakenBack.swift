import Catalog
import Scheduling

/// A task whose change somebody had taken back on request, by a run of its own: no try, and no failure.
package struct TakenBack: Sendable, Hashable {
  package var task: TaskName
  /// The run that did it, and the one that had changed it.
  package var run: Int
  package var takesBack: Int
  package var began: Timestamp
  package var duration: Duration
  package var by: String

  package init(task: TaskName, run: Int, takesBack: Int, began: Timestamp, duration: Duration, by: String) {
    (self.task, self.run, self.takesBack) = (task, run, takesBack)
    (self.began, self.duration, self.by) = (began, duration, by)
  }
}
