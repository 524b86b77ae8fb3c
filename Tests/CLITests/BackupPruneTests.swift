import Foundation
import Testing

/// `keep:` and `maint backup prune`.
@Suite struct BackupPruneTests {
  /// A drill, a restore into a folder, a verification or an export: they hold up no run.
  @Test func whatIsBeingReadStays() throws {
    let host = try BackedUp(runs: 3, keep: "keep: {last: 1}")
    let lock = "\(host.maint.state)/locks/backups.daily.one.lock"
    let taken = { try String(contentsOfFile: lock, encoding: .utf8) }
    try host.maint.run("backup", "restore", "3", "--to", "out").expect(exit: 0)
    #expect(try taken().contains("maint backup restore 3/daily.one"))
    try host.maint.run("backup", "drill").expect(exit: 0)
    #expect(try taken().contains("maint backup drill"))
    try host.maint.run("backup", "verify").expect(exit: 0)
    #expect(try taken().contains("maint backup verify"))
    try host.maint.run("backup", "export", "3", "e.tar").expect(exit: 0)
    #expect(try taken().contains("maint backup export 3/daily.one"))
    let descriptor = open(lock, O_RDWR | O_CLOEXEC)
    defer { close(descriptor) }
    try #require(flock(descriptor, LOCK_SH | LOCK_NB) == 0)
    try host.maint.run("backup", "prune").expect(exit: 75).shows("stays  not now: they are being read (pid N, ")
    try host.maint.run("run", "daily").expect(exit: 0)
    for words in [["drill"], ["verify", "3"]] { try host.maint.start(["backup"] + words).wait().expect(exit: 0) }
    #expect(host.maint.exists(host.folder(3)))
    flock(descriptor, LOCK_UN)
    try host.maint.run("backup", "prune").expect(exit: 0)
    #expect(!host.maint.exists(host.folder(3)) && host.maint.exists(host.folder(4)))
  }

  private func ids(_ host: BackedUp) throws -> [String] {
    let backups = try host.maint.json("backup", "list")["backups"] as? [[String: Any]]
    return (backups ?? []).compactMap { $0["id"] as? String }
  }

  private func keep(_ text: String, _ host: BackedUp) throws {
    let runbook = try #require(host.maint.text("runbooks/one.yaml"))
    try host.maint.runbook("one", text + "\n" + runbook)
  }

  @Test func eachStaysOrGoesForAReasonAndAStrangerIsLeftAlone() throws {
    let host = try BackedUp(runs: 3)
    try host.maint.runbook("other", "backup: ['echo x > \"$MAINT_BACKUP_DIR/x\"']\nchange: [':']\nrollback: [':']")
    for _ in 0..<2 { try host.maint.run("run", "runbook:other").expect(exit: 0) }
    try host.maint.run("backup", "prune").expect(exit: 0).shows(
      "neither its runbook nor the defaults have a keep:", "Pruned: 0 of 5 backups, 0 B.")
    try keep("keep: {last: 2}", host)
    unlink("\(host.maint.project)/runbooks/other.yaml")
    let before = try Snapshot(of: host.maint.folder, without: [])
    let dry = try host.maint.run("backup", "prune", "--dry-run").expect(exit: 0)
    dry.shows(
      "stays  the last good one; number 1 of the newest", "stays  number 2 of the newest", "goes   beyond last: 2",
      "stays  its runbook other is not in this project", "To go: 1 of 5 backups, ")
    #expect(try Snapshot(of: host.maint.folder, without: []).changes(since: before) == [])
    let pruned = try host.maint.json("backup", "prune", "daily")
    let fates = (pruned["backups"] as? [[String: Any]])?.map { "\($0["id"] ?? "") \($0["fate"] ?? "")" }
    #expect(fates == ["3/daily.one stays", "2/daily.one stays", "1/daily.one pruned"])
    #expect(try ids(host) == ["5/runbook:other", "4/runbook:other", "3/daily.one", "2/daily.one"])
    let left = try FileManager.default.contentsOfDirectory(atPath: "\(host.maint.state)/backups")
    #expect(left.sorted() == ["2", "3", "4", "5"])
    try host.maint.run("backup", "prune", "dialy").expect(exit: 66).shows("did you mean 'daily'?")
  }

