import Foundation
import TestSupport
import Testing

/// What a drill has proven is kept, told before the next run, and demanded where an operator says so.
@Suite struct ProofTests {
  private static let sound = """
    params: {target: {default: a}}
    change:
      - run: |
          . $host/settings
          echo "$target" > $host/f
        undo: rm -f $host/f

    """

  private func rehearsing(_ schedule: String, _ account: Account) throws -> Rehearsing {
    let rehearsing = try Rehearsing(account).prepare("echo : > settings").runbook(Self.sound)
    try rehearsing.maint.schedule(schedule)
    return rehearsing
  }

  @Test(arguments: Rehearsing.accounts) func theProofIsToldUntilItIsStale(account: Account) throws {
    let rehearsing = try rehearsing("maintenance_schedule:\n  daily: [web]\n", account)
    let maint = rehearsing.maint
    try maint.run("plan", "daily").shows("rollback    never proven\n")
    try maint.run("drill", "daily").expect(exit: 0)
    let points = try #require(try maint.json("drill", "daily")["points"] as? Int)
    let words = "rollback proven just now, \(points) points"
    try maint.run("plan", "daily").shows("rollback    \(words)\n")
    try maint.run("status").shows("Rollbacks\n  daily.web: \(words)\n")
    #expect(try maint.json("plan", "daily")["tasks"].map { "\($0)" }?.contains(words) == true)
    try maint.run("run", "daily").expect(exit: 0).shows("  daily.web: \(words)\n")
    try maint.run("rollback", "1").expect(exit: 0)
    // Other parameters, a file that is read in, the runbook itself.
    try maint.run("plan", "runbook:web", "--with", "target=b").shows("never proven")
    try rehearsing.prepare("echo : : > settings")
    try maint.run("plan", "daily").shows("stale: a file that it sources changed")
    try rehearsing.prepare("echo : > settings")
    try maint.run("plan", "daily").shows("proven just now")
    try rehearsing.runbook(Self.sound + "cleanup: [':']\n")
    try maint.run("plan", "daily").shows("stale: the runbook changed")
    try maint.run("status").shows("  daily.web: stale: the runbook changed\n")
  }

  @Test(arguments: Rehearsing.accounts) func aDrillIsDemanded(account: Account) throws {
    let demand = "require_drill: {within: 30d}"
    // Due whenever the test runs.
    let always = "at: \"00:00\""
    for schedule in [
      "maintenance_schedule:\n  daily: {\(always), tasks: [web]}\ndefaults: {\(demand)}\n",
      "maintenance_schedule:\n  daily: {\(always), \(demand), tasks: [web]}\n",
      "maintenance_schedule:\n  daily: {\(always), tasks: [{task: web, \(demand)}]}\n",
    ] {
      let rehearsing = try rehearsing(schedule, account)
      let maint = rehearsing.maint
      try maint.run("run", "daily").expect(exit: 75).shows(
        "never proven", "require_drill demands a proof of its rollback from the last 30d", "maint drill daily.web")
      #expect(!maint.exists("\(rehearsing.host)/f"))
      try maint.run("status").shows("  rollback never proven: daily.web (maint drill TASK)\n")
      // By the clock it does not even begin, and is told once.
      try maint.run("run", "--due").expect(exit: 0, out: "").shows("daily.web is due and cannot start: require_drill")
      try maint.run("run", "--due").expect(exit: 0, out: "", err: "")
      try maint.run("due").shows("require_drill")
      try maint.run("drill", "daily").expect(exit: 0)
      try maint.run("run", "daily").expect(exit: 0)
    }
    let free = try rehearsing(
      "maintenance_schedule:\n  daily: {\(demand), tasks: [{task: web, require_drill: none}]}\n", account)
    try free.maint.run("run", "daily").expect(exit: 0)
  }

  @Test(arguments: Rehearsing.accounts) func aFailedDrillIsNoProof(account: Account) throws {
    let rehearsing = try rehearsing(
      "maintenance_schedule:\n  daily: [{task: web, require_drill: {within: 1h}}]\n", account)
    try rehearsing.runbook(Self.sound.replacing("rm -f", with: "ls"))
    try rehearsing.maint.run("drill", "daily").expect(exit: 1)
    try rehearsing.maint.run("run", "daily").expect(exit: 75).shows(" points alone just now")
  }

