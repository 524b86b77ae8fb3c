import Catalog
import Foundation
import Scheduling
import Testing

@testable import Reporting

@Suite struct DueReportTests {
  private let berlin: Zone
  private let now: Timestamp

  init() throws {
    berlin = try #require(Zone.named("Europe/Berlin"))
    now = try #require(CalendarMoment.parse("2026-11-21T14:05")).timestamp(in: .utc)
  }

  private func moment(_ text: String) throws -> Timestamp {
    try #require(CalendarMoment.parse("2026-\(text)")).timestamp(in: .utc)
  }

  private func task(
    _ tier: Tier, _ name: String, _ state: DueState, last: String? = nil, hold: DueTask.Hold? = nil, zone: Zone = .utc
  ) throws -> DueTask {
    DueTask(
      name: TaskName(tier: tier, name: name), state: state, maxAttempts: 3, lastSuccess: try last.map(moment),
      hold: hold, zone: zone)
  }

  private func example() throws -> DueReport {
    let due = try (since: moment("11-21T02:00"), until: moment("11-22T00:00"))
    let name = TaskName(tier: .weekly, name: "deep")
    return DueReport(
      at: now,
      tasks: [
        try task(.daily, "health", .due(since: due.since, until: due.until, .time), last: "11-20T02:00"),
        try task(.daily, "missed", .due(since: moment("11-19T02:00"), until: due.until, .catchUp)),
        try task(.daily, "again", .due(since: moment("11-21T03:10"), until: due.until, .retry(1)), last: "11-20T02:00"),
        try task(
          .daily, "held", .due(since: due.since, until: due.until, .time), last: "11-20T02:00", hold: .need(name)),
        try task(.daily, "busy", .due(since: due.since, until: due.until, .time), hold: .running(run: 12)),
        try task(.daily, "failed", .waiting(until: moment("11-21T15:00"), attempts: 2), last: "11-20T02:00"),
        try task(.daily, "hopeless", .givenUp(attempts: 3, next: moment("11-22T02:00"))),
        try task(
          .weekly, "change", .due(since: moment("11-15T01:00"), until: moment("11-23T00:00"), .catchUp),
          last: "11-08T01:30", hold: .window("change freeze (sale)", until: moment("11-22T01:00")), zone: berlin),
        try task(.weekly, "deep", .notDue(next: moment("11-22T01:00")), last: "11-15T01:00", zone: berlin),
        try task(.annual, "gone", .notDue(next: nil)),
        try task(.emergency, "help", .never, last: "03-01T12:00"),
      ], zone: .utc)
  }

  @Test func textSaysWhatIsDueAndWhy() throws {
    let text = String(decoding: try example().text(appearance: Appearance(color: false, utf8: true)), as: UTF8.self)
    #expect(
      text == """
        6 tasks are due at 2026-11-21 14:05 UTC; maint run --due starts 3 of them.

        daily       due since 2026-11-19 02:00 UTC
          health    ▸ due since 02:00 UTC; last success 2026-11-20 02:00 UTC
          missed    ▸ due since 2026-11-19 02:00 UTC, which was missed; no success yet
          again     ▸ due since 03:10 UTC, try 2 of 3; last success 2026-11-20 02:00 UTC
          held      due since 02:00 UTC; waits for weekly.deep; last success 2026-11-20 02:00 UTC
          busy      due since 02:00 UTC; run 12 is at it; no success yet
          failed    failed 2 of 3, again 15:00 UTC; last success 2026-11-20 02:00 UTC
          hopeless  given up after 3 failures (max_attempts), next 2026-11-22 02:00 UTC; no success yet

        weekly      due since 2026-11-15 02:00 +01:00
          change    due since 2026-11-15 02:00 +01:00, which was missed; change freeze (sale); it may start 2026-11-22 02:00 \
        +01:00; last success 2026-11-08 02:30 +01:00
          deep      next 2026-11-22 02:00 +01:00; last success 2026-11-15 02:00 +01:00

        annual      never due again
          gone      never due again; no success yet

        emergency   only when asked
          help      only when asked; last success 2026-03-01 12:00 UTC

        """)
  }

  @Test func theFirstLineIsTheAnswer() throws {
    func answer(_ tasks: [DueTask]) -> String {
      let text = DueReport(at: now, tasks: tasks, zone: .utc).text(appearance: Appearance(color: false, utf8: true))
      return String(decoding: text.prefix { $0 != 0x0A }, as: UTF8.self)
    }
    let state = DueState.due(since: try moment("11-21T02:00"), until: try moment("11-22T00:00"), .time)
    let free = try task(.daily, "a", state)
    let held = try task(.daily, "b", state, hold: .running(run: 1))
    #expect(answer([]) == "No tier has tasks yet, so nothing will ever be due.")
    #expect(answer([try task(.daily, "a", .notDue(next: nil))]) == "Nothing is due at 2026-11-21 14:05 UTC.")
    #expect(answer([free]) == "1 task is due at 2026-11-21 14:05 UTC: maint run --due starts it.")
    #expect(answer([free, free]) == "2 tasks are due at 2026-11-21 14:05 UTC: maint run --due starts them.")
    #expect(answer([held]) == "1 task is due at 2026-11-21 14:05 UTC; maint run --due starts none of them yet.")
  }

  @Test func jsonHasAllOfIt() throws {
    let json = try #require(
      try JSONSerialization.jsonObject(with: Data(try example().json)) as? [String: Any])
    #expect(json["due"] as? Int == 6)
    #expect(json["starts"] as? Int == 3)
    let tiers = try #require(json["tiers"] as? [[String: Any]])
    #expect(tiers.map { $0["tier"] as? String } == ["daily", "weekly", "annual", "emergency"])
    #expect(tiers.map { $0["is_due"] as? Bool } == [true, true, false, false])
    #expect(tiers[0]["last_success"] is NSNull)
    #expect(tiers[1]["last_success"] as? String == "2026-11-08T01:30:00.000000Z")
    #expect(tiers[1]["next"] as? String == "2026-11-22T01:00:00.000000Z")
    let tasks = tiers.flatMap { $0["tasks"] as? [[String: Any]] ?? [] }
    #expect(
      tasks.map { $0["state"] as? String } == [
        "due", "due", "due", "due", "due", "waiting", "given_up", "due", "not_due", "not_due", "on_request",
      ])
    #expect(tasks.map { $0["cause"] as? String }.prefix(4) == ["time", "catch_up", "retry", "time"])
    #expect(tasks.map { $0["failures"] as? Int } == [0, 0, 1, 0, 0, 2, 3, 0, 0, 0, 0])
    #expect(
      tasks.map { $0["held_by"] as? String } == [nil, nil, nil, "need", "run", nil, nil, "window", nil, nil, nil])
    #expect(tasks[3]["need"] as? String == "weekly.deep")
    #expect(tasks[4]["run"] as? Int == 12)
    #expect(tasks[7]["reason"] as? String == "change freeze (sale)")
    #expect(tasks[7]["opens"] as? String == "2026-11-22T01:00:00.000000Z")
  }
}
