import Foundation
import TestSupport
import Testing

/// The shipped files, cut off anywhere and with bytes flipped: `maint check` refuses or takes them, and never crashes
/// or hangs. Many files make one project, so that a process is started for hundreds of them.
@Suite struct DamageTests {
  private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  private static func shipped(_ folder: String) throws -> [[UInt8]] {
    let names = try FileManager.default.contentsOfDirectory(atPath: root.appending(path: folder).path)
    return try names.filter { $0.hasSuffix(".yaml") }.sorted().map {
      [UInt8](try Data(contentsOf: root.appending(path: "\(folder)/\($0)")))
    }
  }

  /// The texts become files of the folder; each is checked beside the others.
  private func check(_ texts: [[UInt8]], as folder: String, location: SourceLocation = #_sourceLocation) throws {
    let maint = try Maint()
    for (number, text) in texts.enumerated() { try maint.file("\(folder)/f\(number).yaml", text) }
    let ended = try maint.start(["check"]).wait(30, location: location)
    #expect(ended.exit == 0 || ended.exit == 65, "\(ended.exit) \(ended.err.suffix(2_000))", sourceLocation: location)
  }

  @Test func everyPrefixOfTheSchedules() throws {
    for text in try Self.shipped("schedules") {
      try check((0..<text.count).map { Array(text.prefix($0)) }, as: "schedules")
    }
  }

  /// Each ends at a place of its own; together they end at every kind of place.
  @Test func prefixesOfTheRunbooks() throws {
    for text in try Self.shipped("runbooks") {
      let step = max(1, text.count / 150)
      try check(stride(from: 1, to: text.count, by: step).map { Array(text.prefix($0)) }, as: "runbooks")
      // The head of a file has the most kinds of place.
      try check((0..<600).map { Array(text.prefix($0)) }, as: "runbooks")
    }
  }

  @Test func thousandsOfFlippedBytes() throws {
    var generator = SeededGenerator(seed: 42)
    for (folder, rounds) in [("schedules", 1_000), ("runbooks", 60)] {
      for text in try Self.shipped(folder) {
        let damaged = (0..<rounds).map { _ in
          var text = text
          // Many flips in a large file: each is a case of its own, because the parser goes on after a mistake.
          for _ in 0..<Int.random(in: 1...(folder == "runbooks" ? 8 : 3), using: &generator) {
            let position = Int.random(in: 0..<text.count, using: &generator)
            text[position] ^= 1 << UInt8.random(in: 0...7, using: &generator)
          }
          return text
        }
        try check(damaged, as: folder)
      }
    }
  }
}
