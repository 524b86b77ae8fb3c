import Catalog
import Planning
import Scheduling

/// A task between its start and its end.
///
/// A reference, so that its parts change where they are: as a value it would be copied at every event, and with it the
/// list of all steps still to do.
final class ActiveTask {
  var machine: TaskMachine
  /// Of the lock table.
  let lockHandle: Int
  /// The parts of every step's environment that do not change, in rising precedence.
  var environment: TaskEnvironment
  /// In all their forms.
  let secrets: [String]
  let backupFolder: String?
  /// The number of the process that runs for it.
  var process: Int?
  /// Monotonic; nil: no limit.
  var timeoutAt: Int64?
  /// Marks that it has not passed, the next one first; `at` is monotonic: somebody who sets the clock while the task runs
  /// does not change how long a rollback takes, nor how long the window was to be open from its start.
  private(set) var marks: [(mark: ChangeLimits.Mark, at: Int64)] = []
  private(set) var limits: ChangeLimits?
  /// Monotonic: when it takes longer than usual; nil: it was told, or nobody knows what is usual.
  var overrunAt: Int64?
  /// Monotonic, while it waits to try a step again.
  var delayUntil: Int64?

  init(
    machine: TaskMachine, lockHandle: Int, environment: TaskEnvironment, secrets: [String], backupFolder: String?
  ) {
    self.machine = machine
    self.lockHandle = lockHandle
    self.environment = environment
    self.secrets = secrets
    self.backupFolder = backupFolder
  }

  /// `start`: when it was let start.
  func limit(to limits: ChangeLimits, from start: Moment) {
    self.limits = limits
    let moments = [(ChangeLimits.Mark.pointOfNoReturn, limits.pointOfNoReturn), (.end, limits.end)]
    marks = moments.compactMap { mark, moment in
      moment.map { (mark, start.monotonic + ($0 - start.wall).wholeMicroseconds) }
    }
  }

  /// Takes the next mark that is passed; none once it goes forward no more.
  func takePassedMark(at monotonic: Int64) -> ChangeLimits.Mark? {
    guard let next = marks.first, next.at <= monotonic else { return nil }
    marks.removeFirst()
    guard machine.goesForward else {
      marks = []
      return nil
    }
    return next.mark
  }
}
