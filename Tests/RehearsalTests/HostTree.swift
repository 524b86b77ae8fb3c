import Foundation
import TestSupport
import Testing

/// A folder of the host in which a test may change something, and the module in a process of its own that rehearses over
/// it. Not in `/tmp`, which is empty in a sandbox.
final class HostTree {
  let account: Account
  let folder: String
  var variables: [String: String]

  var tree: String { "\(folder)/tree" }
  var mountPoint: String { "\(folder)/mount" }

  static let executable: String = {
    let tests = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
    return URL(fileURLWithPath: tests).deletingLastPathComponent().appending(path: "rehearsal-driver")
      .resolvingSymlinksInPath().path
  }()

  /// Those for whom the kernel makes sandboxes.
  static let accounts: [Account] = Account.available.filter { account in
    guard let tree = try? HostTree(account), let ended = try? tree.rehearse(":") else { return false }
    if ended.status == 77 { print("skipped for \(account): \(ended.text)") }
    return ended.status != 77
  }

  init(_ account: Account) throws {
    self.account = account
    folder = "/var/tmp/maint-rehearsal-\(UUID().uuidString.prefix(8).lowercased())"
    variables = [:]
    for path in [folder, "\(folder)/tree", "\(folder)/mount"] {
      guard mkdir(path, 0o755) == 0 else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
      chmod(path, 0o755)
      if account == .nobody { chown(path, Account.nobodyID, Account.nobodyID) }
    }
    variables["EXPECT"] = tree
  }

  deinit {
    _ = try? Self.shell("chmod -R u+rwx \"$0\" 2>/dev/null; rm -rf \"$0\"", folder)
  }

  /// Runs a shell text on the host, as the account, in the tree.
  func host(_ script: String) throws {
    let status = try wait(spawn(account.prefix + ["/bin/sh", "-euc", "cd \"$0\"; \(script)", tree]))
    guard status == 0 else { throw POSIXError(.EIO) }
  }

  /// Runs shell texts in one sandbox, each in the tree.
  func rehearse(_ scripts: String...) throws -> Rehearsed {
    let status = try wait(start(scripts))
    return Rehearsed(status: status, text: output.replacing(tree + "/", with: "").replacing(tree, with: "."))
  }

  /// What the driver has printed.
  var output: String {
    FileManager.default.contents(atPath: "\(folder)/out").map { String(decoding: $0, as: UTF8.self) } ?? ""
  }

  /// The caller waits for it.
  func start(_ scripts: [String]) throws -> pid_t {
    try spawn(account.prefix + [Self.executable, mountPoint] + scripts.map { "cd '\(tree)' && { \($0)\n}" })
  }

  func wait(_ pid: pid_t) -> Int32 {
    var status: Int32 = 0
    while waitpid(pid, &status, 0) < 0 && errno == EINTR {}
    return status & 0x7F == 0 ? status >> 8 & 0xFF : -(status & 0x7F)
  }

  private func spawn(_ words: [String]) throws -> pid_t {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_addopen(&actions, 1, "\(folder)/out", O_WRONLY | O_CREAT | O_TRUNC, 0o644)
    posix_spawn_file_actions_adddup2(&actions, 1, 2)
    let environment = variables.merging(["PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL": "C"]) { $1 }
    return try CleanSpawn.start(words, environment: environment, actions: &actions)
  }

  private static func shell(_ script: String, _ argument: String) throws {
    let shell = Process()
    shell.executableURL = URL(fileURLWithPath: "/bin/sh")
    shell.arguments = ["-c", script, argument]
    try shell.run()
    shell.waitUntilExit()
  }

  /// Host process IDs whose command line has the text in it.
  static func processes(with mark: String) -> [pid_t] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
    return names.compactMap { pid_t($0) }.filter {
      FileManager.default.contents(atPath: "/proc/\($0)/cmdline")?.range(of: Data(mark.utf8)) != nil
    }
  }
}
