import Glibc

/// Asks before something is done, where somebody is there to answer.
enum Question {
  /// Whether it is to be done: `--yes`, or a `y` at the terminal. Without both it is a failure: nobody was asked.
  static func isAnsweredYes(_ text: String, _ context: Context) throws(CommandFailure) -> Bool {
    if context.invocation.has(.yes) { return true }
    guard Terminal.isTerminal(STDIN_FILENO), Terminal.isTerminal(STDERR_FILENO) else {
      throw CommandFailure(
        "nothing was changed: there is no terminal to ask whether it is to be done", hint: "--yes says so beforehand",
        exitCode: .usage)
    }
    context.output.flush()
    context.errors.write("\(text) [y/N] ")
    let answer = line().lowercased()
    return answer == "y" || answer == "yes"
  }

  /// Without its line break; what came before the end of input.
  private static func line() -> String {
    var bytes: [UInt8] = []
    var byte: UInt8 = 0
    while true {
      let count = read(STDIN_FILENO, &byte, 1)
      if count < 0, errno == EINTR { continue }
      guard count == 1, byte != UInt8(ascii: "\n") else { return String(decoding: bytes, as: UTF8.self) }
      if byte != UInt8(ascii: "\r") { bytes.append(byte) }
    }
  }
}
