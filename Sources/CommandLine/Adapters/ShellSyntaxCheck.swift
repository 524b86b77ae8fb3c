import Diagnostics
import Glibc
import Linting
import Supervision

/// Has each shell text parsed by its shell, which executes nothing of it: about a millisecond for each.
enum ShellSyntaxCheck {
  /// The texts that cannot be parsed, each by its place in `texts`; not those that a shell reads no further than to an
  /// `exit`, nor those of which `-n` cannot say. Where a shell is missing or cannot be started,
  /// nothing is said of its texts.
  static func problems(of texts: [ScriptText]) throws(CommandFailure) -> [(index: Int, diagnostic: Diagnostic)] {
    let failures = try outputs(of: texts)
    let beginnings = failures.map { ShellSyntaxLint.beginnings(of: texts[$0.index], output: $0.output) }
    let broken = Set(try outputs(of: beginnings.flatMap { $0 }).map(\.index))
    var next = 0
    var problems: [(Int, Diagnostic)] = []
    for (failure, beginnings) in zip(failures, beginnings) {
      let isBehindExit = (next..<next + beginnings.count).contains { !broken.contains($0) }
      next += beginnings.count
      let text = texts[failure.index]
      if isBehindExit || ShellSyntaxLint.isUncertain(text) { continue }
      problems.append((failure.index, ShellSyntaxLint.diagnostic(of: text, output: failure.output)))
    }
    return problems
  }

  /// What the shells say of the texts that they cannot parse.
  private static func outputs(of texts: [ScriptText]) throws(CommandFailure) -> [(index: Int, output: String)] {
    // The same text often stands in several steps.
    var indices: [[String]: [Int]] = [:]
    for (index, text) in texts.enumerated() { indices[ShellSyntaxLint.arguments(for: text), default: []].append(index) }
    let calls = indices.sorted { ($0.value.first ?? 0) < ($1.value.first ?? 0) }
    let results = try ProgramBatch.run(calls.enumerated().map { specification($0.element.key, number: $0.offset) })
    var outputs: [(Int, String)] = []
    for (call, result) in zip(calls, results) {
      guard let result, case .exited(let code) = result.cause, code != 0 else { continue }
      let output = String(decoding: result.error, as: UTF8.self)
      for index in call.value { outputs.append((index, output)) }
    }
    return outputs
  }

  private static func specification(_ arguments: [String], number: Int) -> ProcessSpecification {
    ProcessSpecification(
      executable: arguments[0], arguments: arguments, environment: ["PATH=\(HostEnvironment.path)", "LANG=C.UTF-8"],
      workingDirectory: "/", timeout: .seconds(60), grace: .seconds(1), outputLimit: 1 << 16,
      cookie: "\(getpid())-syntax-\(number)")
  }
}
