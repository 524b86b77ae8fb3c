import Foundation
import TestSupport
import Testing

@Suite struct RestoreTests {
  private func driver(_ script: String) throws -> Driver {
    let driver = try Driver()
    try driver.shell(script)
    return driver
  }

  private func text(_ driver: Driver, _ name: String) -> String? {
    FileManager.default.contents(atPath: "\(driver.folder)/\(name)").map { String(decoding: $0, as: UTF8.self) }
  }

  @Test func whatWasExcludedStaysAsItIsNow() throws {
    let driver = try driver(
      "mkdir -p tree/a/cache tree/logs; echo 1 >tree/a/f; echo 1 >tree/a/cache/c; echo 1 >tree/logs/x.log; echo 1 >tree/y"
    )
    try driver.make("one", excluding: "*.log", "a/cache")
    let manifest = text(driver, "backups/one.manifest") ?? ""
    #expect(!manifest.contains(" logs/x.log") && !manifest.contains("- a/cache") && manifest.contains(" logs\n"))
    try driver.shell(
      "echo 2 >tree/a/f; echo 2 >tree/a/cache/c; echo 2 >>tree/logs/x.log; mkdir tree/new; echo 3 >tree/new/z.log")
    let restored = try driver.restore()
    #expect(restored.status == 0 && restored.out.hasSuffix("\t1\n"), "\(restored.out)\(restored.err)")
    #expect(text(driver, "tree/a/f") == "1\n")
    #expect(text(driver, "tree/a/cache/c") == "2\n")
    #expect(text(driver, "tree/logs/x.log") == "1\n2\n")
    // It had no folder in the restored tree, and is kept with what was replaced.
    #expect(text(driver, "tree/new/z.log") == nil)
    #expect(text(driver, ".maint-restore-r1+tree/replaced-1/tree/new/z.log") == "3\n")
    #expect(try driver.compare().status == 0)
  }

