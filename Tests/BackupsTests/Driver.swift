import Foundation
import TestSupport
import Testing

/// A folder with a tree to back up, a folder for backups, and the module in a process of its own to work on them.
final class Driver {
  struct Ended {
    /// Negative: the signal that ended it.
    let status: Int32
    let out: String
    let err: String
  }

  let folder: String
  var environment: [String: String] = [:]
  private let mark = "test-\(UUID().uuidString)"
  /// Checksums of each backup made, by its name.
  private var sums: [String: [String]] = [:]

  var tree: String { "\(folder)/tree" }
  var backups: String { "\(folder)/backups" }

  static let executable: String = {
    let tests = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
    return URL(fileURLWithPath: tests).deletingLastPathComponent().appending(path: "backup-driver")
      .resolvingSymlinksInPath().path
  }()

  /// In memory where that is possible: on a shared disk each `syncfs` waits for what others write.
  init(in parent: String = access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp") throws {
    folder = "\(parent)/maint-backup-\(UUID().uuidString.prefix(8).lowercased())"
    for path in [folder, backups] {
      guard mkdir(path, 0o755) == 0 else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
    }
  }

  deinit {
    let remove = Process()
    remove.executableURL = URL(fileURLWithPath: "/bin/sh")
    remove.arguments = ["-c", "chmod -R u+rwx \"$1\" 2>/dev/null; rm -rf \"$1\"", "sh", folder]
    try? remove.run()
    remove.waitUntilExit()
  }

  @discardableResult
  func run(_ arguments: String...) throws -> Ended { try run(arguments) }

  func run(_ arguments: [String], before words: [String] = []) throws -> Ended {
    ended(try start(arguments, before: words))
  }

  func ended(_ pid: pid_t) -> Ended {
    var status: Int32 = 0
    while waitpid(pid, &status, 0) < 0 && errno == EINTR {}
    return Ended(status: status & 0x7F == 0 ? status >> 8 & 0xFF : -(status & 0x7F), out: text("out"), err: text("err"))
  }

  /// The caller waits for it.
  func start(_ arguments: [String], before words: [String] = []) throws -> pid_t {
    try spawn(words + [Self.executable] + arguments)
  }

  /// The caller waits for it; its words begin with the path of a program.
  func spawn(_ words: [String]) throws -> pid_t {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    for (descriptor, name) in [(Int32(1), "out"), (2, "err")] {
      posix_spawn_file_actions_addopen(
        &actions, descriptor, "\(folder)/\(name)", O_WRONLY | O_CREAT | O_TRUNC, 0o644)
    }
    var all = environment
    all["MAINT_COOKIE"] = mark
    all["PATH"] = "/usr/sbin:/usr/bin:/sbin:/bin"
    return try CleanSpawn.start(words, environment: all, actions: &actions)
  }

  /// Runs it in a mount namespace of its own, with a shell around it: `"$@"` in the script stands for it and its arguments.
  func run(in script: String, _ arguments: [String]) throws -> Ended {
    try run(arguments, before: ["/usr/bin/unshare", "--mount", "--", "/bin/sh", "-euc", script, "sh"])
  }

  /// The arguments that restore a backup.
  func restoring(_ name: String = "one", as restore: String = "r1") -> [String] {
    ["restore", backups, name] + (sums[name] ?? ["", ""]) + [restore]
  }

  /// Backs the tree up and remembers the checksums.
  @discardableResult
  func make(_ name: String = "one", of path: String? = nil, excluding patterns: String...) throws -> Ended {
    let ended = try run(["make", path ?? tree, backups, name] + patterns)
    if ended.status == 0 {
      let fields = ended.out.split(separator: "\t", omittingEmptySubsequences: false)
      sums[name] = fields.prefix(2).map(String.init)
    }
    return ended
  }

  @discardableResult
  func restore(
    _ name: String = "one", as restore: String = "r1", part: String = "", to other: String = ""
  ) throws -> Ended {
    try run(["restore", backups, name] + (sums[name] ?? ["", ""]) + [restore, part, other])
  }

  func verify(_ name: String = "one") throws -> Ended {
    try run(["verify", backups, name] + (sums[name] ?? ["", ""]))
  }

  func compare(_ name: String = "one", with other: String? = nil) throws -> Ended {
    try run("compare", backups, name, other ?? tree)
  }

  /// What the driver's programs are still doing after it was killed. maint ends them by the cookie in the same way.
  func endOrphans() {
    let mark = Data(mark.utf8)
    for _ in 0..<100 {
      let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
      let left = names.compactMap { pid_t($0) }.filter {
        FileManager.default.contents(atPath: "/proc/\($0)/environ")?.range(of: mark) != nil
      }
      if left.isEmpty { return }
      for pid in left { kill(pid, SIGKILL) }
      usleep(2_000)
    }
  }

  func shell(_ script: String) throws {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    process.arguments = ["-euc", script]
    process.currentDirectoryURL = URL(fileURLWithPath: folder)
    try process.run()
    process.waitUntilExit()
    try #require(process.terminationStatus == 0, "\(script)")
  }

  /// The names in the folder, the tree's and the output's aside.
  var litter: [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [])
      .filter { !["tree", "backups", "out", "err"].contains($0) }.sorted()
  }

  var backupNames: [String] { ((try? FileManager.default.contentsOfDirectory(atPath: backups)) ?? []).sorted() }

  private func text(_ name: String) -> String {
    String(decoding: FileManager.default.contents(atPath: "\(folder)/\(name)") ?? Data(), as: UTF8.self)
  }
}
