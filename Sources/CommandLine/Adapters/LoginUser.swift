import Glibc
import RunLog

/// Who sits in front of the terminal, whatever rights were borrowed since.
enum LoginUser {
  /// The kernel's login id where there is one: it is set once at login and only a process with CAP_AUDIT_CONTROL can
  /// change it (proc_pid_loginuid(5)). Else, as root, sudo's original user; else the real user. What sudo says and cannot be
  /// read is nobody, and not root: no word of theirs counts.
  static func current(_ context: Context) -> Actor {
    let login = kernelID()
    if login == nil, geteuid() == 0, let text = context.variables.value("SUDO_UID"), UInt32(text) == nil {
      return Actor(name: "unknown", uid: -1)
    }
    let uid = login ?? sudoID(context) ?? Int(getuid())
    let account = uid_t(exactly: uid).flatMap(UserAccount.of)
    return Actor(name: account?.name ?? "\(uid)", uid: uid)
  }

  private static func kernelID() -> Int? {
    guard let file = fopen("/proc/self/loginuid", "r") else { return nil }
    defer { fclose(file) }
    var digits = [CChar](repeating: 0, count: 16)
    guard fgets(&digits, Int32(digits.count), file) != nil else { return nil }
    let text = digits.prefix { $0 != 0 && $0 != 10 }.map { UInt8(bitPattern: $0) }
    // (uid_t)-1 stands for a process that nobody's login began: cron, a service, a container.
    guard let uid = UInt32(String(decoding: text, as: UTF8.self)), uid != .max else { return nil }
    return Int(uid)
  }

  /// Only root's environment is believed: whoever is no root could write there what he likes.
  private static func sudoID(_ context: Context) -> Int? {
    guard geteuid() == 0, let text = context.variables.value("SUDO_UID"), let uid = UInt32(text) else { return nil }
    return Int(uid)
  }
}
