import Foundation
import TestSupport
import Testing

/// A log of which only what is reckoned from its runs is damaged: said so everywhere, and mended whatever comes in between.
@Suite struct RunLogDamageTests {
  private let maint: Maint
  private static let shipped = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "runbooks/run_log_maintenance.yaml")

  init() throws {
    maint = try Maint()
    try maint.runbook("one", "precheck: [':']")
    try maint.runbook("keep", String(contentsOf: Self.shipped, encoding: .utf8))
    try maint.daily("one", "keep")
    try maint.run("run", "daily.one", "--quiet").expect(exit: 0)
  }

  @discardableResult
  private func sql(_ text: String) throws -> String {
    let ended = try Running(
      ["/usr/bin/sqlite3", maint.database, text], environment: maint.environment, in: maint.folder, input: "/dev/null"
    ).wait()
    #expect(ended.exit == 0, "\(ended.both)")
    return ended.out
  }

  private func damage(_ table: String) throws {
    try sql("PRAGMA wal_checkpoint(TRUNCATE)")
    let page = try #require(
      Int(sql("SELECT rootpage FROM sqlite_schema WHERE name = '\(table)'").prefix { $0 != "\n" }))
    let file = try FileHandle(forUpdating: URL(filePath: maint.database))
    try file.seek(toOffset: UInt64(page - 1) * 4096)
    try file.write(contentsOf: Data(repeating: 0xff, count: 4096))
    try file.close()
  }

  /// What is beyond all clocks and counters is damage, and ends no maint.
  @Test func numbersThatNothingCanBeAddedToEndNothing() throws {
    let (most, least) = (Int64.max, Int64.min)
    for change in [
      "run SET started_at = \(least)", "run SET finished_boottime = \(least)", "boot SET votes = \(most)",
      "boot SET booted_at = \(least)", "boot SET last_seen = \(most)", "task_day SET count = \(most)",
      "task_day SET user_time = \(most), system_time = \(most)",
    ] {
      try sql("PRAGMA ignore_check_constraints = 1; UPDATE \(change)")
      for words in [
        ["metrics"], ["runlog", "check"], ["status"], ["run", "daily.one", "--quiet"], ["runlog", "maintain"],
      ] {
        let ended = try maint.start(words).wait()
        #expect((0..<128).contains(ended.exit), "\(words) after \(change): \(ended.err)")
      }
    }
  }

  @Test func theWeeklyRunMendsItAndEveryoneSaysHow() throws {
    try damage("boot")
    let advice = "hint: nothing is lost: 'maint runlog maintain -C project --state state' reckons it anew"
    let check = try maint.run("runlog", "check")
    check.expect(exit: 1).shows("what is kept ready for reports is damaged; the runs it is reckoned from are whole")
    #expect(check.err.contains(advice) || check.err.contains("'maint runlog maintain"), "\(check.err)")
    #expect(!check.both.contains(".recover") && !check.both.contains("move"))
    for words in [["metrics"], ["report", "weekly"]] {
      let ended = try maint.start(words).wait()
      #expect(ended.exit == 74 && ended.err.contains("'maint runlog maintain") && !ended.err.contains(".recover"))
    }
    try maint.run("runlog", "maintain", "--dry-run").expect(exit: 0).shows("damaged: boot: it would be reckoned anew")
    // Runs go on, are counted and say so.
    try maint.run("run", "daily.one", "--quiet").expect(exit: 0).shows("damaged (boot)", "maint runlog maintain")
    let counters = try maint.run("metrics", "--prometheus")
    #expect(counters.out.contains(#"maint_task_runs_total{task="daily.one",tier="daily",outcome="succeeded"} 2"#))
    try maint.run("run", "daily.keep", "--quiet").expect(exit: 0)
    try maint.run("runlog", "check").expect(exit: 0)
    #expect(try sql("SELECT count(*) FROM boot; PRAGMA integrity_check") == "1\nok\n")
    try maint.run("runlog", "maintain").expect(exit: 0)
    try maint.run("metrics").expect(exit: 0)
  }

  /// Killed before or after any of its transactions, it is damaged as before, or mended; the next call does the rest.
  @Test func mendingThatIsKilledIsFinishedByTheNext() throws {
    maint.environment["MAINT_FAILPOINT_LIST"] = "\(maint.folder)/points"
    try damage("task_day")
    try maint.run("runlog", "maintain").expect(exit: 0).shows("damaged: task_day: it was reckoned anew")
    maint.environment["MAINT_FAILPOINT_LIST"] = nil
    let points = try String(contentsOfFile: "\(maint.folder)/points", encoding: .utf8).split(separator: "\n")
    #expect(points.count >= 2)
    for point in points {
      try damage("task_day")
      maint.environment["MAINT_FAILPOINT"] = String(point)
      #expect(try maint.run("runlog", "maintain").exit == -SIGKILL, "\(point)")
      maint.environment["MAINT_FAILPOINT"] = nil
      try maint.run("runlog", "check").expect(exit: point == "before:1" ? 1 : 0)
      try maint.run("runlog", "maintain").expect(exit: 0)
      #expect(try sql("SELECT sum(count) FROM task_day; PRAGMA integrity_check") == "1\nok\n", "\(point)")
    }
  }

  /// Without any room it stays as it was; with room for the sums alone it is mended, and its pages wait.
  @Test(.enabled(if: geteuid() == 0, "only root may mount the small file system"))
  func aFullDiskLeavesItAsItWas() throws {
    try damage("task_day")
    let text = """
      cd '\(maint.folder)' && mkdir -p small && mount -t tmpfs -o size=8m,mode=0700 none small || exit 99
      cp state/maint.db small/ && cat /dev/zero >small/filler 2>/dev/null
      # For the index of the write-ahead log, and less than the sums need.
      truncate -s -48K small/filler
      cd project
      "$MAINT" --state ../small runlog maintain; echo "exit $?"
      "$MAINT" --state ../small runlog check; echo "exit $?"
      ls ../small
      rm ../small/filler
      "$MAINT" --state ../small runlog maintain; echo "exit $?"
      "$MAINT" --state ../small runlog check; echo "exit $?"
      cp ../small/maint.db* ../state/
      """
    let ended = try Running(
      ["/usr/bin/unshare", "-m", "/bin/sh", "-c", text],
      environment: maint.environment.merging(["MAINT": Maint.executable]) { $1 }, in: maint.folder, input: "/dev/null"
    ).wait()
    if ended.exit == 99 { return print("not tested on a full disk: nothing can be mounted here") }
    let codes = ended.out.split(separator: "\n").filter { $0.hasPrefix("exit ") }
    #expect(codes == ["exit 74", "exit 1", "exit 0", "exit 0"], "\(ended.both)")
    ended.shows(
      "no space left for the run log", "the runs it is reckoned from are whole",
      "damaged: task_day: it was reckoned anew",
      "costs room and nothing else", "1 page of it (4.0 KiB) belongs to nothing")
    try maint.run("runlog", "maintain").expect(exit: 0).shows("pages that belonged to nothing: 1, in use again")
    #expect(try sql("PRAGMA integrity_check") == "ok\n")
  }

  /// A project that has runs in the log needs its samples, whoever thins.
  @Test func samplesThatAnotherProjectNamesAreKept() throws {
    let other = try Maint()
    try other.runbook("two", "precheck: [':']")
    try other.schedule(
      """
      maintenance_schedule: {daily: [two]}
      maintenance_metrics: {availability: [unplanned_downtime: {sample: shop_up}]}
      """)
    other.globals = ["-C", other.project, "--state", maint.state]
    try other.run("run", "daily", "--quiet").expect(exit: 0)
    for name in ["shop_up", "load"] {
      for value in ["1", "0"] { try maint.run("sample", "add", name, value, "--at", "2020-01-01").expect(exit: 0) }
    }
    try maint.run("runlog", "maintain").expect(exit: 0).shows("samples: 2 old ones became 1 mean")
    #expect(try sql("SELECT DISTINCT name FROM noted_sample") == "shop_up\n")
  }
}
