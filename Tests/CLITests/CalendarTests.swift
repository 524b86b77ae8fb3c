import Foundation
import Testing

/// `maint calendar` and `maint simulate`, on the clocks of UTC unless said otherwise.
@Suite struct CalendarTests {
  let maint: Maint

  init() throws {
    maint = try Maint()
    try maint.runbook("look", "precheck: [':']")
    try maint.runbook("change", "locks: [packages]\nchange: [':']\nverify: [':']\nrollback: none\nreason: a test\n")
    try maint.schedule(
      """
      maintenance_schedule:
        hourly: [look]
        daily:
          - look
          - {task: tidy, runbook: change, needs: [look]}
        weekly:
          - {task: updates, runbook: change}
        monthly:
          - {task: kernel, runbook: change}
      maintenance_windows:
        weekly: {day: Sunday, time: "02:00-04:00", cutoff: 30m, type: routine}
        monthly: {day: First_Sunday, time: "03:00-06:00"}
      change_freeze:
        - {from: 2027-01-10, to: 2027-01-11, reason: fair}

      """)
  }

  @Test func text() throws {
    try maint.run("calendar", "--from", "2027-01-01", "--days", "20").expect(
      exit: 0,
      out: """
        20 days from Fri 2027-01-01 to Wed 2027-01-20, times of UTC
        hourly: every hour at :00; 1 task, no history of how long
          look (no history)
        daily: every day at 02:00; 2 tasks, no history of how long
          look (no history), tidy (no history)
        weekly: window: Sunday, 02:00-04:00; 1 task, no history of how long
          updates (no history)
        monthly: window: First_Sunday, 03:00-06:00; 1 task, no history of how long
          kernel (no history)

        ! the window weekly opens in the freeze 2027-01-10 to 2027-01-11 (fair): on 2027-01-10 02:00 no
          change may start
        ! weekly and monthly use the same lock packages and their windows are open together on 2027-01-03
          03:00-04:00

        DAY             TIME         WHAT
        Sun 2027-01-03  02:00-04:00  weekly   1 task, no history of how long
                        03:00-06:00  monthly  1 task, no history of how long
        Sun 2027-01-10               freeze   fair: no changes until 2027-01-12 00:00
                        02:00-04:00  weekly   1 task, no history of how long; frozen: what changes something waits \
        until 2027-01-17 02:00
        Sun 2027-01-17  02:00-04:00  weekly   1 task, no history of how long
        """, err: "")
  }

  @Test func aClockThatIsSetIsSaid() throws {
    maint.environment["TZ"] = "Europe/Berlin"
    try maint.schedule("maintenance_schedule:\n  daily: {at: \"02:30\", tasks: [look]}\n")
    try maint.run("calendar", "--from", "2027-03-20", "--days", "20").expect(exit: 0).shows(
      "daily: every day at 02:30; 1 task", "Sun 2027-03-28  03:00  daily  1 task, no history of how long\n")
  }

  @Test func durationsAreThoseOfPastRuns() throws {
    try maint.run("run", "daily").expect(exit: 0)
    let ended = try maint.run("calendar", "--from", "2027-01-01").expect(exit: 0)
    ended.shows("daily: every day at 02:00; 2 tasks, about SPAN", "look SPAN, tidy SPAN", "weekly: window: Sunday")
    try maint.run("simulate", "--from", "2027-01-01", "--to", "2027-01-02").expect(exit: 0).shows(
      "taken to last no time:\nhourly.look, weekly.updates, monthly.kernel.")
  }

  /// That of the window, on both sides of the line.
  @Test func aLineOfASimulationHasOneZone() throws {
    try maint.schedule(
      """
      maintenance_schedule:
        daily: [look]
        weekly: [{task: updates, runbook: change}]
      maintenance_windows:
        weekly: {day: Sunday, time: "02:00-04:00", timezone: America/New_York}
      change_freeze:
        - {from: 2027-01-10, to: 2027-01-11, reason: fair}

      """)
    maint.environment["TZ"] = "Europe/Berlin"
    let shown = try maint.run(
      "simulate", "-v", "--from", "2027-01-01", "--to", "2027-01-31", "--down", "2027-01-17..2027-01-17"
    ).expect(exit: 0).shows(
      "2027-01-10 02:00 -05:00  deferred   weekly: weekly.updates until 2027-01-17 02:00 -05:00: change freeze until "
        + "2027-01-11 18:00 -05:00 (fair)",
      "2027-01-17 02:00 -05:00  missed     weekly: 1 period, the host is down", "2027-01-24 02:00 -05:00  run",
      "2027-01-24 02:00 +01:00  run        daily.look", "2027-01-17 00:00 +01:00  down",
      "from 2027-01-01 00:00 +01:00 to 2027-02-01 00:00 +01:00 in Europe/Berlin")
    for line in shown.out.split(separator: "\n") {
      #expect(!(line.contains("-05:00") && line.contains("+01:00")), "\(line)")
    }
  }

