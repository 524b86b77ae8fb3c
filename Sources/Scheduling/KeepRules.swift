/// How many backups of a task stay: the key `keep`. What none of the rules keeps goes, less the last good one.
package struct KeepRules: Sendable, Hashable {
  /// So many of the newest; 0 for what is not given, here and below.
  package var last = 0
  /// Of so many days, weeks, months and years that have a backup, the newest one of each.
  package var daily = 0
  package var weekly = 0
  package var monthly = 0
  package var yearly = 0

  package init(last: Int = 0, daily: Int = 0, weekly: Int = 0, monthly: Int = 0, yearly: Int = 0) {
    self.last = last
    self.daily = daily
    self.weekly = weekly
    self.monthly = monthly
    self.yearly = yearly
  }
}
