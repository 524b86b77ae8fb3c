import Glibc
import Planning
import Reporting

/// Compares sealed backups with their seals, and seals and archives with the checksums in the run log: whoever changed a
/// file and its line in the seal alike is found out by the other.
struct SealCheck {
  private let checksums: FileChecksums

  init() throws(CommandFailure) { checksums = try FileChecksums() }

  /// In their order. Those that are not sealed are not looked at; one that is removed meanwhile is left out.
  func checks(of backups: [BackupRecord]) throws(CommandFailure) -> [BackupCheck] {
    var results = try checksums.results(of: backups.filter { $0.state == .sealed }.map(\.path))[...]
    return backups.compactMap { backup in
      guard backup.state == .sealed else { return BackupCheck(backup) }
      let result = results.removeFirst()
      return access(backup.path, F_OK) == 0 || errno != ENOENT ? Self.check(backup, result) : nil
    }
  }

  private static func check(_ backup: BackupRecord, _ result: FileChecksums.Result) -> BackupCheck {
    guard let seal = SealFile.list(in: backup.path) else {
      return BackupCheck(backup, problems: [.unreadable(Array(BackupSeal.fileName.utf8))])
    }
    let tree = BackupTree(backup.path)
    let found = Set(tree.files.map(\.path))
    let recorded = recorded(of: backup)
    let paths = Set(seal.checksums.keys).union(recorded.keys).sorted { $0.lexicographicallyPrecedes($1) }
    var problems: [BackupProblem] = seal.badLines.map { .sealLine($0) }
    // That of a backup which the run log does not have, nobody knows.
    if let known = backup.sealChecksum, let actual = result.checksums[Array(BackupSeal.fileName.utf8)], actual != known
    {
      problems.append(.sealReplaced)
    }
    problems += tree.unreadable.map { .unreadable($0) }
    for path in paths {
      let actual = result.checksums[path]
      if !found.contains(path) {
        problems.append(.missing(path))
      } else if let actual {
        let problem = problem(of: path, actual, sealed: seal.checksums[path], recorded: recorded[path])
        if let problem { problems.append(problem) }
      } else if result.failure == nil {
        problems.append(.unreadable(path))
      }
    }
    problems += tree.files.map(\.path).filter { seal.checksums[$0] == nil && recorded[$0] == nil }
      .map { .notListed($0) }
    if let failure = result.failure { problems.append(.notChecked(failure)) }
    return BackupCheck(backup, problems: problems, others: tree.others)
  }

  private static func problem(
    of path: [UInt8], _ actual: String, sealed: String?, recorded: String?
  ) -> BackupProblem? {
    if let recorded, actual != recorded { return actual == sealed ? .notAsRecorded(path) : .damaged(path) }
    guard let sealed else { return .notListed(path) }
    if actual == sealed { return nil }
    return recorded == nil ? .damaged(path) : .sealDiffers(path)
  }

  /// Checksums by the names of files.
  private static func recorded(of backup: BackupRecord) -> [[UInt8]: String] {
    var checksums: [[UInt8]: String] = [:]
    for archive in backup.archives {
      checksums[Array(archive.manifest.utf8)] = archive.manifestChecksum
      if let file = archive.file { checksums[Array(file.utf8)] = archive.fileChecksum }
    }
    return checksums
  }
}