  @Test func whatIsKnownOfOneThatIsGone() throws {
    let host = try BackedUp(runs: 2)
    try keep("keep: {last: 1}", host)
    try host.maint.run("backup", "prune").expect(exit: 0)
    try host.maint.run("backup", "list").shows("1/daily.one: pruned on TIME by ", " (beyond last: 1)")
    for id in ["1", "1/one", "1/daily.one"] {
      try host.maint.run("backup", "show", id).expect(exit: 0).shows(
        "Backup 1/daily.one: gone; pruned on TIME by ", " (beyond last: 1)", "  /T/tree.new")
    }
    let json = try host.maint.json("backup", "show", "1/daily.one")
    #expect(json["state"] as? String == "pruned" && (json["paths"] as? [Any])?.count == 2)
    for verb in ["verify", "restore"] {
      try host.maint.run("backup", verb, "1").expect(exit: 66).shows("the backup 1/daily.one is gone: pruned on TIME")
    }
    // Run 2 changed it again, so that one is taken back first.
    try host.maint.run("rollback", "2").expect(exit: 0)
    try host.maint.run("rollback", "1").expect(exit: 66).shows(
      "daily.one of run 1 cannot be taken back: its backup was pruned on TIME by ")
  }

  @Test func aRunThatSucceedsPrunesAndOneThatFailsDoesNot() throws {
    let host = try BackedUp(runs: 2, keep: "keep: {last: 1}")
    #expect(try ids(host) == ["2/daily.one"])
    try host.maint.run("run", "daily").expect(exit: 0).shows("Pruned of daily.one: 1 of 2 backups, ")
    let runbook = try #require(host.maint.text("runbooks/one.yaml"))
    try host.maint.runbook("one", runbook + "verify: ['false']\n")
    try host.maint.run("run", "daily").expect(exit: 3)
    #expect(try ids(host) == ["4/daily.one", "3/daily.one"])
    // However often it fails, the last success stays, and the last good one.
    try host.maint.run("run", "daily").expect(exit: 3)
    try host.maint.run("backup", "prune").expect(exit: 0).shows(
      "stays   the last good one", "pruned  not counted: its task did not succeed", "stays   number 1 of the newest")
    #expect(try ids(host) == ["5/daily.one", "3/daily.one"])
    try host.maint.runbook("one", runbook)
    try host.maint.run("run", "daily", "--quiet").expect(exit: 0, out: "", err: "")
    #expect(try ids(host) == ["6/daily.one"])
    // The defaults hold where the runbook says nothing.
    try host.maint.runbook("one", runbook.replacingOccurrences(of: "keep: {last: 1}", with: ""))
    try host.maint.run("run", "daily").expect(exit: 0)
    try host.maint.run("run", "daily").expect(exit: 0)
    #expect(try ids(host).count == 3)
    try host.maint.schedule("maintenance_schedule: {daily: [one]}\ndefaults: {keep: {last: 2}}\n")
    try host.maint.run("run", "daily").expect(exit: 0)
    #expect(try ids(host) == ["9/daily.one", "8/daily.one"])
  }

  @Test func theLastGoodOneStaysBesideNewerOnesThatAreDamaged() throws {
    let host = try BackedUp(runs: 3)
    try BackedUp.flip(try host.file("tree.tar", run: 3), at: 9)
    try BackedUp.flip(try host.file("tree.tar", run: 2), at: 9)
    try host.maint.run("backup", "verify").expect(exit: 1)
    try keep("keep: {last: 1}", host)
    try host.maint.run("backup", "prune").expect(exit: 0).shows("pruned  damaged, as was found on ")
    #expect(try ids(host) == ["1/daily.one"])
  }