  /// Where trees are not exchanged, a folder that the change made cannot go while they are in it.
  @Test func whatWasExcludedStaysInAFolderThatWasAdded() throws {
    let driver = try driver("mkdir tree; echo 1 >tree/f; echo 1 >tree/y")
    try driver.make("one", excluding: "*.log")
    try driver.shell(
      "echo 2 >tree/f; mkdir -p tree/new/deep tree/new/empty; echo 3 >tree/new/deep/z.log; echo 3 >tree/new/g")
    driver.environment["NO_EXCHANGE"] = "1"
    for _ in 0..<2 {
      let restored = try driver.restore()
      #expect(restored.status == 0 && restored.out.hasPrefix("fileByFile"), "\(restored.out)\(restored.err)")
      #expect(restored.err.contains("/tree/new/deep was added and stays: excluded files are in it"), "\(restored.err)")
      #expect(text(driver, "tree/new/deep/z.log") == "3\n" && text(driver, "tree/f") == "1\n")
      #expect(try driver.compare().out == "new: added\nnew/deep: added\n")
    }
    try driver.shell("rm tree/y; mkdir tree/y; echo 4 >tree/y/z.log")
    let refused = try driver.restore()
    #expect(
      refused.status == 3 && refused.err.contains("/tree/y: it was no folder when it was backed up"), "\(refused.err)")
    #expect(text(driver, "tree/y/z.log") == "4\n")
  }

  @Test func aPathThatDidNotExistIsGoneAgainAndWhatWasThereKept() throws {
    let driver = try Driver()
    let missing = "\(driver.folder)/opt/app/conf"
    let made = try driver.run("make", missing, driver.backups, "none")
    let sums = made.out.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
    #expect(made.status == 0 && sums[0].isEmpty && driver.backupNames == ["none.manifest"])
    try driver.shell("mkdir -p opt/app/conf; echo x >opt/app/conf/f")
    let words = ["restore", driver.backups, "none", sums[0], sums[1], "r1"]
    #expect(try driver.run(words).out.hasPrefix("removed"))
    #expect(text(driver, "opt/app/.maint-restore-r1+conf/replaced-1/conf/f") == "x\n")
    #expect(access(missing, F_OK) != 0)
    try #require(try driver.run("discard", missing, "r1").status == 0)
    // Again, with nothing kept there: the folders that were missing with it go too.
    #expect(try driver.run(words).status == 0)
    #expect(driver.litter.isEmpty)
  }

  /// By chattr: nothing is half-done then, and it says what to do.
  @Test func whatIsImmutableIsNamedBeforeAnythingIsDone() throws {
    let driver = try driver("mkdir tree; echo 1 >tree/f; echo 1 >tree/x.log")
    try driver.make("one", excluding: "*.log")
    try driver.shell("echo 2 >tree/f")
    guard (try? driver.shell("chattr +i tree/x.log 2>/dev/null && chattr -i tree/x.log")) != nil else {
      return print("not tested: chattr is not possible here")
    }
    func refused(_ flag: String, _ path: String) throws {
      try driver.shell("chattr +\(flag) \(path)")
      let before = TreeSnapshot(driver.tree)
      let ended = try driver.restore()
      try driver.shell("chattr -\(flag) \(path)")
      #expect(ended.status == 3 && ended.err.contains("/\(path) is immutable or append-only"), "\(path): \(ended.err)")
      #expect(ended.err.contains("chattr -i -a"))
      #expect(TreeSnapshot(driver.tree) == before && driver.litter.isEmpty)
    }
    try refused("i", "tree")
    try refused("a", "tree")
    try refused("i", "tree/x.log")
    // It could be exchanged, and not be discarded afterwards.
    try refused("i", "tree/f")
    try driver.shell("mkdir tree/d; echo 2 >tree/d/g")
    try refused("a", "tree/d/g")
    driver.environment["NO_EXCHANGE"] = "1"
    try driver.shell("chattr +i tree/d")
    let below = try driver.restore()
    try driver.shell("chattr -i tree/d")
    #expect(below.status == 3 && below.err.contains("immutable or append-only"), "\(below.err)")
    #expect(text(driver, "tree/d/g") == "2\n")
    try driver.shell("chattr +i tree/f")
    let inPlace = try driver.restore()
    try driver.shell("chattr -i tree/f")
    #expect(inPlace.status == 3 && inPlace.err.contains("/tree/f is immutable or append-only"), "\(inPlace.err)")
    #expect(text(driver, "tree/f") == "2\n")
    #expect(try driver.restore().status == 0)
  }

  @Test func foldersThatWereMissingGoWithWhatWasKeptUnlessSomethingElseIsInThem() throws {
    let driver = try Driver()
    let missing = "\(driver.folder)/opt/app/conf"
    let made = try driver.run("make", missing, driver.backups, "none")
    let sums = made.out.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
    let words = ["restore", driver.backups, "none", sums[0], sums[1], "r1"]
    try driver.shell("mkdir -p opt/app/conf; echo x >opt/app/conf/f; echo mine >opt/other")
    #expect(try driver.run(words).status == 0)
    let discarded = try driver.run("discard", missing, "r1", "\(driver.backups)/none.manifest")
    #expect(discarded.status == 0 && discarded.err.contains("/opt was not there before the change, and stays"))
    #expect(text(driver, "opt/other") == "mine\n" && access("\(driver.folder)/opt/app", F_OK) != 0)
    try driver.shell("rm opt/other; mkdir -p opt/app/conf")
    #expect(try driver.run(words).status == 0)
    #expect(try driver.run("discard", missing, "r1", "\(driver.backups)/none.manifest").err == "")
    #expect(driver.litter.isEmpty)
  }

  @Test func hardLinksThatLeadOutAreTold() throws {
    let driver = try driver("mkdir tree; echo 1 >tree/a; ln tree/a tree/b; echo 2 >tree/c; ln tree/c outside")
    #expect(try driver.make().out.contains("linkedElsewhere: [\"\(driver.tree)/c\"]"))
    try driver.shell("rm outside")
    #expect(try driver.make("two").out.contains("linkedElsewhere: []"))
  }

  @Test func aLinkIsBackedUpAsItself() throws {
    let driver = try driver("mkdir real; echo 1 >real/f; ln -s real tree")
    try driver.make()
    try driver.shell("rm tree; mkdir tree; echo 2 >tree/f")
    #expect(try driver.restore().status == 0)
    #expect(CPath(Data(driver.tree.utf8)).target == Data("real".utf8).base64EncodedString())
    #expect(text(driver, "real/f") == "1\n")
  }

  /// tar takes away what new files get from the folder above only where it is told to.
  @Test func anAccessListOfTheFolderAboveDoesNotReachTheTree() throws {
    let driver = try driver("mkdir -p tree/a; echo 1 >tree/f; echo 1 >tree/a/f")
    try driver.make()
    try driver.shell("echo 2 >tree/f")
    guard AccessList.set("default", on: Array(driver.folder.utf8CString)) else {
      return print("not tested: this file system has no access control lists")
    }
    let restored = try driver.restore()
    #expect(restored.status == 0 && restored.out.hasPrefix("exchanged"), "\(restored.err)")
    #expect(try driver.compare().status == 0)
  }

  @Test func oneFileIsATree() throws {
    let driver = try driver("echo 1 >tree; chmod 604 tree")
    try driver.make()
    try driver.shell("rm tree; mkdir tree")
    let before = try driver.restore()
    #expect(before.status == 0 && text(driver, "tree") == "1\n", "\(before.err)")
    driver.environment["NO_EXCHANGE"] = "1"
    try driver.shell("echo 2 >tree")
    #expect(try driver.restore("one", as: "r2").out.hasPrefix("fileByFile"))
    #expect(text(driver, "tree") == "1\n")
  }

  @Test func aPartComesBackAloneAndElsewhere() throws {
    let driver = try driver(
      "mkdir -p tree/a/b tree/c; echo 1 >tree/a/b/f; echo 1 >tree/c/f; ln tree/a/b/f tree/c/hard; ln tree/a/b/f tree/c/more"
    )
    try driver.make()
    try driver.shell("echo 22 >tree/a/b/f; echo 2 >tree/c/f; rm tree/c/hard")
    #expect(try driver.restore("one", as: "r1", part: "c").status == 0)
    #expect(text(driver, "tree/c/f") == "1\n" && text(driver, "tree/c/hard") == "1\n")
    #expect(text(driver, "tree/a/b/f") == "22\n", "the rest stays")
    var one = stat()
    var other = stat()
    lstat("\(driver.tree)/c/hard", &one)
    lstat("\(driver.tree)/c/more", &other)
    #expect(one.st_ino == other.st_ino && one.st_nlink == 2)
    #expect(try driver.restore("one", as: "r2", part: "", to: "\(driver.folder)/made/other").status == 0)
    #expect(text(driver, "made/other/c/f") == "1\n" && text(driver, "made/other/a/b/f") == "1\n")
    #expect(try driver.compare("one", with: "\(driver.folder)/made/other").status == 0)
    let missing = try driver.restore("one", as: "r3", part: "c/none")
    #expect(missing.status == 3 && missing.err.contains("tree/c/none is not in this backup"))
    #expect(access("\(driver.tree)/c/.maint-restore-r3+none", F_OK) != 0)
  }

  @Test func whatIsInAndOverAMountIsRestoredFileByFile() throws {
    guard geteuid() == 0 else { return print("not tested with mounts: only root may mount") }
    let driver = try driver("mkdir -p tree/mnt; echo 1 >tree/f")
    let before = try driver.run(
      in: """
        cd '\(driver.folder)'; mount -t tmpfs none tree/mnt; echo 1 >tree/mnt/g; ln tree/mnt/g tree/mnt/h
        "$@" >made; A=$(cut -f1 made); M=$(cut -f2 made)
        echo 2 >tree/f; echo 2 >tree/mnt/g; echo 2 >tree/mnt/new; rm tree/mnt/h
        '\(Driver.executable)' restore '\(driver.backups)' one $A $M r1
        cat tree/f tree/mnt/g tree/mnt/h; ls tree/mnt
        # The mount point itself.
        echo 3 >tree/mnt/g
        '\(Driver.executable)' make "$PWD/tree/mnt" '\(driver.backups)' two >made; A=$(cut -f1 made); M=$(cut -f2 made)
        echo 4 >tree/mnt/g
        '\(Driver.executable)' restore '\(driver.backups)' two $A $M r2
        cat tree/mnt/g
        """, ["make", driver.tree, driver.backups, "one"])
    if before.err.contains("mount:") { return print("not tested with mounts: \(before.err)") }
    #expect(before.status == 0, "\(before.err)")
    let lines = before.out.split(separator: "\n").map(String.init)
    #expect(lines.count == 8 && lines[0].contains("fileByFile") && lines[0].contains("mnt is a mount point"))
    #expect(Array(lines.dropFirst()).joined(separator: " ").hasPrefix("1 1 1 g h fileByFile"))
    #expect(lines.last == "3")
  }

  /// It holds what nobody backed up and nobody changed.
  @Test func whatWasMountedSinceIsNotRemoved() throws {
    guard geteuid() == 0 else { return print("not tested with mounts: only root may mount") }
    let driver = try driver("mkdir -p tree/mnt other; echo 1 >tree/f; echo precious >other/p")
    let ended = try driver.run(
      in: """
        cd '\(driver.folder)'; "$@" >made; A=$(cut -f1 made); M=$(cut -f2 made)
        echo 2 >tree/f; mount --bind other tree/mnt
        ! '\(Driver.executable)' restore '\(driver.backups)' one $A $M r1 || exit 9
        cat other/p tree/f; umount tree/mnt; mount --bind other tree
        ! '\(Driver.executable)' restore '\(driver.backups)' one $A $M r1 || exit 9
        cat other/p; umount tree
        '\(Driver.executable)' restore '\(driver.backups)' one $A $M r1 >/dev/null; cat tree/f
        """, ["make", driver.tree, driver.backups, "one"])
    if ended.err.contains("mount:") { return print("not tested with mounts: \(ended.err)") }
    #expect(ended.status == 0 && ended.out == "precious\n2\nprecious\n1\n", "\(ended.out)\(ended.err)")
    #expect(ended.err.contains("tree/mnt was mounted after the backup") && ended.err.contains("umount"))
  }

  /// As of one who owns the folder above the tree.
  @Test func whatSomebodyElseMadeBesideTheTreeIsNotUsed() throws {
    let driver = try driver("mkdir tree elsewhere; echo 1 >tree/f; mkdir elsewhere/new; echo 1 >elsewhere/new/precious")
    try driver.make()
    try driver.shell("echo 2 >tree/f; ln -s elsewhere .maint-restore-r1+tree")
    let linked = try driver.restore()
    #expect(linked.status == 3 && linked.err.contains("is no folder that maint made"), "\(linked.err)")
    try driver.shell("test -e elsewhere/new/precious; rm .maint-restore-r1+tree; mkdir -m 777 .maint-restore-r1+tree")
    #expect(try driver.restore().status == 3)
    #expect(try driver.run("discard", driver.tree, "r1").status == 3)
    try driver.shell("rmdir .maint-restore-r1+tree")
    #expect(try driver.restore().status == 0)
    #expect(text(driver, "tree/f") == "1\n")
  }

  @Test func aFolderAboveThatIsALinkByNowIsNotFollowed() throws {
    let driver = try driver("mkdir -p tree/app elsewhere/app; echo 1 >tree/app/f; echo mine >elsewhere/app/f")
    let path = "\(driver.tree)/app"
    try #require(try driver.make("one", of: path).status == 0)
    try driver.shell("echo 2 >tree/app/f; mv tree tree.old; ln -s elsewhere tree")
    let restored = try driver.restore()
    #expect(restored.status == 3 && restored.err.contains("was \(driver.tree) when"), "\(restored.err)")
    #expect(text(driver, "elsewhere/app/f") == "mine\n")
    try driver.shell("rm tree; mv tree.old tree")
    #expect(try driver.restore().status == 0)
    #expect(text(driver, "tree/app/f") == "1\n")
  }

  @Test func onlyTheSameRestoreIsTakenUpAgain() throws {
    let driver = try driver("mkdir tree; echo 1 >tree/f")
    try driver.make()
    try driver.shell("echo 2 >tree/f")
    #expect(try driver.restore().out.hasPrefix("exchanged"))
    #expect(try driver.restore().out.hasPrefix("alreadyDone"))
    // Changed again after it: it is restored again, and both of what was replaced are kept.
    try driver.shell("echo 3 >tree/f")
    #expect(try driver.restore().out.hasPrefix("exchanged"))
    #expect(text(driver, "tree/f") == "1\n")
    #expect(text(driver, ".maint-restore-r1+tree/replaced-1/tree/f") == "2\n")
    #expect(text(driver, ".maint-restore-r1+tree/replaced-2/tree/f") == "3\n")
  }
}
