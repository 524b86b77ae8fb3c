import Foundation
import Testing

/// The other parsers, driven by Tests/Reference/compare.
enum Reference {
  static let isInstalled = (try? run(["-c", "import yaml"]).status) == 0

  /// Compares the readings of all texts that maint accepts. Not of those that are one block scalar: without `---` before
  /// it, the others refuse one that is not indented.
  static func expectSame(_ texts: [String], _ label: String) throws {
    let lines = texts.compactMap { text -> String? in
      let outcome = Outcome(text)
      let style = outcome.tree?.root.style
      guard let json = outcome.json, style != .literal, style != .folded else { return nil }
      return "[\(Outcome.quoted(text)),\(json)]\n"
    }
    let result = try run([script], input: lines.joined())
    #expect(result.status == 0, "\(label): \(result.output.prefix(20_000))")
    print("\(label): of \(texts.count) texts \(lines.count) accepted; \(result.output)", terminator: "")
  }

  private static let script = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "Reference/compare").path

  private static func run(_ arguments: [String], input: String = "") throws -> (status: Int32, output: String) {
    let file = FileManager.default.temporaryDirectory.appending(path: "maint-\(UUID().uuidString)")
    try Data(input.utf8).write(to: file)
    defer { try? FileManager.default.removeItem(at: file) }
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["timeout", "600", "/usr/bin/python3"] + arguments
    process.standardInput = try FileHandle(forReadingFrom: file)
    let output = Pipe()
    process.standardOutput = output
    process.standardError = output
    try process.run()
    let data = try output.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    return (process.terminationStatus, String(decoding: data, as: UTF8.self))
  }
}