  @Test func thoseOfARunThatNeedsAHumanStay() throws {
    let host = try BackedUp(runs: 1)
    let runbook = try #require(host.maint.text("runbooks/one.yaml"))
    try host.maint.runbook(
      "one", runbook.replacingOccurrences(of: "rollback:", with: "verify: ['false']\nrollback:\n  - 'false'"))
    try host.maint.run("run", "daily").expect(exit: 2)
    try host.maint.runbook("one", "keep: {last: 1}\n" + runbook)
    for _ in 0..<2 {
      try host.maint.run("run", "daily").expect(exit: 2)
      try host.maint.run("backup", "prune").expect(exit: 0).shows("its run is unresolved")
    }
    #expect(try ids(host) == ["2/daily.one", "1/daily.one"])
    try host.maint.run("resolve", "2", "--note", "done").expect(exit: 0)
    try host.maint.run("run", "daily").expect(exit: 0)
    #expect(try ids(host).count == 1)
  }

  @Test func thatOfARunWhoseRollbackFailedStays() throws {
    let host = try BackedUp(runs: 1)
    let runbook = try #require(host.maint.text("runbooks/one.yaml"))
    try host.maint.runbook(
      "one", runbook.replacingOccurrences(of: "rollback:", with: "rollback:\n  - test -e \"$MAINT_PROJECT/mended\""))
    try host.maint.run("run", "daily").expect(exit: 0)
    // One more backup, of a change that was rolled back.
    try host.maint.runbook("one", runbook + "verify: ['false']\n")
    try host.maint.run("run", "daily").expect(exit: 3)
    try host.maint.run("rollback", "2").expect(exit: 2)
    try host.maint.runbook("one", "keep: {last: 1}\n" + runbook)
    try host.maint.run("backup", "prune").expect(exit: 0).shows("its run is unresolved", "Pruned: 1 of 3 backups")
    #expect(try ids(host) == ["3/daily.one", "2/daily.one"])
    try host.maint.file("mended", "")
    try host.maint.run("recover", "4").expect(exit: 0)
    try host.maint.run("backup", "prune").expect(exit: 0).shows("Pruned: 0 of 2 backups")
    #expect(try ids(host) == ["3/daily.one", "2/daily.one"])
  }

  @Test func notWhileTheTaskIsAtWork() throws {
    let host = try BackedUp(runs: 2)
    let runbook = try #require(host.maint.text("runbooks/one.yaml"))
    try host.maint.runbook("one", runbook + "verify: ['echo > \"$MAINT_PROJECT/started\"; sleep 60']\n")
    let running = try host.maint.start("run", "daily")
    try #require(eventually { host.maint.exists("\(host.maint.project)/started") })
    try host.maint.runbook("one", "keep: {last: 1}\n" + runbook)
    try host.maint.run("backup", "prune").expect(exit: 75).shows(
      "not now: the task is at work (pid N, daily.one of run 3)")
    #expect(try ids(host).count == 3)
    running.signal(SIGTERM)
    running.wait(20)
  }

  /// Before and after each write to the run log; and with what a kill leaves between the two removals.
  @Test func killedAnywhereTheNextOneComesToTheSameEnd() throws {
    for moment in ["before", "after"] {
      for write in 1...2 {
        let host = try BackedUp(runs: 3)
        try keep("keep: {last: 1}", host)
        host.maint.environment["MAINT_FAILPOINT"] = "\(moment):\(write)"
        #expect(try host.maint.run("backup", "prune").exit == -SIGKILL)
        host.maint.environment["MAINT_FAILPOINT"] = nil
        // Whatever is in the catalogue is whole, and what is told to be gone is gone.
        try host.maint.run("backup", "verify").expect(exit: 0)
        let gone = try host.maint.json("backup", "list")["pruned"] as? [[String: Any]] ?? []
        for id in gone.compactMap({ $0["id"] as? String }) { #expect(!(try ids(host).contains(id))) }
        try host.maint.run("backup", "prune").expect(exit: 0)
        #expect(try ids(host) == ["3/daily.one"], "\(moment) \(write)")
      }
    }
    let host = try BackedUp(runs: 2)
    mkdir("\(host.maint.state)/backups/.pruned", 0o700)
    rename(host.folder(1), "\(host.maint.state)/backups/.pruned/1-daily.one")
    rmdir("\(host.maint.state)/backups/1")
    try host.maint.run("backup", "prune").expect(exit: 0)
    #expect(!host.maint.exists("\(host.maint.state)/backups/.pruned"))
  }
}
