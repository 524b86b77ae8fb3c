import Foundation
import Testing

/// `maint backup list`, `show` and `verify` over what backup steps wrote.
@Suite struct BackupTests {
  @Test func hardLinksThatLeadOutOfAPathAreAWarning() throws {
    let maint = try Maint()
    try maint.file("inside", "one")
    link("\(maint.project)/inside", "\(maint.project)/outside")
    try maint.runbook("one", "backup: [{path: \(maint.project)/inside}]\nchange: [':']\n")
    try maint.daily("one")
    try maint.run("run", "daily").expect(exit: 0).shows("succeeded with 1 warning")
    try maint.run("show", "1").shows("would cut the hard links to names outside the backup of /T/project/inside")
    unlink("\(maint.project)/outside")
    #expect(try !maint.run("run", "daily").expect(exit: 0).both.contains("warning"))
  }

  let maint: Maint
  private var folder: String { "\(maint.state)/backups/1/daily.saves" }

  init() throws {
    maint = try Maint()
    try maint.runbook(
      "saves",
      #"""
      backup:
        - name: copy
          run: |
            cd "$MAINT_BACKUP_DIR"
            mkdir d; echo one > a; echo two > "d/b c"; echo three > "$(printf 'n\nl\\')"; ln -s a l
      change: [':']
      rollback: [':']
      """#)
    try maint.runbook("other", "backup: ['echo x > \"$MAINT_BACKUP_DIR/x\"']\nchange: [':']\nrollback: [':']")
    try maint.daily("saves", "other")
  }

  @Test func theNewestFirstAndByTarget() throws {
    try maint.run("run", "daily.saves").expect(exit: 0)
    try maint.run("run", "runbook:other").expect(exit: 0)
    try maint.run("backup", "list").expect(
      exit: 0,
      out: """
        ID               MADE                 RUNBOOK  FILES  SIZE  OUTCOME      SEAL    PATHS
        2/runbook:other  TIME  other        1   2 B  ✓ succeeded  sealed
        1/daily.saves    TIME  saves        3  14 B  ✓ succeeded  sealed
        """)
    for (target, ids) in [
      ("daily", ["1/daily.saves"]), ("saves", ["1/daily.saves"]), ("daily.saves", ["1/daily.saves"]),
      ("runbook:saves", ["1/daily.saves"]), ("runbook:other", ["2/runbook:other"]), ("weekly", []),
    ] {
      let backups = try #require(try maint.json("backup", "list", target)["backups"] as? [[String: Any]])
      #expect(backups.compactMap { $0["id"] as? String } == ids, "\(target)")
    }
    try maint.run("backup", "list", "daily.svaes").expect(
      exit: 66, out: "",
      err: "maint: there are no backups of 'daily.svaes'\nhint: did you mean 'daily.saves'?")
    try maint.run("complete-backups").expect(exit: 0, out: "2/runbook:other\n1/daily.saves\n")
  }

  @Test func thatOfATaskAtWork() throws {
    try maint.runbook(
      "saves",
      "backup: ['echo > \"$MAINT_BACKUP_DIR/x\"']\nchange: [{run: 'echo > \"$MAINT_PROJECT/at\"; sleep 60', undo: ':'}]"
    )
    let running = try maint.start("run", "saves")
    try #require(eventually { maint.exists("\(maint.project)/at") })
    try maint.run("backup", "list").expect(exit: 0).shows("▸ running", "sealed")
    try maint.run("backup", "show", "1").expect(exit: 0).shows("runbook saves: ▸ running")
    running.signal(SIGTERM)
    running.wait(10).expect(exit: 143)
    try maint.run("backup", "list").expect(exit: 0).shows("↩ rolled back")
  }

  @Test func oneWithItsFiles() throws {
    try maint.run("run", "daily").expect(exit: 0)
    let sum = "2c8b08da5ce60398e1f19af0e5dccc744df274b826abe585eaba68c525434806"
    for id in ["1/daily.saves", "1/saves"] {
      try maint.run("backup", "show", id).expect(exit: 0).shows(
        "Backup 1/daily.saves: 3 files, 14 B, sealed", "folder /T/state/backups/1/daily.saves", "✓ copy",
        " 4 B  \(sum)  a\n", "  d/b c\n", "  n␊l\\\n", "and 1 link or special file without a checksum")
    }
    let files = try #require(try maint.json("backup", "show", "1/saves")["files"] as? [[String: Any]])
    #expect(files.compactMap { $0["path"] as? String } == ["a", "d/b c", "n\nl\\"])
    #expect(files[0]["sha256"] as? String == sum)
    try maint.run("backup", "show", "1").expect(
      exit: 66, out: "", err: "maint: '1' is more than one backup\nhint: write '1/daily.other' or '1/daily.saves'")
    try maint.run("backup", "verify", "1/daily.svaes").expect(
      exit: 66, out: "",
      err: "maint: there is no backup '1/daily.svaes' in /T/state/backups\nhint: did you mean '1/daily.saves'?")
  }

  @Test func wholeOnesAreWholeAndOnlyTheRunLogIsTold() throws {
    try maint.run("run", "daily").expect(exit: 0)
    let log = ["maint.db", "maint.db-shm", "maint.db-wal"].map { "state/\($0)" }
    let before = try Snapshot(of: maint.folder, without: log)
    try maint.run("backup", "verify").expect(exit: 0).shows(
      "1/daily.saves  whole: 3 files", "Whole: 2 of 2 backups.")
    try maint.run("backup", "list").expect(exit: 0)
    try maint.run("backup", "show", "1/other").expect(exit: 0)
    // And what keeps them from being pruned meanwhile.
    let changes = try Snapshot(of: maint.folder, without: log).changes(since: before)
    #expect(changes.filter { !$0.hasPrefix("state/locks") } == [])
  }

  @Test func whatIsWrongIsNamed() throws {
    try maint.run("run", "daily").expect(exit: 0)
    try Data("ONE\n".utf8).write(to: URL(filePath: "\(folder)/a"))
    unlink("\(folder)/d/b c")
    symlink("../a", "\(folder)/d/b c")
    try Data().write(to: URL(filePath: "\(folder)/d/new"))
    try maint.run("backup", "verify", "1/saves").expect(
      exit: 1,
      out: """
        ✗ 1/daily.saves  damaged: 3 problems
            damaged: a
            missing: d/b c
            not listed: d/new

        Whole: 0 of 1 backup. Do not restore from the others; check the disk (dmesg, smartctl) and who writes there.
        """, err: "")
    try maint.run("backup", "verify").expect(exit: 1).shows("✓ 1/daily.other", "Whole: 1 of 2 backups.")
    #expect(try maint.json("backup", "verify")["good"] as? Bool == false)
    try maint.run("backup", "verify", "1/other").expect(exit: 0)
  }

  /// Of a file with an odd name, and of the seal. A flip from `a` to `A` is one that sha256sum itself takes.
  @Test func aFlippedBitIsFound() throws {
    try maint.run("run", "daily.saves").expect(exit: 0)
    for name in ["a", "n\nl\\", "SHA256SUMS"] {
      let path = URL(filePath: "\(folder)/\(name)")
      let bytes = try Data(contentsOf: path)
      for index in stride(from: 0, to: bytes.count, by: max(1, bytes.count / 12)) {
        for bit in [0, 5] {
          var flipped = bytes
          flipped[index] ^= 1 << bit
          try flipped.write(to: path)
          try maint.run("backup", "verify").expect(exit: 1).shows("damaged: ")
        }
      }
      try bytes.write(to: path)
    }
    try maint.run("backup", "verify").expect(exit: 0)
  }

  /// Whoever changes a file can change its line as well, but not what the run log knows.
  @Test func aSealThatWasMadeAnewIsFound() throws {
    try maint.run("run", "daily.saves").expect(exit: 0)
    let list = "\(folder)/SHA256SUMS"
    let text = try String(contentsOfFile: list, encoding: .utf8)
    try "other\n".write(toFile: "\(folder)/a", atomically: false, encoding: .utf8)
    let shell = try Running(
      ["/bin/sh", "-c", "cd '\(folder)' && sha256sum ./a"], environment: [:], in: maint.folder, input: "/dev/null"
    ).wait()
    #expect(shell.exit == 0)
    let lines = text.split(separator: "\n").map { $0.hasSuffix("  ./a") ? shell.out : "\($0)\n" }
    try lines.joined().write(toFile: list, atomically: false, encoding: .utf8)
    try maint.run("backup", "verify", "1/saves").expect(exit: 1).shows(
      "SHA256SUMS: not the list that maint made; its checksum in the run log is another")
    let checked = try #require(try maint.json("backup", "verify")["backups"] as? [[String: Any]])
    let problems = checked.first?["problems"] as? [[String: Any]]
    #expect(problems?.compactMap { $0["problem"] as? String } == ["seal_replaced"])
    try maint.run("backup", "restore", "1/saves", "--to", "\(maint.folder)/elsewhere").expect(exit: 1).shows(
      "1/daily.saves is damaged: SHA256SUMS: not the list that maint made", "nothing was changed")
    #expect(!maint.exists("\(maint.folder)/elsewhere/MAINT_BACKUP_DIR"))
  }

  @Test func oneThatIsNotSealedIsIncompleteUnlessItsRunIsAtIt() throws {
    try maint.runbook(
      "slow",
      """
      backup: ['echo x > "$MAINT_BACKUP_DIR/x"; sleep 30']
      change: [':']
      rollback: [':']
      """)
    let running = try maint.start("run", "runbook:slow")
    let path = "\(maint.state)/backups/1/runbook:slow/x"
    try #require(eventually { FileManager.default.contents(atPath: path)?.isEmpty == false })
    try maint.run("backup", "list").expect(exit: 0).shows("▸ running", "in the making")
    try maint.run("backup", "verify").expect(exit: 0).shows("– 1/runbook:slow  in the making: not looked at")
    running.signal(SIGTERM)
    running.wait(10)
    try maint.run("backup", "list").expect(exit: 0).shows("No backups yet")
    try maint.run("run", "daily.saves").expect(exit: 0)
    unlink("\(maint.state)/backups/2/daily.saves/SHA256SUMS")
    try maint.run("backup", "verify").expect(exit: 1).shows("✗ 2/daily.saves  incomplete: ")
    try maint.run("backup", "list").expect(exit: 0).shows("✓ succeeded  not sealed")
  }

  @Test func backupsAreReadWithoutTheirLog() throws {
    try maint.run("run", "daily.saves").expect(exit: 0)
    for suffix in ["", "-wal", "-shm"] { unlink(maint.database + suffix) }
    try maint.run("backup", "list").expect(exit: 0).shows("1/daily.saves", "– not in the run log", "sealed")
    try maint.run("backup", "show", "1").expect(exit: 0).shows("d/b c")
    try maint.run("backup", "verify").expect(exit: 0)
  }

  @Test func aStateFolderThatIsNotThereIsNotMade() throws {
    maint.globals = ["--state", "nonexist"]
    try maint.run("backup", "list").expect(
      exit: 0, out: "", err: "maint: no run log in /T/nonexist: nothing has run with this state folder")
    try maint.run("backup", "verify").expect(exit: 66, out: "").shows("maint: no run log in /T/nonexist: ")
    try maint.run("backup", "show", "3").expect(
      exit: 66, out: "",
      err:
        "maint: there is no backup '3' in /T/nonexist/backups\nhint: 'maint backup list --state /T/nonexist' lists them"
    )
    try maint.run("complete-backups").expect(exit: 0, out: "", err: "")
    #expect(!maint.exists("\(maint.folder)/nonexist"))
  }

  @Test func theFirstWordAloneIsUsage() throws {
    try maint.run("backup").expect(exit: 64, out: "").shows(
      "Usage: maint backup VERB",
      "maint: backup needs a second word: list, show, verify, restore, prune, export, copy or drill")
    try maint.run("backup", "lsit").expect(
      exit: 64, out: "", err: "maint: unknown verb 'backup lsit'\nhint: did you mean 'backup list'?")
    try maint.run("help", "backup").expect(exit: 0).shows("Usage: maint backup VERB", "\n  verify ")
    try maint.run("backup", "list", "--help").expect(exit: 0).shows("Usage: maint backup list [TARGET]")
  }
}
