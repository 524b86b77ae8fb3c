import Backups
import Catalog
import Glibc
import RunLog

/// `maint archive-path PATH`: the process of a step that backs a path up.
struct ArchivePathVerb {
  let context: Context

  func callAsFunction() throws(CommandFailure) -> ExitCode {
    let backup = try TaskBackup(context)
    let path = context.invocation.arguments.first ?? ""
    try refuseOwnState(below: path)
    let made: (archive: Archive, contents: Archive.Contents)
    do throws(BackupFailure) {
      let bench = try context.workbench()
      made = try Archive.make(
        TreePath(path), excluding: context.invocation.values(.exclude), into: backup.folder,
        name: TaskBackup.fileName(for: path), on: bench)
    } catch {
      throw CommandFailure(error)
    }
    try record(made, path, backup)
    let contents = made.contents
    if Self.isLink(path) {
      context.output.write("\(path) is a symbolic link: the link is backed up, and not what it leads to\n")
    }
    context.output.write(
      made.archive.file == nil
        ? "\(path) does not exist: a rollback removes what the change makes there\n"
        : "\(path): \(contents.entries) \(contents.entries == 1 ? "entry" : "entries"), \(contents.bytes) bytes, archived in \(contents.archiveBytes)\n"
    )
    if !contents.linkedElsewhere.isEmpty { warnOfLinks(contents.linkedElsewhere) }
    return .success
  }

  /// Through the file by which any step warns. A restore puts new files in the tree, and what has another name elsewhere
  /// is not the same file any more.
  private func warnOfLinks(_ paths: [String]) {
    let text =
      "a restore would cut the hard links to names outside the backup of \(paths.joined(separator: ", "))"
      + ": back up the folder that holds all the names, or exclude these\n"
    guard let report = context.variables.value(StepVariable.warnings.rawValue) else {
      return context.errors.write(text)
    }
    let descriptor = open(report, O_WRONLY | O_CREAT | O_APPEND | O_NOFOLLOW | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { return context.errors.write(text) }
    defer { close(descriptor) }
    var bytes = Array(text.utf8)
    if write(descriptor, &bytes, bytes.count) != bytes.count { context.errors.write(text) }
  }

  /// Excluded or not: a restore exchanges the tree, and for a moment the run log would be in the one that goes.
  private func refuseOwnState(below path: String) throws(CommandFailure) {
    let state = try context.folders.state()
    guard let whole = TreePath.resolved(path), let own = TreePath.resolved(state),
      own == whole || own.hasPrefix(whole + "/")
    else { return }
    throw CommandFailure(
      "maint's own state folder \(state) lies within \(path), and no restore could replace it while it is in use",
      hint: "name the folders in \(path) that the change touches, one by one", exitCode: .failed)
  }

  private static func isLink(_ path: String) -> Bool {
    var status = stat()
    return lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFLNK
  }

  /// Only now the backup counts: a restore finds it by this row.
  private func record(
    _ made: (archive: Archive, contents: Archive.Contents), _ path: String, _ backup: TaskBackup
  ) throws(CommandFailure) {
    let state = try context.folders.state()
    do throws(RunLogFailure) {
      let log = try RunLog.open(state: state, access: .readWrite)
      try log.record(
        ArchiveRecord(
          path: path, file: made.archive.file.map(Self.name), manifest: Self.name(made.archive.manifest),
          fileChecksum: made.archive.fileChecksum, manifestChecksum: made.archive.manifestChecksum,
          entries: made.contents.entries, bytes: made.contents.bytes, archiveBytes: made.contents.archiveBytes,
          madeAt: SystemClock.wall()), run: backup.id.run, task: backup.id.task)
    } catch {
      throw CommandFailure(error)
    }
  }

  private static func name(_ path: String) -> String { path.split(separator: "/").last.map(String.init) ?? path }
}
