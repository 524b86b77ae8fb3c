import Foundation
import Testing

/// Other runbooks whose backups would hold what an unresolved run has left half-changed.
@Suite struct PathsInDoubtTests {
  private let maint: Maint
  private let tree: String

  init() throws {
    maint = try Maint()
    tree = "\(maint.folder)/tree"
    try FileManager.default.createDirectory(atPath: "\(tree)/sub", withIntermediateDirectories: true)
    try "old\n".write(toFile: "\(tree)/sub/a", atomically: false, encoding: .utf8)
    try FileManager.default.createDirectory(atPath: "\(tree)2", withIntermediateDirectories: true)
    symlink("tree", "\(maint.folder)/link")
    try maint.runbook(
      "broken",
      """
      backup: [{path: \(tree)/sub}]
      change: ['echo half > \(tree)/sub/a; echo > "$MAINT_PROJECT/started"; test -e "$MAINT_PROJECT/quick" || sleep 60']
      verify: ['false']
      rollback: ['test -e "$MAINT_PROJECT/mended"', {restore: \(tree)/sub}]
      """)
    for (name, path) in [
      ("above", tree), ("below", "\(tree)/sub/a"), ("linked", "\(maint.folder)/link/sub"), ("beside", "\(tree)2"),
    ] {
      try maint.runbook(name, "backup: [{path: \(path)}]\nchange: ['echo \(name) >> \"$MAINT_PROJECT/ran\"']\n")
    }
    try maint.runbook("looking", "precheck: ['ls \(tree)']")
    try maint.daily("broken", "above", "below", "linked", "beside", "looking")
  }

  private func outcomes(of run: Int) throws -> [String: String] {
    let tasks = try maint.json("show", "\(run)")["tasks"] as? [[String: Any]] ?? []
    return Dictionary(uniqueKeysWithValues: tasks.map { ($0["task"] as? String ?? "", $0["outcome"] as? String ?? "") })
  }

  private let refused = ["daily.above": "refused", "daily.below": "refused", "daily.linked": "refused"]

  @Test func afterACrashUntilItIsRecovered() throws {
    let running = try maint.start("run", "broken")
    try #require(eventually { maint.exists("\(maint.project)/started") })
    running.signal(SIGKILL)
    running.wait(5)
    for name in ["above", "below", "linked"] {
      try maint.run("run", name).expect(exit: 2).shows(
        "refused: run 1 left '/T/tree/sub' in doubt, which this runbook backs up", "Do: maint show 1, maint recover 1")
    }
    try maint.run("run", "beside").expect(exit: 0)
    try maint.run("run", "looking").expect(exit: 0)
    #expect(maint.text("ran") == "beside\n")
    #expect(try FileManager.default.contentsOfDirectory(atPath: "\(maint.state)/backups").sorted() == ["1", "5"])
    try maint.file("mended", "")
    try maint.run("recover").expect(exit: 0)
    try maint.run("run", "above").expect(exit: 0)
  }

  /// Before anybody has marked the run, and after.
  @Test func aDryRunOfTheRecoverySaysWhatWouldBeDone() throws {
    try maint.run("recover", "--dry-run").expect(exit: 0, out: "nothing to recover: there is no run log yet")
    let running = try maint.start("run", "broken")
    try #require(eventually { maint.exists("\(maint.project)/started") })
    try maint.run("recover", "1", "--dry-run").expect(exit: 75).shows("run 1 is still carried out, by pid N")
    running.signal(SIGKILL)
    running.wait(5)
    for pid in maint.processes { kill(pid, SIGKILL) }
    #expect(eventually { maint.processes == [] })
    let steps = """
      Run 1 would be recovered; nothing is done now
      daily.broken
        1. rollback  test -e "$MAINT_PROJECT/mended"
             test -e "$MAINT_PROJECT/mended"
        2. rollback  restore /T/tree/sub
        3. rollback  remove what was replaced
        4. cleanup  note what is left at the paths

      """
    let everything = try Snapshot(of: maint.folder, without: [])
    try maint.run("recover", "--dry-run").expect(exit: 0, out: steps, err: "")
    #expect(try Snapshot(of: maint.folder, without: []).changes(since: everything) == [])
    try maint.run("recover").expect(exit: 2)
    try maint.run("recover", "1", "--dry-run").expect(exit: 0, out: steps)
    try maint.run("recover", "--dry-run").expect(exit: 0).shows("nothing to recover")
    try maint.file("mended", "")
    try maint.run("recover", "1").expect(exit: 0)
    try maint.run("recover", "1", "--dry-run").expect(exit: 0, out: "nothing to recover")
  }

