import Foundation
import Testing

/// `maint backup restore`, in place and into a folder.
@Suite struct BackupRestoreTests {
  @Test func aSingleFileIsNamedByItsPathAndASlashAtTheEndIsNoOtherPath() throws {
    let maint = try Maint()
    try maint.file("one", "before")
    let file = "\(maint.project)/one"
    try maint.runbook(
      "one", "backup:\n  - path: \(file)\n  - echo x > \"$MAINT_BACKUP_DIR/x\"\nchange: [':']\nrollback: [':']\n")
    try maint.daily("one")
    try maint.run("run", "daily").expect(exit: 0)
    try "after".write(toFile: file, atomically: false, encoding: .utf8)
    let preview = try maint.run("backup", "restore", "1", "--dry-run").expect(exit: 0)
    preview.shows("/one: gets back its content, time\nWhat 'run:' steps wrote is not put back; --to DIR ")
    try maint.run("backup", "restore", "1", "--path", "\(file)/", "--yes").expect(exit: 0)
    #expect(maint.text("one") == "before")
    try BackedUp.flip("\(maint.state)/backups/1/daily.one/x", at: 0)
    try maint.run("backup", "restore", "1", "--to", "out").expect(exit: 1).shows(
      "'maint backup list daily.one' lists other backups of it")
  }

  @Test func inPlaceItIsAsItWas() throws {
    let host = try BackedUp()
    let changed = try host.listing
    #expect(changed != host.before)
    let preview = """
      /T/tree.new: did not exist when it was backed up, and is removed (2 differences)
      /T/tree: 6 differences
        ~ . gets back its time
        ~ a gets back its content, mode, time
        + link comes back
        - new goes
        + sub comes back
        + sub/b c comes back
      What 'run:' steps wrote is not put back; --to DIR restores it into a folder

      """
    let everything = try Snapshot(of: host.maint.folder, without: [])
    try host.maint.run("backup", "restore", "1", "--dry-run").expect(exit: 0, out: preview, err: "")
    #expect(try Snapshot(of: host.maint.folder, without: []).changes(since: everything) == [])
    try host.maint.run("backup", "restore", "1").expect(
      exit: 64, out: preview,
      err: "maint: nothing was changed: there is no terminal to ask whether it is to be done\n"
        + "hint: --yes says so beforehand")
    #expect(try host.listing == changed)
    try host.maint.run("backup", "restore", "1/one", "-y").expect(
      exit: 0,
      out: preview
        + "/T/tree.new: was not there before the change, and is removed\n"
        + "/T/tree: restored in one step, and as in the manifest", err: "")
    #expect(try host.listing == host.before)
    #expect(try host.leftOvers == [])
    #expect(try host.events() == ["restore /T/tree.new in place", "restore /T/tree in place"])
    try host.maint.run("backup", "restore", "1").expect(
      exit: 0,
      out: "/T/tree.new: is as in the backup\n/T/tree: is as in the backup\n"
        + "What 'run:' steps wrote is not put back; --to DIR restores it into a folder", err: "")
  }

  @Test func onePathAloneAndTheAnswerOfTheTerminal() throws {
    let host = try BackedUp()
    host.maint.environment["TERM"] = "xterm"
    let changed = try host.listing
    for (answer, exit) in [("n\n", 1 as Int32), ("\n", 1), ("y\n", 0)] {
      #expect(try host.listing == changed)
      let terminal = try PseudoTerminal(columns: 80, rows: 24)
      let running = try host.maint.start(
        ["backup", "restore", "1", "--path", "\(host.tree).new"], terminal: terminal.path)
      #expect(eventually { terminal.screen.text.contains("from 1/daily.one? [y/N]") }, "\(terminal.screen.text)")
      terminal.type(answer)
      running.wait(20).expect(exit: exit)
    }
    #expect(!host.maint.exists("\(host.tree).new"))
    #expect(try BackedUp.listing(host.tree) == changed.prefix { !$0.contains("/x ") }.dropLast(1).map { $0 })
  }

