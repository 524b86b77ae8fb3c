import Diagnostics
import Glibc
import Linting
import Supervision

/// Has each shell text parsed by its shell, which executes nothing of it: about a millisecond for each.
enum ShellSyntaxCheck {
  /// The texts that cannot be parsed, each by its place in `texts`. Where a shell is missing or cannot be started,
  /// nothing is said of its texts.
  static func problems(of texts: [ScriptText]) throws(CommandFailure) -> [(index: Int, diagnostic: Diagnostic)] {
    // The same text often stands in several steps.
    var indices: [[String]: [Int]] = [:]
    for (index, text) in texts.enumerated() { indices[ShellSyntaxLint.arguments(for: text), default: []].append(index) }
    let calls = indices.sorted { ($0.value.first ?? 0) < ($1.value.first ?? 0) }
    let results = try ProgramBatch.run(calls.enumerated().map { specification($0.element.key, number: $0.offset) })
    var problems: [(Int, Diagnostic)] = []
    for (call, result) in zip(calls, results) {
      guard let result, case .exited(let code) = result.cause, code != 0 else { continue }
      let output = String(decoding: result.error, as: UTF8.self)
      for index in call.value {
        problems.append((index, ShellSyntaxLint.diagnostic(of: texts[index], output: output)))
      }
    }
    return problems
  }

  private static func specification(_ arguments: [String], number: Int) -> ProcessSpecification {
    ProcessSpecification(
      executable: arguments[0], arguments: arguments, environment: ["PATH=\(HostEnvironment.path)", "LANG=C.UTF-8"],
      workingDirectory: "/", timeout: .seconds(60), grace: .seconds(1), outputLimit: 1 << 16,
      cookie: "\(getpid())-syntax-\(number)")
  }
}
