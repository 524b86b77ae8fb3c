import Foundation
import Testing

/// `maint backup drill`: restores are tried before they are needed, and measured.
@Suite struct DrillTests {
  let maint: Maint
  private var tree: String { "\(maint.folder)/tree" }

  init() throws {
    maint = try Maint()
    try FileManager.default.createDirectory(atPath: "\(tree)/d", withIntermediateDirectories: true)
    try Data("one\n".utf8).write(to: URL(filePath: "\(tree)/d/a"))
    let change = "change: [':']\nrollback: [':']\n"
    try maint.runbook(
      "paths",
      "backup:\n  - path: \(tree)\n  - path: \(maint.folder)/absent\n  - echo x > \"$MAINT_BACKUP_DIR/x\"\n" + change)
    try maint.runbook("texts", "backup: ['echo y > \"$MAINT_BACKUP_DIR/y\"']\n" + change)
    try schedule("rto: 1h\n    rpo: 1h")
  }

  private func schedule(_ targets: String) throws {
    try maint.schedule(
      "maintenance_schedule: {daily: [paths, texts]}\ndefaults:\n    grace: 200ms\n    \(targets)\n")
  }

  private func results(_ arguments: String...) throws -> [[String: Any]] {
    let ended = try maint.start(["backup", "drill", "--json"] + arguments).wait()
    let json = try JSONSerialization.jsonObject(with: Data(ended.outputBytes)) as? [String: Any]
    return try #require(json?["backups"] as? [[String: Any]], "\(ended.both)")
  }

  private func damage(_ backup: String, _ name: String) throws {
    let folder = "\(maint.state)/backups/\(backup)"
    let file = try #require(try FileManager.default.contentsOfDirectory(atPath: folder).first { $0.contains(name) })
    let handle = try #require(FileHandle(forUpdatingAtPath: "\(folder)/\(file)"))
    try handle.seek(toOffset: 1)
    try handle.write(contentsOf: Data([0xFF]))
    try handle.close()
  }

