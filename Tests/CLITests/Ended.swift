import Foundation
import Testing

/// How a process ended and what it printed.
struct Ended {
  /// The exit code, or the negative of the signal that ended it.
  let exit: Int32
  let outputBytes: [UInt8]
  let errorBytes: [UInt8]
  let folder: String
  /// In bytes.
  let peakMemory: Int

  /// Normalised.
  var out: String { Normalised(String(decoding: outputBytes, as: UTF8.self), folder: folder).text }
  var err: String { Normalised(String(decoding: errorBytes, as: UTF8.self), folder: folder).text }
  var both: String { out + err }

  /// Compares with what is given; the texts are compared as `Normalised` leaves them, with the folders of commands
  /// to type or without.
  @discardableResult
  func expect(
    exit: Int32, out: String? = nil, err: String? = nil, location: SourceLocation = #_sourceLocation
  ) -> Self {
    #expect(self.exit == exit, "standard output:\n\(self.out)\nstandard error:\n\(self.err)", sourceLocation: location)
    if let out { expect(self.out, out, "standard output", location) }
    if let err { expect(self.err, err, "standard error", location) }
    return self
  }

  /// Each of the texts stands in one of the outputs; commands to type may lack the folders of the test.
  @discardableResult
  func shows(_ texts: String..., location: SourceLocation = #_sourceLocation) -> Self {
    for text in texts where !both.contains(text) && !Self.withoutFolders(both).contains(text) {
      Issue.record("not shown: \(text)\nin:\n\(both)", sourceLocation: location)
    }
    return self
  }

  /// Each command that maint tells ends with the folders of the test. That it does is for tests of its own to say.
  private static func withoutFolders(_ text: String) -> String {
    text.replacingOccurrences(of: " -C /T/project --state /T/state", with: "")
  }

  private func expect(_ found: String, _ expected: String, _ name: String, _ location: SourceLocation) {
    let bare = Self.withoutFolders(found)
    let isSame = [found, bare].contains { $0 == expected || $0 == expected + "\n" }
    if !isSame { Issue.record("\(name) is\n\(found)\nand not\n\(expected)", sourceLocation: location) }
  }
}
