import Foundation
import Testing

/// maint is killed at every commit of a run, before it and after it: what the log says then agrees with what was done.
///
/// Needs the failpoints of a debug build, which the tests are.
@Suite struct FailpointTests {
  private func maint() throws -> Maint {
    let maint = try Maint()
    try maint.runbook(
      "change",
      """
      backup: ['echo kept > "$MAINT_BACKUP_DIR/kept"']
      change:
        - {run: 'echo one >> "$MAINT_PROJECT/one"', undo: 'echo back >> "$MAINT_PROJECT/back"'}
        - {run: 'echo two >> "$MAINT_PROJECT/two"', undo: ':'}
      verify: ['exit 1']
      cleanup: [':']
      """)
    try maint.runbook("look", "precheck: [':']")
    try maint.daily("look", "change")
    return maint
  }

  @Test(arguments: ["before", "after"])
  func everyCommitLeavesATrueLog(moment: String) throws {
    for commit in 1...60 {
      let maint = try maint()
      maint.environment["MAINT_FAILPOINT"] = "\(moment):\(commit)"
      let ended = try maint.run("run", "daily")
      maint.environment["MAINT_FAILPOINT"] = nil
      if ended.exit != -SIGKILL {
        // Past the last commit: the run came to its end.
        #expect(ended.exit == 3)
        #expect(commit > 10, "so few commits cannot hold every intent")
        return
      }
      try check(maint, "\(moment) commit \(commit)")
    }
    Issue.record("the run never came to its end")
  }

  private func check(_ maint: Maint, _ place: String) throws {
    let run = try maint.json("show", "1")
    let tasks = try #require(run["tasks"] as? [[String: Any]])
    let change = try #require(tasks.first { $0["task"] as? String == "daily.change" })
    let steps = change["steps"] as? [[String: Any]] ?? []
    func intended(_ script: String) -> Bool {
      steps.contains { step in
        (step["script"] as? String)?.contains(script) == true && (step["attempts"] as? [Any])?.isEmpty == false
      }
    }
    // Nothing was done that the log does not know of.
    for (file, script) in [("one", "echo one"), ("two", "echo two"), ("back", "echo back")]
    where maint.text(file) != nil {
      #expect(intended(script), "\(place): \(file) was done and is not in the log")
    }
    let wasIntended = intended("echo one")
    let next = try maint.run("run", "daily")
    let ended = try maint.json("show", "1")
    if ended["outcome"] as? String == "interrupted" {
      #expect(next.exit == (wasIntended ? 2 : 3), "\(place): \(next.exit)")
    } else {
      // Only the run's very last commit can have been made.
      #expect(ended["outcome"] as? String == "rolled_back", "\(place)")
    }
    if wasIntended, ended["outcome"] as? String == "interrupted" {
      try maint.run("resolve", "1", "--note", "looked at it").expect(exit: 0)
      #expect(try maint.run("run", "daily").exit == 3, "\(place): it can run again once resolved")
    }
    for pid in maint.processes { kill(pid, SIGKILL) }
  }
}
