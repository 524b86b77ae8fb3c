import Foundation
import Testing

/// A backup whose folder vanished, though maint did not prune it.
@Suite struct MissingBackupTests {
  private func remove(_ run: Int, _ host: BackedUp) throws {
    try FileManager.default.removeItem(atPath: "\(host.maint.state)/backups/\(run)")
  }

  @Test func itIsToldUntilItIsStruckOff() throws {
    let host = try BackedUp(runs: 3)
    try host.maint.run("backup", "verify").expect(exit: 0)
    try remove(2, host)
    try host.maint.run("backup", "list").expect(exit: 0).shows("2/daily.one  TIME", "missing: not pruned by maint")
    try host.maint.run("backup", "show", "2").expect(exit: 0).shows("Backup 2/daily.one: ", "missing: not pruned by")
    try host.maint.run("backup", "prune").expect(exit: 0).shows("stays  missing: not pruned by maint; see ")
    for verb in ["restore", "copy"] {
      try host.maint.run("backup", verb, "2").expect(exit: 66).shows("the backup 2/daily.one is missing: /T/state/")
    }
    try host.maint.run("backup", "export", "2", "out.tar").expect(exit: 66).shows("2/daily.one is missing")
    try host.maint.run("backup", "verify").expect(exit: 1).shows(
      "✗ 2/daily.one  missing: not pruned by maint; /T/state/backups/2/daily.one is gone", "Whole: 2 of 3 backups.")
    let ended = try host.maint.start("backup", "verify", "2", "--json").wait()
    ended.expect(exit: 1)
    let json = try JSONSerialization.jsonObject(with: Data(ended.outputBytes)) as? [String: Any]
    let backup = try #require((json?["backups"] as? [[String: Any]])?.first)
    #expect(backup["verdict"] as? String == "missing" && backup["state"] as? String == "missing")
    try host.maint.run("backup", "prune").expect(exit: 0).shows("pruned  missing, as was found on ")
    try host.maint.run("backup", "verify").expect(exit: 0).shows("Whole: 2 of 2 backups.")
    try host.maint.run("backup", "list").expect(exit: 0).shows("2/daily.one: pruned on TIME by ")
  }

  /// Nothing goes well where nothing could be restored.
  @Test func aReportTellsWhatIsNotWhole() throws {
    let host = try BackedUp(runs: 3)
    let year = "\(Calendar(identifier: .gregorian).component(.year, from: Date()))"
    func report() throws -> (verdict: String?, whole: Int?, newest: Int?, kept: Int?) {
      let json = try host.maint.json("report", "annual", "--period", year)
      let task = ((json["backups"] as? [String: Any])?["tasks"] as? [[String: Any]])?.first
      return (
        (json["summary"] as? [String: Any])?["verdict"] as? String, task?["whole"] as? Int, task?["newest_run"] as? Int,
        task?["kept"] as? Int
      )
    }
    #expect(try report() == ("well", 3, 3, 3))
    try remove(3, host)
    try host.maint.run("backup", "verify").expect(exit: 1)
    #expect(try report() == ("attention", 2, 2, 3), "the newest is the newest of what is whole")
    for run in 1...2 { try remove(run, host) }
    try host.maint.run("backup", "verify").expect(exit: 1)
    #expect(try report() == ("attention", 0, nil, 3))
    try host.maint.run("report", "annual", "--period", year).expect(exit: 0).shows(
      "- 1 task has backups: 3 of 3 are missing or damaged", "0 whole of 3", "URGENT Backups missing or damaged",
      "- daily.one: 3 of the 3 backups that it is to have are missing or damaged")
  }

  @Test func statusTellsWhatIsMissingOrDamagedUntilItIsSettled() throws {
    let host = try BackedUp(runs: 4)
    try host.maint.run("status").expect(exit: 0)
    try remove(2, host)
    try host.maint.run("status").expect(exit: 1).shows(
      "! This host needs attention: 1 backup is missing.", "  ! 2/daily.one, missing: not pruned by maint",
      "maint backup verify")
    let damaged = try host.file("tree.tar", run: 3)
    try BackedUp.flip(damaged, at: 20)
    try host.maint.run("backup", "verify").expect(exit: 1)
    try host.maint.run("status").expect(exit: 1).shows(
      "! This host needs attention: 2 backups are damaged or missing.", "  ! 3/daily.one, damaged, as was found ")
    let json = try host.maint.json("status")
    #expect((json["missing_backups"] as? [[String: Any]])?.map { $0["backup"] as? String } == ["2/daily.one"])
    let found = try #require((json["damaged_backups"] as? [[String: Any]])?.first)
    #expect(found["backup"] as? String == "3/daily.one" && (found["error"] as? String)?.contains("damaged") == true)
    #expect(json["verdict"] as? String == "attention")
    try host.maint.run("backup", "list").expect(exit: 0).shows("3/daily.one  TIME", "damaged, as verify found")
    try host.maint.run("backup", "show", "3").expect(exit: 0).shows("damaged, as verify found\n")
    let listed = try #require(try host.maint.json("backup", "list")["backups"] as? [[String: Any]])
    #expect(listed.filter { $0["found_damaged_at"] is String }.map { $0["run"] as? Int } == [3, 2])
    #expect(try host.maint.json("backup", "show", "3")["found_damaged_at"] is String)
    // Mended, and struck off.
    try BackedUp.flip(damaged, at: 20)
    try host.maint.run("backup", "verify").expect(exit: 1)
    try host.maint.run("backup", "prune").expect(exit: 0)
    try host.maint.run("status").expect(exit: 0)
    try host.maint.run("backup", "show", "3").expect(exit: 0).shows(", sealed\n")
  }

