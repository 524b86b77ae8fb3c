import Catalog
import Execution
import Testing

@testable import RunLog

/// What becomes of incidents, and which runs belong to them.
@Suite struct IncidentTests {
  let folder = TemporaryFolder()
  private let anna = Actor(name: "anna", uid: 7)
  private let ben = Actor(name: "ben", uid: 8)
  private let trouble = NewIncident(title: "the shop answers 502", level: .critical, channels: ["pager"], host: "web 1")

  private func open(_ actor: Actor) throws -> RunLog {
    try RunLog.open(state: folder.state, access: .readWrite, by: actor)
  }

  @Test func anIncidentIsOpenedNotedAndResolved() throws {
    let (first, second) = (try open(anna), try open(ben))
    #expect(try first.openIncident(trouble, at: Fixture.time(10)) == 1)
    #expect(try first.note("looking", kind: .note, on: 1, at: Fixture.time(11)))
    #expect(try first.incident(1)?.acknowledged == nil)
    #expect(try second.note("no orders", kind: .impact, on: 1, at: Fixture.time(20)))
    #expect(try first.incidents(isAll: false, limit: 9).map(\.number) == [1])
    #expect(try first.resolveIncident(1, note: "restarted", at: Fixture.time(30)))
    #expect(try second.resolveIncident(1, note: nil, at: Fixture.time(31)) == false)
    #expect(try first.note("x", kind: .note, on: 2, at: Fixture.time(32)) == false)
    let incident = try #require(try first.incident(1))
    #expect(incident.opened == .init(by: anna, at: Fixture.time(10)))
    #expect(incident.acknowledged == .init(by: ben, at: Fixture.time(20)))
    #expect(incident.resolved == .init(by: anna, at: Fixture.time(30)))
    #expect(incident.timeToAcknowledge == .microseconds(10) && incident.timeToResolve == .microseconds(20))
    #expect(incident.notes.map(\.kind) == [.note, .impact, .resolution])
    #expect(try first.incidents(isAll: false, limit: 9).isEmpty)
    #expect(try first.incidents(isAll: true, limit: 9).map(\.number) == [1])
    #expect(try first.verifyAudit().finding == nil)
  }

  @Test func whoOpenedItCanSayThatTheyAreAtIt() throws {
    let log = try open(anna)
    _ = try log.openIncident(trouble, at: Fixture.time(10))
    #expect(try log.acknowledgeIncident(1, at: Fixture.time(11)))
    #expect(try log.acknowledgeIncident(1, at: Fixture.time(12)) == false)
    #expect(try log.incident(1)?.acknowledged?.at == Fixture.time(11))
  }

  @Test func thoseWhoAreToKnowAreTold() throws {
    let log = try open(anna)
    _ = try log.openIncident(trouble, at: Fixture.time(10))
    let told = try log.messages(aboutRuns: [], incident: 1)
    #expect(told.map(\.subject) == ["Incident 1: the shop answers 502"] && told.map(\.level) == [.critical])
    _ = try log.openIncident(NewIncident(title: "no channel", level: .info), at: Fixture.time(10))
    #expect(try log.messages(aboutRuns: [], incident: 2).isEmpty)
    #expect(try log.resolveIncident(2, note: nil, host: "web 1", at: Fixture.time(20)))
    #expect(try log.messages(aboutRuns: [], incident: 2).isEmpty)
  }

  @Test func whoeverWasToldHearsThatItIsOver() throws {
    let log = try open(anna)
    _ = try log.openIncident(trouble, at: Fixture.time(10))
    var more = NewMessage(
      key: "more", at: Fixture.time(11), level: .critical, kind: .issueEscalation, subject: "s", text: "t",
      channels: ["sms", "pager"])
    more.escalates = 1
    #expect(try log.post(more))
    #expect(try log.resolveIncident(1, note: "restarted", host: "web 1", at: Fixture.time(20)))
    let told = try log.messages(isWaiting: true, limit: 9)
    #expect(told.map { $0.deliveries.map(\.channel) } == [["pager", "sms"], ["pager", "sms"], ["pager"]])
    let last = try #require(told.first?.message)
    #expect(last.subject == "Incident 1 is resolved: the shop answers 502" && last.level == .info)
    #expect(last.text.contains("resolved by anna: restarted\n") && !last.waitsForWord)
    #expect(told.map(\.message.waitsForWord) == [false, false, false])
    // Receivers count by key, of all hosts and of logs that were begun anew.
    #expect(told.map(\.message.key) == ["web_1-incident-1-resolved-k", "more", "web_1-incident-1-opened-a"])
    #expect(try log.messages(aboutRuns: [], incident: 1).map(\.number) == [1, 2, 3])
    #expect(try log.resolveIncident(1, note: nil, host: "web 1", at: Fixture.time(21)) == false)
    #expect(try log.messages(isWaiting: true, limit: 9).count == 3)
  }

  @Test func whoIsAtItIsNotEscalatedOver() throws {
    let (first, second) = (try open(anna), try open(ben))
    _ = try first.openIncident(trouble, at: Fixture.time(10))
    #expect(try first.messages(isWaiting: true, limit: 9).map(\.message.waitsForWord) == [true])
    #expect(try second.note("looking", kind: .note, on: 1, at: Fixture.time(11)))
    #expect(try first.messages(isWaiting: true, limit: 9).map(\.message.waitsForWord) == [false])
  }

