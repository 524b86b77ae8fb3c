import Glibc

/// `maint uninstall cron|systemd`: removes what `install` wrote, and nothing else.
struct UninstallVerb {
  let context: Context

  func callAsFunction() throws(CommandFailure) -> ExitCode {
    let request = try InstallRequest(context)
    switch request.place {
    case .crontab: try removeLines()
    case .folder: try removeFiles(of: request)
    }
    return .success
  }

  private func removeLines() throws(CommandFailure) {
    let program = CrontabProgram(context: context)
    let crontab = try program.read()
    guard try isToGo(InstalledText(crontab.block), name: CrontabProgram.name) else {
      return tellNothing(CrontabProgram.name)
    }
    if context.invocation.has(.print) { return context.output.write(crontab.block ?? "") }
    try program.write(crontab.with(block: nil))
    context.output.write("\(CrontabProgram.name): the lines of maint are removed\n")
  }

  private func removeFiles(of request: InstallRequest) throws(CommandFailure) {
    var paths: [String] = []
    for path in request.paths where try isToGo(InstalledText(try FilePlacement.text(of: path)), name: path) {
      paths.append(path)
    }
    guard !paths.isEmpty else { return tellNothing(request.paths.joined(separator: ", ")) }
    let timer = request.starter == .systemd ? paths.first { $0.hasSuffix(SystemdUnits.timer) } : nil
    let link = timer.flatMap(Self.link)
    if context.invocation.has(.print) {
      return context.output.write(((link.map { [$0] } ?? []) + paths).map { "\($0)\n" }.joined())
    }
    let manager = SystemManager(isUser: request.isUser, root: request.root, context: context)
    // The timer while there is one: systemctl knows by its file what it is to undo.
    if let timer {
      try manager.disable()
      // Without systemctl nobody has removed it, and that was said.
      if let link, Self.link(of: timer) == nil { context.output.write("\(link): removed\n") }
    }
    for path in paths.reversed() {
      try FilePlacement.remove(path)
      context.output.write("\(path): removed\n")
    }
    if request.starter == .systemd { try manager.reload() }
  }

  /// The link by which the timer is started with the host; nil where there is none.
  private static func link(of timer: String) -> String? {
    let path = "\(timer.dropLast(SystemdUnits.timer.count))\(SystemdUnits.link)"
    var status = stat()
    return lstat(path, &status) == 0 ? path : nil
  }

  private func tellNothing(_ name: String) {
    context.output.write("\(name): nothing of maint is there\n")
  }

  private func isToGo(_ installed: InstalledText, name: String) throws(CommandFailure) -> Bool {
    switch installed {
    case .none: return false
    case .own: return true
    case .changed where context.invocation.has(.force): return true
    case .changed:
      throw CommandFailure(
        "\(name): what maint wrote was changed by hand, and nothing was removed",
        hint: "--force removes it as it is", exitCode: .cannotWrite)
    case .foreign:
      throw CommandFailure(
        "\(name) was not written by maint, and nothing was removed", hint: "remove it yourself if it is to go",
        exitCode: .cannotWrite)
    }
  }
}