  @Test func pathsThatAreNoneAreAnsweredWithTheNearest() throws {
    let host = try BackedUp()
    for text in ["tree", "./tree", "\(host.maint.folder)/tere", "//\(host.tree.dropFirst())"] {
      try host.maint.run("backup", "restore", "1", "--path", text).expect(exit: 66, out: "").shows(
        "is no path of the backup 1/daily.one\nhint: did you mean '/T/tree'?")
    }
    try host.maint.run("backup", "restore", "1", "--path", "/etc").expect(exit: 66).shows(
      "hint: it has /T/tree, /T/tree.new")
    try host.maint.run("backup", "restore", "1", "--path", "\(host.tree)/a", "-y").expect(exit: 64).shows(
      "is a part of /T/tree, which can be put back only as a whole\nhint: --to DIR restores the part into a folder")
    try host.maint.run("backup", "restore", "9").expect(exit: 66)
  }

  @Test func intoAFolderEachPathLiesAsBelowTheRoot() throws {
    let host = try BackedUp()
    let changed = try host.listing
    let out = "\(host.maint.folder)/out"
    try host.maint.run("backup", "restore", "1", "--to", "out", "--dry-run").expect(
      exit: 0,
      out: "/T/tree.new: did not exist when it was backed up\n/T/out/T/tree: from the archive of the path\n"
        + "/T/out/MAINT_BACKUP_DIR/d: as a step wrote it")
    #expect(!host.maint.exists(out))
    try host.maint.run("backup", "restore", "1", "--to", "out").expect(exit: 0)
    #expect(try BackedUp.listing(out + host.tree) == host.before)
    #expect(try String(contentsOfFile: "\(out)/MAINT_BACKUP_DIR/d/x y", encoding: .utf8) == "step\n")
    #expect(try FileManager.default.contentsOfDirectory(atPath: out).sorted() == ["MAINT_BACKUP_DIR", "tmp"])
    #expect(try host.listing == changed)
    try host.maint.run("backup", "restore", "1", "--to", "out").expect(exit: 74).shows("is not empty")
    mkdir("\(host.maint.folder)/part", 0o755)
    try host.maint.run("backup", "restore", "1", "--path", "\(host.tree)/sub/b c", "--to", "part").expect(exit: 0)
    #expect(try String(contentsOfFile: "\(host.maint.folder)/part\(host.tree)/sub/b c", encoding: .utf8) == "two\n")
    #expect(try host.events() == ["restore - /T/out", "restore /T/tree/sub/b c /T/part"])
  }

  @Test func itIsSeenByWhoLooksBack() throws {
    let host = try BackedUp()
    try host.maint.run("log").expect(exit: 0)
    #expect(!(try host.maint.run("status").out.contains("Restored")))
    try host.maint.run("backup", "restore", "1", "--yes").expect(exit: 0)
    let who = NSUserName()
    try host.maint.run("status").shows(
      "Restored from backups\n  · SPAN ago: 1/daily.one, /T/tree (in place), by \(who)")
    try host.maint.run("log").expect(exit: 0).shows(
      "Restored from backups\n  · TIME: 1/daily.one, /T/tree", "(in place), by \(who)")
    try host.maint.run("show", "1").expect(exit: 0).shows("✓ restore of /T/tree.new (in place) TIME by \(who)")
    for verb in ["status", "log"] {
      let restores = try #require(try host.maint.json(verb)["restores"] as? [[String: Any]])
      #expect(restores.compactMap { $0["backup"] as? String } == ["1/daily.one", "1/daily.one"])
      #expect(restores.allSatisfy { $0["by"] as? String == who && $0["kind"] as? String == "restore" })
    }
    // One that was made before the runs that are listed is not of them.
    try host.maint.run("run", "daily").expect(exit: 0)
    #expect(!(try host.maint.run("log", "--limit", "1").out.contains("Restored")))
  }

