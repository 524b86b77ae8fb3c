import Foundation
import Testing

/// Needs across tiers, and what the options of run change.
@Suite struct OptionTests {
  let maint: Maint

  init() throws {
    maint = try Maint()
    try maint.runbook("good", "precheck: ['echo hello']")
    try maint.runbook("bad", "precheck: ['echo why; exit 4']")
  }

  @Test func aNeedOfAnotherTierIsPulledInUntilItsPeriodHasIt() throws {
    try maint.schedule(
      """
      maintenance_schedule:
        weekly: [{task: updates, runbook: good}]
        monthly: [{task: upgrade, runbook: good, needs: [weekly.updates]}]
      """)
    try maint.run("plan", "monthly").expect(exit: 0).shows("Plan for monthly: 2 tasks in 2 waves", "weekly.updates")
    try maint.run("run", "monthly").expect(exit: 0).shows("✓ weekly.updates", "✓ monthly.upgrade", "2 tasks")
    try maint.run("plan", "monthly").expect(exit: 0).shows("Plan for monthly: 1 task in 1 wave", "run 1")
    try maint.run("run", "monthly").expect(exit: 0).shows("1 task in")
    let task = (try maint.json("show")["tasks"] as? [[String: Any]])?.first
    let need = (task?["needs"] as? [[String: Any]])?.first
    #expect(need?["task"] as? String == "weekly.updates" && need?["met_by_run"] as? Int == 1)
    try maint.runbook("good", "precheck: ['exit 1']")
    try maint.run("run", "weekly").expect(exit: 1)
    try maint.run("plan", "monthly").expect(exit: 0)
  }

  @Test func aReasonWithoutQuotes() throws {
    try maint.daily("good")
    let hint = { (word: String, option: String, first: String) in
      "hint: if '\(word)' belongs to the text of \(option), put all of it in quotes: \(option) '\(first) …'"
    }
    try maint.run("run", "good", "--override-window", "--reason", "disk", "is", "full").expect(
      exit: 66, err: "maint: there is no tier or task 'is' [unknown-task]\n\(hint("is", "--reason", "disk"))")
    try maint.run("window", "open", "--for", "2h", "--reason", "disk", "is", "full").expect(
      exit: 64, err: "maint: window open takes no argument: 'is' is too much\n\(hint("is", "--reason", "disk"))")
    try maint.run("resolve", "1", "--note", "disk", "was", "full").expect(exit: 64).shows(
      hint("full", "--note", "disk"))
    try maint.run("run", "goood", "--override-window", "--reason", "disk is full").expect(exit: 66).shows(
      "did you mean 'good'?")
  }

  @Test func aNeedThatFailsBlocksAcrossTiers() throws {
    try maint.schedule(
      """
      maintenance_schedule:
        weekly: [{task: updates, runbook: bad}]
        monthly: [{task: upgrade, runbook: good, needs: [weekly.updates]}]
      """)
    try maint.run("run", "monthly").expect(exit: 1).shows(
      "monthly.upgrade", "blocked: it needs weekly.updates, which failed")
  }

  @Test func aCycleIsShownEdgeByEdge() throws {
    try maint.daily(
      "{task: a, runbook: good, needs: [c]}", "{task: b, runbook: good, needs: [a]}",
      "{task: c, runbook: good, needs: [b]}")
    for verb in [["check"], ["plan", "daily"], ["run", "daily"]] {
      try maint.start(verb).wait().expect(exit: 65).shows(
        "main.yaml:3:", "main.yaml:4:", "main.yaml:5:", "daily.a", "daily.b", "daily.c")
    }
  }

  @Test func jobsAndLocks() throws {
    // Each stays until all have come, or for a moment where they are to come alone.
    let log = "\"$MAINT_PROJECT/met\""
    let meet = "echo in >> \(log); until [ $(grep -c in \(log)) -ge 3 ]; do sleep 0.02; done; echo out >> \(log)"
    let alone = "echo in >> \(log); sleep 0.1; echo out >> \(log)"
    try maint.runbook("meeting", "precheck: [{run: '\(meet)', timeout: 30s}]")
    try maint.runbook("free", "precheck: ['\(alone)']").runbook("locked", "locks: [one]\nprecheck: ['\(alone)']")
    func met(_ runbook: String, _ arguments: String...) throws -> String? {
      let list = (0..<3).map { "{task: t\($0), runbook: \(runbook)}" }.joined(separator: ", ")
      try maint.schedule("maintenance_schedule: {daily: [\(list)]}").file("met", "")
      try maint.start(["run", "daily"] + arguments).wait().expect(exit: 0)
      return maint.text("met")?.split(separator: "\n").joined(separator: " ")
    }
    let oneByOne = "in out in out in out"
    #expect(try met("meeting", "--jobs", "3") == "in in in out out out")
    #expect(try met("free") == oneByOne)
    #expect(try met("locked", "--jobs", "3") == oneByOne)
  }

