/// A program for the first process of a sandbox to run, as the message that asks for it.
struct SandboxCommand {
  static let limit = 1 << 17
  private static let silent = "silent"

  /// Its path first.
  var arguments: [String]
  /// As `NAME=value`.
  var environment: [String]
  /// What it prints is not for anybody.
  var isSilent: Bool

  init(_ arguments: [String], environment: [String], isSilent: Bool) {
    self.arguments = arguments
    self.environment = environment
    self.isSilent = isSilent
  }

  init?(message: [UInt8]) {
    let texts = message.split(separator: 0, omittingEmptySubsequences: false)
      .map { String(decoding: $0, as: UTF8.self) }
    guard texts.count > 2, let count = Int(texts[1]), count > 0, texts.count > count + 2 else { return nil }
    isSilent = texts[0] == Self.silent
    arguments = Array(texts[2..<(count + 2)])
    environment = Array(texts[(count + 2)...].dropLast())
  }

  var message: [UInt8] {
    ([isSilent ? Self.silent : "", String(arguments.count)] + arguments + environment).flatMap { Array($0.utf8) + [0] }
  }
}