  /// A report of the present knows what the status knows: what is gone before anybody has verified it, and what none is left of.
  @Test func aReportOfNowSeesWhatTheStatusSees() throws {
    let host = try BackedUp(runs: 2)
    let year = Calendar(identifier: .gregorian).component(.year, from: Date())
    func verdict() throws -> String? {
      let summary = try host.maint.json("report", "annual", "--period", "\(year)")["summary"] as? [String: Any]
      return summary?["verdict"] as? String
    }
    func report(_ words: String..., sourceLocation: SourceLocation = #_sourceLocation) throws {
      let text = try host.maint.run("report", "annual", "--period", "\(year)").expect(exit: 0).out
      for words in words { #expect(text.contains(words), "\(text)", sourceLocation: sourceLocation) }
    }
    #expect(try verdict() == "well")
    for run in [1, 2] { try remove(run, host) }
    #expect(try verdict() == "attention")
    try report("- 1 task has backups: 2 of 2 are missing or damaged", "0 whole of 2", "maint run daily.one")
    let verify = "check the disk; maint backup verify looks again, and maint backup prune strikes off what is gone then"
    try host.maint.run("status").expect(exit: 1).shows(verify)
    try host.maint.run("dashboard").expect(exit: 0).shows("<code>\(verify)</code>")
    try host.maint.run("backup", "verify").expect(exit: 1)
    let prune = "check the disk; maint backup prune strikes off what is gone"
    try host.maint.run("status").expect(exit: 1).shows("      \(prune)\n")
    let page = try host.maint.run("dashboard").expect(exit: 0).shows("<code>\(prune)</code>").out
    #expect(!page.contains("backup verify"))
    try host.maint.run("backup", "prune").expect(exit: 0)
    #expect(try verdict() == "mixed")
    let none = "No backup is left of daily.one: those that were made are pruned, or were gone and are struck off"
    try report(
      "not all went well: no backup is left of 1 task.", "- \(none).", "No backup left\n", "maint run daily.one")
    try host.maint.run("status").expect(exit: 0).shows(none, "maint run daily.one makes another")
    try host.maint.run("run", "daily", "--quiet").expect(exit: 0)
    #expect(try verdict() == "well")
    // Of a year that is over nobody knows what was there at its end, until a verification tells.
    try remove(3, host)
    #expect(try verdict() == "attention")
    host.maint.setClock("\(year + 1)-02-01 08:00:00")
    #expect(try verdict() == "well")
    try report("one that went without maint counts once it was missed by\nmaint backup verify")
  }

  /// As the page does, though nothing is there any more that could be verified.
  @Test func thatNoneIsLeftIsTold() throws {
    let host = try BackedUp(runs: 2)
    let words = "No backup is left of daily.one: those that were made are pruned, or were gone and are struck off"
    #expect(try !host.maint.run("status").expect(exit: 0).out.contains("No backup is left"))
    for run in [1, 2] { try remove(run, host) }
    try host.maint.run("backup", "verify").expect(exit: 1)
    #expect(try !host.maint.run("status").expect(exit: 1).out.contains("No backup is left"))
    try host.maint.run("backup", "prune").expect(exit: 0)
    try host.maint.run("status").expect(exit: 0).shows(words)
    #expect(try host.maint.json("status")["no_backup_left"] as? [String] == ["daily.one"])
    try host.maint.run("dashboard").expect(exit: 0).shows(words)
    try host.maint.run("run", "daily", "--quiet").expect(exit: 0)
    #expect(try !host.maint.run("status").expect(exit: 0).out.contains("No backup is left"))
  }

  @Test func aDrillOfItsTaskTellsIt() throws {
    let host = try BackedUp(runs: 3)
    try remove(3, host)
    try host.maint.run("backup", "drill").expect(exit: 1).shows(
      "✗ 3/daily.one  cannot be restored\n    it is missing: ", "✓ 2/daily.one  restored in ")
    try remove(1, host)
    unlink("\(host.folder(2))/SHA256SUMS")
    try host.maint.run("backup", "drill").expect(exit: 1).shows(
      "✗ 2/daily.one  cannot be restored\n    it was never sealed",
      "daily.one: none of its 3 backups can be restored; make one now: maint run daily.one")
  }

  @Test func withoutARunLogNothingIsVerified() throws {
    let host = try BackedUp(runs: 0)
    try host.maint.run("backup", "verify").expect(exit: 66).shows(
      "no run log in /T/state", "choose the state folder with --state DIR")
  }
}