  /// What a step did not do here, nobody has proven: it is said wherever the proof is.
  @Test(arguments: Rehearsing.accounts) func replacedAndSkippedStepsAreTold(account: Account) throws {
    let rehearsing = try rehearsing(
      "maintenance_schedule:\n  daily: [{task: web, require_drill: {within: 1h}}]\n", account)
    try rehearsing.runbook(
      """
      change:
        - {run: echo a > $host/f, undo: rm -f $host/f}
        - {run: 'test "$MAINT_REHEARSAL" = 0', rehearse: 'true', undo: ':'}
      verify:
        - {run: 'test "$MAINT_REHEARSAL" = 0', rehearse: skip}
        - {run: 'test "$MAINT_REHEARSAL" = 0', rehearse: ':'}

      """)
    let maint = rehearsing.maint
    let drilled = try maint.json("drill", "daily")
    #expect(drilled["replaced"] as? Int == 2 && drilled["skipped"] as? Int == 1)
    let points = try #require(drilled["points"] as? Int)
    let untried = "(2 steps replaced, 1 skipped)"
    let told = try maint.run("drill", "daily")
    told.expect(exit: 0)
    #expect(told.out.hasSuffix(" points \(untried)\n"))
    let words = "rollback proven just now, \(points) points \(untried)\n"
    try maint.run("plan", "daily").shows("rollback    \(words)")
    try maint.run("status").shows("  daily.web: \(words)")
    // It is the author's own decision, and counts.
    try maint.run("run", "daily").expect(exit: 0).shows("  daily.web: \(words)")
  }

  @Test(arguments: Rehearsing.accounts) func aSkippedChangeIsNoProof(account: Account) throws {
    let rehearsing = try rehearsing("maintenance_schedule:\n  daily: [web]\n", account)
    try rehearsing.runbook("change: [{run: echo a > $host/f, undo: ':', rehearse: skip}]\nverify: [':']\n")
    try rehearsing.maint.run("drill", "daily").expect(exit: 1).shows("rollback proven at 0/", " (1 step skipped)")
    try rehearsing.maint.run("plan", "daily").shows("rollback    proven at 0 of ")
  }

  /// Also those that are found by `$MAINT_PROJECT`, and those that they source.
  @Test(arguments: Rehearsing.accounts) func whatIsSourcedMakesItStale(account: Account) throws {
    let rehearsing = try rehearsing("maintenance_schedule:\n  daily: [web]\n", account)
    let maint = rehearsing.maint
    try maint.file("common.sh", ". \"$MAINT_PROJECT/more.sh\"\n").file("more.sh", ": a\n")
    try rehearsing.runbook(
      "change: [{run: '. \"$MAINT_PROJECT/common.sh\"; echo a > $host/f', undo: rm -f $host/f}]\n")
    try maint.run("drill", "daily").expect(exit: 0)
    try maint.run("plan", "daily").shows("proven just now")
    try maint.file("more.sh", ": b\n").run("plan", "daily").shows("stale: a file that it sources changed")
    try maint.file("more.sh", ": a\n").run("plan", "daily").shows("proven just now")
    try maint.file("common.sh", ":\n").run("status").shows("stale: a file that it sources changed")
  }

  /// A drill with one file says nothing of another.
  @Test(arguments: Rehearsing.accounts) func whatMayBeAnotherFileIsNotProven(account: Account) throws {
    let rehearsing = try rehearsing("maintenance_schedule:\n  daily: [web]\n", account)
    let maint = rehearsing.maint
    try maint.file("a.sh", ":\n").file("b.sh", ":\n")
    let run = "f=\"$MAINT_PROJECT/a.sh\"; [ -e /etc/passwd ] || f=\"$MAINT_PROJECT/b.sh\"; . \"$f\"; echo a > $host/f"
    try rehearsing.runbook("change: [{run: '\(run)', undo: rm -f $host/f}]\n")
    let words = "only the shell knows what '. \"$f\"' reads in or runs"
    try maint.run("drill", "daily").expect(exit: 0).shows("note: daily.web: \(words), which the proof does not cover")
    try maint.run("plan", "daily").shows("points, with a reservation: \(words)")
    try maint.run("status").shows("with a reservation: \(words)")
    try maint.schedule("maintenance_schedule:\n  daily: [{task: web, require_drill: {within: 30d}}]\n")
    try maint.run("check").shows("require_drill demands a drill, and none proves what is read in here")
    let refused = try maint.run("run", "daily").expect(exit: 75)
    refused.shows("no drill can give it: \(words)", "require_drill: none")
    #expect(!maint.exists("\(rehearsing.host)/f"))
  }

