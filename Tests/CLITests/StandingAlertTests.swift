import Foundation
import Testing

/// What Alertmanager is told stands there as long as it is true, and no longer: it takes for over what nobody renews.
@Suite struct StandingAlertTests {
  private struct Alert: Hashable, CustomStringConvertible {
    var what: String
    var severity: String
    /// It stands for as long as twice `remind_every` from now.
    var stands: Bool

    var description: String { "\(what) \(severity) \(stands ? "stands" : "is over")" }
  }

  private let maint: Maint
  private let receiver: Receiver

  init() throws {
    maint = try Maint()
    receiver = try #require(try Receiver(.http, for: maint))
    try maint.runbook("a", Maint.failing).runbook("b", Maint.failing).daily("a", "b")
  }

  private func route(_ rest: String = "") throws {
    try maint.tellIntoFile(
      "    pager: {kind: webhook, format: alertmanager, url: \"\(receiver.url)\"}\n"
        + "  alerts: {critical: [pager, page], warning: [pager, log], info: none}\n\(rest)")
  }

  /// What the receiver is told in that, and how much people are.
  private func told(by words: [String]) throws -> (alerts: [String], people: Int) {
    let (requests, people) = (receiver.requests.count, maint.toldSubjects.count)
    try maint.start(words).wait()
    let format = ISO8601DateFormatter()
    format.formatOptions = [.withInternetDateTime, .withFractionalSeconds]
    let bodies = receiver.requests.dropFirst(requests).map { Data($0.body.utf8) }
    let alerts = try bodies.flatMap { body -> [Alert] in
      try #require(try JSONSerialization.jsonObject(with: body) as? [[String: Any]]).map { alert in
        let labels = try #require(alert["labels"] as? [String: String])
        let end = try #require((alert["endsAt"] as? String).flatMap { format.date(from: $0) })
        let what = try #require(labels["task"] ?? labels["incident"].map { "incident \($0)" })
        return Alert(
          what: what, severity: labels["severity"] ?? "", stands: (172_000...172_801).contains(end.timeIntervalSinceNow)
        )
      }
    }
    return (alerts.map(\.description).sorted(), maint.toldSubjects.count - people)
  }

  private func pass(hours: Int) throws {
    let past = hours * 3_600_000_000
    try maint.sqlite("UPDATE message SET at = at - \(past); UPDATE failing SET told_at = told_at - \(past)")
  }

  @Test(arguments: [["notify", "flush", "--quiet"], ["run", "--due", "--quiet"]])
  func whatSomebodyIsAtStandsUntilItIsOver(_ words: [String]) throws {
    try route()
    try maint.run("run", "daily", "--quiet").expect(exit: 1)
    try maint.run("incident", "open", "down", "--level", "critical").expect(exit: 0)
    try maint.run("ack", "1").expect(exit: 0)
    try maint.run("incident", "ack", "1").expect(exit: 0)
    #expect(try told(by: words).alerts == [])
    let all = ["daily.a warning stands", "daily.b warning stands", "incident 1 critical stands"]
    for _ in 1...2 {
      try pass(hours: 23)
      #expect(try told(by: words).alerts == [])
      try pass(hours: 2)
      let renewed = try told(by: words)
      #expect(renewed.alerts == all && renewed.people == 0, "\(renewed)")
      #expect(try told(by: words).alerts == [])
    }
    // Who reads what there was to know of it finds it there still.
    let last = receiver.requests.suffix(2).map(\.body).joined()
    for part in ["Read more: maint show 1", "maint incident resolve 1 --note", "has been at it since"] {
      #expect(last.replacingOccurrences(of: "sudo ", with: "").contains(part), "\(last)")
    }
    #expect(!(try maint.run("incident", "report", "1").out.contains("still open")))

    try maint.runbook("a", "precheck: [':']\n")
    #expect(
      try told(by: ["run", "daily.a", "--quiet"]).alerts == ["daily.a critical is over", "daily.a warning is over"])
    #expect(try told(by: ["incident", "resolve", "1"]).alerts == ["incident 1 critical is over"])
    try pass(hours: 25)
    #expect(try told(by: words).alerts == ["daily.b warning stands"])
  }

  /// What fails is over when it succeeds, and not when somebody says so of the incident.
  @Test func whatFailsAfterItsIncidentStands() throws {
    try maint.daily("a")
    try route()
    try maint.run("run", "daily", "--quiet").expect(exit: 1)
    try maint.run("incident", "open", "down", "--level", "critical").expect(exit: 0)
    try maint.run("incident", "link", "1", "1").expect(exit: 0)
    let resolved = try told(by: ["incident", "resolve", "1"]).alerts
    #expect(resolved == ["daily.a warning stands", "incident 1 critical is over"])
    try pass(hours: 25)
    let renewed = try told(by: ["notify", "flush", "--quiet"])
    #expect(renewed.alerts == ["daily.a warning stands"] && renewed.people == 0)
    // Away for a moment, it stands as it did; after a day it is over.
    for _ in 1...2 {
      for name in ["b", "a"] {
        try maint.daily(name)
        let told = try told(by: ["notify", "flush", "--quiet"])
        #expect(told.alerts == [] && told.people == 0, "\(told)")
      }
    }
    try maint.daily("b")
    try maint.run("notify", "flush", "--quiet").expect(exit: 0)
    try maint.passADayAway()
    #expect(
      try told(by: ["notify", "flush", "--quiet"]).alerts == ["daily.a critical is over", "daily.a warning is over"])
  }

  /// What nobody is at is renewed by its reminders; and what has gone up stands as both.
  @Test func whatHasGoneUpStandsAsBoth() throws {
    try maint.daily("a")
    try route("  escalate_after: 30m\n")
    try maint.run("run", "daily", "--quiet").expect(exit: 1)
    try pass(hours: 1)
    #expect(try told(by: ["notify", "flush"]).alerts == ["daily.a critical stands"])
    try pass(hours: 25)
    let reminded = try told(by: ["notify", "flush"])
    #expect(reminded.alerts == ["daily.a critical stands", "daily.a warning stands"] && reminded.people == 1)
  }

  /// One is enough, however long the channel is away; and it stands from when it comes.
  @Test func whatWaitsIsNotRenewed() throws {
    try maint.daily("a")
    try route("  give_up_after: 30d\n")
    try maint.run("run", "daily", "--quiet").expect(exit: 1)
    try maint.run("ack", "1").expect(exit: 0)
    try receiver.answer("500")
    try pass(hours: 25)
    for _ in 1...3 {
      _ = try maint.run("notify", "flush")
      try pass(hours: 25)
    }
    try receiver.answer("200")
    #expect(try told(by: ["notify", "flush", "--force"]).alerts == ["daily.a warning stands"])
  }
}
