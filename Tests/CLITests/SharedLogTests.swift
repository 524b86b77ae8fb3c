import Foundation
import TestSupport
import Testing

/// Two projects that have one run log: each has people, channels and deliveries of its own.
@Suite struct SharedLogTests {
  private let shop: Maint
  private let wiki: Maint
  private let shopPeople: Receiver
  private let wikiPeople: Receiver

  init() throws {
    (shop, wiki) = (try Maint(), try Maint())
    shopPeople = try #require(try Receiver(.http, for: shop))
    wikiPeople = try #require(try Receiver(.http, for: wiki))
    for (maint, receiver, task) in [(shop, shopPeople, "sell"), (wiki, wikiPeople, "write")] {
      try maint.tellOfFailures(receiver)
      try maint.runbook(task, Maint.failing).daily(task)
    }
  }

  private func start(_ project: String, _ arguments: [String]) throws -> Running {
    try Running(
      [Maint.executable, "-C", project, "--state", shop.state] + arguments, environment: shop.environment,
      in: shop.folder, input: "/dev/null")
  }

  private func run(_ project: String, _ arguments: String...) throws -> Ended { try start(project, arguments).wait() }

  private func subjects(_ receiver: Receiver) -> [String] {
    receiver.requests.filter(\.isTaken).compactMap { $0.json["subject"] as? String }
  }