  /// Two projects share a state folder.
  @Test(arguments: Rehearsing.accounts) func aProofIsOfOneProject(account: Account) throws {
    let rehearsing = try rehearsing(
      "maintenance_schedule:\n  daily: [{task: web, require_drill: {within: 1h}}]\n", account)
    let maint = rehearsing.maint
    try FileManager.default.copyItem(atPath: maint.project, toPath: "\(maint.folder)/other")
    try FileManager.default.createSymbolicLink(atPath: "\(maint.folder)/link", withDestinationPath: maint.project)
    try maint.run("drill", "daily").expect(exit: 0)
    maint.globals = ["-C", "other", "--state", "state"]
    try maint.run("plan", "daily").shows("rollback    never proven\n")
    try maint.run("status").shows(
      "  rollback never proven: daily.web (maint drill TASK -C /T/other --state /T/state)\n")
    try maint.run("run", "daily").expect(exit: 75).shows(
      ": never proven: maint drill daily.web -C /T/other --state ")
    // Of two that are there, the second that has the task run would be refused.
    try FileManager.default.removeItem(atPath: "\(maint.folder)/other")
    // By another way to the same folder it is the same project.
    maint.globals = ["-C", "link", "--state", "state"]
    try maint.run("run", "daily").expect(exit: 0)
  }

  /// What the log says of the host on which it was drilled is not what this one is.
  @Test(
    arguments: [
      ("system = 'Debian GNU/Linux 11 (bullseye)'", "stale: the operating system was Debian GNU/Linux 11 (bullseye)"),
      ("version = '0.0.1'", "stale: maint was 0.0.1"), ("project = ''", "never proven"),
      ("at = at - 7200000000", "rollback proven 2 hours ago, "),
    ])
  func anotherHostOrMaint(change: String, words: String) throws {
    guard access("/usr/bin/sqlite3", X_OK) == 0 else { return print("not tested: sqlite3 is not installed here") }
    guard let account = Rehearsing.accounts.first else { return }
    let rehearsing = try rehearsing(
      "maintenance_schedule:\n  daily: [{task: web, require_drill: {within: 1h}}]\n", account)
    let maint = rehearsing.maint
    try maint.run("drill", "daily").expect(exit: 0)
    try maint.run("plan", "daily").shows("proven just now")
    try Running(
      ["/usr/bin/sqlite3", maint.database, "UPDATE proof SET \(change)"], environment: [:], in: maint.folder,
      input: "/dev/null"
    ).wait().expect(exit: 0)
    try maint.run("plan", "daily").shows("rollback    \(words)")
    try maint.run("status").shows(words)
    try maint.run("run", "daily").expect(exit: 75).shows(": \(words)")
  }

  /// One runbook serves tasks with different parameters, and each has a proof of its own.
  @Test(arguments: Rehearsing.accounts) func eachSetOfParametersIsProven(account: Account) throws {
    let rehearsing = try rehearsing(
      "maintenance_schedule:\n  daily: [{task: web, require_drill: {within: 1h}}]\n", account)
    let maint = rehearsing.maint
    try maint.run("drill", "daily").expect(exit: 0)
    let value = "target=b's"
    // What makes up for it is a command with the same values.
    try maint.run("run", "daily.web", "--with", value).expect(exit: 75).shows(
      ": stale: the parameters changed: maint drill daily.web --with target='b'\\''s' -C /T/project --state /T/state\n"
    )
    try maint.run("drill", "daily.web", "--with", value).expect(exit: 0)
    try maint.run("run", "daily.web", "--with", value).expect(exit: 0)
    try maint.run("plan", "daily").shows("proven just now")
  }

