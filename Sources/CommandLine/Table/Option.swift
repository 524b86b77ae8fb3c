/// The long name of an option, which means the same with every verb that takes it.
package enum Option: String, CaseIterable, Sendable {
  case project, state, color, help
  case json
  case with, jobs, format, strict
  case dryRun = "dry-run"
  case failFast = "fail-fast"
  case quiet, verbose, events
  case noProgress = "no-progress"
  case wait
  case due, at
  case check
  case use
  case note, limit, last, plain, man
  case shell, exclude
  case path, to, yes, force
  case sample, seed
  case asCron = "as-cron"
  case user, print, root, every
  case randomDelay = "random-delay"
  case overrideWindow = "override-window"
  case reason, `for`
  case from, days, down
  case scratch
  case scratchSize = "scratch-size"
  case shareNetwork = "share-net"
  case bind, html, keep
  case fixTable = "fix-table"
  case run, all
  case requestApproval = "request-approval"
  case waiting
  case role = "as"
  case level, kind, head, incident
  case period, explain, label, by
  case since, details
  case prometheus, output, watch

  /// Those that belong to every verb and may also stand before it.
  package static let global: [Option] = [.project, .state, .color, .help]

  /// As the operator types it.
  package var flag: String { "--\(rawValue)" }
}
