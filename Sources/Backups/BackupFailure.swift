import Glibc

/// A backup or restore came to no good end: what happened, what it means for the host, what to do next.
package struct BackupFailure: Error, Sendable, Hashable {
  package enum Kind: Sendable, Hashable {
    /// What is to be backed up cannot be read, or could not be restored.
    case source
    /// Not enough room, found before anything was written or while writing.
    case space
    /// Files changed at every attempt to read them.
    case changed
    /// An archive or manifest is not what it was when it was made.
    case damaged
    /// The restored tree is not as in the manifest.
    case different
    /// A program that is needed is missing or failed.
    case tool
    /// The path asked for is not in the backup.
    case missing
    /// The kernel refused a call; its errno.
    case system(Int32)
    /// A signal to stop.
    case stopped(signal: Int32)
  }

  package var kind: Kind
  package var message: String
  package var hint: String

  package init(_ kind: Kind, _ message: String, hint: String = "") {
    self.kind = kind
    self.message = message
    self.hint = hint
  }

  /// A call that failed, with the `errno` it left.
  static func call(_ what: String, _ path: some Collection<UInt8>, errno code: Int32 = errno) -> BackupFailure {
    let full = code == ENOSPC || code == EDQUOT
    let hint =
      switch code {
      case ENOSPC, EDQUOT: "make room on that file system and try again; nothing half-done is taken for done"
      case EACCES, EPERM: "run maint as a user who may do that, root for most"
      case EROFS: "the file system is read-only"
      default: ""
      }
    return BackupFailure(
      full ? .space : .system(code), "\(PathText.shown(path)): \(what): \(String(cString: strerror(code)))", hint: hint)
  }

  static func call(_ what: String, _ path: String, errno code: Int32 = errno) -> BackupFailure {
    call(what, path.utf8, errno: code)
  }
}
