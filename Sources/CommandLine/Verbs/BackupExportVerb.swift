import Backups
import Glibc
import Reporting

/// `maint backup export ID FILE`: a backup as one tar file, verified first.
struct BackupExportVerb {
  let context: Context

  func callAsFunction() throws(CommandFailure) -> ExitCode {
    let catalogue = try BackupCatalogue(context)
    let backup = try catalogue.presentBackup(context.invocation.argument(.backup) ?? "")
    let file = context.invocation.argument(.output) ?? ""
    if file == "-", Terminal.isTerminal(STDOUT_FILENO) {
      throw CommandFailure(
        "a tar file is nothing for a terminal", hint: "write it into a pipe or a file", exitCode: .usage)
    }
    if file != "-" { try refuseExisting(file) }
    let use = try BackupsInUse(
      reading: [backup], state: catalogue.reading.state, for: "maint backup export \(backup.id)")
    defer { use?.end() }
    try verify(backup)
    let name = "maint-backup-\(backup.id.run)-\(backup.id.task)"
    let export = Export(
      of: backup.path, as: name, readme: (ExportReadme.fileName, ExportReadme.text(backup)))
    do throws(BackupFailure) {
      let bench = try Workbench(tools: Toolbox()) { context.errors.write("\($0)\n") }
      if file == "-" {
        try export.write(on: bench) { bytes throws(BackupFailure) in try Self.print(bytes) }
      } else {
        let place = try TreePath(Self.resolved(file))
        try export.write(
          to: place, replacing: context.invocation.has(.force), bytes: backup.bytes + backup.fileCount * 2048 + 32_768,
          on: bench)
        context.output.write("\(backup.id): exported to \(TypedWord.harmless(file))\n")
      }
    } catch {
      var failure = CommandFailure(asked: error)
      if case .system = error.kind { failure.exitCode = .cannotWrite }
      if error.kind == .space { failure.exitCode = .cannotWrite }
      throw failure
    }
    return .success
  }

  private func refuseExisting(_ file: String) throws(CommandFailure) {
    var status = stat()
    guard lstat(file, &status) == 0 else { return }
    if status.st_mode & S_IFMT == S_IFREG, context.invocation.has(.force) { return }
    let isFile = status.st_mode & S_IFMT == S_IFREG
    throw CommandFailure(
      "\(TypedWord.quoted(file)) \(isFile ? "is there already" : "is no file"); nothing was written",
      hint: isFile ? "--force replaces it" : "name a file that does not exist yet", exitCode: .cannotWrite)
  }

  private func verify(_ backup: BackupRecord) throws(CommandFailure) {
    let check = try SealCheck().checks(of: [backup]).first
    guard check?.verdict != .whole else { return }
    let why = check?.problems.first.map { problem in
      problem.words + (problem.path.map { ": \(TypedWord.harmless(String(decoding: $0, as: UTF8.self)))" } ?? "")
    }
    throw CommandFailure(
      "\(backup.id) is not whole, and is not exported: \(why ?? "it was never sealed")",
      hint: "'maint backup verify \(backup.id)' tells all", exitCode: .failed)
  }

  /// By its folder, which is there, with no `.` or `..` in it.
  private static func resolved(_ file: String) -> String {
    let path = FolderChoice.absolute(file)
    let slash = path.lastIndex(of: "/") ?? path.startIndex
    guard let folder = realpath(slash == path.startIndex ? "/" : String(path[..<slash]), nil) else { return path }
    defer { free(folder) }
    let above = String(cString: folder)
    return (above == "/" ? "" : above) + path[slash...]
  }

  private static func print(_ bytes: [UInt8]) throws(BackupFailure) {
    var start = 0
    while start < bytes.count {
      let count = bytes.withUnsafeBytes { write(STDOUT_FILENO, $0.baseAddress.map { $0 + start }, $0.count - start) }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else {
        throw BackupFailure(.system(errno), "standard output could not be written: \(SystemError.words(errno))")
      }
      start += count
    }
  }
}
