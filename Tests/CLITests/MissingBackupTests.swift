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
