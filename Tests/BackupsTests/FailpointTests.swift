import Foundation
import TestSupport
import Testing

/// The module is killed before and after every operation that changes files, all of them; then it is run again.
@Suite struct FailpointTests {
  @Test func aBackupThatWasKilledIsMadeAgain() throws {
    var points = 0
    while true {
      let driver = try Driver()
      _ = RandomTree(driver.tree, seed: 7, entries: 12)
      let before = TreeSnapshot(driver.tree)
      driver.environment["FAILPOINT"] = String(points + 1)
      let ended = try driver.make()
      driver.endOrphans()
      driver.environment = [:]
      #expect(TreeSnapshot(driver.tree) == before)
      guard ended.status == -SIGKILL else { break }
      points += 1
      if driver.backupNames.contains("one.manifest") {
        #expect(driver.backupNames == ["one.manifest", "one.tar.zst"], "the manifest's name comes last")
      }
      try #require(try driver.make().status == 0)
      #expect(driver.backupNames == ["one.manifest", "one.tar.zst"])
      #expect(try driver.verify().status == 0 && driver.compare().status == 0)
    }
    print("failpoints of a backup: \(points)")
    #expect(points > 10)
  }

  /// The four ways back: exchange, file by file, of a path that was removed, of one that did not exist.
  @Test(arguments: ["exchange", "file by file", "removed", "absent"])
  func aRestoreThatWasKilledIsRunAgain(way: String) throws {
    var points = 0
    while try killAndRepeat(way, at: points + 1) { points += 1 }
    print("failpoints of a restore, \(way): \(points)")
    #expect(points > (way == "absent" ? 5 : 15))
  }

  /// A rollback restores them one after the other under one name, and begins anew after a crash.
  @Test func aRestoreThatWasKilledDoesNotTouchWhatIsBesideIt() throws {
    var points = 0
    var isKilled = true
    while isKilled {
      let driver = try Driver()
      try driver.shell("mkdir tree other; echo 1 >tree/f; echo 1 >other/f; echo 1 >other/x.log")
      for (name, path) in [("one", driver.tree), ("two", "\(driver.folder)/other")] {
        try #require(try driver.make(name, of: path, excluding: "*.log").status == 0)
      }
      try driver.shell("echo 2 >tree/f; echo 2 >other/f; echo 2 >other/x.log; mkdir other/new; echo 2 >other/new/y.log")
      try #require(try driver.restore("one").status == 0)
      driver.environment["FAILPOINT"] = String(points + 1)
      isKilled = try driver.restore("two").status == -SIGKILL
      driver.endOrphans()
      driver.environment = [:]
      points += 1
      #expect(try driver.restore("one").status == 0)
      let again = try driver.restore("two")
      #expect(again.status == 0 && again.out.hasSuffix("\t1\n"), "\(points): \(again.out)\(again.err)")
      try driver.shell("test $(cat tree/f other/f other/x.log | tr -d '\\n') = 112")
      try driver.shell("test $(cat .maint-restore-r1+other/replaced-*/other/new/y.log) = 2")
    }
    #expect(points > 10)
  }

  private func killAndRepeat(_ way: String, at point: Int) throws -> Bool {
    let driver = try Driver()
    var tree: RandomTree?
    if way != "absent" {
      tree = RandomTree(driver.tree, seed: 3, entries: 14)
      try driver.shell("mkdir tree/kept; echo 1 > tree/kept/a; touch -d @1 tree")
    }
    let before = TreeSnapshot(driver.tree)
    try #require(try driver.make("one", excluding: "kept").status == 0)
    if way == "absent" { tree = RandomTree(driver.tree, seed: 4, entries: 5) }
    tree?.change()
    if way == "removed" { try driver.shell("rm -rf tree") }
    if way == "exchange" { try driver.shell("mkdir -p tree/fresh; echo 2 > tree/fresh/kept") }
    var environment = ["FAILPOINT": String(point)]
    if way == "file by file" { environment["NO_EXCHANGE"] = "1" }
    driver.environment = environment
    let ended = try driver.restore()
    driver.endOrphans()
    driver.environment["FAILPOINT"] = nil
    let isKilled = ended.status == -SIGKILL
    if isKilled {
      let again = try driver.restore()
      #expect(again.status == 0, "\(way) \(point): \(again.err)")
      // What is excluded and lost its folder is told of by whichever attempt comes to the end.
      #expect(way != "exchange" || again.out.hasSuffix("\t1\n"), "\(way) \(point): \(again.out)")
    }
    let ignored = way == "removed" ? Data("kept".utf8) : Data()
    let expected = way == "removed" ? before.without("kept") : before
    let differences = TreeSnapshot(driver.tree, ignoring: { $0 == ignored }).differences(from: expected)
    #expect(differences.isEmpty, "\(way) \(point): \(differences.prefix(5))")
    #expect(try driver.run("discard", driver.tree, "r1").status == 0)
    #expect(driver.litter.isEmpty, "\(way) \(point)")
    return isKilled
  }
}

extension TreeSnapshot {
  func without(_ name: String) -> TreeSnapshot {
    var copy = self
    copy.remove { path in path.starts(with: name.utf8) }
    return copy
  }
}
