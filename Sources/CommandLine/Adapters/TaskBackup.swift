import Backups
import Catalog
import Glibc
import Planning
import Reporting
import RunLog

/// The backup of one task: its folder in the state folder, and what the run log knows of the paths in it.
///
/// A step in which maint archives or restores is a maint process of its own, which learns from its environment whose
/// backup it is. The folder says it, not MAINT_RUN: a rollback may be asked for by a later run.
struct TaskBackup {
  let folder: String
  let id: BackupID

  init(_ context: Context) throws(CommandFailure) {
    let folder = context.variables.value(StepVariable.backupFolder.rawValue) ?? ""
    let parts = folder.split(separator: "/")
    guard let id = BackupID(parts.suffix(2).joined(separator: "/")) else {
      throw CommandFailure(
        "\(context.invocation.verb.rawValue) is for steps of a run, which have $\(StepVariable.backupFolder.rawValue)",
        hint: "write 'path:' in backup: or 'restore:' in rollback: of a runbook", exitCode: .usage)
    }
    self.folder = folder
    self.id = id
  }

  /// One that lies in the catalogue.
  init(_ backup: BackupRecord) {
    folder = backup.path
    id = backup.id
  }

  /// Of a restore: the same for each attempt at it, whoever asks for it.
  var restoreName: String { Self.restoreName(of: id) }

  static func restoreName(of id: BackupID) -> String { "\(id.run)-\(id.task)" }

  func archive(_ record: ArchiveRecord) -> Archive { record.archive(in: folder) }

  /// The name of the files of a path's archive: the path with `+` for `/`, and cut with a checksum where it is too long
  /// for a file name.
  static func fileName(for path: String) -> String {
    var name = ""
    for byte in path.utf8.dropFirst() {
      switch byte {
      case UInt8(ascii: "/"): name += "+"
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "."), UInt8(ascii: "-"):
        name.unicodeScalars.append(Unicode.Scalar(byte))
      default: name += "%" + String(byte >> 4, radix: 16) + String(byte & 15, radix: 16)
      }
    }
    guard name.utf8.count > 180 else { return name }
    return name.prefix(160) + "%" + TreePath.digest(of: path)
  }
}

extension ArchiveRecord {
  /// `folder` is that of the task's backup.
  func archive(in folder: String) -> Archive {
    Archive(
      file: file.map { "\(folder)/\($0)" }, manifest: "\(folder)/\(manifest)", fileChecksum: fileChecksum,
      manifestChecksum: manifestChecksum)
  }
}

extension CommandFailure {
  init(_ failure: BackupFailure) {
    self.init(failure.message, hint: failure.hint.isEmpty ? nil : failure.hint, exitCode: .failed)
  }

  /// Of a verb that an operator asked for, whose exit code tells by which signal it was stopped.
  init(asked failure: BackupFailure) {
    self.init(failure)
    if case .stopped(let signal) = failure.kind { exitCode = signal == SIGINT ? .interrupted : .terminated }
  }
}
