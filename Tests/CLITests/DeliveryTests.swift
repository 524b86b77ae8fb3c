import Foundation
import TestSupport
import Testing

/// What could keep a message from its receivers, and does not.
@Suite struct DeliveryTests {
  /// curl takes no line of more than 100 KiB among its orders: such a body once blocked its channel for ever.
  @Test func tenMegabytesAreDeliveredCutAndBlockNothing() throws {
    let maint = try Maint()
    let receiver = try #require(try Receiver(.http, for: maint))
    try maint.file(
      "schedules/people.yaml",
      """
      maintenance_coordination:
        channels:
          hook: {kind: webhook, url: "\(receiver.url)"}
          pager: {kind: webhook, format: alertmanager, url: "\(receiver.url)/pager"}
          sms: {kind: command, run: "wc -c >> \(maint.folder)/sms"}
        alerts: {critical: [hook, pager, sms], warning: [hook, pager, sms], info: none}

      """)
    try receiver.answer("500")
    for name in ["a", "b", "c"] { try maint.runbook(name, Maint.failing) }
    try maint.daily("a", "c")
    try maint.run("run", "daily", "--quiet").expect(exit: 1)
    let long = "replace(hex(zeroblob(5 << 20)), '00', 'ab')"
    try maint.sqlite(
      "UPDATE message SET text = \(long); UPDATE message_task SET text = \(long); "
        + "UPDATE delivery SET outcome = NULL, next_at = 0")
    try maint.run("run", "runbook:b", "--quiet").expect(exit: 1)
    try receiver.answer("ok")
    try maint.sqlite("UPDATE delivery SET next_at = 0")
    try maint.run("notify", "flush").expect(exit: 0)
    #expect(try maint.deliveryStates().allSatisfy { $0 == "sent" })
    let taken = receiver.requests.filter(\.isTaken)
    #expect(Set(taken.map(\.key)).count == 2 && taken.count == 4)
    #expect(taken.allSatisfy { $0.body.utf8.count < 100 << 10 })
    #expect(taken.first?.body.contains("… cut here; all of it: \(geteuid() == 0 ? "sudo " : "")maint show 1") == true)
  }

