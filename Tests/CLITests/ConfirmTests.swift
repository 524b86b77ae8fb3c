import Foundation
import Testing

/// `confirm:` in a runbook and `maint confirm`: a change that nobody confirms in time is taken back, whatever becomes of
/// the terminal, and who confirms it is told the truth.
@Suite struct ConfirmTests {
  let maint: Maint
  private var file: String { "\(maint.folder)/etc/conf" }
  private var content: String? {
    FileManager.default.contents(atPath: file).map { String(decoding: $0, as: UTF8.self) }
  }

  init() throws {
    maint = try Maint()
    mkdir("\(maint.folder)/etc", 0o755)
    try "old\n".write(toFile: file, atomically: false, encoding: .utf8)
    // Longer than a busy machine takes for a message.
    try runbook(confirm: "5m")
    try maint.daily("fw")
  }

  private func runbook(confirm: String, more: String = "") throws {
    try maint.runbook(
      "fw",
      """
      backup: [{path: \(maint.folder)/etc}]
      change: ['echo new > \(file)']
      verify: ['grep -q new \(file)']
      confirm: \(confirm)
      \(more)
      """)
  }

  /// The most urgent of all commands goes by SMS, too.
  @Test func theMessageSaysWhatToType() throws {
    let sms = "\(maint.folder)/sms"
    try maint.file(
      "schedules/people.yaml",
      "maintenance_coordination:\n  channels:\n    sms: {kind: command, run: 'cat >> \(sms)', text: '({acknowledge})'}\n"
        + Maint.alerts("sms"))
    let running = try waiting()
    #expect(eventually { maint.text("../sms")?.contains("maint confirm 1/daily.fw -C ") == true })
    try maint.run("notify", "list").shows("    not confirmed: maint confirm 1/daily.fw -C ")
    try maint.run("confirm").expect(exit: 0)
    running.wait()
    #expect(!(try maint.run("notify", "list").out.contains("not confirmed")))
  }

  /// A run that has come to where it waits.
  private func waiting(_ arguments: String..., terminal: PseudoTerminal? = nil) throws -> Running {
    let running = try maint.start(["run", "daily"] + arguments, terminal: terminal?.path)
    try #require(eventually { isWaiting("fw") })
    return running
  }

  private func isWaiting(_ task: String, run: String = "1") -> Bool {
    (try? confirmation(of: task, run: run)).map { $0["verdict"] is NSNull } ?? false
  }

  private func task(_ name: String, run: String = "1") throws -> [String: Any] {
    let tasks = try maint.json("show", run)["tasks"] as? [[String: Any]] ?? []
    return try #require(tasks.first { $0["task"] as? String == "daily.\(name)" })
  }

  private func confirmation(of task: String, run: String = "1") throws -> [String: Any] {
    struct NotYet: Error {}
    guard maint.exists(maint.database), let ended = try? maint.run("show", run, "--json"), ended.exit == 0,
      let value = try? JSONSerialization.jsonObject(with: Data(ended.outputBytes)) as? [String: Any],
      let found = (value["tasks"] as? [[String: Any]])?.first(where: { $0["task"] as? String == "daily.\(task)" }),
      let confirmation = found["confirmation"] as? [String: Any]
    else { throw NotYet() }
    return confirmation
  }

  // MARK: - In time, or not

