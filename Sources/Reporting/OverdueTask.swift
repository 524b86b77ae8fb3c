import Catalog
import RunLog
import Scheduling

/// A task that `maint run --due` once knew of, whose time has come, and that nothing starts.
package struct OverdueTask: Sendable, Hashable {
  package var name: TaskName
  /// When it could have been done first, of the times at which it was not.
  package var since: Timestamp
  package var lastSuccess: Timestamp?
  /// Its window has closed meanwhile, in words; nil: it could start now.
  package var missedWindow: String?
  /// It missed others before that one.
  private(set) var hasMissedBefore = false
  /// Where `run --due` knew of it, if that is not there any more; nil: here.
  package var formerFolder: String?
  /// The answer that it waits for; nil: it waits for nobody's.
  package var unanswered: UnansweredRequest?
  /// That for somebody's answer, which came while a freeze held it up; nil: it waited for none.
  package var wait: Wait?
  /// What holds it up now, and did not when it became overdue; nil: nothing does.
  package var freeze: Hold?
  /// Why nothing starts it, though `run --due` was called or would be in vain; nil: nothing is known to have called it.
  package var cause: Cause?

  package enum Cause: Sendable, Hashable {
    /// A run of `run --due` has not ended, and while it is at work no other starts anything. `isOwn`: it is at this task.
    case run(Int, since: Timestamp, isOwn: Bool)
    /// No opening to come is long enough, or a proof is wanting: in words.
    case cannotStart(String)

    var run: Int? {
      if case .run(let run, _, _) = self { run } else { nil }
    }

    /// Whether the run is at the task itself.
    package var isOfRunAtIt: Bool {
      if case .run(_, _, isOwn: true) = self { true } else { false }
    }

    var impediment: String? {
      if case .cannotStart(let reason) = self { reason } else { nil }
    }
  }

  /// For somebody's answer.
  package struct Wait: Sendable, Hashable {
    /// nil: the schedule asks for none any more.
    package var end: Timestamp?

    package init(end: Timestamp?) { self.end = end }
  }

  /// A freeze that is in force.
  package struct Hold: Sendable, Hashable {
    package var reason: String
    package var end: Timestamp

    package init(reason: String, end: Timestamp) { (self.reason, self.end) = (reason, end) }
  }

  package init(
    name: TaskName, since: Timestamp, lastSuccess: Timestamp? = nil, missedWindow: String? = nil,
    unanswered: UnansweredRequest? = nil
  ) {
    (self.name, self.since, self.lastSuccess, self.missedWindow) = (name, since, lastSuccess, missedWindow)
    self.unanswered = unanswered
  }

  /// What only waits for an answer is overdue once it has missed a period for want of it: no cron is to blame.
  package init?(_ name: TaskName, lastSuccess: Timestamp?, waitingFor request: UnansweredRequest) {
    guard request.missed > 0 else { return nil }
    self.init(name: name, since: request.dueSince, lastSuccess: lastSuccess, unanswered: request)
  }

  /// `moment`: when the first of the windows began that it missed.
  package mutating func setFirst(_ moment: Timestamp, isOfOtherPeriod: Bool) {
    (since, hasMissedBefore) = (moment, isOfOtherPeriod)
  }

  /// Since when, where the words of the missed window tell of the last one alone.
  func sinceBefore(_ words: (Timestamp) -> String) -> String { hasMissedBefore ? "; due since \(words(since))" : "" }

  /// Why nothing started it until the freeze began.
  func waitWords(_ words: (Timestamp) -> String) -> String {
    wait.map { "; it waited for an approval\($0.end.map { " until \(words($0))" } ?? "")" } ?? ""
  }

  /// It was overdue before the freeze began, so the freeze is not why.
  func freezeWords(_ words: (Timestamp) -> String) -> String {
    freeze.map { "; now the freeze '\(HarmlessText.words($0.reason))' holds it up until \(words($0.end))" } ?? ""
  }

  /// As a report tells it, after its name.
  func words(_ frame: PeriodFrame) -> String {
    let former = formerFolder.map { "; 'run --due' knew it in \($0), which is not there any more" } ?? ""
    if let missedWindow { return missedWindow + sinceBefore(frame.minute) + former }
    if let unanswered {
      return "\(unanswered.words(since: frame.minute(unanswered.since))); \(successWords(frame))\(former)"
    }
    let start = mayLackCron ? ", and nothing started it" : causeWords(frame.minute)
    let rest = waitWords(frame.minute) + freezeWords(frame.minute) + former
    return "due since \(frame.minute(since))\(start); \(successWords(frame))\(rest)"
  }

  /// Whether it may be that nothing calls `run --due`.
  package var mayLackCron: Bool { unanswered == nil && cause == nil && wait == nil }

  /// After since when it is due; empty: nothing is known.
  func causeWords(_ words: (Timestamp) -> String) -> String {
    switch cause {
    case .run(let run, let start, true): ", and run \(run) has been at it since \(words(start))"
    case .run(let run, let start, false): ", and run \(run), under way since \(words(start)), keeps it waiting"
    case .cannotStart(let reason): ", and it cannot start: \(HarmlessText.words(reason))"
    case nil: ""
    }
  }

  /// Beside what a report tells of the times at which it was not done in the period: since when that goes on.
  func sinceWords(_ frame: PeriodFrame) -> String {
    "overdue since \(frame.minute(since)); \(successWords(frame))"
      + (unanswered.map { "; \($0.words(since: frame.minute($0.since)))" } ?? waitWords(frame.minute)
        + freezeWords(frame.minute))
  }

  private func successWords(_ frame: PeriodFrame) -> String {
    lastSuccess.map { "it last succeeded on \(frame.minute($0))" } ?? "it never succeeded"
  }

  /// nil: nothing is wrong with it yet.
  package init?(_ task: DueTask, at now: Timestamp) {
    guard case .due(let since, _, let cause) = task.state, task.starts else { return nil }
    // Of what is made up for, a whole period has gone by, and so it has where the last success is older than that.
    let isOld = task.lastSuccess.map { since - $0 > Self.period(task.name.tier) + Self.longestDelay } ?? false
    let delay = min(max(.zero, task.lastDelay), Self.longestDelay)
    guard isOld || now - since > Self.patience + (cause == .catchUp ? .zero : delay) else { return nil }
    self.init(name: task.name, since: since, lastSuccess: task.lastSuccess)
  }

  /// Who does a task by hand for so long does it, and not `run --due`.
  package static func period(_ tier: Tier?) -> Duration {
    let days =
      switch tier {
      case .hourly, nil: 0
      case .daily: 1
      case .weekly: 7
      case .monthly: 31
      case .quarterly: 92
      case .annual, .emergency: 366
      }
    return .seconds(max(3_600, days * 86_400))
  }

  /// It may begin so much later than it did the last time: cron may call once an hour, and others stand before it.
  package static let patience = Duration.seconds(3_600)
  /// A host that calls once a day does so half a day after the time of the task at most.
  private static let longestDelay = Duration.seconds(12 * 3_600)
}