  /// A week of a broken network: what is still to be delivered, by maints that are killed in the middle of it.
  @Test func tenThousandDeliveriesArriveOnceAndInOrder() throws {
    let maint = try Maint()
    let receivers = try ["one", "two"].map { try #require(try Receiver(.http, for: maint, named: $0)) }
    try maint.file(
      "schedules/people.yaml",
      "maintenance_coordination:\n  channels:\n    one: {kind: webhook, url: \"\(receivers[0].url)\"}\n"
        + "    two: {kind: webhook, url: \"\(receivers[1].url)\"}\n\(Maint.alerts("one, two"))")
    try receivers.forEach { try $0.answer("500") }
    try maint.runbook("a", Maint.failing).daily("a")
    try maint.run("run", "daily", "--quiet").expect(exit: 1)
    try receivers.forEach { try $0.answer("ok") }
    try maint.sqlite(
      """
      WITH RECURSIVE n(i) AS (SELECT 2 UNION ALL SELECT i + 1 FROM n WHERE i < 5000)
      INSERT INTO message (key, at, level, kind, subject, text, head, waits_for_word, project)
        SELECT 'key-' || i, at + i, level, kind, 'number ' || i, text, head, 0, project FROM n, message WHERE message = 1;
      INSERT INTO delivery (message, channel, next_at)
        SELECT message, channel, at FROM message, (SELECT 'one' AS channel UNION ALL SELECT 'two') WHERE message > 1;
      """)
    func bytes() -> Int {
      receivers.map { (try? FileManager.default.attributesOfItem(atPath: "\($0.folder)/received")[.size] as? Int) ?? 0 }
        .reduce(0, +)
    }
    let kills = 5
    for _ in 1...kills {
      let before = bytes()
      let flush = try maint.start("notify", "flush", "--force", "--quiet")
      #expect(eventually(within: 60) { bytes() > before + 300_000 || flush.hasEnded })
      flush.signal(SIGKILL)
      flush.wait()
    }
    try maint.run("notify", "flush", "--force", "--quiet").expect(exit: 0)
    let keys = try maint.sqliteLines("SELECT key FROM message ORDER BY message")
    #expect(keys.count == 5000)
    for receiver in receivers {
      #expect(receiver.keys == keys)
      // Of each kill, what was sent and not yet committed.
      let again = receiver.requests.count(where: \.isTaken) - keys.count
      #expect((0...kills * 30).contains(again), "\(again)")
      print("taken again by \(receiver.folder): \(again)")
    }
    #expect(try maint.sqliteLines("SELECT count(*) FROM delivery WHERE outcome IS NOT 'sent'") == ["0"])
  }

  @Test func aClockThatIsSetBackHoldsNothingBack() throws {
    let maint = try Maint()
    let receiver = try #require(try Receiver(.http, for: maint))
    try maint.tellOfFailures(receiver)
    try maint.runbook("a", Maint.failing).daily("a")
    try receiver.answer("500")
    try maint.run("run", "daily", "--quiet").expect(exit: 1)
    try receiver.answer("ok")
    // It was tried when the clock showed ten minutes more than now.
    try maint.sqlite("UPDATE delivery SET tried_at = tried_at + 600000000, next_at = next_at + 600000000")
    try maint.run("notify", "flush").expect(exit: 0, out: "1 message delivered\n")
  }

  /// A flush that was begun for the run's first message is held up by a receiver: the run ends all the same.
  @Test func aRunDoesNotWaitForAFlushBesideIt() throws {
    let maint = try Maint()
    let slow = try #require(try Receiver(.http, for: maint))
    try maint.file(
      "schedules/people.yaml",
      "maintenance_coordination:\n  channels:\n    hook: {kind: webhook, url: \"\(slow.url)\"}\n\(Maint.alerts("hook"))"
        + "  stakeholders: {all: {channels: [hook]}}\n")
    try slow.answer("hang")
    try maint.runbook("a", "change: ['while [ ! -e \(maint.folder)/go ]; do sleep 0.05; done']\nrollback: [':']\n")
    try maint.daily("a")
    let running = try maint.start("run", "daily", "--quiet")
    #expect(eventually { slow.requests.count == 1 })
    try "".write(toFile: "\(maint.folder)/go", atomically: true, encoding: .utf8)
    running.wait().expect(exit: 0)
    // The one that hangs is still being waited for.
    var flushes: [pid_t] {
      maint.processes.filter { pid in
        let line = FileManager.default.contents(atPath: "/proc/\(pid)/cmdline") ?? Data()
        return String(decoding: line, as: UTF8.self).contains("flush")
      }
    }
    #expect(flushes.count == 1 && slow.requests.count == 1)
    #expect(try maint.deliveryStates() == ["waiting", "waiting"])
    for pid in flushes { kill(pid, SIGTERM) }
    // Told to stop, it is a try of which nothing is known; and the same message comes again with the same key.
    #expect(eventually { flushes.isEmpty })
    let messages = try #require(try maint.json("notify", "list")["messages"] as? [[String: Any]])
    #expect(messages.compactMap { ($0["deliveries"] as? [[String: Any]])?.first?["attempts"] as? Int } == [0, 1])
    try slow.answer("ok")
    try maint.run("notify", "flush").expect(exit: 0, out: "2 messages delivered\n")
    #expect(slow.requests.count == 3 && Set(slow.requests.map(\.key)).count == 2)
  }

  /// Nothing waits in silence for a channel that the schedule has no more.
  @Test func whatWaitsForAChannelThatIsGoneIsSaidAndGivenUp() throws {
    let maint = try Maint(channels: "    sms: {kind: command, run: exit 3}\n", Maint.alerts("sms"))
    try maint.runbook("a", Maint.failing).daily("a")
    try maint.run("run", "daily", "--quiet").expect(exit: 1)
    try maint.remove("schedules/people.yaml")
    let gone = "there is no such channel in maintenance_coordination any more"
    try maint.run("status").shows("sms: 1 message waits: \(gone)")
    try maint.run("notify", "list").shows("sms: waits: \(gone)")
    try maint.sqlite("UPDATE delivery SET next_at = 0")
    _ = try maint.run("run", "--due", "--quiet")
    #expect(try maint.deliveryStates() == ["waiting"])
    // Who mends the schedule within give_up_after loses nothing; and then it ends.
    try maint.sqlite("UPDATE message SET at = at - 90000000000")
    try maint.run("run", "daily", "--quiet").expect(exit: 1)
    #expect(try maint.deliveryStates() == ["given_up"])
    try maint.run("status").shows("sms: 1 message given up: \(gone)")
    try maint.run("notify", "list").shows("sms: given up after 1 attempt: \(gone)")
  }

  @Test func aTaskThatIsGoneIsSaidAndForgotten() throws {
    let maint = try Maint()
    let receiver = try #require(try Receiver(.http, for: maint))
    try maint.tellOfFailures(receiver)
    try maint.runbook("a", Maint.failing).runbook("b", Maint.failing).daily("a", "b")
    try maint.run("run", "daily", "--quiet").expect(exit: 1)
    try maint.run("run", "runbook:b", "--quiet").expect(exit: 1)
    try maint.daily("b")
    func flush() throws { for _ in 1...2 { try maint.run("notify", "flush", "--quiet").expect(exit: 0) } }
    try flush()
    #expect(receiver.requests.count == 2)
    try maint.passADayAway()
    try flush()
    #expect(receiver.requests.count == 3)
    #expect(receiver.requests.last?.json["subject"] as? String == "no longer a task: daily.a")
    try maint.remove("runbooks/b.yaml")
    try maint.runbook("c", Maint.failing).daily("c")
    try flush()
    try maint.passADayAway()
    try flush()
    #expect(receiver.requests.last?.json["subject"] as? String == "no longer a task: daily.b, runbook:b")
    #expect(receiver.requests.count == 4)
  }

  /// Each delivery is committed as it is made: of a flush that is stopped, nothing that curl has told is sent again.
  @Test func whatWasDeliveredIsKnownBeforeTheRestIs() throws {
    let maint = try Maint()
    let receiver = try #require(try Receiver(.http, for: maint))
    try maint.tellOfFailures(receiver)
    try maint.postTwelve(receiver)
    func sent() -> Int { ((try? maint.deliveryStates()) ?? []).filter { $0 == "sent" }.count }
    try receiver.answer("slow:0.5")
    let flush = try maint.start("notify", "flush")
    #expect(eventually { sent() >= 2 })
    #expect(!flush.hasEnded && sent() < 12)
    flush.signal(SIGTERM)
    flush.wait().expect(exit: 143)
    // But for the one that was under way.
    let taken = receiver.requests.filter { $0.isTaken || $0.fields["answer"] as? String == "slow:0.5" }.count
    #expect(taken - sent() <= 1 && sent() < 12)
    try receiver.answer("ok")
    try maint.run("notify", "flush", "--quiet").expect(exit: 0)
    #expect(sent() == 12 && receiver.requests.count <= 12 + 1 + 1)
  }

  /// What nobody is there to write down is not delivered.
  @Test func curlEndsWithItsMaint() throws {
    let maint = try Maint()
    let receiver = try #require(try Receiver(.http, for: maint))
    try maint.tellOfFailures(receiver)
    try maint.postTwelve(receiver)
    try receiver.answer("hang")
    let count = receiver.requests.count
    let flush = try maint.start("notify", "flush")
    #expect(eventually { receiver.requests.count > count })
    // By what the processes of that maint have in their environment.
    let cookie = Data("\(flush.pid)-notify-hook".utf8)
    var curls: [String] {
      ((try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []).filter {
        FileManager.default.contents(atPath: "/proc/\($0)/environ")?.range(of: cookie) != nil
      }
    }
    #expect(curls.count == 1)
    flush.signal(SIGKILL)
    flush.wait()
    #expect(eventually(within: 5) { curls.isEmpty })
  }

  /// After somebody has mended the receiver, nobody has to wait for the next try.
  @Test func whatIsNotTriedNowIsSaidAndCanBeForced() throws {
    let maint = try Maint()
    let receiver = try #require(try Receiver(.http, for: maint))
    try maint.tellOfFailures(receiver)
    try maint.runbook("a", Maint.failing).daily("a")
    try receiver.answer("500")
    try maint.run("run", "daily", "--quiet").expect(exit: 1)
    try receiver.answer("ok")
    try maint.run("notify", "flush").expect(exit: 0)
      .shows("hook: not tried now; the last error: it answered 500; next try at ", "notify flush --force")
    #expect(receiver.requests.count == 1)
    let channels = try #require(try maint.json("notify", "flush")["channels"] as? [[String: Any]])
    #expect(channels.map { $0["tried"] as? Bool } == [false] && channels[0]["error"] as? String == "it answered 500")
    try receiver.answer("503")
    try maint.run("notify", "flush", "--force").expect(exit: 1).shows("hook: it answered 503; next try at ")
    #expect(receiver.requests.count == 2)
    try receiver.answer("ok")
    try maint.run("notify", "flush", "--force").expect(exit: 0, out: "1 message delivered\n")
    #expect(receiver.requests.count == 3)
  }

  @Test func twoFlushesAtOnceDeliverOnce() throws {
    let maint = try Maint()
    let receiver = try #require(try Receiver(.http, for: maint))
    try maint.tellOfFailures(receiver)
    try maint.postTwelve(receiver)
    try receiver.answer("slow:0.1")
    let flushes = [try maint.start("notify", "flush"), try maint.start("notify", "flush")].map { $0.wait() }
    #expect(flushes.allSatisfy { $0.exit == 0 })
    #expect(flushes.contains { $0.out.contains("12 messages delivered") })
    #expect(receiver.requests.count == 13 && Set(receiver.requests.map(\.key)).count == 12)
  }

  /// What a step is called and what it prints is anybody's; none of it becomes a header or an address.
  @Test func nothingThatIsSaidBecomesAHeader() throws {
    let maint = try Maint()
    guard let server = try Receiver(.smtp, for: maint, named: "smtp") else { return }
    let hook = try #require(try Receiver(.http, for: maint, named: "http"))
    try maint.file(
      "schedules/people.yaml",
      """
      maintenance_coordination:
        channels:
          mail:
            kind: email
            to: ops@example.org
            smtp: "127.0.0.1:\(server.port)"
            subject: "{text}"
          hook: {kind: webhook, url: "\(hook.url)", subject: "{text}"}
        alerts: {critical: [mail, hook], warning: [mail, hook], info: none}

      """)
    let evil = "x\\r\\nBcc: evil@example.org\\r\\nRCPT TO:<evil@example.org>\\r\\n.\\r\\nQUIT\\r\\n\\r\\nbody"
    try maint.runbook("a", "precheck:\n  - name: \"\(evil)\"\n    run: exit 4\n").daily("a")
    try maint.run("run", "daily", "--quiet").expect(exit: 1)
    #expect(try maint.deliveryStates() == ["sent", "sent"])
    let mail = try #require(server.requests.first)
    #expect(server.requests.count == 1 && mail.fields["to"] as? [String] == ["ops@example.org"])
    let head = mail.data.components(separatedBy: "\r\n\r\n")[0]
    #expect(head.contains("Subject: ") && !head.lowercased().contains("\r\nbcc:"))
    #expect(hook.requests.count == 1)
    #expect(
      hook.requests.first?.fields["headers"] as? [String] == [
        "host", "user-agent", "accept", "idempotency-key", "content-type", "content-length",
      ])
    #expect((hook.requests.first?.json["subject"] as? String)?.contains("\n") == false)
  }

  @Test(.enabled(if: geteuid() == 0, "only root is refused a file of others"))
  func aSecretThatOthersCanWriteIsNotUsed() throws {
    let maint = try Maint()
    let receiver = try #require(try Receiver(.http, for: maint))
    let file = "\(maint.folder)/url"
    try "\(receiver.url)\n".write(toFile: file, atomically: true, encoding: .utf8)
    try maint.file(
      "schedules/people.yaml",
      "maintenance_coordination:\n  channels:\n    hook: {kind: webhook, url: {file: \(file)}}\n\(Maint.alerts("hook"))"
    )
    try maint.runbook("a", Maint.failing).daily("a")
    chmod(file, 0o622)
    try maint.run("run", "daily", "--quiet").expect(exit: 1)
    try maint.run("status").shows("/url: anyone may write here").shows("chmod g-w,o-rwx")
    #expect(receiver.requests.isEmpty)
    chmod(file, 0o600)
    try maint.sqlite("UPDATE delivery SET next_at = 0")
    try maint.run("notify", "flush").expect(exit: 0, out: "1 message delivered\n")
    // Nothing of a secret URL is seen where it cannot be reached.
    try "http://chat.secret.invalid:\(receiver.port)/token\n".write(toFile: file, atomically: true, encoding: .utf8)
    chmod(file, 0o600)
    try maint.runbook("b", Maint.failing)
    try maint.run("run", "runbook:b", "--quiet").expect(exit: 1)
    let said = try maint.run("status").out + maint.run("notify", "list", "--json").out
    #expect(
      said.contains("the name of the host of its URL could not be resolved: look at its URL in its file")
        && !said.contains("secret"))
  }
}
