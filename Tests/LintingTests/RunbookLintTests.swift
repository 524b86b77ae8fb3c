import Catalog
import Diagnostics
import Testing

/// What is said of a runbook as a whole.
@Suite struct RunbookLintTests {
  @Test func aRunbookThatNoTaskUses() {
    let steps = "precheck: [':']\n"
    func found(_ schedule: String, _ other: String = steps) -> [LintedProject.Finding] {
      let project = LintedProject(
        runbooks: ["one": "# x\n«1»description: x\n" + steps, "two": other], schedule: schedule)
      return project.findings(project.warnings().filter { $0.id == .unusedRunbook })
    }
    let warning = LintedProject.Finding(path: "runbooks/one.yaml", mark: 1, id: .unusedRunbook)
    #expect(found("maintenance_schedule: {daily: [two]}\n") == [warning])
    #expect(found("maintenance_schedule: {daily: [two], emergency: [one]}\n") == [])
    #expect(found("maintenance_schedule: {daily: [two, {task: x, runbook: one}]}\n") == [])
    #expect(found("defaults: {grace: 1s}\n") == [])
    // By hand alone: somebody has to give the parameter.
    let byHand = "params:\n  a: {required: true}\nprecheck: ['echo \"$a\"']\n"
    let project = LintedProject(
      runbooks: ["one": byHand, "two": steps], schedule: "maintenance_schedule: {daily: [two]}\n")
    #expect(!project.warnings().contains { $0.id == .unusedRunbook })
    // The task with the mistake may be the one.
    #expect(found("maintenance_schedule: {daily: [two, on]}\n") == [])
    #expect(found("maintenance_schedule: {daily: [two]}\n", "precheck: {}\n") == [])
  }

  @Test func aParameterThatNoStepReads() {
    func expect(_ text: String, count: Int, location: Testing.SourceLocation = #_sourceLocation) {
      let indented = text.split(separator: "\n").map { "      \($0)\n" }.joined()
      expectWarnings(
        "params:\n  «1»name: {default: x}\nprecheck:\n  - run: |\n\(indented)", .unusedParameter, count: count,
        location: location)
    }
    for text in [
      ":", "echo \"the name is missing\"", "# $name", "names=1; echo $names", "echo '$rename'",
      "/usr/bin/stat /", "sh -c 'echo x'", "sudo -u x nice -n 5 ls", "cat <<'END'\n$rename\nEND",
    ] {
      expect(text, count: 1)
    }
    for text in [
      "echo $name", "echo \"${name:-x}\"", "echo $((name))", "awk '{ print ENVIRON[\"name\"] }'", "sh -c 'echo $name'",
      "cat <<'END'\n$name\nEND", "printenv name", "ssh host \"echo \\$name\"", "eval \"$(cat x)\"", ". ./x",
      "env | sort",
      "/usr/local/bin/deploy", "\"$MAINT_PROJECT/deploy\"", "./deploy", "python3 x.py", "perl -e 'print $ENV{name}'",
      "sudo -E /opt/x/deploy", "cat <<END\n$name\nEND", "x=1 ./deploy", "timeout -k 5 30 ./deploy", "sh x.sh",
    ] {
      expect(text, count: 0)
    }
    expectWarnings(
      "params: {«1»name: {}}\nsecrets: {S: {command: 'echo $name'}}\nprecheck: [':']\n", .unusedParameter, count: 1)
    expectWarnings("params: {name: {}}\nchange: [{run: ':', undo: echo $name}]\n", .unusedParameter, count: 0)
    expectWarnings("params: {name: {}}\nprecheck: [{run: ':', if: test $name}]\n", .unusedParameter, count: 0)
    expectWarnings("params: {DEBIAN_FRONTEND: {}, http_proxy: {}}\nprecheck: [':']\n", .unusedParameter, count: 0)
  }