  @Test func data() throws {
    let json = try maint.json("calendar", "--from", "2027-01-01", "--days", "20")
    let due = try #require(json["due"] as? [[String: Any]])
    #expect(due.count { $0["group"] as? String == "hourly" } == 480)
    let frozen = due.filter { $0["frozen"] as? Bool == true }
    #expect(
      frozen.map { "\($0["group"] ?? "") \($0["at"] ?? "") \($0["frozen_until"] ?? "")" } == [
        "daily 2027-01-10T02:00:00.000000Z 2027-01-12T00:00:00.000000Z",
        "weekly 2027-01-10T02:00:00.000000Z 2027-01-17T02:00:00.000000Z",
        "daily 2027-01-11T02:00:00.000000Z 2027-01-12T00:00:00.000000Z",
      ])
    let conflicts = try #require(json["conflicts"] as? [[String: Any]])
    #expect(conflicts.map { $0["kind"] as? String } == ["window_in_freeze", "shared_locks"])
    let ics = try maint.run("calendar", "--from", "2027-01-01", "--days", "20", "--format", "ics").expect(exit: 0)
    let text = String(decoding: ics.outputBytes, as: UTF8.self)
    #expect(text.hasPrefix("BEGIN:VCALENDAR\r\n") && text.hasSuffix("END:VCALENDAR\r\n"))
    #expect(text.contains("DTSTART:20270103T030000Z\r\nDURATION:PT3H\r\n"))
    #expect(text.contains("DTSTART;VALUE=DATE:20270110\r\nDTEND;VALUE=DATE:20270112\r\n"))
  }

  @Test func page() throws {
    try maint.schedule(
      """
      maintenance_schedule: {weekly: [look]}
      maintenance_windows: {weekly: {day: Sunday, time: "02:00-04:00"}}
      change_freeze: [{from: 2027-01-10, to: 2027-01-11, reason: "<script>& \\"fair\\""}]

      """)
    let page = try maint.run("calendar", "--from", "2027-01-01", "--format", "html").expect(exit: 0)
    page.shows(
      "<title>Maintenance of ", "<h2>January 2027</h2>", "<h2>March 2027</h2>", "&lt;script&gt;&amp; &quot;fair&quot;",
      "<td>02:00-04:00</td><td>weekly</td>")
    #expect(!page.out.contains("<script>") && !page.out.contains("http"))
  }

  @Test func simulation() throws {
    try maint.run("simulate", "--from", "2027-01-01", "--to", "2027-01-31", "--down", "2027-01-20..2027-01-21T01:00")
      .expect(
        exit: 0,
        out: """
          Simulated from 2027-01-01 00:00 UTC to 2027-02-01 00:00 UTC in UTC, a call every 5m: 8928 calls, 300
          of them while the host is down. Nothing was run.

          TIER     TASKS  RUNS  CAUGHT UP  MISSED PERIODS  DEFERRED  LONGEST
          hourly       1   719          0              25         0  unknown
          daily        2    31          1               2         2  unknown
          weekly       1     4          0               1         1  unknown
          monthly      1     1          0               0         0  unknown
          No task has history: each is taken to last no time at all.

          WHEN                  WHAT
          2027-01-10 02:00 UTC  deferred   daily: daily.tidy until 2027-01-12 00:00 UTC: change freeze until \
          2027-01-12 00:00 UTC (fair); 2 times
          2027-01-10 02:00 UTC  deferred   weekly: weekly.updates until 2027-01-17 02:00 UTC: change freeze until \
          2027-01-12 00:00 UTC (fair)
          2027-01-10 02:00 UTC  missed     daily: 2 periods to 2027-01-11 02:00 UTC, deferred for all of its time: \
          daily.tidy
          2027-01-10 02:00 UTC  missed     weekly: 1 period, deferred for all of its time: weekly.updates
          2027-01-20 00:00 UTC  down       the host is down until 2027-01-21 01:00 UTC
          2027-01-20 00:00 UTC  missed     hourly: 25 periods to 2027-01-21 00:00 UTC, the host is down: hourly.look
          2027-01-21 01:00 UTC  caught up  daily: daily.look, daily.tidy, due since 2027-01-20 02:00 UTC
          """, err: "")
    let json = try maint.json("simulate", "--from", "2027-01-01", "--to", "2027-01-01", "--every", "1h")
    let runs = try #require(json["runs"] as? [[String: Any]])
    let tasks = runs.map { ($0["tasks"] as? [[String: Any]])?.compactMap { $0["name"] as? String } ?? [] }
    #expect(runs.count == 24 && tasks[2] == ["hourly.look", "daily.look", "daily.tidy"])
    try maint.run("simulate", "--from", "2027-01-01", "--to", "2027-01-01", "-v").expect(exit: 0).shows(
      "2027-01-01 02:00 UTC  run   hourly.look, daily.look, daily.tidy\n")
    #expect(!maint.exists(maint.state), "nothing is written")
  }

  @Test func aScheduleWithoutTasks() throws {
    try maint.schedule("maintenance_schedule: {}\n")
    try maint.run("calendar", "--from", "2027-01-01").expect(exit: 0).shows(
      "No tier has tasks, so nothing is ever due.")
    try maint.run("simulate").expect(exit: 0).shows("No tier has tasks, so nothing is ever due.")
  }

  @Test func wrongUse() throws {
    try maint.run("calendar", "--from", "tomorrow").expect(exit: 64).shows(
      "--from takes a day or a moment, not 'tomorrow'")
    try maint.run("calendar", "--days", "3661").expect(exit: 64).shows("3660 days at most")
    try maint.run("calendar", "--json", "--format", "ics").expect(exit: 64).shows("exclude each other")
    try maint.run("simulate", "--from", "2027-01-02", "--to", "2027-01-01").expect(exit: 64).shows(
      "ends before it begins")
    try maint.run("simulate", "--down", "2027-01-02/2027-01-03").expect(exit: 64).shows("--down takes FROM..TO")
    try maint.run("simulate", "--down", "2027-01-03..2027-01-02").expect(exit: 64).shows("ends before it begins")
    try maint.run("simulate", "--every", "0s").expect(exit: 64).shows("--every takes a time of a second or more")
  }
}
