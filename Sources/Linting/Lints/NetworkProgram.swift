import TextSearch

/// How to tell from a program's arguments whether it waits for another host, and whether it limits that wait.
struct NetworkProgram {
  enum Use {
    case always
    /// With one of these as its first argument that is no option; `compose pull` are the first two.
    case subcommand(Set<String>)
    /// With an argument such as `host:path` or `rsync://host`.
    case remotePath
  }

  let use: Use
  /// Options that limit the wait, with a value after them or joined to them.
  let limits: [String]
  /// Options with which it asks nobody.
  let quiet: Set<String>
  /// Letters of options that take a value: the rest of their word, or else the next word.
  let valued: String
  /// It has a limit of its own, of many minutes with what it tries again.
  let givesUp: Bool

  private init(
    _ use: Use, limits: [String] = [], quiet: Set<String> = [], valued: String = "", givesUp: Bool = false
  ) {
    self.givesUp = givesUp
    self.use = use
    self.limits = limits
    self.quiet = quiet
    self.valued = valued
  }

  func usesNetwork(_ arguments: [String]) -> Bool {
    if arguments.contains(where: { quiet.contains($0) }) { return false }
    switch use {
    case .always: return true
    case .subcommand(let names): return !names.isDisjoint(with: subcommands(arguments))
    case .remotePath: return arguments.contains(where: Self.isRemote)
    }
  }

  func isLimited(_ arguments: [String]) -> Bool {
    arguments.contains { argument in
      limits.contains { limit in
        if limit.hasPrefix("--") { return argument == limit || argument.hasPrefix(limit + "=") }
        if limit.hasPrefix("-") { return hasLetter(limit, argument) }
        // A setting, after -o or joined to it.
        return argument.contains(text: limit)
      }
    }
  }

  /// `-m`, also among others or joined to its value: `-fsSm5`.
  private func hasLetter(_ option: String, _ argument: String) -> Bool {
    guard argument.hasPrefix("-"), !argument.hasPrefix("--"), let letter = option.last else { return false }
    // In `-omanifest` the letters after the o are its value.
    let letters = argument.dropFirst()
    let end = letters.firstIndex { valued.contains($0) && $0 != letter } ?? letters.endIndex
    return letters[..<end].contains(letter)
  }

  /// The first operand, and the first two as one.
  private func subcommands(_ arguments: [String]) -> [String] {
    var rest = arguments[...]
    func next() -> String? {
      while let text = rest.first, text.hasPrefix("-") {
        rest = rest.dropFirst()
        if text.count == 2, let letter = text.last, valued.contains(letter) { rest = rest.dropFirst() }
      }
      return rest.popFirst()
    }
    guard let first = next() else { return [] }
    return [first] + (next().map { ["\(first) \($0)"] } ?? [])
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
    valued: "otca", givesUp: true)
  private static let redHat = NetworkProgram(
    .subcommand(["install", "update", "upgrade", "makecache", "check-update", "download", "distro-sync", "reinstall"]),
    limits: ["timeout="], quiet: ["-C", "--cacheonly"], valued: "cx", givesUp: true)
  private static let pip = NetworkProgram(
    .subcommand(["install", "download"]), limits: ["--timeout"], quiet: ["--no-index"], givesUp: true)
  /// -H host, -c context, -l level; of compose -f file, -p project.
  private static let containers = NetworkProgram(
    .subcommand([
      "pull", "push", "login", "image pull", "image push", "compose pull", "compose push", "stack deploy",
    ]), valued: "Hclfp")

  private static let nc = "IiMmOPpqsTVWwXx"

  static let known: [String: NetworkProgram] = [
    "curl": NetworkProgram(
      .always, limits: ["-m", "--max-time", "--speed-time", "-y"], quiet: ["-V", "--version", "--help"],
      valued: "AbcCdDeEFHhKmoPQrtTuUwxXyYz"),
    "wget": NetworkProgram(
      .always, limits: ["-T", "--timeout", "--read-timeout"], quiet: ["-V", "--version", "--help"],
      valued: "aABDeiIlnoOPQRtTUwX", givesUp: true),
    "ssh": NetworkProgram(.always, limits: ssh, quiet: ["-V", "-Q", "-G", "-O"]),
    "sftp": NetworkProgram(.always, limits: ssh),
    "scp": NetworkProgram(.remotePath, limits: ssh),
    "rsync": NetworkProgram(.remotePath, limits: ["--timeout", "--contimeout"] + ssh),
    "apt": packages, "apt-get": packages, "aptitude": packages,
    "dnf": redHat, "yum": redHat,
    "zypper": NetworkProgram(.subcommand(["refresh", "ref", "install", "in", "update", "up", "patch", "dup"])),
    "apk": NetworkProgram(.subcommand(["update", "add", "upgrade", "fetch"]), limits: ["--timeout"]),
    "pip": pip, "pip3": pip,
    "npm": NetworkProgram(.subcommand(["install", "ci", "update"]), quiet: ["--offline"], givesUp: true),
    "git": NetworkProgram(
      .subcommand(["clone", "fetch", "pull", "push", "ls-remote"]), limits: ["lowSpeedTime"], valued: "Cc"),
    "docker": containers, "podman": containers,
    "docker-compose": NetworkProgram(.subcommand(["pull", "push"]), valued: "fpH"),
    "nc": NetworkProgram(.always, limits: ["-w"], quiet: ["-U", "-h"], valued: nc),
    "ncat": NetworkProgram(.always, limits: ["-w", "--wait", "-i", "--idle-timeout"], quiet: ["-U", "-h"]),
    "netcat": NetworkProgram(.always, limits: ["-w"], quiet: ["-U", "-h"], valued: nc),
    "telnet": NetworkProgram(.always),
  ]
}
