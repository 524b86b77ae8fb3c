/// How to tell from a program's arguments whether it waits for another host, and whether it limits that wait.
struct NetworkProgram {
  enum Use {
    case always
    /// With one of these as its first argument that is no option.
    case subcommand(Set<String>)
    /// With an argument such as `host:path` or `rsync://host`.
    case remotePath
  }

  let use: Use
  /// Options that limit the wait, with a value after them or joined to them.
  let limits: [String]
  /// Options with which it asks nobody.
  let quiet: Set<String>
  /// Letters of options before the subcommand that take a value.
  let valued: String

  private init(_ use: Use, limits: [String] = [], quiet: Set<String> = [], valued: String = "") {
    self.use = use
    self.limits = limits
    self.quiet = quiet
    self.valued = valued
  }

  func usesNetwork(_ arguments: [String]) -> Bool {
    if arguments.contains(where: { quiet.contains($0) }) { return false }
    switch use {
    case .always: return true
    case .subcommand(let names): return subcommand(arguments).map(names.contains) ?? false
    case .remotePath: return arguments.contains(where: Self.isRemote)
    }
  }

  func isLimited(_ arguments: [String]) -> Bool {
    arguments.contains { argument in
      limits.contains { limit in
        if limit.hasPrefix("--") { return argument == limit || argument.hasPrefix(limit + "=") }
        if limit.hasPrefix("-") { return Self.hasLetter(limit, argument) }
        // A setting, after -o or joined to it.
        return argument.contains(limit)
      }
    }
  }

  /// `-m`, also among others or joined to its value: `-fsSm5`.
  private static func hasLetter(_ option: String, _ argument: String) -> Bool {
    guard argument.hasPrefix("-"), !argument.hasPrefix("--"), let letter = option.last else { return false }
    return argument.dropFirst().contains(letter)
  }

  private func subcommand(_ arguments: [String]) -> String? {
    var rest = arguments[...]
    while let text = rest.first, text.hasPrefix("-") {
      rest = rest.dropFirst()
      if text.count == 2, let letter = text.last, valued.contains(letter) { rest = rest.dropFirst() }
    }
    return rest.first
  }

  /// A colon before the first slash; a value that is not known yet counts as local.
  private static func isRemote(_ argument: String) -> Bool {
    guard !argument.hasPrefix("-"), !argument.hasPrefix("/") else { return false }
    return argument.prefix { $0 != "/" }.contains(":")
  }

  private static let ssh = ["ConnectTimeout", "ServerAliveInterval"]
  private static let packages = NetworkProgram(
    .subcommand([
      "update", "install", "upgrade", "full-upgrade", "dist-upgrade", "download", "source", "build-dep", "reinstall",
    ]),
    limits: ["::Timeout"],
    quiet: ["-s", "--simulate", "--just-print", "--dry-run", "--no-act", "--print-uris", "--no-download"],
    valued: "otca")
  private static let redHat = NetworkProgram(
    .subcommand(["install", "update", "upgrade", "makecache", "check-update", "download", "distro-sync", "reinstall"]),
    limits: ["timeout="], quiet: ["-C", "--cacheonly"], valued: "cx")

  static let known: [String: NetworkProgram] = [
    "curl": NetworkProgram(
      .always, limits: ["-m", "--max-time", "--speed-time", "-y"], quiet: ["-V", "--version", "--help"]),
    "wget": NetworkProgram(
      .always, limits: ["-T", "--timeout", "--read-timeout"], quiet: ["-V", "--version", "--help"]),
    "ssh": NetworkProgram(.always, limits: ssh, quiet: ["-V", "-Q", "-G"]),
    "sftp": NetworkProgram(.always, limits: ssh),
    "scp": NetworkProgram(.remotePath, limits: ssh),
    "rsync": NetworkProgram(.remotePath, limits: ["--timeout", "--contimeout"] + ssh),
    "apt": packages, "apt-get": packages, "aptitude": packages,
    "dnf": redHat, "yum": redHat,
    "zypper": NetworkProgram(.subcommand(["refresh", "ref", "install", "in", "update", "up", "patch", "dup"])),
    "apk": NetworkProgram(.subcommand(["update", "add", "upgrade", "fetch"]), limits: ["--timeout"]),
    "pip": NetworkProgram(.subcommand(["install", "download"]), limits: ["--timeout"], quiet: ["--no-index"]),
    "pip3": NetworkProgram(.subcommand(["install", "download"]), limits: ["--timeout"], quiet: ["--no-index"]),
    "npm": NetworkProgram(.subcommand(["install", "ci", "update"]), quiet: ["--offline"]),
    "git": NetworkProgram(
      .subcommand(["clone", "fetch", "pull", "push", "ls-remote"]), limits: ["lowSpeedTime"], valued: "Cc"),
    "docker": NetworkProgram(.subcommand(["pull", "push", "login"])),
    "podman": NetworkProgram(.subcommand(["pull", "push", "login"])),
    "nc": NetworkProgram(.always, limits: ["-w"], quiet: ["-U", "-h"]),
    "ncat": NetworkProgram(.always, limits: ["-w", "--wait", "-i", "--idle-timeout"], quiet: ["-U", "-h"]),
    "netcat": NetworkProgram(.always, limits: ["-w"], quiet: ["-U", "-h"]),
    "telnet": NetworkProgram(.always),
  ]
}
