import JSON

/// A backup of a task that lies in the state folder.
package struct BackupFolder: Sendable, Hashable {
  package var path: String
  /// Whether it holds the list of its checksums, which comes last: without it the backup is not complete.
  package var isSealed: Bool

  package init(path: String, isSealed: Bool) {
    self.path = path
    self.isSealed = isSealed
  }

  /// `backup: /var/lib/maint/backups/10/daily.rotate_config (sealed)`.
  var words: String { "backup: \(HarmlessText.words(path)) (\(isSealed ? "sealed" : "not sealed"))" }
}

extension JSONWriter {
  /// `path` and `sealed`; null where there is none.
  mutating func backup(_ backup: BackupFolder?) {
    guard let backup else { return null() }
    object { json in
      json.field("path", backup.path)
      json.field("sealed", backup.isSealed)
    }
  }
}
