/// A file that a task left otherwise than it is in its backup.
package struct FileChange: Sendable, Hashable {
  package enum Kind: String, Sendable { case added, removed, changed }

  /// The path that was backed up.
  package var path: String
  /// Below it, with bytes that cannot be shown as `\xHH`; `.` for the path itself.
  package var name: String
  package var kind: Kind
  /// What has changed of it: `content`, `mode`, `owner`, `time` and so on.
  package var aspects: [String]

  package init(path: String, name: String, kind: Kind, aspects: [String] = []) {
    (self.path, self.name, self.kind, self.aspects) = (path, name, kind, aspects)
  }

  package var file: String { name == "." ? path : "\(path)/\(name)" }
}
