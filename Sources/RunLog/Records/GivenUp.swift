import Scheduling

/// That a task is not tried again in its period.
package struct GivenUp: Sendable, Hashable {
  /// It is due again; nil: never.
  package var until: Timestamp?
  /// Nobody is told a second time of what was told since then.
  package var since: Timestamp
  /// In one line, without what went wrong: `daily.site is given up after 1 failure, as …: it is due again …`.
  package var text: String

  package init(until: Timestamp?, since: Timestamp, text: String) {
    self.until = until
    self.since = since
    self.text = text
  }
}
