import Catalog
import Scheduling

/// How long a run that is under way usually takes.
package struct RunOutlook: Sendable, Hashable {
  /// The median of the last runs of its tier; nil: it is not that of one tier, or there are none.
  package var usual: Duration?
  /// The medians of its tasks, of those that have run before.
  package var tasks: [TaskName: Duration]

  package init(usual: Duration? = nil, tasks: [TaskName: Duration] = [:]) {
    self.usual = usual
    self.tasks = tasks
  }
}