  private func link(to folder: String) throws -> String {
    let link = "\(shop.folder)/link-\(UUID().uuidString)"
    try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: folder)
    return link
  }

  /// Whoever recovers a run has its own people told of it, whatever project the command line is about.
  @Test func whatIsRecoveredIsToldToItsOwnPeople() throws {
    try wikiPeople.answer("500")
    try run(wiki.project, "run", "daily", "--quiet").expect(exit: 1)
    let mark = "\(shop.folder)/begun"
    try shop.runbook("sell", "change: ['touch \(mark); sleep 60']\nrollback: [':']\n")
    let killed = try start(shop.project, ["run", "daily", "--quiet"])
    #expect(eventually { access(mark, F_OK) == 0 })
    killed.signal(SIGKILL)
    killed.wait()
    try wikiPeople.answer("ok")
    try shop.sqlite("UPDATE delivery SET next_at = 0")
    try run(wiki.project, "recover", "--quiet").expect(exit: 0)
    #expect(!subjects(shopPeople).isEmpty && subjects(shopPeople).allSatisfy { !$0.contains("daily.write") })
    #expect(subjects(wikiPeople).allSatisfy { !$0.contains("daily.sell") })
    try run(wiki.project, "notify", "flush", "--quiet").expect(exit: 0)
    #expect(subjects(wikiPeople).map { $0.contains("daily.write") } == [true])
    #expect(try shop.deliveryStates().allSatisfy { $0 == "sent" })
    // What is to be typed names the project of the run.
    #expect(shopPeople.requests.allSatisfy { $0.body.contains("-C \(shop.project)") })
  }

  @Test func aProjectThatWasMovedLosesNothing() throws {
    try shopPeople.answer("500")
    try run(shop.project, "run", "daily", "--quiet").expect(exit: 1)
    try shop.sqlite("UPDATE delivery SET next_at = 0")
    let moved = "\(shop.folder)/moved"
    try FileManager.default.moveItem(atPath: shop.project, toPath: moved)
    try shopPeople.answer("ok")
    try run(moved, "notify", "flush").expect(exit: 0).shows("1 message delivered")
    #expect(subjects(shopPeople).map { $0.contains("daily.sell") } == [true])
    // And whoever is reminded of it is its people: the task is in the folder that it was moved to.
    try shop.sqlite("UPDATE failing SET told_at = told_at - 864000000000")
    try run(moved, "notify", "flush").expect(exit: 0).shows("1 message delivered")
    #expect(subjects(shopPeople).last == "still failing: daily.sell")
  }

  /// A receiver of the one that hangs holds up nothing of the other.
  @Test func eachDeliversWhileTheOtherIsAtIt() throws {
    try shopPeople.answer("500")
    try wikiPeople.answer("500")
    try run(shop.project, "run", "daily", "--quiet").expect(exit: 1)
    try run(wiki.project, "run", "daily", "--quiet").expect(exit: 1)
    try shop.sqlite("UPDATE delivery SET next_at = 0")
    try shopPeople.answer("hang")
    try wikiPeople.answer("ok")
    let hanging = try start(shop.project, ["notify", "flush"])
    #expect(eventually { shopPeople.requests.count == 2 })
    try run(wiki.project, "notify", "flush").expect(exit: 0, out: "1 message delivered\n")
    // By another path it is the same project, which another maint is at.
    try run(link(to: shop.project), "notify", "flush").expect(exit: 0).shows(
      "hook: not tried now; the last error: maint is sending it")
    #expect(!hanging.hasEnded)
    hanging.signal(SIGTERM)
    hanging.wait().expect(exit: 143)
  }

  @Test func byAnotherPathAProjectIsTheSame() throws {
    let paths = [shop.project, try link(to: shop.project), try link(to: shop.project)]
    try shop.file(
      "schedules/people.yaml",
      """
      maintenance_coordination:
        channels: {hook: {kind: webhook, url: "\(shopPeople.url)"}}
        alerts: {critical: [hook], warning: [hook], info: [hook]}
      maintenance_windows:
        weekly: {day: Sunday, time: "02:00-04:00", notice: 8d}

      """)
    try run(paths[1], "run", "daily", "--quiet").expect(exit: 1)
    for path in paths { try run(path, "notify", "flush", "--quiet").expect(exit: 0) }
    #expect(subjects(shopPeople).filter { $0.hasPrefix("maintenance window 'weekly' opens ") }.count == 1)
    try shop.runbook("other", Maint.failing).daily("other")
    try run(paths[0], "notify", "flush", "--quiet").expect(exit: 0)
    try shop.passADayAway()
    for path in paths { try run(path, "notify", "flush", "--quiet").expect(exit: 0) }
    #expect(subjects(shopPeople).filter { $0 == "no longer a task: daily.sell" }.count == 1)
  }

  /// Of an incident of which nobody could be told, the people of the project hear whose run opened it, whoever comes first.
  @Test func aLateIncidentIsToldToItsOwnPeople() throws {
    try shop.remove("schedules/people.yaml")
    try shop.schedule("maintenance_schedule: {emergency: [sell]}\n")
    try run(shop.project, "run", "emergency.sell", "--quiet").expect(exit: 1)
    try shop.tellOfFailures(shopPeople)
    try run(wiki.project, "notify", "flush").expect(exit: 0, out: "nothing waits\n")
    try run(wiki.project, "run", "daily", "--quiet").expect(exit: 1)
    #expect(subjects(wikiPeople).count == 1)
    try run(shop.project, "notify", "flush", "--quiet").expect(exit: 0)
    #expect(subjects(shopPeople).contains { $0.hasPrefix("Incident 1: emergency.sell") })
  }

  /// A run of the one that is linked to an incident of the other fails for its own people all the same.
  @Test func whatIsLinkedToAnIncidentOfAnotherIsToldToItsOwnPeople() throws {
    try run(wiki.project, "run", "daily", "--quiet").expect(exit: 1)
    try run(shop.project, "incident", "open", "site down", "--level", "critical").expect(exit: 0)
    try run(shop.project, "incident", "link", "1", "1").expect(exit: 0)
    func asks() throws -> [String] {
      try shop.sqliteLines(
        """
        SELECT (SELECT max(waits_for_word) FROM message_task JOIN message USING (message) WHERE task = failing.task),
          acknowledged FROM failing
        """)
    }
    #expect(try asks() == ["1|0"])
    try run(shop.project, "incident", "ack", "1").expect(exit: 0)
    #expect(try asks() == ["1|0"])
    try shop.sqlite("UPDATE failing SET told_at = told_at - 864000000000")
    for project in [shop.project, wiki.project] { try run(project, "notify", "flush", "--quiet").expect(exit: 0) }
    #expect(subjects(wikiPeople).last == "still failing: daily.write")
    #expect(try asks() == ["1|0"])
    // Whoever resolves it need not stand in its project.
    let count = subjects(wikiPeople).count
    let fails = "daily.write failed (run 1 of the project \(wiki.project)), and has not succeeded since\n"
    try run(wiki.project, "incident", "resolve", "1", "--note", "up again").expect(exit: 0).shows(
      "  ! fails still: \(fails)")
    let last = try #require(shopPeople.requests.last)
    #expect(
      (last.json["subject"] as? String)?.hasPrefix("Incident 1 is resolved") == true
        && last.body.contains("-C \(shop.project)")
        && (last.json["text"] as? String)?.contains("up again\nFails still: \(fails)") == true, "\(last.body)")
    // In words: it is no alert of theirs.
    #expect((last.json["tasks"] as? [Any])?.isEmpty == true)
    #expect(subjects(wikiPeople).count == count && !subjects(shopPeople).contains { $0.contains("daily.write") })
    #expect(try asks() == ["1|0"])
    try wiki.runbook("write", "precheck: [':']\n")
    try run(wiki.project, "run", "daily", "--quiet").expect(exit: 0)
    #expect(subjects(wikiPeople).last == "well again: daily.write")
  }

  /// Whoever takes it for over has to know what is not; and those whose host it is are at that all the same.
  @Test func whatNeedsAHumanInAnotherIsNamedWhereTheIncidentIsResolved() throws {
    try wiki.runbook("write", "change: [exit 4]\nrollback: [exit 5]\n")
    try run(wiki.project, "run", "daily", "--quiet").expect(exit: 2)
    try shop.sqlite("UPDATE failing SET told_at = told_at - 864000000000")
    try run(wiki.project, "notify", "flush", "--quiet").expect(exit: 0)
    try run(wiki.project, "ack", "1").expect(exit: 0)
    try run(shop.project, "incident", "open", "site down", "--level", "critical").expect(exit: 0)
    try run(shop.project, "incident", "link", "1", "1").expect(exit: 0)
    let count = subjects(wikiPeople).count
    let ended = try run(shop.project, "incident", "resolve", "1", "--note", "up again").expect(exit: 0)
    for words in [
      "this still NEEDS A HUMAN",
      "✗ daily.write, run 1: failed and could not be rolled back, in the project \(wiki.project): ",
      "maint recover 1 -C ",
    ] {
      #expect(String(decoding: ended.outputBytes, as: UTF8.self).contains(words), "\(words): \(ended.out)")
    }
    let last = try #require(shopPeople.requests.last?.json)
    #expect(
      (last["subject"] as? String)?.hasPrefix("Incident 1 is resolved, but run 1 NEEDS A HUMAN: site down") == true)
    #expect(
      (last["text"] as? String)?.contains(
        "Not over with it: daily.write of run 1 of the project \(wiki.project) failed and could not be rolled back: ")
        == true,
      "\(last)")
    // Somebody looks after it, and goes on.
    try run(wiki.project, "notify", "flush", "--quiet").expect(exit: 0)
    #expect(subjects(wikiPeople).count == count)
    #expect(try shop.sqliteLines("SELECT acknowledged FROM failing") == ["1"])
    // That is who said so, and not who was at the incident.
    try shop.sqlite("UPDATE incident SET acknowledged_by = 'shopper'")
    let list = try run(wiki.project, "notify", "list").expect(exit: 0).out
    #expect(list.contains("acknowledged by ") && !list.contains("acknowledged by shopper"), "\(list)")
  }

  /// An emergency of the one in the incident of the other: over for both, and whoever was told of it hears so.
  @Test func anEmergencyOfAnotherIsOverWithTheIncident() throws {
    try wiki.schedule("maintenance_schedule: {emergency: [write]}\n")
    try run(shop.project, "incident", "open", "site down", "--level", "critical").expect(exit: 0)
    try run(wiki.project, "run", "emergency.write", "--incident", "1", "--quiet").expect(exit: 1)
    #expect(subjects(wikiPeople).last == "emergency.write failed")
    let resolved = try run(shop.project, "incident", "resolve", "1", "--note", "up again").expect(exit: 0)
    #expect(!resolved.out.contains("fails still"), "\(resolved.out)")
    for project in [shop.project, wiki.project] { try run(project, "status").shows("This host is fine") }
    // By cron, which has nothing else to do.
    for _ in 1...2 { try run(wiki.project, "run", "--due", "--quiet").expect(exit: 0) }
    let last = try #require(wikiPeople.requests.last?.json)
    #expect(
      last["subject"] as? String == "over with its incident: emergency.write" && last["level"] as? String == "info")
    #expect((last["tasks"] as? [[String: Any]])?.first?["well_at"] is String, "its pager's alert ends")
    #expect((last["text"] as? String)?.contains("is over with incident 1, which was resolved: ") == true, "\(last)")
    #expect(try shop.sqliteLines("SELECT task FROM failing") == [])
    #expect(try shop.sqliteLines("SELECT message FROM message WHERE waits_for_word = 1") == [])
    #expect(subjects(wikiPeople).count { $0.contains("over with") } == 1)
    #expect(!subjects(shopPeople).contains { $0.contains("emergency.write") })
  }

  /// What is known of a task is known by its name: of two with the same name, each would hide what the other does.
  @Test func tasksOfTheSameNameAreRefused() throws {
    try wiki.runbook("sell", Maint.failing).daily("sell", "write")
    try run(shop.project, "run", "daily", "--quiet").expect(exit: 1)
    try run(link(to: shop.project), "run", "daily", "--quiet").expect(exit: 1)
    for arguments in [["run", "daily"], ["run", "--due"]] {
      let refused = try start(wiki.project, arguments).wait().expect(exit: 64)
      let said = String(decoding: refused.errorBytes, as: UTF8.self)
      for word in ["daily.sell", wiki.project, shop.project, "--state DIR"] {
        #expect(said.contains(word), "\(said)")
      }
    }
    // What only one of them has may run, in a log that has both.
    try run(wiki.project, "run", "daily.write", "--quiet").expect(exit: 1)
    try run(wiki.project, "run", "daily.sell", "--quiet").expect(exit: 64)
    try shop.runbook("write", Maint.failing).daily("sell", "write")
    try run(shop.project, "run", "daily.write", "--quiet").expect(exit: 64)
    let moved = "\(shop.folder)/moved"
    try FileManager.default.moveItem(atPath: shop.project, toPath: moved)
    try run(wiki.project, "run", "daily.sell", "--quiet").expect(exit: 1)
    try FileManager.default.moveItem(atPath: moved, toPath: shop.project)
    try run(shop.project, "resume", "1", "--use", "then").expect(exit: 64).shows("have a task daily.sell")
  }
}
