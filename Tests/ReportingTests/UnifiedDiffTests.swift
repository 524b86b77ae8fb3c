import Foundation
import TestSupport
import Testing

@testable import Reporting

/// Differences are those of diff -u, or as good: what they say turns one text into the other.
@Suite struct UnifiedDiffTests {
  @Test(arguments: [
    ("", "", []),
    ("a\n", "a\n", []),
    ("", "a\n", ["@@ -0,0 +1 @@", "+a"]),
    ("a\nb\n", "", ["@@ -1,2 +0,0 @@", "-a", "-b"]),
    ("a\n", "a", ["@@ -1 +1 @@", "-a", "+a", "\\ No newline at end of file"]),
    (
      "1\n2\n3\n4\n5\n6\n7\n8\n9\n", "1\n2\n3\n4\nfive\n6\n7\n8\n9\n",
      ["@@ -2,7 +2,7 @@", " 2", " 3", " 4", "-5", "+five", " 6", " 7", " 8"]
    ),
    ("a\u{1B}[31m\n", "", ["@@ -1 +0,0 @@", "-a"]),
  ])
  func forms(_ old: String, _ new: String, _ lines: [String]) {
    #expect(UnifiedDiff.lines(Array(old.utf8), Array(new.utf8)) == lines)
  }

  @Test(arguments: 0..<200) func turnsOneTextIntoTheOther(seed: Int) {
    var random = SeededGenerator(seed: seed)
    func text() -> [String] {
      (0..<Int.random(in: 0...30, using: &random)).map { _ in "\(Int.random(in: 0...4, using: &random))\n" }
    }
    let (old, new) = (text(), text())
    let edits = LineDifference(old.map { Array($0.utf8)[...] }, new.map { Array($0.utf8)[...] }).edits
    #expect(edits.filter(\.isInOld).map(\.old) == Array(old.indices))
    #expect(edits.filter(\.isInNew).map(\.new) == Array(new.indices))
    #expect(edits.filter { $0.isInOld && $0.isInNew }.allSatisfy { old[$0.old] == new[$0.new] })
  }

  @Test func aTextThatIsAllDifferentIsReplaced() {
    let (old, new) = ((0..<3000).map { "a\($0)\n" }.joined(), (0..<3000).map { "b\($0)\n" }.joined())
    #expect(UnifiedDiff.lines(Array(old.utf8), Array(new.utf8)).count == 6001)
  }
}
