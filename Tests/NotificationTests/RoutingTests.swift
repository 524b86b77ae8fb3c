import Catalog
import Testing

@testable import Notification

@Suite struct RoutingTests {
  private func coordination() -> Coordination {
    var result = Coordination()
    let email = Channel.Medium.email(Channel.Email(to: ["ops@example.org"]))
    result.channels = ["email", "chat", "sms", "pager"].map { Channel(name: $0, medium: email) }
    result.channels.append(Channel(name: "heartbeat", medium: .ping(.text("http://127.0.0.1/"))))
    result.alerts = [
      .critical: ["sms", "pager", "email"], .warning: ["email", "sms", "email"], .info: ["operations", "heartbeat"],
    ]
    result.stakeholders = [
      Stakeholder(name: "operations", channels: ["chat", "email"], gets: [.maintenanceNotifications]),
      Stakeholder(name: "business", channels: ["pager", "chat"]), Stakeholder(name: "vendors"),
    ]
    return result
  }

  @Test func levelsNameChannelsAndStakeholders() {
    let routing = Routing(coordination())
    #expect(routing.channels(level: .critical) == ["sms", "pager", "email"])
    #expect(routing.channels(level: .warning) == ["email", "sms"])
    #expect(routing.channels(level: .info) == ["chat", "email"])
    #expect(!routing.isEmpty && Routing(Coordination()).isEmpty)
  }

  @Test func stakeholdersGetWhatTheySayOrWhatAllGet() {
    var coordination = coordination()
    #expect(Routing(coordination).channels(kind: .maintenanceNotifications) == ["chat", "email", "pager"])
    #expect(Routing(coordination).channels(kind: .issueEscalation) == ["pager", "chat"])
    coordination.communication = [.maintenanceNotifications]
    #expect(Routing(coordination).channels(kind: .issueEscalation) == [])
    #expect(
      Routing(coordination).channels(ofStakeholders: ["business", "vendors", "operations"]) == [
        "pager", "chat", "email",
      ])
    #expect(
      Routing(coordination).channels(kind: .maintenanceNotifications, level: .critical) == [
        "chat", "email", "pager", "sms",
      ])
  }

  @Test func whatNobodyAcknowledgesGoesUp() throws {
    let routing = Routing(coordination())
    let told: Set = ["email", "sms"]
    let first = try #require(routing.escalation(of: .warning, at: .warning, told: told))
    // Those that had it as a warning, too: by the level they know what to do.
    #expect(first.level == .critical && first.channels == ["sms", "pager", "email"])
    let second = try #require(routing.escalation(of: .warning, at: .critical, told: told.union(["pager"])))
    #expect(second.level == .critical && second.channels == ["chat"])
    #expect(routing.escalation(of: .warning, at: .critical, told: ["email", "sms", "pager", "chat"]) == nil)
    // Nobody has to acknowledge what is only to be known.
    #expect(routing.escalation(of: .info, at: .info, told: ["chat"]) == nil)
  }

  /// The commonest set-up has one channel.
  @Test func aLevelAboveWithTheSameChannelsIsOneAllTheSame() throws {
    var coordination = Coordination()
    coordination.channels = [Channel(name: "log", medium: .email(Channel.Email(to: ["ops@example.org"])))]
    for critical in [["log"], []] {
      coordination.alerts = [.critical: critical, .warning: ["log"]]
      let next = try #require(Routing(coordination).escalation(of: .warning, at: .warning, told: ["log"]))
      #expect(next.level == .critical && next.channels == ["log"])
      #expect(Routing(coordination).escalation(of: .warning, at: .critical, told: ["log"]) == nil)
    }
  }

  /// There is no level above it: the same channels again, and the others that are told of anything grave.
  @Test func whatIsCriticalIsToldAgainAndToTheOthers() throws {
    var coordination = coordination()
    coordination.stakeholders = [Stakeholder(name: "operations", channels: ["chat"], gets: [.progressUpdates])]
    coordination.alerts = [.critical: ["sms"], .warning: ["email"]]
    let routing = Routing(coordination)
    #expect(try #require(routing.escalation(of: .critical, at: .critical, told: ["sms"])).channels == ["sms", "email"])
    #expect(
      try #require(routing.escalation(of: .critical, at: .critical, told: ["sms", "email", "gone"])).channels
        == ["email", "sms"])
  }
}