  private var isClean: Bool {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: maint.state)) ?? []
    return !names.contains { $0.hasPrefix("maint-drill") || $0 == "drill" }
  }

  @Test func theNewestOfEachTaskIsRestoredAndMeasured() throws {
    try maint.run("backup", "drill").expect(exit: 66).shows("no run log")
    try maint.run("run", "daily").expect(exit: 0)
    try maint.run("run", "daily").expect(exit: 0)
    let before = try Snapshot(of: tree, without: [])
    try maint.run("backup", "drill").expect(exit: 0).shows(
      "✓ 2/daily.paths  restored in ", "✓ 2/daily.texts  restored in ", "(rto 1h), data ", " old (rpo 1h)",
      "Restored: 2 of 2 backups.")
    #expect(isClean)
    #expect(try Snapshot(of: tree, without: []).changes(since: before) == [])
    let results = try results()
    #expect(results.compactMap { $0["id"] as? String } == ["2/daily.paths", "2/daily.texts"])
    #expect(results.allSatisfy { $0["rto_target_seconds"] as? Int == 3600 && $0["rpo_missed"] as? Bool == false })
    try maint.run("status").expect(exit: 0).shows("Drills\n  2 of 2 tasks well, the last one ")
    let drills = try #require(try maint.json("status")["drills"] as? [[String: Any]])
    #expect(drills.compactMap { $0["backup"] as? String } == ["2/daily.paths", "2/daily.texts"])
  }

  /// With the newest damaged, what can be had is the one before it; the other task is drilled all the same.
  @Test(arguments: ["tar.zst", "x"]) func aDamagedBackupIsReportedAndTheOthersGoOn(name: String) throws {
    try maint.run("run", "daily").expect(exit: 0)
    try maint.run("run", "daily").expect(exit: 0)
    try damage("2/daily.paths", name)
    try maint.run("backup", "drill").expect(exit: 1).shows(
      "✗ 2/daily.paths  cannot be restored\n    damaged: ", "✓ 1/daily.paths  restored in", "✓ 2/daily.texts",
      "Restored: 2 of 3 backups.")
    #expect(isClean)
    try maint.run("status").expect(exit: 1).shows(
      "the last drill of daily.paths was not well", "Drills\n  1 of 2 tasks well",
      "! 2/daily.paths, cannot be restored: ")
    // One by its ID says nothing of the newest.
    try maint.run("backup", "drill", "1/daily.paths").expect(exit: 0)
    try maint.run("status").expect(exit: 1)
    try maint.run("run", "daily").expect(exit: 0)
    try maint.run("backup", "drill").expect(exit: 0)
    try maint.run("status").expect(exit: 0)
  }

  @Test func whatIsMissedIsToldUntilALaterDrillMeetsIt() throws {
    try maint.run("run", "daily.texts").expect(exit: 0)
    try schedule("rto: 1ms\n    rpo: 1h")
    try maint.run("backup", "drill").expect(exit: 1).shows(
      "! 1/daily.texts  restored in ", ", more than rto 1ms, data ", "1 backup missed a target.")
    try schedule("rto: 1h\n    rpo: 1ms")
    try maint.run("backup", "drill").expect(exit: 1).shows(
      " old, more than rpo 1ms", "daily.texts: its newest backup is older than the rpo; make one: maint run daily.texts"
    )
    // It is what the drill was held to that counts.
    try schedule("rto: 1h")
    try maint.run("status").expect(exit: 1).shows(
      "! 1/daily.texts, restored in", "more than rpo 1ms", "maint backup drill")
    #expect((try maint.json("status")["drills"] as? [[String: Any]])?.first?["rpo_missed"] as? Bool == true)
    try maint.run("backup", "drill").expect(exit: 0)
    try maint.run("status").expect(exit: 0)
  }

  @Test func withoutAnyBackupOfItATaskIsNoLongerTold() throws {
    try maint.run("run", "daily.texts").expect(exit: 0)
    try schedule("rpo: 1ms")
    try maint.run("backup", "drill").expect(exit: 1)
    try FileManager.default.removeItem(atPath: "\(maint.state)/backups/1")
    #expect(try maint.json("status")["answer"] as? String == "This host needs attention: 1 backup is missing.")
    try maint.run("backup", "drill").expect(exit: 1).shows(
      "daily.texts: its only backup cannot be restored; make one now: maint run daily.texts")
  }

  @Test func aSampleIsTheSameForTheSameSeed() throws {
    for name in ["a", "b", "c", "e"] {
      try maint.runbook(name, "backup: ['echo y > \"$MAINT_BACKUP_DIR/y\"']\nchange: [':']\nrollback: [':']\n")
    }
    try maint.schedule("maintenance_schedule: {daily: [a, b, c, e, texts]}\n")
    try maint.run("run", "daily").expect(exit: 0)
    var seen: Set<[String]> = []
    for seed in 1...6 {
      let ids = try results("--sample", "2", "--seed", "\(seed)").compactMap { $0["id"] as? String }
      #expect(ids.count == 2)
      #expect(try results("--sample", "2", "--seed", "\(seed)").compactMap { $0["id"] as? String } == ids)
      seen.insert(ids)
    }
    #expect(seen.count > 1)
    try maint.run("backup", "drill", "1/a", "--sample", "2").expect(exit: 64)
  }

  @Test func whatAKilledDrillLeftIsRemovedByTheNext() throws {
    for index in 1...1500 { try Data("\(index)".utf8).write(to: URL(filePath: "\(tree)/d/\(index)")) }
    try maint.run("run", "daily.paths").expect(exit: 0)
    let scratch = "\(maint.folder)/scratch"
    mkdir(scratch, 0o755)
    func left() -> [String] { (try? FileManager.default.contentsOfDirectory(atPath: scratch)) ?? [] }
    let drill = try maint.start("backup", "drill", "--to", scratch)
    try #require(eventually { left().contains { maint.exists("\(scratch)/\($0)/backup") } })
    drill.signal(SIGKILL)
    drill.wait(5).expect(exit: -SIGKILL)
    #expect(left().count == 1)
    for pid in maint.processes { kill(pid, SIGKILL) }
    #expect(eventually { maint.processes == [] })
    try maint.run("backup", "drill").expect(exit: 0)
    #expect(left() == [] && isClean)
    let stopped = try maint.start("backup", "drill", "--to", scratch)
    try #require(eventually { left().contains { maint.exists("\(scratch)/\($0)/backup") } })
    stopped.signal(SIGTERM)
    stopped.wait(10).expect(exit: 143)
    #expect(left() == [] && isClean)
  }

  @Test func oneDrillAtATimeAndOnlyWhereThereIsAFolder() throws {
    try maint.run("run", "daily.texts").expect(exit: 0)
    try maint.run("backup", "drill", "--to", "nowhere").expect(exit: 66).shows("--to: there is no folder /T/nowhere")
    let lock = open("\(maint.state)/locks/drill.lock", O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    flock(lock, LOCK_EX)
    try maint.run("backup", "drill").expect(exit: 75).shows("another drill is under way")
    flock(lock, LOCK_UN)
    close(lock)
    try maint.run("backup", "drill").expect(exit: 0)
  }
}
