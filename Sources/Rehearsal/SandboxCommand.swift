/// A program for the first process of a sandbox to run, as the message that asks for it.
struct SandboxCommand {
  static let limit = 1 << 17

  /// Its path first.
  var arguments: [String]
  /// As `NAME=value`.
  var environment: [String]

  init(_ arguments: [String], environment: [String]) {
    self.arguments = arguments
    self.environment = environment
  }

  init?(message: [UInt8]) {
    let texts = message.split(separator: 0, omittingEmptySubsequences: false)
      .map { String(decoding: $0, as: UTF8.self) }
    guard let first = texts.first, let count = Int(first), count > 0, texts.count > count + 1 else { return nil }
    arguments = Array(texts[1...count])
    environment = Array(texts[(count + 1)...].dropLast())
  }

  var message: [UInt8] {
    ([String(arguments.count)] + arguments + environment).flatMap { Array($0.utf8) + [0] }
  }
}
