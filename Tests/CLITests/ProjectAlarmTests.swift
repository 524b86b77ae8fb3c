import Foundation
import TestSupport
import Testing

/// A project with mistakes is run by nobody, and by the clock nobody sees what standard error says.
@Suite struct ProjectAlarmTests {
  private func people(_ maint: Maint, _ receiver: Receiver, _ more: String = "") throws {
    try maint.file(
      "schedules/people.yaml",
      "maintenance_coordination:\n  channels:\n    hook: {kind: webhook, url: \"\(receiver.url)\"}\n"
        + Maint.alerts("hook") + more)
  }

  private func subjects(_ receiver: Receiver) -> [String] {
    receiver.requests.filter(\.isTaken).compactMap { $0.json["subject"] as? String }
  }

  @Test func isToldOnceAndAgainAndWhenItIsOver() throws {
    let maint = try Maint()
    let receiver = try #require(try Receiver(.http, for: maint))
    try people(maint, receiver)
    try maint.runbook("a", "precheck: [':']\n").daily("a")
    try maint.run("run", "daily", "--quiet").expect(exit: 0)
    #expect(receiver.requests.isEmpty)
    try maint.file("runbooks/a.yaml", "precheck: [':']\ntiemout: 3s\n")
    for _ in 1...2 { try maint.run("run", "daily", "--quiet").expect(exit: 65) }
    #expect(subjects(receiver) == ["nothing is run: the project has 1 mistake"])
    let text = try #require(receiver.requests.first?.json["text"] as? String)
    #expect(text.contains("runbooks/a.yaml:2:1: unknown key 'tiemout'") && text.contains("maint check -C "))
    #expect(receiver.requests.first?.json["level"] as? String == "warning")
    try maint.sqlite("UPDATE message SET at = at - 90000000000")
    try maint.run("run", "daily", "--quiet").expect(exit: 65)
    #expect(subjects(receiver).count == 2)
    try maint.run("ack", "1").expect(exit: 0)
    try maint.sqlite("UPDATE message SET at = at - 90000000000")
    try maint.run("run", "daily", "--quiet").expect(exit: 65)
    #expect(subjects(receiver).count == 2)
    try maint.runbook("a", "precheck: [':']\n")
    for _ in 1...2 { try maint.run("run", "daily", "--quiet").expect(exit: 0) }
    #expect(subjects(receiver).dropFirst(2) == ["the project is run again"])
    // Another time is another alarm.
    try maint.file("schedules/daily.yaml", "nonsense: 1\n")
    try maint.run("run", "--due", "--quiet").expect(exit: 65)
    #expect(subjects(receiver).dropFirst(3) == ["nothing is run: the project has 1 mistake"])
  }

  @Test func whoIsToldThroughWhatMustBeCertain() throws {
    let maint = try Maint()
    let receiver = try #require(try Receiver(.http, for: maint))
    try people(maint, receiver, "  remind_every: soon\n")
    try maint.runbook("a", "precheck: [':']\n").daily("a")
    try maint.run("run", "daily", "--quiet").expect(exit: 65)
    #expect(receiver.requests.isEmpty)
    try people(maint, receiver)
    try maint.file("schedules/other.yaml", "x: [\n")
    try maint.run("run", "daily", "--quiet").expect(exit: 65)
    #expect(subjects(receiver) == ["nothing is run: the project has 1 mistake"])
  }

  /// What was to be told of tasks and windows waits until it is certain which there are; the rest does not.
  @Test func whatWaitsIsDelivered() throws {
    let maint = try Maint()
    let receiver = try #require(try Receiver(.http, for: maint))
    try people(maint, receiver)
    try maint.runbook("a", Maint.failing).daily("a")
    try receiver.answer("500")
    try maint.run("run", "daily", "--quiet").expect(exit: 1)
    try receiver.answer("ok")
    try maint.file("schedules/daily.yaml", "nonsense: 1\n")
    let flushed = try maint.run("notify", "flush", "--force")
    flushed.expect(exit: 0, out: "1 message delivered\n")
    #expect(flushed.err.contains("the schedules have mistakes, so what waits is delivered"))
    try maint.run("incident", "open", "down").expect(exit: 0)
    #expect(subjects(receiver) == ["daily.a failed", "Incident 1: down"])
  }
}