  /// The way back has five times and more to rest on.
  @Test(arguments: Rehearsing.accounts) func drilledTimesFeedTheWindow(account: Account) throws {
    let rehearsing = try rehearsing(
      "maintenance_schedule:\n  daily: [web]\nmaintenance_windows:\n  daily: {day: daily, time: \"00:00-23:59\"}\n",
      account)
    // Those from the middle of a change say too little.
    try rehearsing.runbook(Self.sound + "verify: [':', 'true']\n")
    try rehearsing.maint.run("drill", "daily").expect(exit: 0)
    let ended = try rehearsing.maint.run("plan", "daily")
    ended.shows("to roll back (95th percentile of ")
  }

  @Test func aSuccessElsewhereIsDemanded() throws {
    let maint = try Maint()
    try maint.daily("web")
    let runbook = """
      params: {environment: {default: staging, choices: [staging, production]}, release: {default: '1'}}
      requires_success: {environment: staging, within: 7d}
      precheck: [':']

      """
    try maint.runbook("web", runbook)
    func run(_ environment: String, _ release: String) throws -> Ended {
      try maint.run(
        "run", "runbook:web", "--with", "environment=\(environment)", "--with", "release=\(release)")
    }
    try run("production", "2").expect(exit: 75).shows(
      "requires_success demands a success of the same runbook with environment=staging",
      "has none: maint run runbook:web --with environment=staging --with release=2 -C /T/project --state /T/state\n")
    try run("staging", "2").expect(exit: 0)
    try run("production", "2").expect(exit: 0)
    try run("production", "3").expect(exit: 75)
    try maint.runbook("web", runbook + "cleanup: [':']\n")
    try run("production", "2").expect(exit: 75)
  }

  /// Other code was tried.
  @Test func aSuccessIsOfTheSameSources() throws {
    let maint = try Maint()
    try maint.daily("web").file("lib.sh", ":\n").runbook(
      "web",
      """
      params: {environment: {default: staging}}
      requires_success: {environment: staging, within: 7d}
      precheck: ['. "$MAINT_PROJECT/lib.sh"']
      """)
    func run(_ environment: String) throws -> Ended {
      try maint.run("run", "runbook:web", "--with", "environment=\(environment)")
    }
    try run("staging").expect(exit: 0)
    try run("production").expect(exit: 0)
    try maint.file("lib.sh", ": :\n")
    try run("production").expect(exit: 75)
    try run("staging").expect(exit: 0)
    try run("production").expect(exit: 0)
    try FileManager.default.moveItem(atPath: maint.project, toPath: "\(maint.folder)/other")
    maint.globals = ["-C", "other", "--state", "state"]
    try run("production").expect(exit: 75)
  }

  @Test(arguments: Rehearsing.accounts) func aRehearsalCountsWhereItMay(account: Account) throws {
    let rehearsing = try Rehearsing(account).runbook(
      """
      params: {environment: {default: staging}}
      requires_success: {environment: staging, within: 7d, rehearsal: true}
      precheck: [':']
      """)
    let maint = rehearsing.maint
    try maint.run("run", "runbook:web", "--with", "environment=production").expect(exit: 75)
    try maint.run("rehearse", "runbook:web", "--with", "environment=staging").expect(exit: 0)
    try maint.run("run", "runbook:web", "--with", "environment=production").expect(exit: 0)
  }

  @Test func demandsAreChecked() throws {
    let maint = try Maint()
    try maint.schedule("maintenance_schedule:\n  daily: [{task: web, require_drill: {within: 0d}}]\n")
    try maint.runbook("web", "requires_success: {enviroment: staging, within: 7d}\nprecheck: [':']\n")
    try maint.run("check").expect(exit: 65).shows("[bad-duration]", "this runbook has no parameter 'enviroment'")
    try maint.schedule("maintenance_schedule:\n  daily: [{task: web, require_drill: soon}]\n")
    try maint.runbook("web", "requires_success: {within: 7d}\nprecheck: [':']\n")
    try maint.run("check").expect(exit: 65).shows("[wrong-type]", "requires_success says not with which parameters")
  }
}
