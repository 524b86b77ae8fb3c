import Glibc
import Planning
import Reporting
import Supervision

/// Compares sealed backups with their seals: each file by sha256sum, and what lies there with what is listed.
struct SealCheck {
  private static let outputLimit = 64 << 20

  private let program: String

  init() throws(CommandFailure) {
    let folders = HostEnvironment.path.split(separator: ":")
    guard let folder = folders.first(where: { HostEnvironment.has("\($0)/sha256sum") }) else {
      throw CommandFailure(
        "sha256sum is not installed, so no backup can be verified", hint: "it belongs to coreutils",
        exitCode: .notFound)
    }
    program = "\(folder)/sha256sum"
  }

  /// In their order. As many at a time as there are processors; those that are not sealed are not looked at.
  func checks(of backups: [BackupRecord]) throws(CommandFailure) -> [BackupCheck] {
    let sealed = backups.filter { $0.state == .sealed }
    var results = try ProgramBatch.run(sealed.map(specification))[...]
    return backups.map { backup in
      guard backup.state == .sealed else { return BackupCheck(backup) }
      return Self.check(backup, result: results.removeFirst())
    }
  }

  private func specification(of backup: BackupRecord) -> ProcessSpecification {
    ProcessSpecification(
      executable: program, arguments: ["sha256sum", "--check", "--quiet", "--", BackupSeal.fileName],
      environment: ["PATH=\(HostEnvironment.path)", "LC_ALL=C"], workingDirectory: backup.path,
      grace: .seconds(1), outputLimit: Self.outputLimit,
      cookie: "\(getpid())-sha256sum-\(backup.id.run)-\(backup.id.task.name)")
  }

  private static func check(_ backup: BackupRecord, result: ProgramBatch.Result?) -> BackupCheck {
    guard let seal = SealFile.list(in: backup.path) else {
      return BackupCheck(backup, problems: [.unreadable(Array(BackupSeal.fileName.utf8))])
    }
    let tree = BackupTree(backup.path)
    let found = Set(tree.files.map(\.path))
    let failures = SealList.failures(in: result?.output ?? [])
    var problems: [BackupProblem] = seal.badLines.map { .sealLine($0) }
    problems += tree.unreadable.map { .unreadable($0) }
    for path in seal.checksums.keys.sorted(by: { $0.lexicographicallyPrecedes($1) }) {
      if !found.contains(path) {
        problems.append(.missing(path))
      } else if failures.damaged.contains(path) {
        problems.append(.damaged(path))
      } else if failures.unreadable.contains(path) {
        problems.append(.unreadable(path))
      }
    }
    problems += tree.files.filter { seal.checksums[$0.path] == nil }.map { .notListed($0.path) }
    if let reason = failure(of: result, isExplained: !problems.isEmpty || seal.checksums.isEmpty) {
      problems.append(.notChecked(reason))
    }
    return BackupCheck(backup, problems: problems, others: tree.others)
  }

  /// Why the checksums were not all looked at; nil where they were. It exits with 1 where it found something, and where
  /// the list is empty, as of a backup without files.
  private static func failure(of result: ProgramBatch.Result?, isExplained: Bool) -> String? {
    guard let result else { return "sha256sum could not be started" }
    if !result.isWhole { return "sha256sum said too much" }
    switch result.cause {
    case .exited(0): return nil
    case .exited(1) where isExplained: return nil
    case .exited, .signalled, .stillRunning:
      let said = String(decoding: result.error, as: UTF8.self).split(separator: "\n").first
      return said.map(String.init) ?? "sha256sum did not come to its end"
    }
  }
}
