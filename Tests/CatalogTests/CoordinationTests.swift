import Diagnostics
import Testing

@testable import Catalog

@Suite struct CoordinationTests {
  private func coordination(_ text: String) -> Coordination {
    let (catalog, diagnostics) = Project(schedules: ["main": text]).load()
    #expect(diagnostics.isEmpty, "\(diagnostics.map(\.message))")
    return catalog.coordination
  }

  @Test func theBlockOfTheManualLoads() {
    let found = coordination(
      """
      maintenance_coordination:
        stakeholders:
          - operations_team
          - development_team
          - business_stakeholders
          - external_vendors
      \u{20}\u{20}
        communication:
          - maintenance_notifications
          - progress_updates
          - completion_notifications
          - issue_escalation
      """)
    #expect(found.stakeholders.map(\.name).first == "operations_team" && found.stakeholders.count == 4)
    #expect(found.communication == MessageKind.allCases)
    #expect(found.phases.isEmpty && found.channels.isEmpty)
  }

  @Test func theDetailedBlockLoads() throws {
    let found = coordination(
      """
      maintenance_coordination:
        channels:
          email: {kind: email, to: ops@example.org, via: sendmail}
          post:
            kind: email
            to: [ops@example.org, root]
            from: maint@web1
            smtp: "mail.example.org:587"
            login: {user: maint, password: {file: /etc/maint/secrets/mail}}
          chat: {kind: webhook, url: {file: /etc/maint/secrets/chat-url}, format: slack}
          sms: {kind: command, run: 'sms-gateway --to "$to"', to: "123"}
          pager: {kind: webhook, format: alertmanager, url: "http://127.0.0.1:9093/api/v2/alerts"}
          heartbeat: {kind: ping, url: {file: /etc/maint/secrets/heartbeat-url}}
        alerts:
          critical: [sms, pager, email]
          warning: [email, operations_team]
          info: [chat]
        stakeholders:
          operations_team: {channels: [post], gets: [maintenance_notifications, issue_escalation]}
        remind_every: 12h
        escalate_after: 30m
        give_up_after: 2d
        before: [notify_users]
      """)
    #expect(found.channels.map(\.name) == ["email", "post", "chat", "sms", "pager", "heartbeat"])
    #expect(
      found.channels.map(\.medium) == [
        .email(Channel.Email(to: ["ops@example.org"])),
        .email(
          Channel.Email(
            to: ["ops@example.org", "root"], from: "maint@web1",
            server: Channel.Server(
              address: "mail.example.org:587", startTLS: true,
              login: Channel.Login(user: "maint", passwordFile: "/etc/maint/secrets/mail")))),
        .webhook(.file("/etc/maint/secrets/chat-url"), .slack),
        .command(script: "sms-gateway --to \"$to\"", to: "123"),
        .webhook(.text("http://127.0.0.1:9093/api/v2/alerts"), .alertmanager),
        .ping(.file("/etc/maint/secrets/heartbeat-url")),
      ])
    #expect(found.alerts[.warning] == ["email", "operations_team"])
    #expect(found.stakeholders[0].gets == [.maintenanceNotifications, .issueEscalation])
    #expect(found.remindEvery == .seconds(43_200) && found.escalateAfter == .seconds(1_800))
    #expect(found.giveUpAfter == .seconds(172_800) && found.phases.map(\.name) == ["before"])
    #expect(Coordination().remindEvery == .seconds(86_400) && Coordination().escalateAfter == nil)
  }

  @Test func channelsAreChecked() {
    func expectChannel(_ value: String, _ id: DiagnosticID, location: Testing.SourceLocation = #_sourceLocation) {
      let used = "alerts: {critical: [a], warning: [a], info: [a]}"
      expectSchedule("maintenance_coordination: {channels: {a: \(value)}, \(used)}", id, location: location)
    }
    expectChannel("{kind: «1»telex}", .unknownChoice)
    expectChannel("{«1»kind: email}", .missingKey)
    expectChannel("{kind: email, to: «1»[]}", .missingValue)
    expectChannel("{kind: email, to: «1»\"a@b\\nBcc: c@d\"}", .badAddress)
    expectChannel("{kind: email, to: [a@b, «1»a@b@c]}", .badAddress)
    expectChannel("{kind: email, to: a@b, from: «1»-oops}", .badAddress)
    expectChannel("{kind: email, to: a@b, «1»url: http://a/}", .misplacedKey)
    expectChannel("{kind: email, to: a@b, via: sendmail, «1»smtp: 'c:25'}", .contradictoryKeys)
    expectChannel("{kind: email, to: a@b, «1»starttls: true}", .contradictoryKeys)
    expectChannel("{kind: email, to: a@b, smtp: «1»c}", .badAddress)
    expectChannel("{kind: email, to: a@b, smtp: 'c:25', login: {user: d, password: «1»e}}", .wrongType)
    expectChannel("{kind: webhook, url: «1»chat.example.org}", .badAddress)
    expectChannel("{kind: webhook, url: «1»'https://a:b@c/'}", .passwordInURL)
    expectChannel("{kind: webhook, url: «1»'https://token@c/'}", .passwordInURL)
    expectChannel("{kind: webhook, url: «1»'https://c/x?a=b&Token=d'}", .passwordInURL)
    expectChannel("{kind: email, to: a@b, smtp: «1»'user:hunter2@c:25'}", .passwordInURL)
    expectChannel("{kind: webhook, url: http://a/, format: «1»teams}", .unknownChoice)
    expectChannel("{kind: email, to: a@b, subject: «1»'{hots}: {subject}'}", .unknownField)
    expectChannel("{kind: email, to: a@b, text: «1»'{subject'}", .unknownField)
    expectChannel("{kind: email, to: a@b, text: «1»'subject}'}", .unknownField)
    expectChannel("{kind: ping, url: http://a/, «1»text: a}", .misplacedKey)
    expectChannel("{kind: command, run: «1»'tell \"${to}\"'}", .missingRecipient)
  }

  @Test func aPasswordIsNotShown() {
    for value in ["url: 'https://maint:hunter2@c/'", "url: 'ftp://hunter2@c/'", "password: hunter2"] {
      let text = "maintenance_coordination:\n  channels:\n    a: {kind: webhook, login: {}, \(value), x: y}\n"
      let (_, diagnostics) = Project(schedules: ["main": text]).load()
      #expect(!diagnostics.isEmpty)
      for diagnostic in diagnostics {
        #expect(!DiagnosticRenderer(color: false).render(diagnostic).contains("hunter2"))
      }
    }
  }

  @Test func routesAreChecked() {
    let channels = "channels: {a: {kind: email, to: x}, h: {kind: ping, url: http://a/}}"
    expectSchedule(
      "maintenance_coordination: {\(channels), alerts: {critical: [a, «1»b], warning: [a], info: [a]}}", .unknownChannel
    )
    expectSchedule(
      "maintenance_coordination: {\(channels), «1»alerts: {critical: [a], info: none}}", .levelWithoutChannel)
    expectSchedule("maintenance_coordination: {\(channels), alerts: {critical: [a], info: none, warning: none}}")
    expectSchedule(
      "maintenance_coordination: {\(channels), alerts: {critical: [a, «1»h], info: none, warning: none}}", .noEffect)
    expectSchedule(
      "maintenance_coordination: {\(channels), alerts: {critical: [a], info: none, warning: [s]}, "
        + "stakeholders: {s: {channels: [a, «1»c]}}}", .unknownChannel)
    expectSchedule(
      "maintenance_coordination: {channels: {a: {kind: email, to: x}, «1»b: {kind: email, to: x}}, "
        + "alerts: {critical: [a], warning: [a], info: [a]}}", .unusedChannel)
    expectSchedule("maintenance_coordination: {alerts: {«1»loud: [a]}}", .unknownChoice)
    expectSchedule("maintenance_coordination: {«1»remind_evry: 1d}", .unknownKey)
    expectSchedule("maintenance_coordination: {communication: [«1»gossip]}", .unknownChoice)
    // Of a list, nobody can say what it is.
    for key in ["alert", "chanels", "stakeholder", "comunication", "rolles", "escalate_aftr", "remind-every"] {
      expectSchedule("maintenance_coordination: {«1»\(key): [a]}", .unknownKey)
    }
    expectSchedule("maintenance_coordination: {pre_maintenance: [a], during_maintenance: [b], post_maintenance: [c]}")
    expectSchedule("maintenance_windows: {daily: {time: as_needed, «1»notice: 1d}}", .noEffect)
  }
}
