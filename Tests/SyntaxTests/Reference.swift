import Foundation
import TestSupport
import Testing

/// The other parsers, driven by Tests/Reference/compare.
enum Reference {
  static let isInstalled = (try? PythonScript.run(["-c", "import yaml"], errorsToo: true).status) == 0

  /// Compares the readings of all texts that maint accepts. Not of those that are one block scalar: without `---` before
  /// it, the others refuse one that is not indented.
  static func expectSame(_ texts: [String], _ label: String) throws {
    let lines = texts.compactMap { text -> String? in
      let outcome = Outcome(text)
      let style = outcome.tree?.root.style
      guard let json = outcome.json, style != .literal, style != .folded else { return nil }
      return "[\(Outcome.quoted(text)),\(json)]\n"
    }
    let result = try PythonScript.run(
      [PythonScript.reference("compare")], input: Data(lines.joined().utf8), errorsToo: true)
    let output = String(decoding: result.output, as: UTF8.self)
    #expect(result.status == 0, "\(label): \(output.prefix(20_000))")
    print("\(label): of \(texts.count) texts \(lines.count) accepted; \(output)", terminator: "")
  }
}
