import Foundation
import Testing

/// Each kind of channel, with what stands at its other end.
@Suite struct ChannelTests {
  @Test func mailGoesBySendmail() throws {
    let maint = try Maint(channels: "    mail: {kind: email, to: ops@example.org}\n", Maint.alerts("mail"))
    let program = "\(maint.folder)/sendmail"
    try "#!/bin/sh\nprintf '%s\\n' \"$@\" > \(maint.folder)/arguments\ncat > \(maint.folder)/mail\n".write(
      toFile: program, atomically: true, encoding: .utf8)
    chmod(program, 0o755)
    maint.prefix = [
      "/usr/bin/unshare", "-m", "/bin/sh", "-ec",
      "mount -t tmpfs none /usr/sbin; cp \(program) /usr/sbin/sendmail; exec \"$@\"", "sh",
    ]
    guard try maint.run("version").exit == 0 else { return print("not tested: no mount namespace can be made") }
    try maint.runbook("a", Maint.failing).daily("a")
    try maint.run("run", "daily", "--quiet").expect(exit: 1)
    let mail = try String(contentsOfFile: "\(maint.folder)/mail", encoding: .utf8)
    #expect(mail.contains("\nTo: ops@example.org\n") && mail.contains("\n\ndaily.a failed (run 1"))
    #expect(!mail.contains("\r"))
    let arguments = try String(contentsOfFile: "\(maint.folder)/arguments", encoding: .utf8)
    #expect(arguments.hasPrefix("-i\n-t\n-f\n"))
  }

  @Test func mailGoesToAServer() throws {
    let maint = try Maint()
    guard let server = try Receiver(.smtp, for: maint) else { return }
    try maint.file(
      "schedules/people.yaml",
      """
      maintenance_coordination:
        channels:
          mail: {kind: email, to: [ops@example.org, dev@example.org], from: maint@example.org, smtp: "127.0.0.1:\(server.port)"}
        alerts: {critical: [mail], warning: [mail], info: none}

      """)
    try maint.runbook("a", Maint.failing).daily("a")
    try server.answer("451")
    try maint.run("run", "daily", "--quiet").expect(exit: 1)
    #expect(try maint.deliveryStates() == ["waiting"])
    try server.answer("ok")
    try maint.sqlite("UPDATE delivery SET next_at = 0")
    try maint.run("notify", "flush").expect(exit: 0, out: "1 message delivered\n")
    let mail = try #require(server.requests.last)
    #expect(mail.fields["to"] as? [String] == ["ops@example.org", "dev@example.org"])
    #expect(mail.fields["sender"] as? String == "maint@example.org")
    #expect((mail.fields["hello"] as? String)?.contains(".") == true)
    #expect(mail.data.contains("\r\nMessage-ID: <") && mail.data.contains("\r\n\r\ndaily.a failed (run 1"))
    try maint.run("notify", "test", "mail").expect(exit: 0)
    #expect(server.requests.last?.data.contains("a test message of maint") == true)
  }

