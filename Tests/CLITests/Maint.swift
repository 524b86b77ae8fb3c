import Foundation
import Testing

/// A project and a state folder of its own, and the built executable to drive them with, as an operator would.
final class Maint {
  /// Everything of the test, removed with it.
  let folder: String
  /// What maint is started with; nothing of the test's own environment reaches it.
  var environment: [String: String]
  /// Words before the executable's path: a tracer, another user.
  var prefix: [String] = []
  /// The options before the verb.
  var globals: [String]

  var project: String { "\(folder)/project" }
  var state: String { "\(folder)/state" }
  var database: String { "\(state)/maint.db" }

  /// The product that was built beside the tests.
  static let executable: String = {
    let tests = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
    return URL(fileURLWithPath: tests).deletingLastPathComponent().appending(path: "maint").resolvingSymlinksInPath()
      .path
  }()

  /// `parent`: where the folder is made.
  init(in parent: String = "/tmp") throws {
    folder = "\(parent)/maint-cli-\(UUID().uuidString.prefix(8).lowercased())"
    environment = ["PATH": "/usr/bin:/bin", "HOME": folder, "LANG": "C.UTF-8", "TZ": "UTC", "TERM": "dumb"]
    // The packages of the host are none of a test's.
    environment["MAINT_TEST_PACKAGES"] = "\(folder)/packages"
    globals = ["-C", "project", "--state", "state"]
    for path in [folder, project, "\(project)/schedules", "\(project)/runbooks"] {
      guard mkdir(path, 0o755) == 0 else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
      chmod(path, 0o755)
    }
  }

  deinit {
    // A test may have taken away the right to write.
    let folders = FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? []
    for path in folders where isFolder("\(folder)/\(path)") { chmod("\(folder)/\(path)", 0o700) }
    try? FileManager.default.removeItem(atPath: folder)
  }

  // MARK: - Files

  /// Writes a file below the project.
  @discardableResult
  func file(_ name: String, _ bytes: some Sequence<UInt8>, mode: mode_t = 0o644) throws -> Self {
    let path = "\(project)/\(name)"
    try Data(bytes).write(to: URL(fileURLWithPath: path))
    chmod(path, mode)
    return self
  }

  @discardableResult
  func file(_ name: String, _ text: String, mode: mode_t = 0o644) throws -> Self {
    try file(name, text.utf8, mode: mode)
  }

  func remove(_ name: String) throws { try FileManager.default.removeItem(atPath: "\(project)/\(name)") }

  @discardableResult
  func runbook(_ name: String, _ text: String) throws -> Self { try file("runbooks/\(name).yaml", text) }

  /// A runbook that is `running` until there is a file `go`. What outlives its maint ends with the project's folder.
  @discardableResult
  func waitingRunbook(_ name: String) throws -> Self {
    try runbook(
      name,
      """
      precheck:
        - cd "$MAINT_PROJECT"; touch running; while test -e running && test ! -e go; do sleep 0.02; done
      """)
  }

  @discardableResult
  func schedule(_ text: String) throws -> Self { try file("schedules/main.yaml", text) }

  /// A daily tier of these tasks, with a short grace period so that nothing is waited for.
  @discardableResult
  func daily(_ tasks: String...) throws -> Self {
    let list = tasks.map { "    - \($0)\n" }.joined()
    return try schedule("maintenance_schedule:\n  daily:\n\(list)defaults: {grace: 200ms}\n")
  }

  /// A file that a step wrote to `$MAINT_PROJECT`; nil where there is none.
  func text(_ name: String) -> String? {
    FileManager.default.contents(atPath: "\(project)/\(name)").map { String(decoding: $0, as: UTF8.self) }
  }

  func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

  private func isFolder(_ path: String) -> Bool {
    var status = stat()
    return lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }

  // MARK: - Running

  /// Runs maint to its end.
  func run(_ arguments: String..., input: String = "/dev/null") throws -> Ended {
    try start(arguments, input: input).wait()
  }

  /// Starts maint and comes back at once.
  func start(_ arguments: String...) throws -> Running { try start(arguments) }

  func start(
    _ arguments: [String], input: String = "/dev/null", terminal: String? = nil
  ) throws -> Running {
    let words = prefix + [Self.executable] + globals + arguments
    return try Running(
      ["/usr/bin/env", "-C", folder] + words, environment: environment, in: folder, input: input, terminal: terminal)
  }

  /// The JSON that a reading verb prints.
  func json(_ arguments: String..., location: SourceLocation = #_sourceLocation) throws -> [String: Any] {
    let ended = try start(arguments + ["--json"]).wait()
    let value = try? JSONSerialization.jsonObject(with: Data(ended.outputBytes))
    return try #require(value as? [String: Any], "\(ended.out)\(ended.err)", sourceLocation: location)
  }

  /// Processes that carry this test's folder in their environment or arguments, maint's own steps among them.
  var processes: [pid_t] {
    let mark = Data(folder.utf8)
    let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
    return names.compactMap { pid_t($0) }.filter { pid in
      ["environ", "cmdline"].contains {
        FileManager.default.contents(atPath: "/proc/\(pid)/\($0)")?.range(of: mark) != nil
      }
    }
  }
}

/// Asks again until it is so, for at most `seconds`; false when it never was.
func eventually(within seconds: Double = 60, _ condition: () -> Bool) -> Bool {
  let end = Date().addingTimeInterval(seconds)
  while Date() < end {
    if condition() { return true }
    usleep(5_000)
  }
  return condition()
}