  /// By the clock nobody sees that it waits.
  @Test func whoCanIsTold() throws {
    try maint.run("check").expect(exit: 0).shows(
      "warning: daily.fw waits 5m for 'maint confirm', and nobody is told that it does [untold-confirmation]")
    try maint.schedule(
      """
      maintenance_schedule: {daily: [fw]}
      maintenance_coordination:
        channels: {log: {kind: command, run: 'cat >> \(maint.folder)/told'}}
        alerts: {warning: [log], critical: [log], info: none}

      """)
    #expect(!(try maint.run("check").out.contains("untold")))
    let running = try waiting()
    let told = "\(maint.folder)/told"
    #expect(
      eventually {
        FileManager.default.contents(atPath: told).map { String(decoding: $0, as: UTF8.self) }?.isEmpty == false
      })
    let text = String(decoding: FileManager.default.contents(atPath: told) ?? Data(), as: UTF8.self)
    #expect(
      text.contains("has made its change, and waits until ")
        && text.contains("maint confirm 1/daily.fw -C \(maint.project)"),
      "\(text)")
    try maint.run("confirm").expect(exit: 0)
    running.wait().expect(exit: 0)
  }

  @Test func whatIsConfirmedStays() throws {
    let running = try waiting("--events", "\(maint.folder)/events")
    let command = "maint confirm 1/daily.fw -C \(maint.project) --state \(maint.state)"
    // What is told waits until the disk has it.
    #expect(eventually { running.out.contains(command) }, "\(running.out)")
    try maint.run("status").expect(exit: 0).shows(
      "daily.fw waits until TIME to be confirmed", "maint confirm 1/daily.fw")
    try maint.run("show", "1").expect(exit: 0).shows("else it is rolled back: maint confirm 1/daily.fw")
    try maint.run("confirm", "--note", "seen\u{1B}[2J it").expect(
      exit: 0, out: "daily.fw of run 1 is confirmed: the change stays", err: "")
    running.wait().expect(exit: 0)
    #expect(content == "new\n")
    let confirmation = try confirmation(of: "fw")
    #expect(confirmation["verdict"] as? String == "confirmed" && confirmation["uid"] as? Int == Int(getuid()))
    #expect(confirmation["note"] as? String == "seen\u{1B}[2J it")
    try maint.run("show", "1").expect(exit: 0).shows(": seen␛[2J it")
    try maint.run("confirm", "1").expect(exit: 0).shows("daily.fw of run 1 was confirmed already at TIME by ")
    try maint.run("confirm").expect(exit: 66, out: "").shows("nothing waits for a confirmation")
    let events = FileManager.default.contents(atPath: "\(maint.folder)/events") ?? Data()
    let lines = String(decoding: events, as: UTF8.self).split(separator: "\n")
    let wait = try #require(lines.first { $0.contains("\"waiting_for_confirmation\"") })
    #expect(wait.contains("\"command\":\"\(command)\"") && wait.contains("\"until\":\"2"))
  }

  @Test func whatNobodyConfirmsIsRolledBack() throws {
    try runbook(confirm: "1s")
    try maint.run("run", "daily").expect(exit: 3).shows(
      "daily.fw waits until TIME to be confirmed, else it is rolled back:", "nobody confirmed it within 1s")
    #expect(content == "old\n")
    #expect(try confirmation(of: "fw")["verdict"] as? String == "expired")
    try maint.run("confirm", "1").expect(exit: 3, out: "").shows(
      "too late: the time to confirm daily.fw of run 1 was up at TIME; it failed and was rolled back")
    try maint.run("show", "1").expect(exit: 0).shows("not confirmed by ")
    #expect(try task("fw")["reason"] as? String == "nobody confirmed it within 1s")
    try maint.run("status").expect(exit: 1).shows(
      "rolled back: nobody confirmed it within 1s", "maint run daily.fw when somebody is there to confirm it")
  }

  /// The two sides must agree, also where the word comes at the last moment.
  @Test func atTheDeadlineBothSidesAgree() throws {
    let names = (1...6).map { "t\($0)" }
    try maint.runbook(
      "short", "change: [{run: ':', undo: 'echo >> \"$MAINT_PROJECT/$MAINT_TASK\"'}]\nconfirm: 1s")
    let list = names.map { "{task: \($0), runbook: short}" }.joined(separator: ", ")
    try maint.schedule("maintenance_schedule:\n  daily: {jobs: 6, tasks: [\(list)]}\n")
    var verdicts: Set<Int32> = []
    let format = ISO8601DateFormatter()
    format.formatOptions = [.withInternetDateTime, .withFractionalSeconds]
    for round in 1...5 {
      let running = try maint.start("run", "daily")
      try #require(eventually { names.allSatisfy { (try? confirmation(of: $0, run: "\(round)")) != nil } })
      var confirming: [(name: String, process: Running)] = []
      for (index, name) in names.enumerated() {
        let text = try #require(try confirmation(of: name, run: "\(round)")["deadline"] as? String)
        let deadline = try #require(format.date(from: text.prefix(23) + "Z"))
        // A process needs some time before it comes to the point. The first is surely early, the last surely late.
        let lead = index == 0 ? 1 : index == 5 ? -0.05 : 0.01 * Double((5 - index) * 5 + round)
        let moment = deadline.addingTimeInterval(-lead)
        usleep(UInt32(max(0, moment.timeIntervalSinceNow) * 1_000_000))
        confirming.append((name, try maint.start("confirm", "\(round)/\(name)")))
      }
      var late: Set<String> = []
      for (name, process) in confirming {
        let ended = process.wait(20)
        #expect(ended.exit == 0 || ended.exit == 3, "\(ended.both)")
        if ended.exit != 0 { late.insert(name) }
        verdicts.insert(ended.exit)
      }
      running.wait(20)
      for name in names {
        let outcome = try task(name, run: "\(round)")["outcome"] as? String
        #expect(outcome == (late.contains(name) ? "rolled_back" : "succeeded"), "\(name) in round \(round)")
      }
      let undone = names.filter { unlink("\(maint.project)/daily.\($0)") == 0 }
      #expect(Set(undone) == late, "round \(round)")
    }
    #expect(verdicts.count == 2, "the words did not come near the deadline: \(verdicts)")
  }

  @Test func ofTwoAtOnceOneIsFirst() throws {
    let running = try waiting()
    let both = [try maint.start("confirm"), try maint.start("confirm", "1/fw")].map { $0.wait(10) }
    // The one without RUN may look when nothing waits any more.
    #expect(both[1].exit == 0 && [0, 66].contains(both[0].exit))
    #expect(both.filter { $0.out.contains("is confirmed: the change stays") }.count == 1)
    running.wait().expect(exit: 0)
  }

  // MARK: - What may happen meanwhile

  @Test func theTerminalMayDie() throws {
    maint.environment["TERM"] = "xterm"
    let terminal = try PseudoTerminal(columns: 80, rows: 24)
    let running = try waiting(terminal: terminal)
    #expect(eventually { terminal.screen.text.contains("maint confirm 1/daily.fw") }, "\(terminal.screen.text)")
    terminal.hangUp()
    usleep(300_000)
    try maint.run("confirm").expect(exit: 0)
    running.wait(10).expect(exit: 0)
    #expect(try task("fw")["outcome"] as? String == "succeeded" && content == "new\n")
  }

  @Test func theTerminalMayDieAndNobodyConfirm() throws {
    try runbook(confirm: "2s")
    let terminal = try PseudoTerminal(columns: 80, rows: 24)
    let running = try waiting(terminal: terminal)
    terminal.hangUp()
    running.wait(10).expect(exit: 3)
    #expect(content == "old\n")
  }

  @Test func standardOutputMayBeClosed() throws {
    maint.prefix = ["/bin/sh", "-c", "\"$@\" | head -n 1", "sh"]
    let running = try maint.start("run", "daily")
    maint.prefix = []
    try #require(eventually { isWaiting("fw") })
    try maint.run("confirm", "1").expect(exit: 0)
    running.wait(10)
    #expect(try task("fw")["outcome"] as? String == "succeeded" && content == "new\n")
  }

  @Test func maintMayBeKilledWhileItWaits() throws {
    let running = try waiting()
    running.signal(SIGKILL)
    running.wait()
    try maint.run("confirm").expect(exit: 66).shows(
      "daily.fw in its verify stage; it waited for a confirmation, for which it is too late now")
    try maint.run("confirm", "1").expect(exit: 2).shows(
      "daily.fw of run 1 cannot be confirmed any more: its run was interrupted",
      "'maint recover 1' takes the change back"
    )
    try maint.run("recover").expect(exit: 0)
    #expect(content == "old\n" && maint.processes.isEmpty)
    #expect(try task("fw")["outcome"] as? String == "rolled_back")
  }

  /// Whoever confirmed a change was told that it stays.
  @Test func aConfirmationOutlivesMaint() throws {
    try runbook(
      confirm: "30s", more: "cleanup: ['echo >> \(maint.folder)/cleaned; test -e \(maint.folder)/go || kill -9 $PPID']")
    let running = try waiting()
    running.signal(SIGSTOP)
    let confirming = try maint.start("confirm")
    try #require(eventually { !isWaiting("fw") })
    running.signal(SIGKILL)
    running.wait()
    confirming.wait(15).expect(exit: 0).shows(
      "daily.fw in its verify stage; it was confirmed, so the change stays",
      "daily.fw of run 1 is confirmed: the run log has it", "maint recover 1 ends it, and the change stays")
    let recover = "maint recover 1 -C \(maint.project) --state \(maint.state)"
    #expect(confirming.err.contains("hint: \(recover) ends it, and the change stays"), "\(confirming.err)")
    for arguments in [["confirm"], ["confirm", "1"]] {
      try maint.start(arguments).wait().expect(exit: 0).shows(
        "daily.fw of run 1 was confirmed already", "maint recover 1 ends it, and the change stays")
    }
    // The first recovery is killed in cleanup, the second comes to the same end.
    #expect(try maint.run("recover").exit == -SIGKILL)
    try "".write(toFile: "\(maint.folder)/go", atomically: false, encoding: .utf8)
    try maint.run("recover").expect(exit: 0)
    #expect(content == "new\n" && maint.exists("\(maint.folder)/cleaned"))
    #expect(try task("fw")["outcome"] as? String == "succeeded")
  }

  @Test func aStopRollsBack() throws {
    let running = try waiting()
    running.signal(SIGTERM)
    running.wait(10).expect(exit: 143)
    #expect(content == "old\n")
    try maint.run("confirm", "1").expect(exit: 3).shows("too late: daily.fw of run 1 was stopped while it waited")
  }

  /// A wait that hangs is ended a minute after its time; until then nobody is told that the change stays.
  @Test func afterTheDeadlineNothingIsConfirmed() throws {
    try runbook(confirm: "1s")
    let running = try waiting()
    let steps = try task("fw")["steps"] as? [[String: Any]]
    let attempts = steps?.last?["attempts"] as? [[String: Any]]
    let pid = try #require(attempts?.last?["pid"] as? Int)
    kill(pid_t(pid), SIGSTOP)
    usleep(1_200_000)
    try maint.run("confirm", "1").expect(exit: 3).shows("too late: ", "it is being rolled back")
    kill(pid_t(pid), SIGCONT)
    running.wait(10).expect(exit: 3)
  }

  // MARK: - What counts and what is said

  @Test func theWaitIsNoTimeOfTheTask() throws {
    try maint.schedule(
      "maintenance_schedule:\n  daily: [{task: fw, timeout: 2s}]\ndefaults: {step_timeout: 1s, grace: 200ms}\n")
    let running = try waiting()
    usleep(2_500_000)
    try maint.run("confirm").expect(exit: 0)
    running.wait().expect(exit: 0)
  }

  @Test func whatChangedNothingIsNotWaitedFor() throws {
    try maint.runbook("fw", "change: [{run: ':', undo: ':', if: 'false'}]\nconfirm: 30s")
    let start = Date()
    try maint.run("run", "daily").expect(exit: 0)
    #expect(Date().timeIntervalSince(start) < 10)
    try maint.run("confirm", "1").expect(exit: 66).shows("daily.fw of run 1 has nothing to confirm: it succeeded")
  }

  @Test func whoeverAsksForTheWrongThingIsToldSo() throws {
    try maint.runbook(
      "slow",
      "change: [{run: 'until [ -e \"$MAINT_PROJECT/go\" ]; do sleep 0.05; done', undo: ':'}]\nconfirm: 30s")
    try maint.runbook("plain", "precheck: ['until [ -e \"$MAINT_PROJECT/go\" ]; do sleep 0.05; done']")
    try maint.schedule("maintenance_schedule:\n  daily: {jobs: 3, tasks: [slow, plain, fw]}\n")
    try maint.run("confirm").expect(exit: 66).shows("no run log")
    let running = try waiting()
    try maint.run("confirm", "1/slow").expect(exit: 75).shows(
      "daily.slow of run 1 does not wait for a confirmation yet: it is in its change stage")
    try maint.run("confirm", "1/daily.plain").expect(exit: 66).shows("its runbook plain has no confirm:")
    try maint.run("confirm", "1/none").expect(exit: 66).shows("no task 'none' in run 1")
    try maint.run("confirm", "7").expect(exit: 66).shows("there is no run 7")
    try maint.file("go", "")
    try #require(eventually { isWaiting("slow") })
    for arguments in [["confirm"], ["confirm", "1"]] {
      try maint.start(arguments).wait().expect(exit: 64).shows(
        "wait for a confirmation", "maint confirm 1/daily.slow, or maint confirm 1/daily.fw")
    }
    try maint.run("confirm", "1/slow").expect(exit: 0)
    try maint.run("confirm", "1").expect(exit: 0, out: "daily.fw of run 1 is confirmed: the change stays")
    running.wait().expect(exit: 0)
  }

  @Test func itIsSaidAlsoWhereLittleIs() throws {
    let running = try waiting("--quiet")
    #expect(eventually { running.out.contains("maint confirm 1/daily.fw") })
    try maint.run("confirm").expect(exit: 0)
    running.wait().expect(exit: 0)
    try maint.run("run", "daily", "--dry-run").expect(exit: 0).shows(
      "wait 5m for a confirmation", "maint confirm within 5m")
  }
}
