import TestSupport
import Testing

@testable import Backups

@Suite struct EntryLineTests {
  @Test func everyEntryIsOneLineAndComesBack() throws {
    var random = SeededGenerator(seed: 1)
    for _ in 0..<2_000 {
      func bytes(_ most: Int) -> [UInt8] {
        let special: [UInt8] = [0x20, 0x0A, 0x5C, 0x2D, 0x2E, 0x3D, 0xFF, 0xC3, 0xA9, 0xE2, 0x80, 0xA8, 0x41]
        return (0..<Int.random(in: 1...most, using: &random)).map { _ in
          special.randomElement(using: &random) ?? 0
        }
      }
      var entry = Entry(
        kind: .symbolicLink, mode: UInt32.random(in: 0...0o7777, using: &random),
        user: .random(in: 0 ... .max, using: &random),
        group: 0, size: 5, seconds: Int.random(in: -9_999_999_999...9_999_999_999, using: &random),
        nanoseconds: Int.random(in: 0...999_999_999, using: &random), content: bytes(5),
        path: Bool.random(using: &random) ? [] : bytes(8).filter { $0 != 0x2E } + [0x61])
      if Bool.random(using: &random) {
        entry.attributes = [Entry.Attribute(name: bytes(4), value: Bool.random(using: &random) ? [] : bytes(9) + [0])]
      }
      var line: [UInt8] = []
      EntryLine.append(entry, to: &line)
      #expect(line.last == 0x0A && !line.dropLast().contains(0x0A))
      #expect(String(validating: line, as: UTF8.self) != nil, "people can read it")
      #expect(EntryLine.parse(line.dropLast()) == entry)
    }
  }

  @Test func whatIsNoEntryIsRefused() {
    let line = "f 0644 0 0 1 1.000000000 - a"
    #expect(EntryLine.parse(Array(line.utf8)) != nil)
    for damaged in ["", "f", "q" + line.dropFirst(), line + " x", String(line.dropLast(2)), line + "\\x4"] {
      #expect(EntryLine.parse(Array(damaged.utf8)) == nil, "\(damaged)")
    }
  }

  @Test func foldersStandBeforeWhatIsInThem() {
    let ordered = ["", "a", "a/b", "a/b/c", "a-b", "a.b", "ab"].map { Array($0.utf8) }
    for (index, one) in ordered.enumerated() {
      for (position, other) in ordered.enumerated() {
        #expect(Entry.isOrdered(one, before: other) == (index < position))
      }
    }
  }

  @Test func patternsAreNamesPathsOrWholePaths() {
    func matches(_ pattern: String, _ path: String) -> Bool {
      Exclusion([pattern], root: "/srv/app").matches(Array(path.utf8))
    }
    #expect(matches("*.log", "x.log") && matches("*.log", "deep/down/x.log") && !matches("*.log", "x.log/y"))
    #expect(matches("cache/*", "cache/a") && !matches("cache/*", "x/cache/a") && !matches("cache/*", "cache/a/b"))
    #expect(matches("/srv/app/cache", "cache") && matches("cache/", "a/cache") && !matches("/srv/other/cache", "cache"))
  }
}