  @Test func quietSaysNothingUnlessSomethingWentWrong() throws {
    try maint.daily("good").run("run", "daily", "--quiet").expect(exit: 0, out: "", err: "")
    try maint.daily("good", "bad").run("run", "daily", "--quiet").expect(
      exit: 1,
      out: """
        ✗ Run 2 (daily) failed after SPAN: 1 failed, 1 succeeded; what failed had not changed anything.
          Read more: maint show 2, maint output 2 daily.bad
        ✗ daily.bad SPAN  failed, nothing was touched
            ✗ precheck 1/1, echo why; exit 4: exited with 4
              │ why
        """, err: "")
    try maint.runbook("good", "precheck: [{run: exit 1, on_failure: warn}]")
    try maint.daily("good").run("run", "daily", "-q").expect(exit: 0).shows("1 warning")
  }

  @Test func verbosePrintsWhatStepsPrint() throws {
    try maint.daily("good").run("run", "daily", "--verbose").expect(
      exit: 0,
      out: """
        TIME Run 1: daily, 1 task
        TIME ▸ daily.good
        TIME daily.good ▸ precheck 1/1: echo hello
        TIME daily.good │ hello
        TIME ✓ daily.good SPAN
        TIME ✓ Run 1 (daily) succeeded: 1 task in SPAN.
                   Read more: maint show 1
        """)
  }

  @Test func aFailureShowsTheLast20Lines() throws {
    try maint.runbook("bad", "precheck: [seq 1 50; exit 1]")
    let out = try maint.daily("bad").run("run", "daily").expect(exit: 1).out
    #expect(out.contains("│ 31\n") && out.contains("│ 50\n") && !out.contains("│ 30\n"), "\(out)")
  }

  @Test func everyEventIsALineOfJSON() throws {
    try maint.runbook("bad", "precheck: [':']\nchange: ['printf \"tab\\t\\033[31m\\200\\n\"; exit 1']\nrollback: [':']")
    try maint.daily("good", "bad", "{task: x, runbook: good, needs: [bad]}")
    try maint.run("run", "daily", "--events", "events").expect(exit: 3)
    try maint.run("run", "daily", "--events", "events").expect(exit: 3)
    let lines = try String(contentsOfFile: "\(maint.folder)/events", encoding: .utf8).split(separator: "\n")
    let events = try lines.map { line in
      try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any], "\(line)")
    }
    let names = Set(events.compactMap { $0["event"] as? String })
    #expect(
      names.isSuperset(of: ["task_started", "step_started", "output", "step_finished", "task_finished", "run_finished"])
    )
    #expect(Set(events.compactMap { $0["run"] as? Int }) == [1, 2] && events.count == lines.count)
    var status = stat()
    stat("\(maint.folder)/events", &status)
    #expect(status.st_mode & 0o777 == 0o600)
  }

  @Test func everyReadingVerbPrintsJSON() throws {
    try maint.runbook(
      "bad", "precheck: ['echo \"m{a=\\\"b\\\"} 1\" >> \"$MAINT_METRICS\"; printf \"\\033\\200\"; exit 1']")
    try maint.daily("good", "bad").run("run", "daily").expect(exit: 1)
    for verb in [
      ["check"], ["plan", "daily"], ["run", "daily", "--dry-run"], ["status"], ["log"], ["show"], ["output"],
      ["metrics"], ["metrics", "m"], ["version"],
    ] {
      let ended = try maint.start(verb + ["--json"]).wait()
      let value = try? JSONSerialization.jsonObject(with: Data(ended.outputBytes))
      #expect(value is [String: Any], "\(verb): \(ended.both)")
      #expect(ended.errorBytes.isEmpty)
    }
    try maint.daily("none")
    let check = try maint.json("check")
    #expect((check["diagnostics"] as? [[String: Any]])?.first?["id"] as? String == "missing-runbook", "\(check)")
  }

  @Test func whatIsPrintedCannotDriveTheTerminal() throws {
    try maint.runbook("bad", "precheck: ['printf \"\\033]0;title\\007\\033[2J\\rover\\n\"; exit 1']")
    let ended = try maint.daily("bad").run("run", "daily", "--verbose")
    ended.expect(exit: 1)
    #expect(!ended.outputBytes.contains(0x1B) && !ended.outputBytes.contains(0x07))
  }

  @Test func aReaderThatHasGoneIsNoFailure() throws {
    try maint.daily("good").run("run", "daily").expect(exit: 0)
    let shell = try Running(
      [
        "/bin/sh", "-c",
        "cd \(maint.folder) && { \(Maint.executable) -C project --state state help --man; echo $? > code; } | head -1",
      ],
      environment: maint.environment, in: maint.folder, input: "/dev/null")
    shell.wait(10)
    #expect(FileManager.default.contents(atPath: "\(maint.folder)/code") == Data("0\n".utf8))
    let full = try Running(
      ["/bin/sh", "-c", "cd \(maint.folder) && exec \(Maint.executable) --state state log > /dev/full"],
      environment: maint.environment, in: maint.folder, input: "/dev/null")
    full.wait(10).expect(exit: 74).shows("standard output could not be written: No space left on device")
  }
}
