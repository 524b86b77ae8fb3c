import Catalog
import Execution
import Scheduling

extension RunLog {
  /// Of so many runs whose maint is gone the processes are looked for, the latest first.
  private static let searchedRuns = 50

  /// The processes of steps that outlived their maint, by run, in plan order: those of attempts that nobody saw end, in
  /// the latest 50 runs that were interrupted or are open without their maint. Asks `isAlive` of each maint and each
  /// process.
  package func survivors(
    isAlive: (ProcessIdentity, _ bootID: String) -> Bool
  ) throws(RunLogFailure) -> [Survivor] {
    try reading { () throws(SQLiteError) in
      guard mayHold(.openRuns) || mayHold(.interruptedRuns) else { return [] }
      let open = try runOwners("outcome IS NULL").filter { !isAlive($0.process, $0.bootID) }
      let lost = (open + (try runOwners("outcome = 'interrupted'", limit: Self.searchedRuns))).sorted {
        $0.run > $1.run
      }
      var found: [Survivor] = []
      for owner in lost.prefix(Self.searchedRuns).reversed() {
        found += try readSurvivors(of: owner, isAlive: isAlive)
      }
      return found
    }
  }

  /// A run with the maint process that carries it out, or did.
  struct RunOwner {
    var run: Int
    var process: ProcessIdentity
    var bootID: String
  }

  /// The latest runs of which the condition holds, oldest first.
  func runOwners(_ condition: String, limit: Int = .max) throws(SQLiteError) -> [RunOwner] {
    var owners: [RunOwner] = []
    try connection.each(
      """
      SELECT run, pid, start_time, boot_id FROM run WHERE \(condition) ORDER BY run DESC LIMIT ?
      """, [.integer(limit)]
    ) { row in owners.append(RunOwner(run: row.integer(0), process: row.process(1), bootID: row.text(3))) }
    return owners.reversed()
  }

  func readSurvivors(
    of owner: RunOwner, isAlive: (ProcessIdentity, String) -> Bool
  ) throws(SQLiteError) -> [Survivor] {
    var found: [Survivor] = []
    try connection.each(
      """
      SELECT pid, start_time, task.name, runbook, step.name, intended_at,
        is_undo
      FROM attempt JOIN step USING (run, task, step) JOIN task USING (run, task)
      WHERE run = ? AND (attempt.outcome IS NULL OR attempt.outcome = 'interrupted') AND attempt.pid IS NOT NULL
      ORDER BY task, step, attempt
      """, [.integer(owner.run)]
    ) { row throws(SQLiteError) in
      let process = row.process(0)
      guard isAlive(process, owner.bootID) else { return }
      // An undo is stored as `undo: NAME`, which reads as if NAME were what it does.
      var step = row.text(4)
      if row.truth(6), step.hasPrefix("undo: ") { step = "undo of " + step.dropFirst(6) }
      found.append(
        Survivor(
          run: owner.run, task: try TaskName(stored: row.text(2)), runbook: row.text(3), step: step,
          process: process, since: row.time(5)))
    }
    return found
  }
}
