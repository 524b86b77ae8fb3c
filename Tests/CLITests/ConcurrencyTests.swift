import Foundation
import Testing

/// Several runs on one state folder, and readers of all kinds meanwhile: nobody finds the log locked, and no row is lost.
@Suite struct ConcurrencyTests {
  private static let tiers = ["hourly", "daily", "weekly", "monthly"]
  private static let rounds = 3

  private func project() throws -> Maint {
    let maint = try Maint()
    try maint.file("data", "kept\n")
    try maint.runbook(
      "work",
      """
      precheck: ['echo "looked in $MAINT_TASK"; echo "{}" | tr -d "{}"']
      backup:
        - path: \(maint.project)/data
        - 'echo "$MAINT_TASK" > "$MAINT_BACKUP_DIR/note"'
      change:
        - run: 'echo "changed by $MAINT_RUN $MAINT_TASK"; echo "work_done 1" >> "$MAINT_METRICS"'
          undo: 'true'
      verify: ['test -s "$MAINT_PROJECT/data"']
      """)
    let tiers = Self.tiers.map { tier in
      "  \(tier): {jobs: 2, tasks: [{task: a\(tier), runbook: work}, {task: b\(tier), runbook: work}]}\n"
    }
    try maint.schedule("maintenance_schedule:\n" + tiers.joined())
    return maint
  }

  @Test func runsAndReadersAtOnce() throws {
    let maint = try project()
    try maint.run("run", "hourly").expect(exit: 0)
    let readers = [
      ["status"], ["log"], ["show"], ["output", "1"], ["backup", "list"], ["metrics"], ["status", "--json"],
      ["show", "1", "--json"], ["backup", "verify"],
    ]
    var reads = 0
    for _ in 0..<Self.rounds {
      let runs = try Self.tiers.map { try maint.start(["run", $0]) }
      var isOver = false
      while !isOver {
        isOver = runs.allSatisfy(\.hasEnded)
        let verbs = (0..<3).map { readers[(reads + $0) % readers.count] }
        for (verb, reader) in zip(verbs, try verbs.map { try maint.start($0) }) {
          let ended = reader.wait()
          // A backup may be in the making, but no reader is kept out.
          #expect(ended.exit == 0, "\(verb): \(ended.exit) \(ended.both.prefix(2_000))")
          #expect(!ended.err.contains("locked") && !ended.err.contains("busy"), "\(verb): \(ended.err)")
          reads += 1
        }
      }
      for run in runs { run.wait().expect(exit: 0, err: "") }
    }
    let count = Self.rounds * Self.tiers.count + 1
    for number in 1...count {
      let run = try maint.json("show", "\(number)")
      let tasks = try #require(run["tasks"] as? [[String: Any]])
      #expect(run["outcome"] as? String == "succeeded" && tasks.count == 2)
      for task in tasks {
        let steps = try #require(task["steps"] as? [[String: Any]])
        let outcomes = steps.compactMap { $0["outcome"] as? String }
        #expect(outcomes.count >= 6 && Set(outcomes) == ["succeeded"], "\(outcomes)")
        let name = try #require(task["task"] as? String)
        let output = try maint.run("output", "\(number)", name).out
        #expect(output.contains("looked in \(name)") && output.contains("changed by \(number) \(name)"), "\(output)")
      }
    }
    let next = try maint.run("show", "\(count + 1)")
    #expect(next.exit == 66)
    let backups = try maint.json("backup", "list")["backups"] as? [Any]
    #expect(backups?.count == 2 * count)
    try maint.run("backup", "verify").expect(exit: 0)
    print("\(count) runs, four at a time, beside \(reads) readers")
  }

  /// The rollback of one restores the whole folder, and would take the other's change with it.
  @Test func tasksWithPathsInOnePlaceDoNotRunAtTheSameTime() throws {
    let maint = try Maint()
    let host = "\(maint.folder)/host"
    try FileManager.default.createDirectory(atPath: "\(host)/sub", withIntermediateDirectories: true)
    try maint.schedule("maintenance_schedule:\n  daily: {jobs: 2, tasks: [fails, adds]}\n")
    try maint.runbook("fails", "backup: [{path: \(host)}]\nchange: ['touch \(host)/begun; sleep 0.5; exit 1']\n")
    try maint.runbook("adds", "backup: [{path: \(host)/sub}]\nchange: ['echo a > \(host)/sub/added']\n")
    try maint.run("run", "daily").expect(exit: 3)
    #expect(maint.exists("\(host)/sub/added") && !maint.exists("\(host)/begun"))
    try maint.run("plan", "daily").shows("   locks       /T/host\n", "   locks       /T/host/sub\n")
  }
}