  @Test func aBackupFolderWithoutABackup() {
    expectWarnings(
      "change:\n  - run: cp a b\n    undo: cp \"«1»$MAINT_BACKUP_DIR/b\" b\nverify: [':']\n", .noBackupFolder, count: 1)
    expectWarnings("precheck: ['ls ${MAINT_BACKUP_DIR:-/tmp}']\n", .noBackupFolder, count: 0)
    expectWarnings("precheck: ['MAINT_BACKUP_DIR=/x; ls $MAINT_BACKUP_DIR']\n", .noBackupFolder, count: 0)
    expectWarnings(
      "backup: [cp a \"$MAINT_BACKUP_DIR\"]\nchange: [{run: a, undo: cp $MAINT_BACKUP_DIR/a .}]\n", .noBackupFolder,
      count: 0)
    expectWarnings("precheck: [echo $MAINT_BACKUP_DIR]\n", .unknownVariable, count: 0)
  }

  @Test func aChangeWithoutVerify() {
    expectWarnings("precheck: [':']\n«1»change: [a]\nrollback: [b]\n", .missingVerify, count: 1)
    expectWarnings("change: [a]\nrollback: [b]\nverify: [c]\n", .missingVerify, count: 0)
    expectWarnings("precheck: [a]\n", .missingVerify, count: 0)
  }

  @Test func aSecretThatEveryoneMayRead() {
    let runbook =
      "secrets:\n  «1»A: {file: /a}\n  B: {file: /b}\n  C: {file: /none}\n  D: {credential: d}\nprecheck: [':']\n"
    let project = LintedProject(runbooks: ["main": runbook], modes: ["/a": 0o644, "/b": 0o640])
    let expected = [LintedProject.Finding(path: "runbooks/main.yaml", mark: 1, id: .readableSecret)]
    #expect(project.findings(project.warnings()) == expected)
  }

