import Glibc
import Supervision

/// A program of the host that maint asks to do something, with what it said.
struct HostProgram {
  let succeeded: Bool
  let output: [UInt8]
  /// The first line of what it said to standard error.
  let complaint: String

  /// Of what maint was started with the program gets what it needs to find the user's files and manager. nil where there
  /// is no such program.
  static func run(
    _ name: String, _ arguments: [String], variables: ProcessVariables
  ) throws(CommandFailure) -> HostProgram? {
    guard
      let folder = HostEnvironment.path.split(separator: ":").first(where: { HostEnvironment.has("\($0)/\(name)") })
    else { return nil }
    let account = UserAccount.current()
    let kept = ["XDG_RUNTIME_DIR", "DBUS_SESSION_BUS_ADDRESS", "XDG_CONFIG_HOME", "HOME"].compactMap { name in
      variables.value(name).map { "\(name)=\($0)" }
    }
    let specification = ProcessSpecification(
      executable: "\(folder)/\(name)", arguments: [name] + arguments,
      environment: ["PATH=\(HostEnvironment.path)", "LANG=C.UTF-8", "USER=\(account.name)", "LOGNAME=\(account.name)"]
        + kept,
      workingDirectory: "/", timeout: .seconds(120), grace: .seconds(1), cookie: "\(getpid())-\(name)")
    guard let result = try ProgramBatch.run([specification])[0] else { return nil }
    let said = String(decoding: result.error, as: UTF8.self).split(separator: "\n").first.map(String.init)
    return HostProgram(
      succeeded: result.cause == .exited(0) && result.isWhole, output: result.output,
      complaint: said ?? "it failed and said nothing")
  }
}
