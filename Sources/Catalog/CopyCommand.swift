/// A shell text that takes a backup off-site once its run has ended: the key `copy_to`.
package struct CopyCommand: Sendable, Hashable {
  /// Where none is given: long enough for any link, and no copy hangs for ever.
  package static let usualTimeout = Duration.seconds(24 * 3600)

  package var run: String
  package var timeout: Duration

  package init(run: String, timeout: Duration = usualTimeout) {
    self.run = run
    self.timeout = timeout
  }
}

/// What `copy_to` says.
package enum CopyRule: Sendable, Hashable {
  /// The backups stay on this host.
  case none
  case command(CopyCommand)
}

extension Runbook {
  /// How its backups are taken off-site; nil where they are not, or it makes none.
  package func copyCommand(_ defaults: Defaults) -> CopyCommand? {
    guard !backup.isEmpty, case .command(let command)? = copyTo ?? defaults.copyTo else { return nil }
    return command
  }
}
