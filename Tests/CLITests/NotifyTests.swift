import Foundation
import TestSupport
import Testing

/// Alerts from the event to the receiver, which counts by key.
@Suite struct NotifyTests {
  @Test func oneMessageWhenItBeginsToFailAndOneWhenItIsWell() throws {
    let maint = try Maint()
    let receiver = try #require(try Receiver(.http, for: maint))
    try maint.tellOfFailures(receiver)
    let names = (1...50).map { "task\($0)" }
    for name in names { try maint.runbook(name, Maint.failing) }
    try maint.daily(names.joined(separator: "\n    - "))
    try maint.run("check").expect(exit: 0)
    try maint.run("run", "daily", "--quiet").expect(exit: 1)
    try maint.run("run", "daily", "--quiet").expect(exit: 1)
    #expect(receiver.requests.count == 1)
    let failed = try #require(receiver.requests.first?.json)
    #expect((failed["tasks"] as? [Any])?.count == 50 && failed["level"] as? String == "warning")
    #expect(
      failed["run"] as? Int == 1 && (failed["subject"] as? String)?.hasPrefix("50 tasks fail: daily.task1") == true)
    for name in names { try maint.runbook(name, "precheck: [':']\n") }
    try maint.run("run", "daily", "--quiet").expect(exit: 0)
    try maint.run("run", "daily", "--quiet").expect(exit: 0)
    #expect(receiver.requests.count == 2)
    #expect((receiver.requests.last?.json["subject"] as? String)?.hasPrefix("well again: ") == true)
    #expect(receiver.requests.last?.json["level"] as? String == "info")
    #expect(receiver.keys.count == 2)
    #expect(try maint.deliveryStates() == ["sent", "sent"])
  }

  /// A channel of the same name in another project leads to other people.
  @Test func twoProjectsWithOneRunLogTellTheirOwnPeople() throws {
    let (shop, wiki) = (try Maint(), try Maint())
    let shopPeople = try #require(try Receiver(.http, for: shop))
    let wikiPeople = try #require(try Receiver(.http, for: wiki))
    for (maint, receiver, task) in [(shop, shopPeople, "sell"), (wiki, wikiPeople, "write")] {
      try maint.tellOfFailures(receiver)
      try maint.runbook(task, Maint.failing).daily(task)
    }
    func both(_ project: String, _ arguments: String...) throws -> Ended {
      try Running(
        [Maint.executable, "-C", project, "--state", shop.state] + arguments, environment: shop.environment,
        in: shop.folder, input: "/dev/null"
      ).wait()
    }
    func subjects(_ receiver: Receiver) -> [String] {
      receiver.requests.filter(\.isTaken).compactMap { $0.json["subject"] as? String }
    }
    try shopPeople.answer("500")
    try both(shop.project, "run", "daily", "--quiet").expect(exit: 1)
    try both(wiki.project, "run", "daily", "--quiet").expect(exit: 1)
    try shop.sqlite("UPDATE delivery SET next_at = 0")
    try both(wiki.project, "notify", "flush").expect(exit: 0)
    #expect(subjects(wikiPeople).map { $0.contains("daily.write") } == [true])
    try shopPeople.answer("ok")
    // The same project by another path.
    let link = "\(shop.folder)/link"
    try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: shop.project)
    try both(link, "notify", "flush").expect(exit: 0)
    #expect(subjects(shopPeople).map { $0.contains("daily.sell") } == [true])
    #expect(subjects(wikiPeople).count == 1)
  }

  @Test func aRunThatChangesSomethingIsAnnounced() throws {
    let maint = try Maint()
    let receiver = try #require(try Receiver(.http, for: maint))
    let base = "http://127.0.0.1:\(receiver.port)"
    try maint.file(
      "schedules/people.yaml",
      """
      maintenance_coordination:
        channels:
          hook: {kind: webhook, url: "\(base)/hook"}
          beat: {kind: ping, url: "\(base)/beat"}
        alerts: {critical: [hook], warning: [hook], info: none}
        stakeholders:
          business: {channels: [hook]}

      """)
    for name in ["a", "b", "c", "d"] { try maint.runbook(name, Maint.changing) }
    try maint.daily("a", "b", "c", "d")
    try maint.run("run", "daily", "--quiet").expect(exit: 0)
    // A flush beside it may deliver the last ones.
    #expect(eventually { receiver.requests.count == 4 })
    let hook = receiver.requests.filter { $0.path == "/hook" }
    #expect(
      hook.compactMap { $0.json["kind"] as? String } == [
        "maintenance_notifications", "completion_notifications",
      ])
    #expect(receiver.requests.map(\.path).filter { $0 != "/hook" } == ["/beat/start", "/beat"])
    try maint.runbook("a", "change: [exit 4]\nrollback: [':']\n")
    try maint.run("run", "daily", "--quiet").expect(exit: 3)
    #expect(eventually { receiver.requests.map(\.path).last { $0 != "/hook" } == "/beat/fail" })
    #expect(eventually { (try? maint.deliveryStates().contains("waiting")) == false })
    // A rehearsal and a dry run tell nobody anything.
    let count = receiver.requests.count
    try maint.run("run", "daily", "--dry-run").expect(exit: 0)
    _ = try maint.run("rehearse", "daily.b")
    try maint.run("notify", "flush").expect(exit: 0, out: "nothing waits\n")
    #expect(receiver.requests.count == count)
  }

  @Test func whatIsNotTakenWaitsAndHoldsBackItsChannelAlone() throws {
    let maint = try Maint()
    let bad = try #require(try Receiver(.http, for: maint, named: "bad"))
    let good = try #require(try Receiver(.http, for: maint, named: "good"))
    try maint.file(
      "schedules/people.yaml",
      """
      maintenance_coordination:
        channels:
          bad: {kind: webhook, url: "\(bad.url)"}
          good: {kind: webhook, url: "\(good.url)", format: slack}
        alerts: {critical: [bad, good], warning: [bad, good], info: none}

      """)
    try maint.runbook("a", Maint.failing).runbook("b", Maint.failing).daily("a")
    for (mode, error) in [
      ("500 no  room\u{1b}[2J at all", "it answered 500: no room [2J at all"),
      ("redirect", "redirections are not followed"), ("close", "closed the connection without an answer: its own log"),
      ("nonsense", "answered is no HTTP"), ("header", "answered is no HTTP: look whether something else listens"),
    ] {
      try? FileManager.default.removeItem(atPath: maint.state)
      try bad.answer(mode)
      try maint.run("run", "daily", "--quiet").expect(exit: 1)
      try maint.run("run", "runbook:b", "--quiet").expect(exit: 1)
      #expect(try maint.deliveryStates() == ["waiting", "sent", "waiting", "sent"], "\(mode)")
      let status = try #require(try maint.json("status")["undelivered"] as? [[String: Any]])
      let problem = status.first?["error"] as? String ?? ""
      #expect(status.first?["waiting"] as? Int == 2 && !problem.isEmpty, "\(mode)")
      #expect(error.isEmpty || problem.contains(error), "\(mode): \(problem)")
      try maint.run("status").shows("bad: 2 messages wait: ")
    }
    // The second was never tried: the first holds it back.
    #expect(Set(bad.requests.map(\.key)).count == 5)
    #expect(good.requests.count == 10)
    try bad.answer("404 no such hook")
    try maint.run("notify", "test", "bad").expect(
      exit: 1, out: "", err: "maint: the channel bad did not take the message: it answered 404: no such hook\n")
  }

  /// On a quiet host nothing else would say so for a week.
  @Test func aChannelThatTakesATestIsDeafNoMore() throws {
    let maint = try Maint()
    let receiver = try #require(try Receiver(.http, for: maint))
    try maint.tellOfFailures(receiver)
    try maint.runbook("a", Maint.failing).daily("a")
    try receiver.answer("400")
    try maint.run("run", "daily", "--quiet").expect(exit: 1)
    try maint.runbook("a", "precheck: [':']\n")
    try maint.run("run", "daily", "--quiet").expect(exit: 0)
    let name = try #require(try maint.sqliteLines("SELECT DISTINCT channel FROM delivery").first)
    func status(_ exit: Int32) throws -> String { try maint.run("status").expect(exit: exit).out }
    let deaf = try status(1)
    #expect(deaf.contains("the channel \(name) takes no messages"), "\(deaf)")
    #expect(deaf.contains("      maint notify test \(name) -C "), "\(deaf)")
    try maint.run("notify", "test", name).expect(exit: 1)
    #expect(try status(1) == deaf)
    try receiver.answer("ok")
    let count = receiver.requests.count
    for _ in 1...2 { try maint.run("notify", "test", name).expect(exit: 0) }
    #expect(receiver.requests.count == count + 2)
    let well = try status(0)
    #expect(!well.contains("takes no messages") && !well.contains("notify test"), "\(well)")
    // What is told is as it was.
    try maint.run("notify", "flush").expect(exit: 0)
    #expect(receiver.requests.count == count + 2)
    #expect(try maint.sqliteLines("SELECT count(*) FROM message WHERE key LIKE 'test-%'") == ["1"])
    try maint.run("audit", "verify").expect(exit: 0)
  }

  /// However much a receiver says, each message is known to be delivered.
  @Test func longAnswersDrownNothing() throws {
    let maint = try Maint()
    let receiver = try #require(try Receiver(.http, for: maint))
    try maint.tellOfFailures(receiver)
    try maint.postTwelve(receiver)
    try receiver.answer("flood")
    try maint.run("notify", "flush").expect(exit: 0, out: "12 messages delivered\n")
    #expect(receiver.requests.count == 13 && Set(receiver.requests.map(\.key)).count == 12)
  }

  @Test func aReceiverSaysWhenItMayBeAskedAgain() throws {
    let maint = try Maint()
    let receiver = try #require(try Receiver(.http, for: maint))
    try maint.tellOfFailures(receiver)
    try maint.runbook("a", Maint.failing).daily("a")
    try receiver.answer("429:2500")
    try maint.run("run", "daily", "--quiet").expect(exit: 1)
    func next() throws -> Int {
      let database = try Running(
        ["/usr/bin/sqlite3", maint.database, "SELECT (next_at - first_at) / 1000000 FROM delivery"], environment: [:],
        in: maint.folder, input: "/dev/null")
      return Int(database.wait().out.trimmingCharacters(in: .whitespacesAndNewlines)) ?? 0
    }
    #expect(try (2_500...2_560).contains(next()))
    try receiver.answer("ok")
    try maint.run("notify", "flush").expect(exit: 0).shows("1 wait")
    #expect(receiver.requests.count == 1)
    // When its time has come, whoever is called next delivers it.
    try maint.sqlite("UPDATE delivery SET next_at = 0")
    try maint.run("run", "--due", "--quiet").expect(exit: 0)
    #expect(receiver.keys.count == 1 && receiver.requests.count == 2)
  }

  /// Neither a step nor another channel waits for one that hangs, and nobody can read its URL meanwhile.

  @Test func aReceiverThatHangsDelaysNothing() throws {
    let maint = try Maint()
    let slow = try #require(try Receiver(.http, for: maint, named: "slow"))
    let good = try #require(try Receiver(.http, for: maint, named: "good"))
    try "http://127.0.0.1:\(slow.port)/hidden-token\n".write(
      toFile: "\(maint.folder)/url", atomically: true, encoding: .utf8)
    chmod("\(maint.folder)/url", 0o600)
    try maint.file(
      "schedules/people.yaml",
      """
      maintenance_coordination:
        channels:
          slow: {kind: webhook, url: {file: \(maint.folder)/url}}
          good: {kind: webhook, url: "\(good.url)"}
        alerts: {critical: [slow, good], warning: [slow, good], info: none}

      """)
    try slow.answer("hang")
    try maint.runbook("a", Maint.failing).daily("a")
    let running = try maint.start("run", "daily")
    #expect(eventually { slow.requests.count == 1 && good.requests.count == 1 })
    #expect(running.out.contains("Run 1 (daily) failed"))
    for pid in maint.processes {
      let line = FileManager.default.contents(atPath: "/proc/\(pid)/cmdline") ?? Data()
      #expect(!String(decoding: line, as: UTF8.self).contains("hidden-token"))
    }
    running.wait().expect(exit: 1)
    #expect(try maint.deliveryStates() == ["sent", "waiting"])
    #expect(try !maint.run("notify", "list", "--json").out.contains("hidden-token"))
    #expect(slow.requests.first?.path == "/hidden-token")
  }

  /// Killed at each commit, of the run as of the delivery: then the next maint finishes it.

  @Test func aKilledMaintLosesNothingAndRepeatsNothing() throws {
    let maint = try Maint()
    let receiver = try #require(try Receiver(.http, for: maint))
    try maint.file(
      "schedules/people.yaml",
      "maintenance_coordination:\n  channels:\n    hook: {kind: webhook, url: \"\(receiver.url)\"}\n\(Maint.alerts("hook"))"
        + "  stakeholders: {all: {channels: [hook]}}\n")
    try maint.runbook("a", Maint.changing).runbook("b", Maint.failing).daily("a", "b")
    maint.environment["MAINT_FAILPOINT_LIST"] = "\(maint.folder)/points"
    try maint.run("run", "daily", "--quiet").expect(exit: 1)
    maint.environment["MAINT_FAILPOINT_LIST"] = nil
    let text = try String(contentsOfFile: "\(maint.folder)/points", encoding: .utf8)
    let points = Set(text.split(separator: "\n").map(String.init)).filter {
      $0.hasPrefix("before") || $0.hasPrefix("after")
    }
    #expect(points.count > 10)
    for point in points.sorted() {
      try? FileManager.default.removeItem(atPath: maint.state)
      let (before, requests) = (receiver.keys.count, receiver.requests.count(where: \.isTaken))
      maint.environment["MAINT_FAILPOINT"] = point
      let ended = try maint.run("run", "daily", "--quiet")
      maint.environment["MAINT_FAILPOINT"] = nil
      guard maint.exists(maint.database) else { continue }
      let isWaiting = { (try? maint.deliveryStates().contains("waiting")) ?? true }
      #expect(
        eventually(within: 90) {
          if isWaiting() { _ = try? maint.run("notify", "flush", "--quiet") }
          return !isWaiting()
        }, "\(point) \(ended.exit)")
      let messages = try #require(try maint.json("notify", "list")["messages"] as? [[String: Any]])
      let posted = messages.reversed().compactMap { $0["key"] as? String }
      #expect(Array(receiver.keys.dropFirst(before)) == posted, "\(point)")
      // Killed between the sending and its commit, it sends that one again, with the same key, and no other.
      let sent = receiver.requests.count(where: \.isTaken) - requests
      #expect((posted.count...posted.count + 1).contains(sent), "\(point)")
    }
  }

  @Test func whatNobodyAcknowledgesGoesToTheNextLevel() throws {
    let maint = try Maint()
    let first = try #require(try Receiver(.http, for: maint, named: "first"))
    let second = try #require(try Receiver(.http, for: maint, named: "second"))
    try maint.file(
      "schedules/people.yaml",
      """
      maintenance_coordination:
        channels:
          first: {kind: webhook, url: "\(first.url)"}
          second: {kind: webhook, url: "\(second.url)"}
        alerts: {critical: [second], warning: [first], info: none}
        escalate_after: 30m

      """)
    try maint.runbook("a", Maint.failing).daily("a")
    try maint.run("run", "daily", "--quiet").expect(exit: 1)
    try maint.run("notify", "flush", "--quiet").expect(exit: 0)
    #expect(first.requests.count == 1 && second.requests.isEmpty)
    try maint.sqlite("UPDATE message SET at = at - 3600000000")
    for _ in 1...2 { try maint.run("notify", "flush", "--quiet").expect(exit: 0) }
    #expect(first.requests.count == 1 && second.requests.count == 1)
    let subject = second.requests.first?.json["subject"] as? String ?? ""
    #expect(subject.hasPrefix("not acknowledged: daily.a failed"))
    try maint.run("ack", "2").expect(exit: 0)
    try maint.run("ack", "1").expect(exit: 0).shows("was acknowledged by")
  }

  @Test func whatIsNeverTakenIsGivenUp() throws {
    let maint = try Maint()
    let receiver = try #require(try Receiver(.http, for: maint))
    try maint.file(
      "schedules/people.yaml",
      "maintenance_coordination:\n  channels:\n    hook: {kind: webhook, url: \"\(receiver.url)\"}\n\(Maint.alerts("hook"))"
        + "  give_up_after: 2h\n")
    try maint.runbook("a", Maint.failing).runbook("b", Maint.failing).daily("a")
    try receiver.answer("503")
    try maint.run("run", "daily", "--quiet").expect(exit: 1)
    let later = "UPDATE delivery SET first_at = first_at - 7200000000, next_at = 0"
    // The host was asleep: two hours, and one attempt.
    try maint.sqlite(later)
    try maint.run("notify", "flush").expect(exit: 1).shows("hook: it answered 503; next try at ")
    #expect(try maint.deliveryStates() == ["waiting"])
    try maint.sqlite("\(later), attempts = 7")
    try maint.run("notify", "flush").expect(exit: 1).shows("hook: it answered 503; 1 given up")
    try maint.run("status").shows("hook: 1 message given up: it answered 503")
    // The next one is none the worse for it; and one that is refused is so at once.
    try receiver.answer("413")
    try maint.run("run", "runbook:b", "--quiet").expect(exit: 1)
    #expect(try maint.deliveryStates() == ["given_up", "given_up"])
    try receiver.answer("ok")
    try maint.runbook("b", "precheck: [':']\n")
    try maint.run("run", "runbook:b", "--quiet").expect(exit: 0)
    #expect(receiver.keys.count == 1)
  }

  /// Where no sendmail is on the host, one in a mount namespace of the test's own.

  /// Who sits there does not know that a mail server may take ten minutes.
  @Test func aTerminalIsToldWhatIsWaitedFor() throws {
    let maint = try Maint()
    let go = "until test -e \(maint.folder)/go; do sleep 0.05; done"
    try maint.file(
      "schedules/people.yaml",
      "maintenance_coordination:\n  channels:\n    sms: {kind: command, run: '\(go)', timeout: 2m}\n\(Maint.alerts("sms"))"
    )
    let terminal = try PseudoTerminal(columns: 120, rows: 24)
    let opening = try maint.start(["incident", "open", "down"], terminal: terminal.path)
    #expect(
      eventually {
        terminal.screen.text.contains("maint: the channel sms waits for its command to end, for 2m at most")
      },
      "\(terminal.screen.text)")
    try "".write(toFile: "\(maint.folder)/go", atomically: true, encoding: .utf8)
    opening.wait().expect(exit: 0)
  }

  @Test func somebodyLooksAfterIt() throws {
    let maint = try Maint(channels: "    sms: {kind: command, run: exit 3}\n", Maint.alerts("sms"))
    try maint.runbook("a", Maint.failing).daily("a")
    try maint.run("run", "daily", "--quiet").expect(exit: 1)
    try maint.run("notify", "list", "--waiting").shows("warning: daily.a failed").shows("it exited with 3")
    try maint.run("ack", "7").expect(exit: 66).shows("there is no message '7'")
    try maint.run("status").shows(
      "nobody has said that they look after it: maint ack 1 -C /T/project --state /T/state\n")
    try maint.run("ack", "1", "--note", "new disk").expect(exit: 0).shows("message 1 is acknowledged by ")
    try maint.run("status").shows("\n      acknowledged by ", " ago: new disk\n")
    let unhappy = try #require(try maint.json("status")["unhappy"] as? [[String: Any]]).first?["acknowledged"]
    #expect((unhappy as? [String: Any])?["note"] as? String == "new disk")
    try maint.run("ack", "1").expect(exit: 0).shows("message 1 was acknowledged by ")
    try maint.run("notify", "list").shows(": new disk")
    try maint.run("notify", "test", "smss").expect(exit: 66).shows("there is sms")
    try maint.run("notify", "test", "sms").expect(exit: 1).shows(
      "the channel sms did not take the message: it exited with 3")
  }

  /// A number that was mistyped must not let somebody believe that the alarm is seen to.
  @Test func whatWaitsForNobodyIsNotAcknowledged() throws {
    let maint = try Maint(
      channels: "    sms: {kind: command, run: ':'}\n",
      Maint.alerts("sms") + "  stakeholders: {all: {channels: [sms]}}\n")
    try maint.runbook("a", "change: [exit 4]\nrollback: [':']\n").daily("a")
    try maint.run("run", "daily", "--quiet").expect(exit: 3)
    let messages = try #require(try maint.json("notify", "list")["messages"] as? [[String: Any]])
    let begun = try #require(messages.last { $0["kind"] as? String == "maintenance_notifications" }?["message"] as? Int)
    try maint.run("ack", "\(begun)").expect(exit: 66).shows("nothing waits for a word about message \(begun)")
      .shows("notify list")
    let failed = try #require(messages.last { $0["kind"] as? String == "issue_escalation" }?["message"] as? Int)
    try maint.run("ack", "\(failed)").expect(exit: 0).shows("message \(failed) is acknowledged by ")
  }

  /// It is no message of the run log, so there is nothing of the chain that it could prove.
  @Test func aTestHasNoHeadOfTheChain() throws {
    let maint = try Maint()
    try maint.schedule(
      """
      maintenance_coordination:
        channels: {file: {kind: command, run: 'cat > \(maint.folder)/text; test ! -e \(maint.folder)/full'}}
        alerts: {critical: [file], warning: [file], info: none}

      """)
    try maint.run("notify", "test", "file").expect(
      exit: 0, out: "the channel file has taken the message; look whether it arrived")
    let text = try String(contentsOfFile: "\(maint.folder)/text", encoding: .utf8)
    #expect(text.hasSuffix(" has asked maint to send this. Nothing is to be done.\n"))
    // What waits is tried at a time that is yet to come.
    try maint.runbook("bad", Maint.failing).schedule(
      (maint.text("schedules/main.yaml") ?? "") + "maintenance_schedule: {daily: [bad]}\n")
    try "".write(toFile: "\(maint.folder)/full", atomically: true, encoding: .utf8)
    try maint.run("run", "daily", "--quiet").expect(exit: 1)
    try maint.run("notify", "list").shows("file: next try at TIME, attempt 2: it exited with 1")
  }

  @Test func aWindowIsAnnouncedOnce() throws {
    let maint = try Maint()
    let receiver = try #require(try Receiver(.http, for: maint))
    try maint.file(
      "schedules/people.yaml",
      """
      maintenance_coordination:
        channels: {hook: {kind: webhook, url: "\(receiver.url)"}}
        alerts: {critical: [hook], warning: [hook], info: [hook]}
      maintenance_windows:
        weekly: {day: Sunday, time: "02:00-04:00", notice: 8d}

      """)
    try maint.runbook("a", "precheck: [':']\n").schedule("maintenance_schedule: {weekly: [a]}\n")
    for _ in 1...3 { _ = try maint.run("run", "--due", "--quiet") }
    try maint.run("notify", "flush", "--quiet").expect(exit: 0)
    let subjects = receiver.requests.compactMap { $0.json["subject"] as? String }
    #expect(subjects.filter { $0.hasPrefix("maintenance window 'weekly' opens ") }.count == 1)
    #expect(receiver.requests.contains { ($0.json["text"] as? String)?.contains("Its tasks:\n  weekly.a\n") == true })
  }

  /// What the real one makes of it.
}
