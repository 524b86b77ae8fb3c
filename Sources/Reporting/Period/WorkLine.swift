import Catalog
import Execution
import RunLog
import Scheduling

/// What a task came to in a period.
package struct WorkLine: Sendable, Hashable {
  package var task: TaskName
  /// How often it ended so.
  package var outcomes: [TaskOutcome: Int]
  /// How often a change of it was taken back on request.
  package var takenBack = 0
  /// Of those that succeeded, from beginning to end, together: what fails at once is no faster.
  package var duration: Duration
  /// Of the period before.
  package var before: [TaskOutcome: Int]
  package var durationBefore: Duration
  /// The times at which the schedules have it, as far as they are known to have been so then; nil: not known, or it is never
  /// due.
  package var due: Int?
  /// Before that moment `run --due` had started it already, at times that are not known any more; nil: that is not so.
  package var dueUnknownBefore: Timestamp?
  /// When those of them began for which nothing succeeded.
  package var missed: [Timestamp]
  /// The last time that it was skipped.
  package var lastSkip: TaskRemark?
  /// nil: it had none.
  package var warnings: TaskWarnings?
  /// How often it was due in a freeze, and was not done.
  package var frozen = 0
  /// The last of them is among these.
  package var isLastMissed = true

  package init(
    task: TaskName, outcomes: [TaskOutcome: Int] = [:], duration: Duration = .zero, before: [TaskOutcome: Int] = [:],
    durationBefore: Duration = .zero, due: Int? = nil, missed: [Timestamp] = []
  ) {
    (self.task, self.outcomes, self.duration) = (task, outcomes, duration)
    (self.before, self.durationBefore, self.due, self.missed) = (before, durationBefore, due, missed)
  }

  /// What tasks came to in two periods, by name.
  package static func lines(_ sums: TaskSums, before: TaskSums) -> [TaskName: WorkLine] {
    var lines: [TaskName: WorkLine] = [:]
    for line in sums.lines where line.count > 0 {
      lines[line.name, default: WorkLine(task: line.name)].outcomes[line.outcome, default: 0] += line.count
      if line.outcome == .succeeded { lines[line.name]?.duration += line.duration }
    }
    for back in sums.takenBack { lines[back.task, default: WorkLine(task: back.task)].takenBack += 1 }
    for line in before.lines where line.count > 0 {
      lines[line.name, default: WorkLine(task: line.name)].before[line.outcome, default: 0] += line.count
      if line.outcome == .succeeded { lines[line.name]?.durationBefore += line.duration }
    }
    return lines
  }

  package var succeeded: Int { count(of: [.succeeded]) }
  package var skipped: Int { count(of: [.skipped]) }
  package var failed: Int { count(of: [.failed, .refused]) }
  package var rolledBack: Int { count(of: [.rolledBack]) }
  /// Nobody knew what it had left behind.
  package var inDoubt: Int { count(of: [.rollbackFailed, .interrupted]) }
  /// What a freeze deferred may be a time that was due, too.
  package var heldUp: Int { count(of: [.blocked, .notNow, .notStarted]) + max(count(of: [.deferred]), frozen) }
  /// As metrics count them.
  package var tried: Int { succeeded + failed + rolledBack + inDoubt }
  package var triedBefore: Int { Self.tried(before) }
  package var succeededBefore: Int { before[.succeeded] ?? 0 }

  /// Not done the last time, or more often than where maintenance goes well.
  var isOftenMissed: Bool {
    !missed.isEmpty && (isLastMissed || missed.count * 100 > (due ?? 0) * (100 - Blemishes.fewestPercent))
  }

  /// nil: it never succeeded.
  var meanDuration: Duration? { succeeded > 0 ? duration / succeeded : nil }
  var meanDurationBefore: Duration? { succeededBefore > 0 ? durationBefore / succeededBefore : nil }

  private func count(of some: [TaskOutcome]) -> Int { some.reduce(0) { $0 + (outcomes[$1] ?? 0) } }

  private static func tried(_ outcomes: [TaskOutcome: Int]) -> Int {
    outcomes.reduce(0) { $0 + ($1.key == .succeeded || $1.key.isFailedTry ? $1.value : 0) }
  }
}
