import Backups
import Glibc
import Planning
import Reporting
import RunLog

/// What of a backup is to be restored: found in the backup, and seen to be whole.
struct RestoreRequest {
  struct Item {
    let record: ArchiveRecord
    /// What of it, below the path that was backed up; nil: all.
    let part: String?

    /// As it was asked for.
    var path: String { part.map { "\(record.path)/\($0)" } ?? record.path }
  }

  let backup: BackupRecord
  /// What `--path` says; nil: all.
  let asked: String?
  /// The last backed up first, as in a rollback.
  let items: [Item]
  /// The names in the backup's folder that `run:` steps left there; empty where one path is asked for.
  let stepFiles: [[UInt8]]

  /// The run log is let go of.
  init(_ context: Context) throws(CommandFailure) {
    let backup = try BackupCatalogue(context).presentBackup(context.invocation.argument(.backup) ?? "")
    guard backup.state != .inTheMaking else {
      throw CommandFailure("\(backup.id) is in the making: its run is at it", exitCode: .notNow)
    }
    self.backup = backup
    asked = context.invocation.value(.path).map(Self.withoutTrailingSlashes)
    if let asked {
      items = [try Self.item(asked, in: backup)]
      stepFiles = []
    } else {
      items = backup.archives.sorted { ($1.madeAt, $1.path) < ($0.madeAt, $0.path) }.map { Item(record: $0, part: nil) }
      stepFiles = Self.stepFiles(of: backup)
    }
  }

  /// Keeps the backup from being pruned.
  func use(_ context: Context) throws(CommandFailure) -> BackupsInUse {
    let use = try BackupsInUse(
      of: backup.id.task, state: StateWriting(context).state, for: "maint backup restore \(backup.id)")
    guard SealFile.status(of: backup.path) == nil else { return use }
    throw CommandFailure("\(backup.id) was removed just now", exitCode: .notFound)
  }

  /// Refuses what is damaged, and warns of damage elsewhere in the backup. Archives are proven by the run log's
  /// checksums, files of steps by the seal.
  func verify(_ context: Context) throws(CommandFailure) {
    guard let check = try SealCheck().checks(of: [backup]).first else {
      throw CommandFailure("\(backup.id) was removed just now", exitCode: .notFound)
    }
    guard check.verdict != .incomplete else {
      if items.isEmpty || !stepFiles.isEmpty, context.invocation.has(.to) {
        throw CommandFailure(
          "\(backup.id) is incomplete: it was never sealed, so nothing tells whether its files are whole",
          hint: items.isEmpty ? "look at them: \(backup.path)" : "restore one path of it with --path", exitCode: .failed
        )
      }
      return context.errors.write("maint: warning: \(backup.id) was never sealed; each archive is checked by itself\n")
    }
    let paths = Set(items.map(\.record.path))
    let isWanted: (BackupProblem) -> Bool = { problem in
      if case .notChecked = problem { return true }
      // What steps wrote is proven by the seal alone.
      if case .sealReplaced = problem { return !stepFiles.isEmpty && context.invocation.has(.to) && asked == nil }
      guard problem.path != nil, problem.isOfContent else { return false }
      if let affected = check.affected(by: problem) { return paths.contains(affected) }
      return context.invocation.has(.to) && asked == nil
    }
    if let problem = check.problems.first(where: isWanted) {
      let what = check.affected(by: problem).map { "\($0) cannot be restored from it: " } ?? ""
      throw CommandFailure(
        "\(backup.id) is damaged: \(what)\(Self.words(problem)); nothing was changed",
        hint:
          "'maint backup verify \(backup.id)' tells all; 'maint backup list \(backup.id.task)' lists other backups of it"
          + (asked == nil && items.count > 1 ? "; --path restores one path alone" : "") + "; check the disk",
        exitCode: .failed)
    }
    for problem in check.problems {
      context.errors.write("maint: warning: \(backup.id) is damaged elsewhere: \(Self.words(problem))\n")
    }
  }

