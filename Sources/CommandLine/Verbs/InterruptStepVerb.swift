import CLinux
import Execution
import Glibc

/// `maint interrupt-step WRITES FATE PROGRAM…`: the process of a step that a drill kills, or has hang, in the middle of its
/// work.
struct InterruptStepVerb {
  private static let (kill, hang) = ("kill", "hang")

  let context: Context

  /// A shell text that runs a command's in that way.
  static func script(of command: Command, after writes: Int, hangs: Bool) -> String {
    let words =
      [OwnProcess.executable, Verb.interruptStep.rawValue, "--", "\(writes)", hangs ? hang : kill]
      + SupervisedRunner.shell(of: command)
    return "exec " + words.map(quoted).joined(separator: " ")
  }

  func callAsFunction() throws(CommandFailure) -> ExitCode {
    let words = context.invocation.arguments
    guard words.count > 2, let writes = Int(words[0]), [Self.kill, Self.hang].contains(words[1]) else {
      throw CommandFailure(
        "\(context.invocation.verb.rawValue) is for steps of a drill", hint: "maint drill TARGET", exitCode: .usage)
    }
    var arguments = words.dropFirst(2).map { strdup($0) } + [nil]
    defer { arguments.forEach { free($0) } }
    exit(maint_run_interrupted(&arguments, writes, words[1] == Self.hang ? 1 : 0))
  }

  private static func quoted(_ word: String) -> String { "'" + word.replacing(text: "'", with: "'\\''") + "'" }
}
