import Foundation
import TestSupport
import Testing

/// A process that a test started, in a session of its own, its output in files.
final class Running {
  let pid: pid_t
  private let folder: String
  private let name = UUID().uuidString
  private var ended: Ended?
  /// The most memory that it was seen to have, in bytes. What wait4 says is no use: a child that was spawned begins
  /// with the peak of its parent.
  private var peakMemory = 0

  /// The first of the arguments is the path of the executable. With the path of a terminal, that becomes its controlling
  /// terminal and all three of its streams.
  init(
    _ arguments: [String], environment: [String: String], in folder: String, input: String, terminal: String? = nil
  ) throws {
    self.folder = folder
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    let flags = O_WRONLY | O_CREAT | O_TRUNC
    posix_spawn_file_actions_addopen(&actions, 0, terminal ?? input, terminal == nil ? O_RDONLY : O_RDWR, 0)
    if terminal == nil {
      posix_spawn_file_actions_addopen(&actions, 1, "\(folder)/.\(name).out", flags, 0o600)
      posix_spawn_file_actions_addopen(&actions, 2, "\(folder)/.\(name).err", flags, 0o600)
    } else {
      posix_spawn_file_actions_adddup2(&actions, 0, 1)
      posix_spawn_file_actions_adddup2(&actions, 0, 2)
    }
    self.pid = try CleanSpawn.start(arguments, environment: environment, actions: &actions)
  }

  deinit {
    if ended == nil { end() }
  }

  func signal(_ number: Int32) { kill(pid, number) }

  /// Waits for its end; after `seconds` it is killed and the test fails.
  @discardableResult
  func wait(_ seconds: Double = 60, location: SourceLocation = #_sourceLocation) -> Ended {
    if let ended { return ended }
    var status: Int32 = 0
    let deadline = Date().addingTimeInterval(seconds)
    while waitpid(pid, &status, WNOHANG) == 0 {
      if Date() > deadline {
        Issue.record("did not end within \(seconds) s", sourceLocation: location)
        end()
        return Ended(exit: -1, outputBytes: read("out"), errorBytes: read("err"), folder: folder, peakMemory: 0)
      }
      peakMemory = max(peakMemory, memory)
      usleep(2_000)
    }
    let signal = status & 0x7F
    let result = Ended(
      exit: signal == 0 ? (status >> 8) & 0xFF : -signal, outputBytes: read("out"), errorBytes: read("err"),
      folder: folder, peakMemory: peakMemory)
    ended = result
    return result
  }

  /// Whether it has, not waiting for it.
  var hasEnded: Bool {
    var information = siginfo_t()
    return waitid(P_PID, id_t(pid), &information, WEXITED | WNOHANG | WNOWAIT) == 0
      && information._sifields._kill.si_pid != 0
  }

  /// What it has printed so far.
  var out: String { String(decoding: read("out"), as: UTF8.self) }
  var err: String { String(decoding: read("err"), as: UTF8.self) }

  private var memory: Int {
    let status = FileManager.default.contents(atPath: "/proc/\(pid)/status") ?? Data()
    let line = String(decoding: status, as: UTF8.self).split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
    return (line?.split(whereSeparator: { !$0.isNumber }).first.flatMap { Int($0) } ?? 0) * 1024
  }

  private func end() {
    kill(pid, SIGKILL)
    var status: Int32 = 0
    waitpid(pid, &status, 0)
  }

  private func read(_ stream: String) -> [UInt8] {
    [UInt8](FileManager.default.contents(atPath: "\(folder)/.\(name).\(stream)") ?? Data())
  }
}
