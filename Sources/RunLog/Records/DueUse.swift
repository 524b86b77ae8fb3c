import Scheduling

/// When `maint run --due` was used in a project, as far as that was written down: it chose tasks, or learnt of new ones.
package struct DueUse: Sendable, Hashable {
  /// The last run in which it chose tasks; 0: there is none.
  package var lastRun: Int
  package var latest: Timestamp
  /// Another use, as long before as is needed to tell the two apart, or else the first of all.
  package var earlier: Timestamp

  package init(lastRun: Int, latest: Timestamp, earlier: Timestamp) {
    (self.lastRun, self.latest, self.earlier) = (lastRun, latest, earlier)
  }

  /// Who tries it has done so before long; who calls it from cron or systemd calls it again and again.
  package var isRegular: Bool { latest - earlier >= Self.trial }

  static let trial = Duration.seconds(12 * 3_600)
}