  /// One is unknown, one is put off: the third has it at once, and nothing waits behind it.
  @Test func whoIsRefusedKeepsNoMailFromOthers() throws {
    let maint = try Maint()
    guard let server = try Receiver(.smtp, for: maint) else { return }
    try maint.file(
      "schedules/people.yaml",
      """
      maintenance_coordination:
        channels:
          mail: {kind: email, to: [gone@a.org, late@a.org, ops@a.org], smtp: "127.0.0.1:\(server.port)"}
        alerts: {critical: [mail], warning: [mail], info: none}

      """)
    try maint.runbook("a", Maint.failing).runbook("b", Maint.failing).daily("a")
    try server.answer("gone@a.org:550 late@a.org:450")
    try maint.run("run", "daily", "--quiet").expect(exit: 1)
    try maint.run("run", "runbook:b", "--quiet").expect(exit: 1)
    #expect(server.requests.compactMap { $0.fields["to"] as? [String] } == [["ops@a.org"], ["ops@a.org"]])
    #expect(try maint.deliveryStates() == ["waiting", "waiting"])
    // The channel takes mail, and it is known who has it.
    try maint.run("status").shows(
      "mail: 2 messages wait for some of the addresses, as the others have it: ",
      "late@a.org: 450-5.1.1 first line not for late@a.org")
    #expect(!(try maint.run("status").out.contains("takes no messages")))
    try maint.run("notify", "list").shows(
      "mail: sent to ops@a.org; refused for good for gone@a.org; to the others: next try at ")
    try maint.run("notify", "test", "mail").expect(exit: 1).shows("gone@a.org: 550-5.1.1", "late@a.org: 450-5.1.1")
    try server.answer("gone@a.org:550 late@a.org:451")
    try maint.sqlite("UPDATE delivery SET next_at = 0")
    try maint.run("notify", "flush").expect(exit: 1)
    // Who will never get it stands there until the others have it, too.
    try maint.run("status").shows("gone@a.org: 550-5.1.1 first line not for gone@a.org; late@a.org: 451-5.1.1")
    try server.answer("gone@a.org:550")
    try maint.run("notify", "test", "mail").expect(exit: 1).shows("gone@a.org: 550-5.1.1")
    try maint.sqlite("UPDATE delivery SET next_at = 0")
    try maint.run("notify", "flush").expect(exit: 0, out: "2 messages delivered\n")
    #expect(server.requests.compactMap { $0.fields["to"] as? [String] }.suffix(2) == [["late@a.org"], ["late@a.org"]])
    #expect(server.requests.filter { $0.data.contains("To: gone@a.org,") }.count == 6)
    try maint.run("status").shows("mail: 2 messages refused for an address: gone@a.org: 550-5.1.1 first line not for")
    // Who is put off first and then refused for good: the others have it all the same.
    try server.answer("late@a.org:450")
    try maint.runbook("c", Maint.failing)
    try maint.run("run", "runbook:c", "--quiet").expect(exit: 1)
    try server.answer("late@a.org:550")
    try maint.run("notify", "flush", "--force").expect(exit: 0, out: "1 message delivered\n")
    #expect(try maint.deliveryStates() == ["sent", "sent", "sent"])
    try maint.run("status").shows("mail: 3 messages refused for an address: ")
    // Nobody at all: given up at once.
    try server.answer("gone@a.org:550 late@a.org:550 ops@a.org:550")
    try maint.runbook("a", "precheck: [':']\n")
    try maint.run("run", "daily", "--quiet").expect(exit: 0)
    #expect(try maint.deliveryStates() == ["sent", "sent", "sent", "given_up"])
  }

  /// A server that looks through a mail for long has it: nobody wants to read it ten times a day, and what comes after it does
  /// not wait.
  @Test func whatMayHaveArrivedIsNotSentAgainAtOnce() throws {
    let maint = try Maint()
    guard let server = try Receiver(.smtp, for: maint) else { return }
    try maint.file(
      "schedules/people.yaml",
      "maintenance_coordination:\n  channels:\n    mail: {kind: email, to: ops@a.org, smtp: \"127.0.0.1:\(server.port)\"}\n"
        + Maint.alerts("mail"))
    try maint.runbook("a", Maint.failing).runbook("b", Maint.failing).daily("a")
    try server.answer("vanish")
    try maint.run("run", "daily", "--quiet").expect(exit: 1)
    try maint.run("status").expect(exit: 1).shows("nobody knows whether the server took it; they may have it: ")
    try maint.sqlite(
      "UPDATE delivery SET error = error || char(7) WHERE taken = 1 AND next_at - tried_at >= 3600000000")
    try maint.run("notify", "list").shows("␇")
    try server.answer("ok")
    try maint.run("run", "runbook:b", "--quiet").expect(exit: 1)
    #expect(server.requests.count == 2 && server.requests.last?.data.contains("runbook:b failed") == true)
    #expect(try maint.deliveryStates() == ["waiting", "sent"])
  }

  @Test func commandsHaveTheTimeThatTheyNeed() throws {
    let maint = try Maint()
    try maint.file(
      "schedules/people.yaml",
      "maintenance_coordination:\n  channels:\n    sms: {kind: command, run: 'sleep 60', timeout: 200ms}\n\(Maint.alerts("sms"))"
    )
    try maint.run("notify", "test", "sms").expect(exit: 1).shows("it did not end in time")
    try maint.file(
      "schedules/people.yaml",
      "maintenance_coordination:\n  channels:\n    hook: {kind: webhook, url: \"http://a/\", timeout: 1m}\n")
    try maint.run("check").expect(exit: 65).shows("a channel of kind 'webhook' has no 'timeout'")
  }