  private static func words(_ problem: BackupProblem) -> String {
    problem.words + (problem.path.map { ": \(TypedWord.harmless(String(decoding: $0, as: UTF8.self)))" } ?? "")
  }

  private static func withoutTrailingSlashes(_ path: String) -> String {
    var path = path[...]
    while path.count > 1, path.hasSuffix("/") { path.removeLast() }
    return String(path)
  }

  /// The archive that holds the path, and what of it that is.
  private static func item(_ text: String, in backup: BackupRecord) throws(CommandFailure) -> Item {
    let isPlain = (try? TreePath(text))?.path == text
    let holders = backup.archives.filter { text == $0.path || text.hasPrefix($0.path + "/") }
    if isPlain, let holder = holders.max(by: { $0.path.utf8.count < $1.path.utf8.count }) {
      if text == holder.path { return Item(record: holder, part: nil) }
      let part = String(text.dropFirst(holder.path.count + 1))
      try refuseMissing(part, of: holder, in: backup)
      return Item(record: holder, part: part)
    }
    throw CommandFailure(
      "\(TypedWord.quoted(text)) is no path of the backup \(backup.id)",
      hint: hint(text, among: backup.archives.map(\.path)), exitCode: .notFound)
  }

  /// Before anything is made for it.
  private static func refuseMissing(
    _ part: String, of holder: ArchiveRecord, in backup: BackupRecord
  ) throws(CommandFailure) {
    let search: ManifestSearch
    do throws(BackupFailure) {
      search = try ManifestSearch(for: part, in: Manifest(file: "\(backup.path)/\(holder.manifest)"))
    } catch {
      // What is damaged is told when the backup is verified.
      return
    }
    if search.isFound { return }
    let folder = search.folder.isEmpty ? holder.path : "\(holder.path)/\(search.folder)"
    let rest = part.dropFirst(search.folder.isEmpty ? 0 : search.folder.count + 1)
    let near = Suggestion.nearest(to: String(rest.prefix { $0 != "/" }), among: search.names)
    let names = search.names.prefix(5).joined(separator: ", ") + (search.names.count > 5 ? " and others" : "")
    throw CommandFailure(
      "\(TypedWord.quoted("\(holder.path)/\(part)")) is not in the backup \(backup.id); nothing was restored",
      hint: TypedWord.harmless(
        near.map { "did you mean '\(folder)/\($0)'?" }
          ?? (names.isEmpty ? "\(folder) is as far as it goes, and holds nothing" : "in \(folder) it has \(names)")),
      exitCode: .notFound)
  }

  private static func hint(_ text: String, among paths: [String]) -> String {
    if paths.isEmpty { return "it holds only what its steps wrote: restore that with --to DIR" }
    let plain = text.split(separator: "/").filter { $0 != "." && $0 != ".." }.joined(separator: "/")
    let near =
      paths.first { $0 == "/\(plain)" } ?? paths.first { !plain.isEmpty && $0.hasSuffix("/\(plain)") }
      ?? Suggestion.nearest(to: text, among: paths)
    if let near { return "did you mean '\(near)'?" }
    return "it has \(paths.prefix(5).joined(separator: ", "))\(paths.count > 5 ? " and others" : "")"
  }

  private static func stepFiles(of backup: BackupRecord) -> [[UInt8]] {
    let descriptor = open(backup.path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { return [] }
    defer { close(descriptor) }
    let seals = [BackupSeal.fileName, "\(BackupSeal.fileName).partial"].map { Array($0.utf8) }
    return (FolderRemoval.names(in: descriptor) ?? []).map { $0.dropLast().map(UInt8.init(bitPattern:)) }
      .filter { !seals.contains($0) && backup.path(restoredFrom: $0) == nil }
      .sorted { $0.lexicographicallyPrecedes($1) }
  }
}
