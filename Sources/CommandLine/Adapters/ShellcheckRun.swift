import Diagnostics
import Glibc
import Linting
import Supervision

/// Runs shellcheck over shell texts, many with one process, and gives what it finds.
struct ShellcheckRun {
  /// Texts for one process: enough that its start counts for little, and few enough that two share the work.
  private static let share = 100
  private static let outputLimit = 64 << 20

  private let program: String

  /// Looks for it on maint's own PATH.
  init(variables: ProcessVariables) throws(CommandFailure) {
    let folders = (variables.value("PATH") ?? HostEnvironment.path).split(separator: ":").filter { $0.hasPrefix("/") }
    guard let folder = folders.first(where: { HostEnvironment.has("\($0)/shellcheck") }) else {
      throw CommandFailure(
        "--shell needs shellcheck, which is not on PATH",
        hint: "install it (Debian: apt-get install shellcheck; Fedora: dnf install ShellCheck), or leave --shell out",
        exitCode: .notFound)
    }
    program = "\(folder)/shellcheck"
  }

  /// The files lie in a folder of their own, which is removed.
  func diagnostics(of texts: [ScriptText]) throws(CommandFailure) -> [Diagnostic] {
    if texts.isEmpty { return [] }
    var template = Array("/tmp/maint-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else {
      throw CommandFailure("no folder could be made in /tmp: \(SystemError.words(errno))", exitCode: .cannotWrite)
    }
    let folder = String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
    defer { _ = FolderRemoval.remove(folder) }
    for (index, text) in texts.enumerated() { try write(ShellcheckLint.file(for: text), to: "\(folder)/\(index)") }
    let shares = stride(from: 0, to: texts.count, by: Self.share).map { $0..<min($0 + Self.share, texts.count) }
    let results = try ProgramBatch.run(shares.map { specification(of: $0, in: folder) })
    var found: [Diagnostic] = []
    for result in results {
      guard let result, result.isWhole, let diagnostics = ShellcheckLint.diagnostics(from: result.output, texts: texts)
      else { throw failure(of: result) }
      found += diagnostics
    }
    return found
  }

  private func specification(of indices: Range<Int>, in folder: String) -> ProcessSpecification {
    ProcessSpecification(
      executable: program, arguments: ["shellcheck"] + ShellcheckLint.arguments + indices.map(String.init),
      environment: ["PATH=\(HostEnvironment.path)", "LANG=C.UTF-8"], workingDirectory: folder, timeout: .seconds(600),
      grace: .seconds(1), outputLimit: Self.outputLimit, cookie: "\(getpid())-shellcheck-\(indices.lowerBound)")
  }

  private func failure(of result: ProgramBatch.Result?) -> CommandFailure {
    let said = result.flatMap {
      String(decoding: $0.error, as: UTF8.self).split(separator: "\n").first.map(String.init)
    }
    return CommandFailure(
      "\(program) gave no findings that can be read: \(said ?? "it said nothing")",
      hint: "maint needs shellcheck 0.7 or newer; leave --shell out to check without it", exitCode: .notFound)
  }

  private func write(_ text: String, to path: String) throws(CommandFailure) {
    let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    let isWritten = descriptor >= 0 && WholeWrite.write(text.utf8, to: descriptor)
    let reason = errno
    if descriptor >= 0 { close(descriptor) }
    guard isWritten else {
      throw CommandFailure("\(path) could not be written: \(SystemError.words(reason))", exitCode: .cannotWrite)
    }
  }
}
