import Scheduling

/// What `install` and `uninstall` are asked for: which starter, where, and what it is to start.
struct InstallRequest {
  let context: Context
  let starter: Starter
  /// For the user who runs maint, not for the host.
  let isUser: Bool
  /// Stands before the host's own paths; empty: this host.
  let root: String
  let place: InstallPlace

  init(_ context: Context) throws(CommandFailure) {
    self.context = context
    let invocation = context.invocation
    // The parser lets nothing else through.
    starter = invocation.argument(.starter).flatMap(Starter.init) ?? .cron
    isUser = invocation.has(.user)
    root = invocation.value(.root).map { $0 == "/" ? "" : FolderChoice.absolute($0) } ?? ""
    place = try InstallPlace(starter, isUser: isUser, root: root, variables: context.variables)
  }

  /// The paths of what belongs to maint there, the one that starts the others last; none in a crontab.
  var paths: [String] {
    guard case .folder(let folder) = place else { return [] }
    return switch starter {
    case .cron: ["\(folder)/maint"]
    case .systemd: ["\(folder)/\(SystemdUnits.service)", "\(folder)/\(SystemdUnits.timer)"]
    }
  }

  /// As `paths`, with what is to stand in them; in a crontab one text, of lines to stand among others.
  func texts() throws(CommandFailure) -> [String] {
    let command = try command()
    let interval = context.invocation.value(.every).flatMap(TickInterval.init) ?? .usual
    let delay = try randomDelay(within: interval)
    switch starter {
    case .cron:
      try checkLength(of: command)
      let table = CronTable(command: command, interval: interval)
      return [isUser ? table.block : table.file]
    case .systemd:
      let units = SystemdUnits(command: command, interval: interval, randomDelay: delay, isUser: isUser)
      return [units.serviceFile, units.timerFile]
    }
  }

  private func command() throws(CommandFailure) -> StartCommand {
    let executable = OwnProcess.executable
    let command = StartCommand(
      executable: executable, project: FolderChoice.absolute(context.folders.project),
      state: try context.folders.state())
    if let path = command.unwritable {
      throw CommandFailure(
        "\(TypedWord.quoted(path)) has a control character in it, which no line for \(starter.rawValue) can have",
        hint: "give the folder another name", exitCode: .usage)
    }
    if starter == .systemd, executable.unicodeScalars.contains(where: "\"'\\".unicodeScalars.contains) {
      throw CommandFailure(
        "systemd starts no executable with a quote or a backslash in its path, as in \(TypedWord.quoted(executable))",
        hint: "copy maint to /usr/local/bin and install from there", exitCode: .usage)
    }
    return command
  }

  private func checkLength(of command: StartCommand) throws(CommandFailure) {
    let length = command.cronText.utf8.count
    guard length > CronTable.longestCommand else { return }
    throw CommandFailure(
      "the command would be \(length) bytes long, and cron reads no more than \(CronTable.longestCommand)",
      hint: "give the folders shorter names, or install systemd", exitCode: .usage)
  }

  private func randomDelay(within interval: TickInterval) throws(CommandFailure) -> Duration? {
    guard let text = context.invocation.value(.randomDelay) else { return nil }
    guard starter == .systemd else {
      throw CommandFailure(
        "cron knows no random delay", hint: "leave --random-delay out, or install systemd", exitCode: .usage)
    }
    guard let delay = DurationText.parse(text), delay >= .seconds(1), delay < .seconds(interval.minutes * 60) else {
      throw CommandFailure(
        "--random-delay takes a duration from 1s, less than the \(interval.text) between two starts, not "
          + TypedWord.quoted(text),
        hint: "such as 30s or 2m", exitCode: .usage)
    }
    return delay
  }
}
