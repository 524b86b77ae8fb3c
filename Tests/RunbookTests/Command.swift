import Foundation
import TestSupport
import Testing

/// A program that a test runs to its end, and what it printed.
struct Command {
  let exit: Int32
  let output: String
  let error: String

  /// The first argument is the path of the executable. Runs it in a session of its own, with no signal blocked; what
  /// does not end in time is killed, and the test fails. Foundation's Process takes 50 ms a child, which adds up here.
  static func run(_ arguments: [String], environment: [String: String], timeout: Double = 50) throws -> Command {
    let folder = FileManager.default.temporaryDirectory.path + "/maint-runbooks-out-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let pid = try spawn(arguments, environment, outputs: folder)
    let deadline = Date().addingTimeInterval(timeout)
    var status: Int32 = 0
    while waitpid(pid, &status, WNOHANG) == 0 {
      if Date() > deadline {
        kill(pid, SIGKILL)
        waitpid(pid, &status, 0)
        Issue.record("\(arguments) did not end within \(timeout) s")
        break
      }
      usleep(2_000)
    }
    let texts = try [1, 2].map { try Data(contentsOf: URL(fileURLWithPath: "\(folder)/\($0)")) }
      .map { String(decoding: $0, as: UTF8.self) }
    let signal = status & 0x7F
    return Command(exit: signal == 0 ? (status >> 8) & 0xFF : -signal, output: texts[0], error: texts[1])
  }

  /// Both outputs go to files, so that nothing a step leaves behind can hold the test up.
  private static func spawn(_ arguments: [String], _ environment: [String: String], outputs: String) throws -> pid_t {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    for stream in [1, 2] as [Int32] {
      posix_spawn_file_actions_addopen(&actions, stream, "\(outputs)/\(stream)", O_WRONLY | O_CREAT | O_APPEND, 0o600)
    }
    return try CleanSpawn.start(arguments, environment: environment, actions: &actions)
  }
}
