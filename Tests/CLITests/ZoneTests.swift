import Foundation
import Testing

/// Where a zone is given, the one that maint was started with does not matter.
@Suite struct ZoneTests {
  private static let schedule = """
    maintenance_schedule:
      daily: [good]
      weekly: [{task: changes, needs: [daily.good]}]
      quarterly: [good]
    maintenance_windows:
      daily: {time: "23:30-01:00", timezone: Australia/Lord_Howe}
      weekly: {day: Sunday, time: "02:00-04:00", timezone: Europe/Berlin}
      quarterly: {day: Last_Friday, time: "22:00-02:00", timezone: America/St_Johns}

    """

  @Test func givenZonesRule() throws {
    let maint = try Maint()
    try maint.runbook("good", "precheck: [':']").runbook("changes", "change: [{run: ':', undo: ':'}]").schedule(
      Self.schedule)
    let questions = [
      ["check"], ["plan", "weekly", "--json"],
      ["due", "--json", "--at", "2026-10-25T00:30Z"], ["due", "--json", "--at", "2026-11-27T23:59Z"],
    ]
    for question in questions {
      var answers: Set<String> = []
      for zone in [
        "UTC", "America/New_York", "Pacific/Apia", ":/usr/share/zoneinfo/Asia/Kathmandu", "CET-1CEST,M3.5.0,M10.5.0/3",
      ] {
        maint.environment["TZ"] = zone
        let ended = try maint.start(question).wait().expect(exit: 0)
        answers.insert(String(decoding: ended.outputBytes, as: UTF8.self))
      }
      #expect(answers.count == 1, "\(question): \(answers.sorted().joined(separator: "\n"))")
    }
  }

  @Test func aVariableThatMeansNothingIsTold() throws {
    let maint = try Maint()
    // What is due once a year is due at any time of the day.
    try maint.runbook("good", "precheck: [':']").schedule("maintenance_schedule: {annual: [good]}\n")
    let warning = """
      maint: TZ is 'Europe/Berln', which is no time zone of this host, so times are those of UTC
      hint: did you mean TZ=Europe/Berlin?
      """
    maint.environment["TZ"] = "Europe/Berln"
    for verb in [["due"], ["check"], ["calendar"]] { try maint.start(verb).wait().expect(exit: 0, err: warning) }
    // Cron calls it every few minutes; it is the run that says it.
    try maint.run("run", "--due", "--quiet").expect(exit: 0, out: "", err: warning)
    try maint.run("run", "--due", "--quiet").expect(exit: 0, out: "", err: "")
    for verb in ["version", "help"] { try maint.run(verb).expect(exit: 0, err: "") }
    for value in ["", ":", "UTC", "Europe/Berlin", ":Europe/Berlin", "CET-1CEST,M3.5.0,M10.5.0/3", "EST5EDT"] {
      maint.environment["TZ"] = value
      try maint.run("due").expect(exit: 0, err: "")
    }
  }

  @Test func aZoneThatDoesNotExistIsAnErrorWithTheNearest() throws {
    let maint = try Maint()
    try maint.runbook("good", "precheck: [':']").runbook("changes", "change: [{run: ':', undo: ':'}]")
    for (wrong, right) in [("Europe/Berln", "Europe/Berlin"), ("Australia/Lord_How", "Australia/Lord_Howe")] {
      try maint.schedule(Self.schedule.replacing("timezone: Europe/Berlin", with: "timezone: \(wrong)"))
      for verb in [["check"], ["plan", "weekly"], ["due"]] {
        try maint.start(verb).wait().expect(exit: 65).shows(
          "main.yaml:7:56: error: there is no time zone '\(wrong)' [unknown-zone]", "did you mean '\(right)'?")
      }
    }
  }
}
