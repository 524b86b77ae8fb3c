import Execution
import Scheduling

/// What happened that people may want to be told.
package enum News: Sendable {
  /// A task of it was started, the first.
  case runBegun(run: Int, at: Timestamp)
  /// So many tasks of it have ended.
  case runProgressed(run: Int, ended: Int, at: Timestamp)
  /// A task of it, by its full name, takes longer than 95 % of its earlier runs by half.
  case overran(task: String, run: Int, usual: Duration, at: Timestamp)
  /// What a task, by its full name, has changed is taken back then, unless somebody confirms it.
  case awaitsConfirmation(task: String, run: Int, until: Timestamp, at: Timestamp)
  /// `recoveries`: how often it was taken up again; `hasBegun`: a task of it was ever started.
  case runEnded(run: Int, outcome: RunOutcome, recoveries: Int, hasBegun: Bool, at: Timestamp)
  /// They begin to fail, or fail in a graver way than was told. Not empty.
  case failing([FailingTask], at: Timestamp)
  /// They go on failing. Not empty.
  case stillFailing([FailingTask], at: Timestamp)
  /// They go on failing, which a channel has to be told again that would take it for over. Not empty.
  case standing([FailingTask], at: Timestamp)
  /// They failed, and succeeded now. Not empty.
  case wellAgain([FailingTask], at: Timestamp)
  /// They failed, and are no tasks any more. Not empty.
  case gone([FailingTask], at: Timestamp)
  /// They failed, and somebody has put right what they left behind. Not empty.
  case resolved([FailingTask], Resolution)
  /// They were refused for what others had left in doubt, which is settled, and had failed in nothing before. Not empty.
  case admitted([FailingTask], at: Timestamp)
  /// They needed a human, until what they had changed was rolled back, or what they were refused for settled: now they only fail.
  /// Not empty.
  case rolledBack([FailingTask], at: Timestamp)
  /// They needed a human, as it could not be taken back what they had changed, which it was now. Not empty.
  case takenBack([FailingTask], at: Timestamp)
  /// They failed, and are over with the incident of their run. Not empty.
  case overWithIncident([FailingTask], at: Timestamp)
  /// They were told to fail, and now they are not tried again in this period. Not empty.
  case givenUp([FailingTask], at: Timestamp)
  /// Of one kind, and not empty.
  case alerts([Alert])
}
