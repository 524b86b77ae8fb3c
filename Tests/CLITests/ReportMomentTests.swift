import Foundation
import Testing

/// To which moment what is told belongs, and what is not over yet.
@Suite struct ReportMomentTests {
  private let maint: Maint

  init() throws {
    maint = try Maint()
    maint.environment["TZ"] = "UTC"
  }

  /// A clock that was ahead when maint was killed, or an old run, must not hide that files were put back today.
  @Test(.enabled(if: access("/usr/bin/faketime", X_OK) == 0, "faketime is not installed here"))
  func whatIsRecoveredBelongsToItsRecovery() throws {
    let data = "\(maint.folder)/data"
    try maint.file("../data", "old\n")
    try maint.runbook(
      "conf", "backup: [{path: \(data)}]\nchange: ['echo new > \(data)']\nverify: ['kill -9 $PPID']\n"
    ).daily("conf")
    maint.setClock("2028-01-01 03:30:00")
    _ = try maint.run("run", "daily", "--quiet")
    maint.setClock("2026-11-24 10:00:00")
    try maint.run("recover", "--quiet").expect(exit: 0)
    maint.setClock("2026-11-24 11:00:00")
    for found in [try maint.json("changelog", "--since", "2026-11-24"), try maint.json("changelog", "1")] {
      let task = (found["changes"] as? [[String: Any]])?.first { $0["kind"] as? String == "task" }
      #expect(task?["at"] as? String == "2026-11-24T10:00:00.000000Z" && task?["state"] as? String == "taken_back")
    }
    let report = try maint.json("report", "weekly", "--period", "2026-W48")
    // As the status has it: by no other rule, as that try does not belong to this week.
    try maint.run("status").expect(exit: 1)
    #expect((report["summary"] as? [String: Any])?["verdict"] as? String == "attention")
    let entries = (report["recommendations"] as? [String: Any])?["entries"] as? [[String: Any]]
    #expect(
      entries?.first?["rule"] as? String == "status_asks" && entries?.first?["subject"] as? String == "daily.conf")
    let recovered = try #require((report["failures"] as? [String: Any])?["recovered"] as? [[String: Any]])
    #expect(recovered.map { $0["at"] as? String } == ["2026-11-24T10:00:00.000000Z"])
    #expect(recovered.map { $0["outcome"] as? String } == ["rolled_back"])
    try maint.run("report", "weekly", "--period", "2026-W48").expect(exit: 0).shows(
      " daily.conf, run 1, begun ", "Of tasks that began at another time and were recovered, 1 was rolled back.")
    // As a try it belongs to where it began, and there alone.
    maint.setClock("2028-02-01 10:00:00")
    let began = try maint.json("report", "weekly", "--period", "2027-W52")["failures"] as? [String: Any]
    #expect((began?["entries"] as? [Any])?.count == 1 && (began?["recovered"] as? [Any])?.isEmpty == true)
  }

  @Test func aRunThatIsUnderWayIsTold() throws {
    try maint.runbook("waits", "precheck: ['until test -e \(maint.folder)/go; do sleep 0.05; done']\n").daily("waits")
    let running = try maint.start("run", "daily", "--quiet")
    #expect(eventually { (try? maint.run("status").out.contains("Runs now")) ?? false })
    var calendar = Calendar(identifier: .iso8601)
    calendar.timeZone = try #require(TimeZone(identifier: "UTC"))
    let parts = calendar.dateComponents([.yearForWeekOfYear, .weekOfYear], from: Date())
    let week = String(format: "%04d-W%02d", parts.yearForWeekOfYear ?? 0, parts.weekOfYear ?? 0)
    let now = try maint.run("report", "weekly", "--period", week).expect(exit: 0).out.unwrapped
    #expect(now.contains("Maintenance is under way: run 1, and no task has ended yet."))
    #expect(now.contains("No task has ended so far; under way: run 1."))
    try Data().write(to: URL(fileURLWithPath: "\(maint.folder)/go"))
    running.wait().expect(exit: 0)
    let then = try maint.run("report", "weekly", "--period", week).expect(exit: 0).out.unwrapped
    #expect(!then.contains("nder way"))
  }
}
