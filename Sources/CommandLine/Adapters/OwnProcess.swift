import CLinux
import Execution
import Glibc
import Supervision

/// What tells this maint process from others, for the run log and for steps.
enum OwnProcess {
  static var identity: Execution.ProcessIdentity {
    let identity = Supervision.ProcessIdentity.current()
    return Execution.ProcessIdentity(pid: identity.pid, startTime: identity.startTime)
  }

  /// Whether a process that the run log names is still the one that it was.
  static func isAlive(_ process: Execution.ProcessIdentity, bootID: String) -> Bool {
    Supervision.ProcessIdentity(pid: process.pid, startTime: process.startTime).isAlive(bootID: bootID)
  }

  /// What was typed after maint's name.
  static var arguments: [String] {
    (1..<max(1, maint_argument_count())).map { maint_argument($0).map { String(cString: $0) } ?? "" }
  }

  /// The absolute path of this executable, so that a step calls the same maint.
  static var executable: String {
    var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
    let count = readlink("/proc/self/exe", &buffer, buffer.count)
    guard count > 0 else { return "maint" }
    return String(decoding: buffer.prefix(count).map(UInt8.init(bitPattern:)), as: UTF8.self)
  }

  static var hostName: String {
    var buffer = [CChar](repeating: 0, count: 256)
    guard gethostname(&buffer, buffer.count - 1) == 0 else { return "unknown" }
    return String(decoding: buffer.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
  }
}
