import Scheduling

/// Why a run looks at the packages of the host.
package struct PackageLook: Sendable, Hashable {
  package enum Moment: Sendable, Hashable {
    /// A task of the run is about to change something: what is new was not made by it.
    case beforeChange(task: Int)
    /// The way back of a task begins that an earlier maint has left: what is new may well have been made by it.
    case beforeRollback(task: Int)
    /// What is new was made by the task, as far as can be known.
    case afterTask(Int)
  }

  package var run: Int
  package var moment: Moment
  package var at: Timestamp
  /// The last look of this maint, which found nothing new; nil: it is the first.
  package var lastAt: Timestamp?

  package init(run: Int, _ moment: Moment, at: Timestamp, lastAt: Timestamp?) {
    (self.run, self.moment, self.at, self.lastAt) = (run, moment, at, lastAt)
  }
}