  @Test func aTaskLongerThanItsWindow() {
    func found(_ minutes: [Int], _ window: String = "weekly: {time: '02:00-04:00'}") -> [String] {
      var project = LintedProject(runbooks: ["main": "precheck: [':']\n"])
      project.schedule = "maintenance_schedule: {weekly: [«1»main]}\nmaintenance_windows: {\(window)}\n"
      project.durations = [TaskName(tier: .weekly, name: "main"): minutes.map { .seconds(60 * $0) }]
      let warnings = project.warnings()
      #expect(project.findings(warnings).allSatisfy { $0.mark == 1 && $0.id == .longerThanWindow })
      return warnings.map(\.message)
    }
    #expect(
      found([130]) == [
        "'weekly.main' took 2 h 10 min in its one run that succeeded, and its window 02:00-04:00 is open for 2 h"
      ])
    #expect(
      found([121, 500, 20])
        == ["'weekly.main' took 2 h 1 min in the median of 3 runs, and its window 02:00-04:00 is open for 2 h"])
    #expect(found([119, 500, 20]) == [])
    #expect(found([]) == [])
    #expect(found([130], "weekly: {time: as_needed}") == [])
    #expect(found([130], "daily: {time: '02:00-03:00'}") == [])
    #expect(found([130], "weekly: {time: '23:00-02:00'}") == [])
  }

  /// What is said of a project with one task, and that nothing else is found.
  private func found(_ id: DiagnosticID, _ schedule: String, runbook: String = "precheck: [':']\n") -> [String] {
    var project = LintedProject(runbooks: ["main": runbook])
    project.schedule = schedule
    let warnings = project.warnings()
    #expect(project.findings(warnings).allSatisfy { $0.mark == 1 && $0.id == id })
    return warnings.map(\.message)
  }

  @Test func aWindowThatOpensTooSeldom() {
    func found(_ tier: String, _ window: String) -> [String] {
      self.found(
        .windowTooRare,
        "maintenance_schedule: {\(tier): [{task: «1»main, window: weekly}]}\nmaintenance_windows: {weekly: \(window)}\n"
      )
    }
    let words = "and its window 'weekly' opens in"
    #expect(
      found("daily", "{day: Sunday, time: '02:00-04:00'}") == ["'daily.main' is due every day, \(words) 52 of 365 days"]
    )
    #expect(
      found("weekly", "{day: First_Sunday, time: '02:00-04:00'}") == [
        "'weekly.main' is due every week, \(words) 12 of 52 weeks"
      ])
    #expect(
      found("monthly", "{day: Sunday, months: [May], time: '02:00-04:00'}") == [
        "'monthly.main' is due every month, \(words) 1 of 12 months"
      ])
    #expect(
      found("quarterly", "{months: [May], time: '02:00-04:00'}") == [
        "'quarterly.main' is due every quarter, \(words) 4 of 16 quarters"
      ])
    for tier in ["hourly", "weekly", "monthly", "quarterly", "annual"] {
      #expect(found(tier, "{day: Sunday, time: '02:00-04:00'}") == [])
    }
    #expect(found("daily", "{day: [Monday, Tuesday, Thursday, Friday], time: '02:00-04:00'}") == [])
    #expect(found("weekly", "{day: [First_Sunday, Third_Sunday], months: [1, 2, 3], time: as_needed}") == [])
  }

  @Test func aFreezeThatIsOverIsANote() {
    func found(_ freezes: String) -> [String] {
      let schedule = "maintenance_schedule: {daily: [main]}\nchange_freeze:\n\(freezes)\n"
      let project = LintedProject(runbooks: ["main": "precheck: [':']\n"], schedule: schedule)
      let notes = project.warnings().filter { $0.id == .pastFreeze }
      #expect(notes.allSatisfy { $0.severity == .note })
      return project.findings(notes).map { "\($0.mark ?? 0)" }
    }
    #expect(
      found(
        """
          - {«1»from: 2026-11-20, to: 2026-11-21, reason: a}
          - {from: 2026-11-20, to: 2026-11-22, reason: b}
          - {«2»from: 2026-11-20, to: 2026-11-22T00:00, reason: c}
          - {from: 2026-12-20, to: 2027-01-02, reason: d}
          - «3»from: 2025-12-20
            to: 2026-01-02
            reason: e
        """) == ["1", "2", "3"])
  }

  @Test func aRollbackOfUnknownLengthAtTheEndOfAWindow() {
    func found(_ task: String, _ end: String, change: String = "change: [{run: a, undo: b}]\n") -> [String] {
      self.found(
        .unknownRollbackTime,
        "maintenance_schedule: {weekly: [\(task)]}\n"
          + "maintenance_windows: {weekly: {time: '02:00-04:00', at_window_end: \(end)}}\n",
        runbook: change + "verify: [':']\n")
    }
    let words =
      "'weekly.main' is ended only when its window closes, and rolled back after that: how long its rollback takes is unknown"
    #expect(found("«1»main", "rollback") == [words])
    #expect(found("«1»main", "stop") == [] && found("«1»main", "continue") == [])
    #expect(found("{task: «1»main, timeout: 10m}", "rollback") == [])
    #expect(found("«1»main", "rollback", change: "change: [a]\nrollback: none\nreason: x\n") == [])
    #expect(found("«1»main", "rollback", change: "precheck: [a]\n") == [])
  }

  @Test func aTaskThatWouldNeverStart() {
    func found(_ task: String, _ window: String, _ runbook: String = "change: [{run: a, undo: b}]\n") -> [String] {
      var project = LintedProject(runbooks: ["main": runbook + "verify: [':']\n"])
      project.schedule = "maintenance_schedule: {weekly: [\(task)]}\nmaintenance_windows: {\(window)}\n"
      let warnings = project.warnings()
      #expect(project.findings(warnings).allSatisfy { $0.mark == 1 && $0.id == .longerThanWindow })
      return warnings.map(\.message)
    }
    let hour = "{task: «1»main, timeout: 1h}"
    #expect(
      found(hour, "weekly: {time: '02:00-04:00', cutoff: 1m}") == [
        "'weekly.main' would never start: it needs 1h (timeout: no run in the log) + 1h to roll back (timeout: no rollback "
          + "in the log), and its window 02:00-04:00 is open for 2 h less the cutoff of 1 min"
      ])
    #expect(found(hour, "weekly: {time: '02:00-04:00'}") == [])
    #expect(found("main", "weekly: {time: '02:00-02:01'}") == [])
    #expect(found(hour, "weekly: {time: as_needed}") == [])
    #expect(found(hour, "weekly: {time: '02:00-02:30'}", "precheck: [a]\n") == [])
  }

  @Test func aFileWithErrorsIsLeftInPeace() {
    let project = LintedProject(runbooks: ["bad": "precheck: [echo $x, [a]]\n", "good": "precheck: [echo «1»$x]\n"])
    let expected = [LintedProject.Finding(path: "runbooks/good.yaml", mark: 1, id: .unknownVariable)]
    #expect(project.findings(project.warnings()) == expected)
  }
}
