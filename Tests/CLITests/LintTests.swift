import Foundation
import Testing

/// `maint check` on what is legal but wrong.
@Suite struct LintTests {
  private static let hasShellcheck = FileManager.default.isExecutableFile(atPath: "/usr/bin/shellcheck")

  @Test func warningsAreNoErrors() throws {
    let maint = try Maint()
    try maint.daily("one").runbook("one", "precheck:\n  - echo \"$HOEM\"\n").runbook("two", "precheck: [':']\n")
    let ended = try maint.run("check")
    #expect(ended.exit == 0)
    #expect(
      ended.out == """
        project/runbooks/one.yaml:2:11: warning: nothing gives 'HOEM' a value, so the shell ends here [unknown-variable]
        2 │   - echo "$HOEM"
          │           ^~~~~
        hint: did you mean '$HOME'?
        project/runbooks/two.yaml:1:1: note: no task uses the runbook 'two' [unused-runbook]
        1 │ precheck: [':']
          │ ^~~~~~~~
        hint: name it in a tier of a schedule (emergency: it runs only when asked), or remove the file
        ! 1 task, 2 runbooks, 1 warning, 1 note in 2 files

        """)
    #expect(!maint.exists(maint.state))
  }

  @Test func aNoteFailsNothing() throws {
    let maint = try Maint()
    try maint.runbook("one", "precheck: [':']\n").schedule(
      "maintenance_schedule: {daily: [one]}\nchange_freeze:\n  - {from: 2020-12-20, to: 2021-01-02, reason: x}\n")
    try maint.run("check", "--strict").expect(
      exit: 0,
      out: """
        project/schedules/main.yaml:3:6: note: the freeze ended with 2021-01-02 and holds nothing up any more [past-freeze]
        3 │   - {from: 2020-12-20, to: 2021-01-02, reason: x}
          │      ^~~~
        hint: remove it, or write the year that is meant
        ✓ 1 task, 1 runbook, 1 note in 1 file
        """)
    try maint.run("check", "--format", "github").expect(exit: 0).shows("::notice file=", "title=past-freeze::")
    try maint.run("check", "--format", "sarif").expect(exit: 0).shows("\"level\": \"note\"")
  }

  @Test func aRunLogThatCannotBeReadIsTold() throws {
    let maint = try Maint()
    try maint.runbook("one", "precheck: [':']\n").schedule(
      "maintenance_schedule: {daily: [one]}\nmaintenance_windows: {daily: {time: \"02:00-04:00\"}}\n")
    try maint.run("run", "daily").expect(exit: 0)
    try maint.run("check").expect(exit: 0, err: "")
    try Data("no database at all".utf8).write(to: URL(fileURLWithPath: maint.database))
    try maint.run("check").expect(exit: 0).shows(
      "no problems", "maint: /T/state/maint.db", "is judged without the times that they took")
  }

  @Test func aTextThatItsShellCannotParseIsAnError() throws {
    let maint = try Maint()
    try maint.daily("one", "two").runbook("one", "precheck:\n  - |\n    if true; then\n      echo 'a\n    fi\n")
      .runbook(
        "two",
        "precheck:\n  - |\n    if true; then touch \"$MAINT_PROJECT/ran\"\n  - {run: '[[ -n a ]] && a=(b)', shell: bash}\n"
      )
    let ended = try maint.run("check")
    #expect(ended.exit == 65)
    #expect(ended.out.contains("project/runbooks/one.yaml:4:12: error: sh cannot parse this text: "), "\(ended.out)")
    #expect(ended.out.contains("project/runbooks/two.yaml:3:5: error: sh cannot parse this text: "), "\(ended.out)")
    #expect(ended.out.contains("2 errors"), "\(ended.out)")
    #expect(maint.text("ran") == nil)
  }

  @Test func whatNoShellComesToIsNoError() throws {
    let maint = try Maint()
    try maint.daily("one").runbook(
      "one",
      "precheck:\n  - |\n    true\n    exit 0\n    (((\n  - |\n    alias begin='if true; then'\n    begin true; fi\n")
    try maint.run("check").expect(exit: 0).shows("no problems")
    try maint.runbook("one", "precheck:\n  - |\n    if true; then\n    exit 0\n    (((\n")
    try maint.run("check").expect(exit: 65).shows("[shell-syntax]")
  }

  @Test func theCopyOfTheDefaultsIsAShellTextToo() throws {
    let maint = try Maint()
    try maint.runbook("one", "precheck: [':']\n")
    for copy in ["if true", "{run: if true, timeout: 1h}"] {
      try maint.schedule("maintenance_schedule: {daily: [one]}\ndefaults:\n  copy_to: \(copy)\n")
      try maint.run("check").expect(exit: 65).shows("project/schedules/main.yaml:3:", "[shell-syntax]")
    }
    try maint.schedule("maintenance_schedule: {daily: [one]}\ndefaults: {copy_to: none}\n")
    try maint.run("check").expect(exit: 0)
  }

  /// Its text is parsed, and its secret is looked at where it lies.
  @Test func whatAChannelDelivers() throws {
    let maint = try Maint()
    let people = "maintenance_coordination: {alerts: {critical: [a], warning: [a], info: none}, channels: {a: "
    try maint.runbook("one", "precheck: [':']\n").daily("one")
    try maint.file("schedules/people.yaml", people + "{kind: command, run: 'if true; then tell'}}}\n")
    try maint.run("check").expect(exit: 65).shows("project/schedules/people.yaml:1:", "[shell-syntax]")
    try maint.file("schedules/people.yaml", people + "{kind: command, run: 'tell \"$subjct\"'}}}\n")
    try maint.run("check").expect(exit: 0).shows("nothing gives 'subjct' a value", "did you mean '$subject'?")
    let secret = "\(maint.project)/url"
    try maint.file("schedules/people.yaml", people + "{kind: webhook, url: {file: \(secret)}}}}\n")
    try maint.run("check").expect(exit: 0).shows(
      "warning: the file with the URL of the channel 'a' is not on this host")
    try maint.file("url", "http://127.0.0.1:1/", mode: 0o644)
    // Root would not deliver with it, and a run begins all the same.
    try maint.run("check").expect(exit: 0).shows("people.yaml:1:", geteuid() == 0 ? "root would refuse" : "may read")
    chmod(secret, 0o600)
    try maint.run("check").expect(exit: 0).shows("no problems")
    try maint.file("schedules/people.yaml", people + "{kind: webhook, url: {file: \(secret)/none}}}}\n")
    try maint.run("check").expect(exit: 0).shows("is not on this host")
  }

  /// A group of the host in which nobody is.
  @Test func anApproverWhoIsAGroupOfNobody() throws {
    let groups = try String(contentsOfFile: "/etc/group", encoding: .utf8).split(separator: "\n").map {
      $0.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
    }
    let users = try String(contentsOfFile: "/etc/passwd", encoding: .utf8).split(separator: "\n").map {
      $0.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
    }
    let taken = Set(users.map { $0[3] })
    guard let group = groups.first(where: { $0[3].isEmpty && !taken.contains($0[2]) }),
      let first = groups.first(where: { taken.contains($0[2]) && $0[3].isEmpty })
    else { return print("not tested: no group of this host is empty") }
    let maint = try Maint()
    try maint.runbook("one", "precheck: [':']\n")
    try maint.schedule("maintenance_schedule: {daily: [{task: one, approval: '%\(group[0])'}]}\n")
    try maint.run("check").expect(exit: 0).shows("nobody of this host is in the group '\(group[0])' [unknown-approver]")
    try maint.schedule("maintenance_schedule: {daily: [{task: one, approval: '%\(first[0])'}]}\n")
    try maint.run("check").expect(exit: 0).shows("no problems")
  }

  @Test func aTextThatBeginsLikeAnOption() throws {
    let maint = try Maint()
    try maint.daily("one").runbook("one", "precheck:\n  - run: -x 1 || true\n  - {run: +x || true, shell: bash}\n")
    try maint.run("check").expect(exit: 0).shows("no problems")
    try maint.run("run", "daily").expect(exit: 0)
    try maint.runbook("one", "precheck: ['-x (']\n")
    try maint.run("check").expect(exit: 65).shows("[shell-syntax]")
  }

  @Test(.enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/sqlite3"), "sqlite3 is not installed"))
  func aTaskThatTookLongerThanItsWindow() throws {
    let maint = try Maint()
    try maint.schedule(
      "maintenance_schedule: {weekly: [one]}\nmaintenance_windows: {weekly: {time: '02:00-04:00'}}\n"
    ).runbook("one", "precheck: [':']\n")
    #expect(try maint.run("run", "weekly").exit == 0)
    #expect(try maint.run("check").out.contains("no problems"))
    let update = try Running(
      ["/usr/bin/sqlite3", maint.database, "UPDATE task SET started_at = finished_at - 3 * 3600 * 1000000"],
      environment: [:], in: maint.folder, input: "/dev/null"
    ).wait()
    #expect(update.exit == 0, "\(update.err)")
    let before = try FileManager.default.subpathsOfDirectory(atPath: maint.state)
    let ended = try maint.run("check")
    #expect(ended.exit == 0)
    #expect(ended.out.contains("[longer-than-window]"), "\(ended.out)")
    #expect(try FileManager.default.subpathsOfDirectory(atPath: maint.state) == before)
    try Data("no database".utf8).write(to: URL(filePath: maint.database))
    #expect(try maint.run("check").out.contains("no problems"))
  }

  @Test func aSecretThatEveryoneMayRead() throws {
    let maint = try Maint()
    try maint.daily("one").file("token", "x\n", mode: 0o644)
      .runbook("one", "secrets:\n  TOKEN: {file: \(maint.project)/token}\nprecheck: [':']\n")
    let ended = try maint.run("check")
    if geteuid() == 0 {
      // The same that 'run' would say.
      ended.expect(exit: 65).shows(
        "one.yaml:2:3: error: root would refuse the secret 'TOKEN': ", "anyone may read this secret",
        "hint: chmod o-rwx ")
    } else {
      ended.expect(exit: 0).shows("one.yaml:2:3: warning: anyone on this host may read the secret 'TOKEN'")
    }
    chmod("\(maint.project)/token", 0o600)
    #expect(try maint.run("check").out.contains("no problems"))
  }

  @Test(.enabled(if: hasShellcheck, "shellcheck is not installed"))
  func shellcheckFindsAndPlaces() throws {
    let maint = try Maint()
    try maint.daily("one").runbook(
      "one",
      "precheck:\n  - |\n    echo a\n    echo $HOME\n  - {run: 'for f in $(ls); do echo \"$f\"; done', shell: bash}\n")
    #expect(try maint.run("check").exit == 0)
    let ended = try maint.run("check", "--shell")
    // Its errors are errors here.
    #expect(ended.exit == 65, "\(ended.err)")
    #expect(
      ended.out.contains(
        "one.yaml:4:10: warning: double quote to prevent globbing and word splitting (SC2086) [shellcheck]"))
    #expect(ended.out.contains("hint: see https://www.shellcheck.net/wiki/SC2086"))
    #expect(ended.out.contains("one.yaml:5:21: error: iterating over ls output"), "\(ended.out)")
    // Its folder in /tmp is gone.
    let names = try FileManager.default.contentsOfDirectory(atPath: "/tmp").filter { $0.hasPrefix("maint-") }
    #expect(
      !names.contains {
        FileManager.default.contents(atPath: "/tmp/\($0)/0").map {
          String(decoding: $0, as: UTF8.self).contains("echo a\necho $HOME")
        } ?? false
      })
  }

  @Test func withoutShellcheckItSaysHowToGetIt() throws {
    let maint = try Maint()
    try maint.daily("one").runbook("one", "precheck: [':']\n")
    maint.environment["PATH"] = "/nowhere"
    let ended = try maint.run("check", "--shell")
    #expect(ended.exit == 66)
    #expect(ended.err.contains("apt-get install shellcheck"), "\(ended.err)")
    #expect(ended.out.isEmpty)
  }
}
