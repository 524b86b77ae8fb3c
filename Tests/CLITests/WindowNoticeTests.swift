import Foundation
import Testing

/// What people are told of a window before it opens, by a clock that the tests set.
@Suite(.enabled(if: access("/usr/bin/faketime", X_OK) == 0, "needs faketime")) struct WindowNoticeTests {
  private let maint: Maint

  init() throws {
    maint = try Maint()
    maint.environment["TZ"] = "UTC"
    try maint.runbook("look", "precheck: [':']\n").runbook(
      "web", "change: [{run: ':', undo: ':'}]\nverify: [':']\n")
  }

  private func schedule(_ tasks: String, _ freeze: String?) throws {
    try maint.schedule(
      """
      maintenance_schedule: {weekly: [\(tasks)]}
      maintenance_windows: {weekly: {day: Sunday, time: "02:00-04:00", notice: 48h}}
      maintenance_coordination:
        channels: {mail: {kind: command, run: 'cat > /dev/null'}}
        alerts: {warning: [mail], critical: [mail], info: [mail]}
      \(freeze.map { "change_freeze: [{\($0), reason: party}]" } ?? "")

      """)
  }

  /// What is told of the window at that moment.
  private func told(_ moment: String) throws -> [String] {
    func messages() throws -> [String] {
      if !maint.exists(maint.database) { return [] }
      return try maint.sqliteLines(
        "SELECT replace(subject || '|' || text, char(10), '|') FROM message WHERE key LIKE '%-notice-%' ORDER BY message"
      )
    }
    let before = try messages().count
    maint.setClock("@2026-12-\(moment)")
    _ = try maint.run("run", "--due", "--quiet")
    return Array(try messages().dropFirst(before))
  }

  /// Nobody plans by a window in which nothing may begin.
  @Test func aFreezeKeepsAWindowShut() throws {
    let sunday = "from: 2026-12-06, to: 2026-12-06"
    try schedule("web", sunday)
    #expect(
      try told("04 03:00:00") == [
        "maintenance window 'weekly' does not open 2026-12-06 02:00 UTC: change freeze|The maintenance window 'weekly' of "
          + "2026-12-06 02:00 UTC to 04:00 UTC does not open, as a change freeze is in force until 2026-12-07 00:00 UTC: party.|"
          + "Its tasks that wait:|  weekly.web|"
      ])
    #expect(try told("04 04:00:00") == [])
    // The freeze is gone.
    try schedule("web", nil)
    let opens = try told("04 05:00:00")
    #expect(
      opens.count == 1
        && opens[0].hasPrefix(
          "maintenance window 'weekly' opens 2026-12-06 02:00 UTC|The maintenance window 'weekly' opens 2026-12-06 02:00 UTC "
            + "and closes 04:00 UTC. The host may be changed meanwhile.|Its tasks:|"),
      "\(opens)")
  }

  /// Whoever was told that it opens is told that it does not; and what changes nothing is not held up.
  @Test func aFreezeComesLater() throws {
    try schedule("web, look", nil)
    #expect(
      try told("04 03:00:00").first?.contains("The host may be changed meanwhile.|Its tasks:|  weekly.web|") == true)
    try schedule("web, look", "from: 2026-12-05, to: 2026-12-06")
    let noticed = try told("04 04:00:00")
    #expect(
      noticed.count == 1
        && noticed[0].hasPrefix("maintenance window 'weekly' opens 2026-12-06 02:00 UTC, for what changes nothing|")
        && noticed[0].contains(
          " The host is not changed meanwhile, as a change freeze is in force until 2026-12-07 00:00 UTC: party.|"
            + "Its tasks that change nothing:|  weekly.look|Its tasks that wait:|  weekly.web|"),
      "\(noticed)")
    #expect(try told("04 05:00:00") == [])
    // And once more for each time that this changes.
    try schedule("web, look", nil)
    let opens = try told("04 06:00:00")
    #expect(
      opens.count == 1 && opens[0].hasPrefix("maintenance window 'weekly' opens 2026-12-06 02:00 UTC|")
        && opens[0].contains("The host may be changed meanwhile.|Its tasks:|  weekly.web|"), "\(opens)")
    #expect(try told("04 07:00:00") == [])
    try schedule("web, look", "from: 2026-12-05, to: 2026-12-06")
    #expect(try told("04 08:00:00").count == 1)
    try schedule("web, look", "from: 2026-12-06T03:00Z, to: 2026-12-06")
    let cut = try told("04 09:00:00")
    #expect(
      cut.count == 1
        && cut[0].contains(
          " closes 03:00 UTC. The host may be changed meanwhile.|A change freeze takes the rest of it, which is from "
            + "2026-12-06 02:00 UTC to 04:00 UTC: party.|"),
      "\(cut)")
    #expect(try told("04 10:00:00") == [])
  }

  @Test func aFreezeTakesTheBeginning() throws {
    try schedule("web", "from: 2026-12-05, to: 2026-12-06T03:00Z")
    let noticed = try told("04 03:30:00")
    #expect(
      noticed.count == 1
        && noticed[0].hasPrefix(
          "maintenance window 'weekly' opens 2026-12-06 03:00 UTC|The maintenance window 'weekly' opens 2026-12-06 03:00 UTC "
            + "and closes 04:00 UTC. The host may be changed meanwhile.|"
            + "A change freeze takes the rest of it, which is from 2026-12-06 02:00 UTC to 04:00 UTC: party.|"),
      "\(noticed)")
  }

  /// Whoever was told that it opens is told that it is taken out of the schedule, once, and that it is back.
  @Test func aWindowIsTakenOut() throws {
    try schedule("web", nil)
    #expect(try told("04 07:00:00").count == 1)
    let whole = try String(contentsOfFile: "\(maint.project)/schedules/main.yaml", encoding: .utf8)
    try maint.schedule(whole.replacing("02:00-04:00", with: "05:00-06:00"))
    let moved = try told("04 08:00:00")
    #expect(
      moved.sorted() == [
        "called off: maintenance window 'weekly' opens 2026-12-06 02:00 UTC|The maintenance window that was announced for "
          + "2026-12-06 02:00 UTC is not in the schedule any more: nothing begins in it.|",
        "maintenance window 'weekly' opens 2026-12-06 05:00 UTC|The maintenance window 'weekly' opens 2026-12-06 05:00 UTC "
          + "and closes 06:00 UTC. The host may be changed meanwhile.|Its tasks:|  weekly.web|",
      ], "\(moved)")
    #expect(try told("04 09:00:00") == [])
    // Without its notice it opens all the same.
    try maint.schedule(whole.replacing("02:00-04:00", with: "05:00-06:00").replacing(", notice: 48h", with: ""))
    #expect(try told("04 10:00:00") == [])
    try maint.schedule(whole)
    let back = try told("04 11:00:00").map { $0.prefix { $0 != "|" } }.sorted()
    #expect(
      back == [
        "called off: maintenance window 'weekly' opens 2026-12-06 05:00 UTC",
        "maintenance window 'weekly' opens 2026-12-06 02:00 UTC",
      ], "\(back)")
    try maint.schedule(
      whole.split(separator: "\n").filter { !$0.hasPrefix("maintenance_windows") }.joined(separator: "\n"))
    #expect(try told("04 12:00:00").map { $0.prefix(43) } == ["called off: maintenance window 'weekly' ope"])
    #expect(try told("04 13:00:00") == [])
    try maint.run("audit", "verify").expect(exit: 0)
  }

  /// What nothing may begin in is not called off.
  @Test func aFrozenWindowIsTakenOut() throws {
    try schedule("web", "from: 2026-12-06, to: 2026-12-06")
    #expect(try told("04 03:00:00").count == 1)
    let whole = try String(contentsOfFile: "\(maint.project)/schedules/main.yaml", encoding: .utf8)
    try maint.schedule(whole.replacing("day: Sunday", with: "day: Wednesday"))
    #expect(try told("04 04:00:00") == [])
  }
}