  @Test func whatIsNotInTheBackupIsAnsweredWithTheNearestAndLeavesNothing() throws {
    let host = try BackedUp()
    let everything = try Snapshot(of: host.maint.folder, without: [])
    for (path, hint) in [
      ("sub/b d", "did you mean '/T/tree/sub/b c'?"), ("sup/b c", "did you mean '/T/tree/sub'?"),
      ("a/x", "did you mean '/T/tree/a'?"), ("sub/b c/x", "did you mean '/T/tree/sub/b c'?"),
      ("none", "in /T/tree it has a, link, sub"),
    ] {
      for option in [["--to", "out"], ["--to", "out", "--dry-run"], ["--yes"]] {
        let words = ["backup", "restore", "1", "--path", "\(host.tree)/\(path)"] + option
        try host.maint.start(words).wait().expect(exit: 66, out: "").shows(
          "'/T/tree/\(path)' is not in the backup 1/daily.one; nothing was restored\nhint: ", hint)
      }
    }
    #expect(try Snapshot(of: host.maint.folder, without: []).changes(since: everything) == [])
    #expect(try host.events() == [])
  }

  @Test func notWhileARunIsAtTheTask() throws {
    let host = try BackedUp()
    let runbook = try #require(host.maint.text("runbooks/one.yaml"))
    try host.maint.runbook("one", runbook + "verify: ['echo > \"$MAINT_PROJECT/started\"; sleep 60']\n")
    let running = try host.maint.start("run", "daily")
    try #require(eventually { host.maint.exists("\(host.maint.project)/started") })
    let changed = try host.listing
    try host.maint.run("backup", "restore", "1", "-y").expect(exit: 75).shows(
      "1/daily.one cannot be restored now: the lock 'task.daily.one' is held (pid N, daily.one of run 2)")
    #expect(try host.listing == changed)
    // Nor while a recovery has something to take back.
    running.signal(SIGKILL)
    running.wait(5)
    try host.maint.run("backup", "restore", "1", "-y").expect(exit: 75).shows("hint: maint recover 2")
    #expect(try host.listing == changed)
    try host.maint.run("recover").expect(exit: 0)
    try host.maint.run("backup", "restore", "1", "-y").expect(exit: 0)
    #expect(try host.listing == host.before)
  }

  /// At each third operation on files, and at each write to the run log.
  @Test func killedAnywhereASecondCallComesToTheSameEnd() throws {
    let first = try BackedUp()
    let list = "\(first.maint.folder)/points"
    first.maint.environment["MAINT_FAILPOINT_LIST"] = list
    try first.maint.run("backup", "restore", "1", "--yes").expect(exit: 0)
    let points = try String(contentsOfFile: list, encoding: .utf8).split(separator: "\n").map(String.init)
    let chosen = points.enumerated().filter { $0.offset % 3 == 0 || !$0.element.hasPrefix("files") }.map(\.element)
    #expect(points.count > 30 && chosen.contains { !$0.hasPrefix("files") })
    for point in chosen {
      let host = try BackedUp()
      host.maint.environment["MAINT_FAILPOINT"] = point
      #expect(try host.maint.run("backup", "restore", "1", "--yes").exit == -SIGKILL, "\(point)")
      host.maint.environment["MAINT_FAILPOINT"] = nil
      try host.maint.run("backup", "restore", "1", "--yes").expect(exit: 0)
      #expect(try host.listing == host.before, "\(point)")
      #expect(try host.leftOvers == [], "\(point)")
    }
  }

  @Test func excludedFilesThatHaveNoFolderToGoToAreNotLost() throws {
    let host = try BackedUp(runs: 0)
    let runbook = try #require(host.maint.text("runbooks/one.yaml"))
    try host.maint.runbook(
      "one",
      runbook.replacingOccurrences(of: "- path: \(host.tree)\n", with: "- {path: \(host.tree), exclude: ['*.pid']}\n"))
    try host.maint.run("run", "daily").expect(exit: 0)
    try "7".write(toFile: "\(host.tree)/new/app.pid", atomically: false, encoding: .utf8)
    try host.maint.run("backup", "restore", "1", "-y").expect(exit: 0).shows(
      "excluded, and without a folder to go to: ", "look through it")
    try host.maint.run("backup", "restore", "1", "-y").expect(exit: 0)
    let kept = try FileManager.default.subpathsOfDirectory(atPath: host.maint.folder).filter {
      $0.hasPrefix(".maint-restore") && $0.hasSuffix("app.pid")
    }
    #expect(kept.count == 1)
  }
}
