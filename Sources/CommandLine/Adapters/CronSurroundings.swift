import Glibc
import Syntax

/// What cron gives a job, taken on by maint itself (`--as-cron`): cron's environment, the user's home as the working
/// directory, umask 022, open files, nothing to read. What else differs at a terminal, such as colour, is left off by `Context`.
///
/// Paths of the command line stay what they were where it was typed. What cron has from PAM is read as pam_env(8) reads
/// it: a zone or a language in these files is the job's, too.
enum CronSurroundings {
  static let systemFiles = ["/etc/environment", "/etc/default/locale"]
  /// By it a maint that this one was started by finds what is left of it.
  private static let cookie = "MAINT_COOKIE"

  static func enter(_ invocation: inout Invocation) {
    invocation.options = invocation.options.map { option, value in
      switch option {
      case .project, .state, .events: (option, value.map(FolderChoice.absolute))
      default: (option, value)
      }
    }
    let account = UserAccount.current()
    let cookie = getenv(Self.cookie).map { String(cString: $0) }
    clearenv()
    if let cookie { setenv(Self.cookie, cookie, 1) }
    for (name, value) in variables(of: account, systemFiles: systemFiles.map(text)) { setenv(name, value, 1) }
    // As cron, which goes on in its own folder where the home is missing.
    if chdir(account.home) != 0 { chdir("/") }
    umask(0o022)
    limitOpenFiles()
    let nothing = open("/dev/null", O_RDONLY | O_CLOEXEC)
    if nothing >= 0 {
      dup2(nothing, STDIN_FILENO)
      close(nothing)
    }
  }

  /// pam_limits lets a session open no more files than select(2) can watch, whatever the daemon may; a login often may
  /// more. The hard limit, and with it what a step may ask for, stays.
  private static func limitOpenFiles() {
    let resource = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
    var limit = rlimit()
    guard getrlimit(resource, &limit) == 0 else { return }
    limit.rlim_cur = min(limit.rlim_cur, rlim_t(FD_SETSIZE))
    setrlimit(resource, &limit)
  }

  /// crontab(5): what the system's files say, and above it what cron sets itself.
  static func variables(of account: UserAccount, systemFiles: [String]) -> [String: String] {
    var variables: [String: String] = [:]
    for text in systemFiles {
      for (name, value) in assignments(in: text) { variables[name] = value }
    }
    let own = ["HOME": account.home, "LOGNAME": account.name, "SHELL": "/bin/sh", "PATH": "/usr/bin:/bin"]
    return variables.merging(own) { $1 }
  }

  /// `NAME=value` or `export NAME=value` to a line, from a `#` on a comment; a quote at both ends of the value goes.
  private static func assignments(in text: String) -> [(name: String, value: String)] {
    text.split(whereSeparator: \.isNewline).compactMap { line in
      var rest = line.prefix { $0 != "#" }.drop { $0 == " " || $0 == "\t" }
      if rest.hasPrefix("export ") { rest = rest.dropFirst(7) }
      guard let equals = rest.firstIndex(of: "="), equals != rest.startIndex else { return nil }
      var value = rest[rest.index(after: equals)...]
      if value.first == "\"" || value.first == "'" {
        value.removeFirst()
        if value.last == "\"" || value.last == "'" { value.removeLast() }
      }
      return (String(rest[..<equals]), String(value))
    }
  }

  private static func text(of path: String) -> String {
    (try? SourceReader.read(path: path)).map { String(decoding: $0.bytes, as: UTF8.self) } ?? ""
  }
}
