/// What starts maint on a schedule.
package enum Starter: String, CaseIterable, Sendable {
  case cron, systemd
}
