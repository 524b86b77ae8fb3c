/// A program for the first process of a sandbox to run, as the message that asks for it.
struct SandboxCommand {
  static let limit = 1 << 17

  /// Its path first.
  var arguments: [String]
  /// As `NAME=value`.
  var environment: [String]
  var output: Sandbox.Output

  init(_ arguments: [String], environment: [String], output: Sandbox.Output) {
    self.arguments = arguments
    self.environment = environment
    self.output = output
  }

  init?(message: [UInt8]) {
    let texts = message.split(separator: 0, omittingEmptySubsequences: false)
      .map { String(decoding: $0, as: UTF8.self) }
    guard texts.count > 2, let output = Sandbox.Output(rawValue: texts[0]), let count = Int(texts[1]), count > 0,
      texts.count > count + 2
    else { return nil }
    self.output = output
    arguments = Array(texts[2..<(count + 2)])
    environment = Array(texts[(count + 2)...].dropLast())
  }

  var message: [UInt8] {
    ([output.rawValue, String(arguments.count)] + arguments + environment).flatMap { Array($0.utf8) + [0] }
  }
}