  @Test func commandsGetTheMessageAsVariables() throws {
    let maint = try Maint()
    let script =
      "printf '%s|%s|%s' \\\"$to\\\" \\\"$level\\\" \\\"$subject\\\" > \(maint.folder)/sms; cat > \(maint.folder)/text"
    try maint.file(
      "schedules/people.yaml",
      "maintenance_coordination:\n  channels:\n    sms: {kind: command, to: \"12; false\", run: \"\(script)\"}\n\(Maint.alerts("sms"))"
    )
    try maint.runbook("a", Maint.failing).daily("a")
    try maint.run("check").expect(exit: 0)
    try maint.run("run", "daily", "--quiet").expect(exit: 1)
    let sms = try String(contentsOfFile: "\(maint.folder)/sms", encoding: .utf8)
    #expect(sms.hasPrefix("12; false|warning|[") && sms.hasSuffix("] warning: daily.a failed"))
    let text = try String(contentsOfFile: "\(maint.folder)/text", encoding: .utf8)
    #expect(
      text.contains("maint ack 1 -C \(maint.project) --state \(maint.state)\n"))
  }

  /// One alert from its opening to its end, however many messages tell of it.
  @Test func anIncidentIsOneAlertOfAlertmanager() throws {
    let maint = try Maint()
    let receiver = try #require(try Receiver(.http, for: maint))
    try maint.file(
      "schedules/people.yaml",
      "maintenance_coordination:\n  channels:\n    pager: {kind: webhook, format: alertmanager, url: \"\(receiver.url)\"}\n"
        + Maint.alerts("pager"))
    func alert(_ request: Receiver.Request?) throws -> (labels: [String: String], lasts: TimeInterval) {
      let body = try #require(request?.body)
      let alerts = try #require(try JSONSerialization.jsonObject(with: Data(body.utf8)) as? [[String: Any]])
      let (first, format) = (try #require(alerts.first), ISO8601DateFormatter())
      format.formatOptions = [.withInternetDateTime, .withFractionalSeconds]
      let end = try #require((first["endsAt"] as? String).flatMap { format.date(from: $0) })
      #expect(alerts.count == 1)
      return (try #require(first["labels"] as? [String: String]), end.timeIntervalSinceNow)
    }
    try maint.run("incident", "open", "disk", "--level", "critical").expect(exit: 0)
    let opened = try alert(receiver.requests.last)
    #expect(opened.labels["alertname"] == "MaintIncident" && opened.labels["incident"] == "1")
    #expect(opened.labels["severity"] == "critical" && opened.lasts > 86_000)
    try maint.run("incident", "resolve", "1").expect(exit: 0)
    let resolved = try alert(receiver.requests.last)
    #expect(receiver.requests.count == 2 && resolved.labels == opened.labels && resolved.lasts <= 0)
    // A test is over soon.
    try maint.run("notify", "test", "pager").expect(exit: 0)
    #expect(try alert(receiver.requests.last).lasts < 600)
  }

  @Test func alertmanagerTakesItsForm() throws {
    let program = "/usr/bin/prometheus-alertmanager"
    guard access(program, X_OK) == 0 else { return print("not tested: \(program) is not installed") }
    let maint = try Maint()
    let probe = try #require(try Receiver(.http, for: maint))
    let port = probe.port
    probe.stop()
    try "route: {receiver: none}\nreceivers: [{name: none}]\n".write(
      toFile: "\(maint.folder)/alertmanager.yml", atomically: true, encoding: .utf8)
    let server = try Running(
      [
        program, "--config.file", "\(maint.folder)/alertmanager.yml", "--web.listen-address", "127.0.0.1:\(port)",
        "--storage.path", "\(maint.folder)/alertmanager", "--cluster.listen-address=",
      ], environment: ["PATH": "/usr/bin:/bin"], in: maint.folder, input: "/dev/null")
    defer {
      server.signal(SIGKILL)
      server.wait()
    }
    let api = "http://127.0.0.1:\(port)/api/v2/alerts"
    func alerts() -> [[String: Any]]? {
      let curl = try? Running(["/usr/bin/curl", "-sf", api], environment: [:], in: maint.folder, input: "/dev/null")
        .wait()
      return curl.flatMap { (try? JSONSerialization.jsonObject(with: Data($0.outputBytes))) as? [[String: Any]] }
    }
    try #require(eventually { alerts() != nil }, "\(server.err)")
    try maint.file(
      "schedules/people.yaml",
      "maintenance_coordination:\n  channels:\n    pager: {kind: webhook, format: alertmanager, url: \"\(api)\"}\n"
        + Maint.alerts("pager"))
    try maint.runbook("a", Maint.failing).runbook("b", Maint.failing).daily("a", "b")
    try maint.run("run", "daily", "--quiet").expect(exit: 1)
    #expect(try maint.deliveryStates() == ["sent"])
    let labels = (alerts() ?? []).compactMap { $0["labels"] as? [String: String] }
    #expect(Set(labels.compactMap { $0["task"] }) == ["daily.a", "daily.b"])
    try maint.runbook("a", "precheck: [':']\n")
    try maint.run("run", "daily.a", "--quiet").expect(exit: 0)
    #expect(eventually { alerts()?.compactMap { ($0["labels"] as? [String: String])?["task"] } == ["daily.b"] })
  }
}
