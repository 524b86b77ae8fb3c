/// A command line that could not be understood. Ends maint with `ExitCode.usage`; nothing was done.
package struct UsageFailure: Error {
  package let message: String
  package let hint: String?
  /// Printed before the message.
  let help: String?

  package init(_ message: String, hint: String? = nil) {
    self.init(message, hint: hint, help: nil)
  }

  init(_ message: String, hint: String?, help: String?) {
    self.message = message
    self.hint = hint
    self.help = help
  }

  /// All that goes to standard error, with a newline at its end. Quoted words are as the operator typed them.
  package var text: String {
    var text = help.map { $0 + "\n" } ?? ""
    text += "maint: \(message)\n"
    if let hint { text += "hint: \(hint)\n" }
    return text
  }
}
