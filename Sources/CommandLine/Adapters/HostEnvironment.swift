import Execution
import Glibc

/// The clean environment of steps: the same under cron, systemd and at a terminal.
struct HostEnvironment {
  static let path = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"

  let account: UserAccount
  /// maint's own `TZ`, where one is set: a step must see the time that the schedule is read by.
  let timezone: String?

  func variables(for other: UserAccount?) -> [String] {
    let user = other ?? account
    var variables = [
      "PATH=\(Self.path)", "HOME=\(user.home)", "USER=\(user.name)", "LOGNAME=\(user.name)", "SHELL=/bin/sh",
      "LANG=C.UTF-8",
    ]
    if let timezone { variables.append("TZ=\(timezone)") }
    return variables
  }

  /// Whether a command is an executable file in one of the folders of `path`, or by its own path.
  static func has(_ command: String) -> Bool {
    if command.contains("/") { return isExecutable(command) }
    return path.split(separator: ":").contains { isExecutable("\($0)/\(command)") }
  }

  private static func isExecutable(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG && access(path, X_OK) == 0
  }
}
