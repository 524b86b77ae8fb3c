import Catalog
import Execution
import Glibc

/// Fetches the value of a secret when its task begins. No message ever holds a part of it.
struct SecretReader {
  private static let limit = 65536

  let runner: SupervisedRunner
  /// For a command that makes a secret.
  let environment: [String]

  func value(of secret: Secret) throws(PreparationFailure) -> String {
    switch secret.origin {
    case .file(let path):
      return try read(path, of: secret)
    case .credential(let name):
      guard let folder = getenv("CREDENTIALS_DIRECTORY").map({ String(cString: $0) }) else {
        throw PreparationFailure(
          message: "the secret \(secret.name) is a systemd credential, and $CREDENTIALS_DIRECTORY is not set: "
            + "give the unit LoadCredential=\(name):PATH")
      }
      return try read("\(folder)/\(name)", of: secret)
    case .command(let script):
      return try run(script, of: secret)
    }
  }

  private func read(_ path: String, of secret: Secret) throws(PreparationFailure) -> String {
    func failure(_ what: String) -> PreparationFailure {
      PreparationFailure(message: "the secret \(secret.name) could not be read from \(path): \(what)")
    }
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw failure(SystemError.words(errno)) }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw failure(SystemError.words(errno)) }
    guard status.st_mode & S_IFMT == S_IFREG else { throw failure("it is not a regular file") }
    var bytes = [UInt8](repeating: 0, count: Self.limit + 1)
    let count = bytes.withUnsafeMutableBytes { Glibc.read(descriptor, $0.baseAddress, $0.count) }
    guard count >= 0 else { throw failure(SystemError.words(errno)) }
    return try text(Array(bytes.prefix(count)), of: secret)
  }

  private func run(_ script: String, of secret: Secret) throws(PreparationFailure) -> String {
    let command = Command(
      script: script, shell: .sh, environment: environment, workingDirectory: "/", user: nil, timeout: .seconds(30),
      grace: .seconds(1), outputLimit: 4 * Self.limit, processes: .end, secrets: [])
    func failure(_ what: String) -> PreparationFailure {
      PreparationFailure(message: "the command of the secret \(secret.name) gave no value: \(what)")
    }
    let result: (ending: ProcessEnding, output: [UInt8])
    do throws(AsideFailure) {
      result = try runner.runToEnd(command)
    } catch {
      switch error {
      case .notStarted(let why): throw failure(why.message)
      case .toldToStop(let signal): throw PreparationFailure(toldToStop: signal)
      }
    }
    guard !result.ending.timedOut else { throw failure("it took longer than 30 seconds") }
    guard result.ending.cause == .exited(0) else { throw failure("it \(result.ending.cause.words)") }
    return try text(result.output, of: secret)
  }

  private func text(_ bytes: [UInt8], of secret: Secret) throws(PreparationFailure) -> String {
    var bytes = bytes[...]
    while let last = bytes.last, last == UInt8(ascii: "\n") || last == UInt8(ascii: "\r") { bytes.removeLast() }
    guard !bytes.isEmpty else { throw PreparationFailure(message: "the secret \(secret.name) is empty") }
    guard bytes.count <= Self.limit else {
      throw PreparationFailure(message: "the secret \(secret.name) is longer than 64 KiB")
    }
    guard !bytes.contains(0), let text = String(validating: bytes, as: UTF8.self) else {
      throw PreparationFailure(message: "the secret \(secret.name) holds a NUL byte or is not UTF-8")
    }
    return text
  }
}
