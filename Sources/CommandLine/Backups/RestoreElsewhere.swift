import Backups
import Glibc
import Reporting
import RunLog

/// Puts what is in a backup into an empty folder: each path below it as it was below `/`, and what `run:` steps wrote in
/// its folder `MAINT_BACKUP_DIR`. Takes no lock of a run, since nothing that one works on is touched.
struct RestoreElsewhere {
  private static let stepFolder = "MAINT_BACKUP_DIR"

  let context: Context
  let request: RestoreRequest
  /// As it was given.
  let folder: String

  /// Says what would lie where, and writes nothing.
  func preview() throws(CommandFailure) -> ExitCode {
    try checkFolder()
    for item in request.items {
      let words = "\(FolderChoice.absolute(folder))\(item.path)"
      context.output.write(
        item.record.file == nil ? Self.absence(item) : "\(TypedWord.harmless(words)): from the archive of the path\n")
    }
    for name in request.stepFiles {
      let text = String(decoding: name, as: UTF8.self)
      context.output.write(
        TypedWord.harmless("\(FolderChoice.absolute(folder))/\(Self.stepFolder)/\(text): as a step wrote it") + "\n")
    }
    return .success
  }

  func callAsFunction() throws(CommandFailure) -> ExitCode {
    // As root, an archive is unpacked only from where root alone can write.
    _ = try StateWriting(context)
    try checkFolder()
    if mkdir(folder, 0o700) != 0, errno != EEXIST { throw Self.failure(folder) }
    guard let place = realpath(folder, nil) else { throw Self.failure(folder) }
    defer { free(place) }
    let target = String(cString: place)
    let start = SystemClock.wall()
    var event = BackupJournal.event(.restore, of: request.backup, from: start, by: context)
    event.path = request.asked
    event.detail = target
    do throws(CommandFailure) {
      try restoreAll(into: target)
      try proveStepFiles(in: "\(target)/\(Self.stepFolder)")
    } catch {
      event.error = error.message
      event.finishedAt = SystemClock.wall()
      BackupJournal(context).record([event])
      throw CommandFailure(
        error.message, hint: error.hint ?? "remove what was restored so far: \(target)", exitCode: error.exitCode)
    }
    event.finishedAt = SystemClock.wall()
    BackupJournal(context).record([event])
    return .success
  }

  private func restoreAll(into target: String) throws(CommandFailure) {
    do throws(BackupFailure) {
      let bench = try context.workbench()
      for item in request.items { try restore(item, into: target, on: bench) }
      if request.stepFiles.isEmpty { return }
      let folder = "\(target)/\(Self.stepFolder)"
      try Self.makeFolders(below: target, to: folder)
      try FolderCopy.copy(request.stepFiles, from: request.backup.path, into: folder, on: bench)
      context.output.write("\(TypedWord.harmless(folder)): what the steps wrote\n")
    } catch {
      throw CommandFailure(asked: error)
    }
  }

  private func restore(_ item: RestoreRequest.Item, into target: String, on bench: Workbench) throws(BackupFailure) {
    guard item.record.file != nil else { return context.output.write(Self.absence(item)) }
    let backup = TaskBackup(request.backup)
    let place = try TreePath(target + item.path)
    try Self.makeFolders(below: target, to: place.parent)
    _ = try Restore.run(
      backup.archive(item.record), part: item.part, to: place, name: backup.restoreName, on: bench)
    context.output.write("\(TypedWord.harmless(place.path)): as in the manifest\n")
  }

  /// The copies, by the seal.
  private func proveStepFiles(in folder: String) throws(CommandFailure) {
    if request.stepFiles.isEmpty { return }
    let sealed = SealFile.list(in: request.backup.path)?.checksums ?? [:]
    let result = try FileChecksums().results(of: [folder])[0]
    let expected = sealed.filter { path, _ in
      request.backup.path(restoredFrom: Array(path.prefix { $0 != UInt8(ascii: "/") })) == nil
    }
    let wrong = expected.filter { result.checksums[$0.key] != $0.value }.keys.min { $0.lexicographicallyPrecedes($1) }
    guard wrong != nil || result.failure != nil else { return }
    let what = wrong.map { TypedWord.harmless(String(decoding: $0, as: UTF8.self)) } ?? result.failure ?? ""
    throw CommandFailure(
      "the copy of what the steps wrote is not what the seal says: \(what)", hint: "check the disk of \(folder)",
      exitCode: .failed)
  }

  /// It must not exist, or be empty.
  private func checkFolder() throws(CommandFailure) {
    let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else {
      if errno == ENOENT { return }
      throw Self.failure(folder)
    }
    defer { close(descriptor) }
    guard let names = FolderRemoval.names(in: descriptor) else { throw Self.failure(folder) }
    guard !names.isEmpty else { return }
    throw CommandFailure(
      "\(TypedWord.quoted(folder)) is not empty; nothing was restored", hint: "name a folder that does not exist yet",
      exitCode: .cannotWrite)
  }

  private static func makeFolders(below target: String, to folder: String) throws(BackupFailure) {
    var path = target
    for name in folder.dropFirst(target.count).split(separator: "/") {
      path += "/\(name)"
      guard mkdir(path, 0o755) == 0 || errno == EEXIST else {
        throw BackupFailure(.system(errno), "\(path): the folder could not be made: \(SystemError.words(errno))")
      }
    }
  }

  private static func absence(_ item: RestoreRequest.Item) -> String {
    "\(TypedWord.harmless(item.record.path)): did not exist when it was backed up\n"
  }

  private static func failure(_ folder: String) -> CommandFailure {
    CommandFailure("\(TypedWord.quoted(folder)): \(SystemError.words(errno))", exitCode: .cannotWrite)
  }
}
