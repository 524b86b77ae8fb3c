import Execution

/// How a process ended, in words: `exit code 3`, `ended by KILL`, and the detail where there is one.
struct ExitText {
  let words: String

  /// nil for a success that there is nothing to say of.
  init?(_ result: AttemptResult) {
    var parts: [String] = []
    if let signal = result.signal { parts.append("ended by \(SignalName.of(signal))") }
    // The detail of a failure names the code already.
    if let code = result.exitCode, code != 0, result.detail == nil { parts.append("exit code \(code)") }
    if let detail = result.detail, !parts.contains(detail) { parts.append(HarmlessText.words(detail)) }
    if parts.isEmpty { return nil }
    words = parts.joined(separator: ", ")
  }
}
