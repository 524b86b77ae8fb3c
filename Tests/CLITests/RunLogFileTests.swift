import Foundation
import TestSupport
import Testing

/// `maint runlog …`: the run log checked, copied and put in order, while others write, and when something goes wrong.
@Suite struct RunLogFileTests {
  private let maint: Maint
  private var copy: String { "\(maint.folder)/copy.db" }

  init() throws {
    maint = try Maint()
    try maint.runbook("one", "precheck: [':']")
    try maint.daily("one")
    try maint.run("run", "daily", "--quiet").expect(exit: 0)
  }

  private func sql(_ text: String, of file: String? = nil) throws -> String {
    let ended = try Running(
      ["/usr/bin/sqlite3", file ?? maint.database, text], environment: maint.environment, in: maint.folder,
      input: "/dev/null"
    ).wait()
    #expect(ended.exit == 0, "\(ended.both)")
    return ended.out
  }

  private func names(_ prefix: String = "copy") throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: maint.folder).filter { $0.hasPrefix(prefix) }.sorted()
  }

  @Test func aCopyIsOneWholeFile() throws {
    try maint.run("runlog", "backup", "copy.db").expect(exit: 0).shows("/T/copy.db: ", "KiB, whole")
    #expect(try names() == ["copy.db"])
    var status = stat()
    #expect(stat(copy, &status) == 0 && status.st_mode & 0o777 == 0o600)
    let checks = try sql("PRAGMA journal_mode; PRAGMA integrity_check; SELECT count(*) FROM run", of: copy)
    #expect(checks == "delete\nok\n1\n")
    try maint.run("runlog", "backup", "copy.db").expect(exit: 74, out: "").shows(
      "is there already; nothing was written")
    try maint.run("runlog", "backup", "nosuch/copy.db").expect(exit: 74, out: "")
    // As a run log it is what it was.
    let other = try Maint()
    mkdir(other.state, 0o700)
    try FileManager.default.copyItem(atPath: copy, toPath: other.database)
    other.globals = ["-C", maint.project, "--state", other.state]
    try other.run("audit", "verify").expect(exit: 0)
    try other.run("run", "daily", "--quiet").expect(exit: 0)
  }

  /// A copy that is made before the new maint changes the log is the way back to the old one.
  @Test func theLogOfAnEarlierMaintIsCopiedAsItIs() throws {
    _ = try sql("PRAGMA user_version = 21")
    try maint.run("status").expect(exit: 74, out: "").shows("schema version 21", "maint runlog backup FILE")
    try maint.run("runlog", "backup", "copy.db").expect(exit: 0)
    #expect(try sql("PRAGMA user_version", of: copy) == "21\n")
    #expect(try sql("PRAGMA user_version") == "21\n")
  }

  @Test func withoutALogNothingIsMade() throws {
    maint.globals = ["--state", "other"]
    for words in [["check"], ["backup", "copy.db"], ["maintain"], ["maintain", "--dry-run"]] {
      try maint.start(["runlog"] + words).wait().expect(exit: 66, out: "")
    }
    #expect(try names().isEmpty && names("other").isEmpty)
  }

  /// The copy is of one moment, and a run that writes all the time neither waits for it nor has it begun again.
  @Test func itIsMadeWhileARunWrites() throws {
    try maint.runbook(
      "busy", "change: [{run: 'while [ ! -e \"$MAINT_PROJECT/stop\" ]; do seq 200; done', undo: ':'}]\n")
    try maint.daily("busy")
    let running = try maint.start("run", "daily", "--quiet")
    try #require(eventually { (try? sql("SELECT count(*) FROM output").prefix(1) != "0") == true })
    for number in 1...3 {
      try maint.run("runlog", "backup", "copy\(number).db").expect(exit: 0)
      try maint.run("runlog", "maintain").expect(exit: 0)
      try maint.run("runlog", "check").expect(exit: 0)
    }
    try maint.file("stop", "")
    running.wait().expect(exit: 0)
    let counts = try (1...3).map {
      try Int(sql("SELECT count(*) FROM output", of: "\(maint.folder)/copy\($0).db").prefix { $0 != "\n" }) ?? 0
    }
    #expect(counts == counts.sorted() && counts[0] > 0)
    try maint.run("runlog", "check").expect(exit: 0)
  }

  /// Killed at each of its points, a copy is there as a whole or not at all, and the next call makes it.
  @Test func aCopyThatIsKilledIsNoCopy() throws {
    maint.environment["MAINT_FAILPOINT_LIST"] = "\(maint.folder)/points"
    try maint.run("runlog", "backup", "copy.db").expect(exit: 0)
    maint.environment["MAINT_FAILPOINT_LIST"] = nil
    let points = try String(contentsOfFile: "\(maint.folder)/points", encoding: .utf8).split(separator: "\n")
      .filter { $0.hasPrefix("files:") }
    #expect(points.count >= 6)
    for point in points {
      unlink(copy)
      maint.environment["MAINT_FAILPOINT"] = String(point)
      #expect(try maint.run("runlog", "backup", "copy.db").exit == -SIGKILL, "\(point)")
      maint.environment["MAINT_FAILPOINT"] = nil
      if try names().contains("copy.db") {
        #expect(try sql("PRAGMA integrity_check", of: copy) == "ok\n", "\(point)")
        unlink(copy)
      }
      try maint.run("runlog", "backup", "copy.db").expect(exit: 0)
      #expect(try names() == ["copy.db"], "\(point)")
    }
  }

  /// A page of an index is gone: found by the look at all of it, whoever asks, and the newest copy is named.
  @Test func whatIsDamagedIsNotCopied() throws {
    try maint.runbook(
      "keep",
      "backup: ['\"$MAINT_EXECUTABLE\" --state \"$MAINT_STATE\" runlog backup \"$MAINT_BACKUP_DIR/maint.db\"']\n")
    try maint.daily("keep")
    try maint.run("run", "daily", "--quiet").expect(exit: 0)
    for value in 1...400 where value % 100 == 1 {
      try maint.run("sample", "add", "size", "\(value)").expect(exit: 0)
    }
    _ = try sql("PRAGMA wal_checkpoint(TRUNCATE)")
    let page = try #require(
      Int(sql("SELECT rootpage FROM sqlite_schema WHERE name = 'noted_sample_series'").prefix { $0 != "\n" }))
    let file = try FileHandle(forUpdating: URL(filePath: maint.database))
    try file.seek(toOffset: UInt64(page - 1) * 4096)
    try file.write(contentsOf: Data(repeating: 0, count: 4096))
    try file.close()
    let check = try maint.run("runlog", "check")
    check.expect(exit: 1).shows(
      "/T/state/maint.db is damaged", "the newest copy is that of backup 2/daily.keep",
      "cp /T/state/backups/2/daily.keep/maint.db /T/state/maint.db", "maint recover")
    #expect(try maint.json("runlog", "check")["whole"] as? Bool == false)
    try maint.run("runlog", "backup", "copy.db").expect(exit: 1, out: "").shows("the run log is damaged: ")
    #expect(try names().isEmpty)
    // What it says to do.
    for end in ["", "-wal", "-shm"] { unlink(maint.database + end) }
    try FileManager.default.copyItem(atPath: "\(maint.state)/backups/2/daily.keep/maint.db", toPath: maint.database)
    // The run that made the copy is still under way in it.
    #expect(try maint.run("recover").exit == 0)
    try maint.run("runlog", "check").expect(exit: 0)
    try Data("no database, whatever its name says, and long enough".utf8).write(to: URL(filePath: maint.database))
    for words in [["check"], ["backup", "copy.db"], ["maintain"]] {
      try maint.start(["runlog"] + words).wait().expect(exit: 1)
    }
  }

  @Test func oldSamplesAreThinned() throws {
    for value in ["1", "3"] { try maint.run("sample", "add", "old", value, "--at", "2020-01-01").expect(exit: 0) }
    try maint.run("sample", "add", "new", "1").expect(exit: 0)
    let before = TreeSnapshot(maint.state)
    try maint.run("runlog", "maintain", "--dry-run").expect(exit: 0).shows("samples: 2 old ones would be thinned")
    #expect(TreeSnapshot(maint.state) == before)
    try maint.run("runlog", "maintain").expect(exit: 0).shows(
      "samples: 2 old ones became 1 mean", "copied into the database")
    try maint.run("metrics", "old").expect(exit: 0).shows("thinned to means", "maint trend old --last ")
    let again = try maint.json("runlog", "maintain")
    #expect(again["thinned"] as? Int == 0 && again["means"] as? Int == 0 && again["bytes"] as? Int ?? 0 > 4096)
    #expect(try sql("SELECT mean FROM thinned_sample; SELECT name FROM noted_sample") == "2.0\nnew\n")
  }

  /// Killed before or after any of its transactions, it leaves no sample out and none twice; the next call does the rest.
  @Test func thinningThatIsKilledIsFinishedByTheNext() throws {
    func fresh() throws -> String {
      let ended = try maint.run("sample", "add", "a", "1", "--at", "2020-01-01")
      for (name, value) in [("a", "3"), ("b", "5"), ("b", "6")] where ended.exit == 0 {
        try maint.run("sample", "add", name, value, "--at", "2020-01-01").expect(exit: 0)
      }
      return try sql("SELECT name, value FROM noted_sample ORDER BY name, value")
    }
    #expect(try fresh() == "a|1.0\na|3.0\nb|5.0\nb|6.0\n")
    for point in ["before:1", "after:1", "before:2", "after:2"] {
      maint.environment["MAINT_FAILPOINT"] = point
      #expect(try maint.run("runlog", "maintain").exit == -SIGKILL, "\(point)")
      maint.environment["MAINT_FAILPOINT"] = nil
      try maint.run("runlog", "check").expect(exit: 0)
      try maint.run("runlog", "maintain").expect(exit: 0)
      #expect(try sql("SELECT name, count, mean FROM thinned_sample ORDER BY name") == "a|2|2.0\nb|2|5.5\n", "\(point)")
      _ = try sql("DELETE FROM thinned_sample")
      _ = try fresh()
    }
  }

  /// Neither a copy nor its half takes the room that runs need.
  @Test(.enabled(if: geteuid() == 0, "only root may mount the small file system"))
  func aDiskWithoutRoomIsLeftAlone() throws {
    let text = """
      cd '\(maint.folder)' && mkdir -p small && mount -t tmpfs -o size=20m,mode=0700 none small || exit 99
      "$MAINT" --state state runlog backup small/copy.db
      echo "exit $?"; ls -A small
      """
    let ended = try Running(
      ["/usr/bin/unshare", "-m", "/bin/sh", "-c", text],
      environment: maint.environment.merging(["MAINT": Maint.executable]) { $1 }, in: maint.folder, input: "/dev/null"
    ).wait()
    if ended.exit == 99 { return print("not tested on a full disk: nothing can be mounted here") }
    #expect(ended.out == "exit 74\n", "\(ended.both)")
    ended.shows("no space left for the run log: ", "a copy needs")
  }
}
