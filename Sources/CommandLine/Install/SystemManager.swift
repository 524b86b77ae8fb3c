import Catalog
import Glibc

/// systemctl, for the timer of maint.
struct SystemManager {
  let isUser: Bool
  /// As in `InstallRequest`.
  let root: String
  let context: Context

  /// Has the timer started, now and whenever the host starts.
  func enable() throws(CommandFailure) {
    try run(
      isRunning ? [["daemon-reload"], ["enable", "--now", SystemdUnits.timer]] : [["enable", SystemdUnits.timer]])
  }

  /// Stops the timer; a run that it has started goes on.
  func disable() throws(CommandFailure) {
    try run([["disable"] + (isRunning ? ["--now"] : []) + [SystemdUnits.timer]])
  }

  /// Has the manager read its units anew.
  func reload() throws(CommandFailure) {
    if isRunning { try run([["daemon-reload"]]) }
  }

  /// sd_booted(3). Where no systemd runs, or another root is meant, systemctl just makes or removes the timer's link.
  private var isRunning: Bool {
    var status = stat()
    return root.isEmpty && lstat("/run/systemd/system", &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }

  private func run(_ commands: [[String]]) throws(CommandFailure) {
    let options = (isUser ? ["--user"] : []) + (root.isEmpty ? [] : ["--root=\(root)"])
    let byHand = commands.map { (["systemctl"] + options + $0).map(ShellText.quoted).joined(separator: " ") }
      .joined(separator: " && ")
    for words in commands {
      guard let ended = try HostProgram.run("systemctl", options + words, variables: context.variables) else {
        context.errors.write("there is no systemctl here; once there is: \(byHand)\n")
        return
      }
      if ended.succeeded { continue }
      throw CommandFailure(
        "systemctl \(words[0]) failed: \(ended.complaint)", hint: "to go on by hand: \(byHand)", exitCode: .cannotWrite)
    }
  }
}