  /// The command of the message is one: what acknowledges the incident acknowledges the message, and the other way round.
  @Test func whoAcknowledgesItsMessageIsAtIt() throws {
    let (first, second) = (try open(anna), try open(ben))
    _ = try first.openIncident(trouble, at: Fixture.time(10))
    let told = try #require(try first.messages(isWaiting: true, limit: 9).first?.message)
    #expect(told.acknowledge == "incident ack 1" && told.text.hasSuffix("\nAll of it: maint incident report 1\n"))
    try first.escalate(after: .zero, now: Fixture.time(11)) { waiting in
      var next = NewMessage(
        key: "next", at: Fixture.time(11), level: .critical, kind: .issueEscalation, subject: "s", text: "t",
        channels: ["sms"])
      next.escalates = waiting.first.number
      return next
    }
    #expect(try first.messages(isWaiting: true, limit: 9).first?.message.acknowledge == "incident ack 1")
    #expect(try second.acknowledge(2, by: ben, note: "looking", at: Fixture.time(20))?.by == "ben")
    let incident = try #require(try first.incident(1))
    #expect(incident.acknowledged == .init(by: ben, at: Fixture.time(20)) && incident.notes.map(\.text) == ["looking"])
    #expect(try first.messages(isWaiting: true, limit: 9).map(\.message.waitsForWord) == [false, false])
    #expect(try first.verifyAudit().finding == nil)
  }

  private func begin(
    _ log: RunLog, _ incident: IncidentOfRun = .inherited, resumes: Int? = nil, rollsBack: Int? = nil
  ) throws -> Int {
    var header = Fixture.header
    (header.resumes, header.rollsBack) = (resumes, rollsBack)
    return try log.beginRun(header, plan: Fixture.plan(), incident: incident)
  }

  @Test func aRunOpensOneOrBelongsToOne() throws {
    let log = try open(anna)
    let first = try begin(log, .new(trouble))
    #expect(try log.incidents(ofRun: first).map(\.openedByRun) == [first])
    // Its opener is no human's word.
    #expect(try log.note("at it", kind: .note, on: 1, at: Fixture.time(20)))
    #expect(try log.incident(1)?.acknowledged?.by == anna)
    let second = try begin(log, .new(trouble), resumes: first)
    let back = try begin(log, rollsBack: first)
    let other = try begin(log, .known(1))
    let none = try begin(log)
    #expect(try log.incident(1)?.runs.map(\.run) == [first, second, back, other])
    #expect(try log.run(none)?.incidents == [] && log.run(back)?.incidents == [1])
    #expect(try log.link(run: none, to: 1, at: Fixture.time(30)))
    #expect(try log.link(run: none, to: 1, at: Fixture.time(31)) == false)
    _ = try log.resolveIncident(1, note: nil, at: Fixture.time(40))
    // What is over is not begun again.
    _ = try begin(log, .new(trouble), resumes: first)
    #expect(try log.status(now: Fixture.time(50)).openIncidents.map(\.number) == [2])
  }

  @Test func whatIsTriedAgainIsTheSameIncident() throws {
    let log = try open(anna)
    #expect(try log.openIncident(trouble, at: Fixture.time(9)) == 1)
    let first = try begin(log, .new(trouble))
    let second = try begin(log, .new(trouble))
    // What a human opened may be about something else.
    #expect(try log.incidents(ofRun: first).map(\.number) == [2] && log.incidents(ofRun: second).map(\.number) == [2])
    #expect(try log.messages(aboutRuns: [], incident: 2).count == 1)
    _ = try begin(log, .new(NewIncident(title: "other", level: .critical)))
    var header = Fixture.header
    header.project = "/other"
    _ = try log.beginRun(header, plan: Fixture.plan(), incident: .new(trouble))
    #expect(try log.resolveIncident(2, note: nil, at: Fixture.time(40)))
    _ = try begin(log, .new(trouble))
    #expect(try log.incidents(isAll: false, limit: 9).map(\.number) == [5, 4, 3, 1])
    #expect(try log.verifyAudit().finding == nil)
  }

  /// Who is called at night reads the first lines.
  @Test func theMostUrgentComesFirst() throws {
    let log = try open(anna)
    for level in [.critical, .critical, .warning, .info, .warning, .critical] as [MaintenanceTask.AlertLevel] {
      _ = try log.openIncident(NewIncident(title: "x", level: level), at: Fixture.time(10))
    }
    for number in [5, 6] { #expect(try log.acknowledgeIncident(number, at: Fixture.time(11))) }
    #expect(try log.incidents(isAll: false, limit: 9).map(\.number) == [2, 1, 6, 3, 5, 4])
    #expect(try log.status(now: Fixture.time(12)).openIncidents.map(\.number) == [2, 1, 6, 3, 5, 4])
    #expect(try log.incidents(isAll: true, limit: 9).map(\.number) == [6, 5, 4, 3, 2, 1])
  }
}