  @Test func aDryRunOfARollbackSaysWhatWouldBeDone() throws {
    try maint.runbook(
      "above",
      """
      backup: [{path: \(tree)}]
      change: [{run: ':', undo: 'echo one'}, {run: ':', undo: 'echo two'}, {if: 'false', run: ':', undo: 'echo three'}]
      cleanup: ['echo four']
      """)
    try maint.run("run", "above").expect(exit: 0)
    let everything = try Snapshot(of: maint.folder, without: [])
    try maint.run("rollback", "1", "--dry-run").expect(
      exit: 0,
      out: """
        Run 1 would be taken back, in a run of its own; nothing is done now
        daily.above
          1. rollback  undo: :
               echo two
          2. rollback  undo: :
               echo one
          3. rollback  restore /T/tree
          4. rollback  remove what was replaced
          5. cleanup  echo four
               echo four
          6. cleanup  note what is left at the paths

        """, err: "")
    #expect(try Snapshot(of: maint.folder, without: []).changes(since: everything) == [])
    try maint.run("rollback", "2", "--dry-run").expect(exit: 66)
    // What the rollback itself would refuse.
    #expect(mkdir("\(tree)/new", 0o755) == 0)
    try maint.run("rollback", "1", "--dry-run").expect(exit: 66, out: "").shows("nothing of run 1 is taken back")
    try maint.run("rollback", "1", "--dry-run", "--force").expect(exit: 0).shows("--force overwrites that")
    #expect(rmdir("\(tree)/new") == 0)
    try maint.run("rollback", "1").expect(exit: 0)
    try maint.run("rollback", "1", "--dry-run").expect(exit: 66).shows("was taken back already")
  }

  @Test func whatRestoresLeftIsToldWhenItIsResolvedAndAfterwards() throws {
    try maint.file("quick", "")
    try maint.file("mended", "")
    try maint.runbook(
      "broken",
      """
      backup: [{path: \(tree)/sub}, {path: \(tree)2}]
      change: ['echo half > \(tree)/sub/a']
      verify: ['false']
      rollback: [{restore: \(tree)/sub}, 'false']
      """)
    try maint.run("run", "broken").expect(exit: 2)
    let folder = "\(tree)/.maint-restore-1-daily.broken+sub"
    try #require(maint.exists(folder))
    try maint.run("resolve", "1", "--note", "by hand").expect(exit: 0).shows(
      "  /T/tree/.maint-restore-1-daily.broken+sub is still there: what was replaced; look through it, then remove it")
    try maint.run("status").shows(
      "Left by restores: look through it, then remove it", "  /T/tree/.maint-restore-1-daily.broken+sub: what was")
    #expect((try maint.json("status")["leftovers"] as? [String])?.count == 1)
    try FileManager.default.removeItem(atPath: folder)
    #expect(try !maint.run("status").out.contains("Left by restores"))
  }

  @Test func afterARollbackThatFailedInTheSameRunToo() throws {
    try maint.file("quick", "")
    try maint.run("run", "daily").expect(exit: 2)
    let expected = refused.merging(
      ["daily.broken": "rollback_failed", "daily.beside": "succeeded", "daily.looking": "succeeded"]) { one, _ in one }
    let first = try outcomes(of: 1)
    // By the run log a link is seen through, which within the run is not looked for.
    #expect(first.filter { $0.key != "daily.linked" } == expected.filter { $0.key != "daily.linked" }, "\(first)")
    try maint.run("run", "daily").expect(exit: 2)
    #expect(try outcomes(of: 2) == expected.merging(["daily.broken": "refused"]) { $1 })
    try maint.run("resolve", "1", "--note", "put right by hand").expect(exit: 0)
    try maint.run("run", "above").expect(exit: 0)
  }
}
