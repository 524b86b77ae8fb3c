import Foundation
import Testing

/// The built executable with its clock at chosen moments, by libfaketime: what is due runs exactly once, through changes of
/// the clocks, a leap day and the turns of the years.
///
/// The clock stands still at each moment; timeouts count by another clock, which is not touched.
@Suite(.enabled(if: access("/usr/bin/faketime", X_OK) == 0, "faketime is not installed here"))
struct FaketimeTests {
  /// A zone and a schedule, and moments in order (UTC), with the tiers that `run --due` runs at each.
  struct Story: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let zone: String
    let tiers: String
    let moments: [(at: String, runs: [String])]

    init(_ name: String, zone: String, _ tiers: String, _ moments: [(String, [String])]) {
      (testDescription, self.zone, self.tiers, self.moments) = (name, zone, tiers, moments)
    }
  }

  static let stories = [
    Story(
      "the hour that is left out in Berlin", zone: "Europe/Berlin", "daily: {at: \"02:30\", tasks: [good]}",
      [
        ("2026-03-28T01:30Z", ["daily"]), ("2026-03-29T00:59Z", []), ("2026-03-29T01:00Z", ["daily"]),
        ("2026-03-29T01:30Z", []), ("2026-03-30T00:29Z", []), ("2026-03-30T00:30Z", ["daily"]),
      ]),
    Story(
      "the hour that comes twice in Berlin", zone: "Europe/Berlin", "daily: {at: \"02:30\", tasks: [good]}",
      [
        ("2026-10-24T00:30Z", ["daily"]), ("2026-10-25T00:29Z", []), ("2026-10-25T00:30Z", ["daily"]),
        ("2026-10-25T01:29Z", []), ("2026-10-25T01:30Z", []), ("2026-10-26T01:29Z", []),
        ("2026-10-26T01:30Z", ["daily"]),
      ]),
    Story(
      "the half hour that is left out on Lord Howe", zone: "Australia/Lord_Howe",
      "daily: {at: \"02:15\", tasks: [good]}",
      [
        ("2026-10-02T15:45Z", ["daily"]), ("2026-10-03T15:29Z", []), ("2026-10-03T15:30Z", ["daily"]),
        ("2026-10-03T15:45Z", []), ("2026-10-04T15:14Z", []), ("2026-10-04T15:15Z", ["daily"]),
      ]),
    Story(
      "the half hour that comes twice on Lord Howe", zone: "Australia/Lord_Howe",
      "daily: {at: \"01:45\", tasks: [good]}",
      [
        ("2026-04-03T14:45Z", ["daily"]), ("2026-04-04T14:44Z", []), ("2026-04-04T14:45Z", ["daily"]),
        ("2026-04-04T15:15Z", []), ("2026-04-05T15:14Z", []), ("2026-04-05T15:15Z", ["daily"]),
      ]),
    Story(
      "an hour that comes twice is one, in Berlin", zone: "Europe/Berlin", "hourly: [good]",
      [
        ("2026-10-24T23:30Z", ["hourly"]), ("2026-10-25T00:30Z", ["hourly"]), ("2026-10-25T00:59Z", []),
        ("2026-10-25T01:30Z", []), ("2026-10-25T02:30Z", ["hourly"]), ("2026-10-25T02:59Z", []),
      ]),
    Story(
      "a leap day", zone: "UTC", "daily: [good]\n  monthly: [good]",
      [
        ("2028-02-28T02:00Z", ["daily", "monthly"]), ("2028-02-29T01:59Z", []), ("2028-02-29T02:00Z", ["daily"]),
        ("2028-03-01T01:59Z", []), ("2028-03-01T02:00Z", ["daily", "monthly"]),
      ]),
    Story(
      "the turn of a year, and of an ISO year", zone: "UTC",
      "daily: [good]\n  weekly: [good]\n  monthly: [good]\n  quarterly: [good]\n  annual: [good]",
      [
        ("2026-12-31T02:00Z", ["daily", "weekly", "monthly", "quarterly", "annual"]), ("2026-12-31T23:59Z", []),
        ("2027-01-01T01:59Z", []), ("2027-01-01T02:00Z", ["daily", "monthly", "quarterly", "annual"]),
        // Two days were missed: one run makes up for them.
        ("2027-01-03T23:59Z", ["daily"]), ("2027-01-04T01:59Z", []), ("2027-01-04T02:00Z", ["daily", "weekly"]),
      ]),
  ]

  @Test(arguments: stories) func whatIsDueRunsOnce(story: Story) throws {
    let maint = try Maint()
    try maint.runbook("good", "precheck: [':']").schedule("maintenance_schedule:\n  \(story.tiers)\n")
    maint.environment.merge(["TZ": story.zone, "FAKETIME_FMT": "%s"]) { $1 }
    maint.environment.merge(["FAKETIME_DONT_FAKE_MONOTONIC": "1", "NO_FAKE_STAT": "1"]) { $1 }
    for (moment, _) in story.moments {
      maint.setClock(nil)
      let asked = try maint.run("due", "--json", "--at", moment).expect(exit: 0)
      maint.setClock(try seconds(of: moment))
      #expect(try maint.run("due", "--json").expect(exit: 0).outputBytes == asked.outputBytes, "\(moment)")
      // That the clock was set is said, for between the runs no such time went by.
      let ended = try maint.run("run", "--due", "--quiet").expect(exit: 0, out: "")
      let said = ended.err.split(separator: "\n").filter { !$0.hasPrefix("maint: the clock was set forward by ") }
      #expect(said.isEmpty, "\(moment): \(ended.err)")
      try maint.run("run", "--due", "--quiet").expect(exit: 0, out: "", err: "")
    }
    maint.setClock(nil)
    let runs = try #require(try maint.json("log")["runs"] as? [[String: Any]])
    let seen = runs.reversed().map {
      "\($0["started_at"] ?? "") \($0["targets"] as? [String] ?? []) \($0["outcome"] ?? "")"
    }
    let expected = story.moments.filter { !$0.runs.isEmpty }.map { moment, tiers in
      "\(moment.dropLast()):00.000000Z \(tiers) succeeded"
    }
    #expect(seen == expected)
  }

  /// That of a process that was killed, and had the id that this one has.
  @Test func whatAnotherProcessLeftIsNotInTheWay() throws {
    let maint = try Maint()
    try maint.runbook("good", "precheck: [':']").schedule("maintenance_schedule: {daily: [good]}\n")
    maint.environment["FAKETIME_FMT"] = "%s"
    maint.setClock("1790000000")
    maint.prefix = ["/bin/sh", "-c", #"touch /dev/shm/faketime_shm_$$; exec "$@""#, "sh"] + maint.prefix
    try maint.run("due").expect(exit: 0).shows("due at 2026-09-21 14:13 UTC")
  }

  /// This one calls setenv before main begins, as monitoring agents do: what is beside the environment is not the arguments then.
  @Test func argumentsStayWhatALibraryDoesBeforeThem() throws {
    let maint = try Maint()
    let folders = try FileManager.default.contentsOfDirectory(atPath: "/usr/lib").map { "/usr/lib/\($0)" }
    let library = try #require(
      (folders + ["/usr/lib"]).map { "\($0)/faketime/libfaketime.so.1" }.first(where: maint.exists))
    maint.environment = ["LD_PRELOAD": library, "FAKETIME": "+0"]
    try maint.run("due", "--at", "never").expect(exit: 64).shows("never")
  }

  private func seconds(of moment: String) throws -> String {
    let date = try #require(ISO8601DateFormatter().date(from: moment.dropLast() + ":00Z"))
    return "\(Int(date.timeIntervalSince1970))"
  }
}
