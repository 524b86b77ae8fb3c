import Scheduling

/// A request for approval that nobody has answered, while its task is due.
package struct UnansweredRequest: Sendable, Hashable {
  /// The latest, where others expired before it.
  package var number: Int
  /// Somebody was asked first then.
  package var since: Timestamp
  /// The first time of the task that nothing came of.
  package var dueSince: Timestamp
  /// Periods of the task that are over since it was asked for.
  package var missed: Int

  package init(number: Int, since: Timestamp, dueSince: Timestamp, missed: Int) {
    (self.number, self.since, self.dueSince, self.missed) = (number, since, dueSince, missed)
  }

  /// `waits for an approval since … (request 3), and missed 2 periods`; `since` is as whoever reads it counts time.
  func words(since: String) -> String {
    "waits for an approval since \(since) (request \(number))" + (missedWords.map { ", and \($0)" } ?? "")
  }

  /// `missed 3 periods`; nil: none is over yet.
  package var missedWords: String? { missed == 0 ? nil : "missed \(Count(missed, "period"))" }
}
