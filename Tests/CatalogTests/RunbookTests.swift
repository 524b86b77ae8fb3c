import Diagnostics
import Scheduling
import Testing

@testable import Catalog

@Suite struct RunbookTests {
  static let nginx = """
    description: Deploy a new nginx configuration
    category: adaptive                # preventive | corrective | adaptive | perfective
    type: feature
    params:
      source: {required: true, pattern: "/[^ ]+", help: "folder with the new files"}
      environment: {default: staging, choices: [staging, production]}
    secrets:
      API_TOKEN: {file: /etc/maint/secrets/api-token}
      KEY: {command: pass show key}
      CERT: {credential: cert}
    requires: [nginx, curl]
    locks: [nginx]
    precheck:
      - name: the new configuration parses
        run: nginx -t -c "$source/nginx.conf"
    backup:
      - name: schema
        run: pg_dump --schema-only app > "$MAINT_BACKUP_DIR/schema.sql"
    change:
      - name: install the files
        run: cp -r "$source/." /etc/nginx/
        undo: rm -r /etc/nginx/new
        if: test -d "$source"
        env: {LANG: C, MODE: "1"}
        cwd: /tmp
        user: www-data
        shell: bash
        processes: keep
      - systemctl reload nginx
    verify:
      - run: |

          curl -fsS http://127.0.0.1/health
          true
        retries: 5
        delay: 2s
        backoff: 1.5
        timeout: 30s
        exit_codes: [0, 22]
        on_failure: warn
    cleanup:
      - run: rm -f /run/app/maintenance

    """

  @Test func everyKey() throws {
    let (catalog, diagnostics) = Project(runbooks: ["nginx": Self.nginx]).load()
    #expect(diagnostics.map(\.id) == [.stepWithoutUndo])
    let runbook = try #require(catalog.runbooks["nginx"])
    #expect(runbook.category == .adaptive)
    #expect(runbook.kind == .feature)
    #expect(runbook.parameters.map(\.name) == ["source", "environment"])
    #expect(runbook.parameters[0].isRequired)
    #expect(runbook.parameters[1].defaultValue == "staging")
    #expect(
      runbook.secrets.map(\.origin) == [
        .file("/etc/maint/secrets/api-token"), .command("pass show key"), .credential("cert"),
      ])
    #expect(runbook.requires == ["nginx", "curl"])
    let install = runbook.change[0]
    #expect(install.undo == "rm -r /etc/nginx/new")
    #expect(install.condition == "test -d \"$source\"")
    #expect(install.environment.map { "\($0.name)=\($0.value)" } == ["LANG=C", "MODE=1"])
    #expect((install.workingDirectory, install.user) == ("/tmp", "www-data"))
    #expect((install.shell, install.processes) == (.bash, .keep))
    #expect(runbook.change[1].name == "systemctl reload nginx")
    let verify = runbook.verify[0]
    #expect(verify.name == "curl -fsS http://127.0.0.1/health")
    #expect((verify.retries, verify.delay, verify.backoff) == (5, .seconds(2), 1.5))
    #expect(verify.timeout == .seconds(30))
    #expect(verify.exitCodes == [0, 22])
    #expect(verify.onFailure == .warn)
  }

  @Test func aChangeNeedsAWayBack() {
    expectRunbook("«1»change: [a]", .noWayBack)
    expectRunbook("change: [{run: a, undo: b}]")
    expectRunbook("change: [«1»a]\nbackup: [b]", .stepWithoutUndo)
    expectRunbook("change: [{run: a, undo: b}, «1»c]", .stepWithoutUndo)
    expectRunbook("change: [a]\nrollback: [b]")
    expectRunbook("change: [a]\nrollback: none\nreason: a restart cannot be taken back")
    expectRunbook("change: [a]\n«1»rollback: none", .missingReason)
    expectRunbook("change: [a]\nrollback: [b]\n«1»reason: x", .needlessReason)
    expectRunbook("change: [{run: a, undo: b}]\n«1»rollback: none\nreason: x", .contradictoryKeys)
    expectRunbook("change: [a]\nrollback: «1»nothing", .wrongType)
    expectRunbook("change: [a]\nrollback:«1»\n", .missingValue)
  }

  @Test func aConfirmationNeedsAChangeAndAWayBack() throws {
    expectRunbook("change: [{run: a, undo: b}]\nconfirm: 10m")
    expectRunbook("precheck: [a]\n«1»confirm: 10m", .needlessConfirmation)
    expectRunbook("change: [a]\nrollback: none\nreason: x\n«1»confirm: 10m", .contradictoryKeys)
    expectRunbook("change: [{run: a, undo: b}]\nconfirm: «1»0s", .badDuration)
    let runbook = Project(runbooks: ["main": "change: [{run: a, undo: b}]\nconfirm: 1h30m"]).load()
      .catalog.runbooks["main"]
    #expect(runbook?.confirm == .seconds(5400))
  }

  @Test func archivesOfPaths() throws {
    expectRunbook("change: [a]\nbackup: [{path: /etc}]")
    expectRunbook("change: [a]\nbackup: [{path: /etc}]\nrollback: [{restore: /etc}]")
    expectRunbook("change: [a]\nrollback: [{«1»restore: /etc}]", .restoreWithoutBackup)
    expectRunbook("change: [a]\nbackup: [{path: /etc}, {«1»path: /etc}]", .overlappingBackups)
    expectRunbook("change: [a]\nbackup: [{path: /etc}, {path: /etcetera}, {path: /var}]")
    expectRunbook("change: [a]\nbackup: [{path: /etc}, {«1»path: /etc/nginx/a}]", .overlappingBackups)
    // A path is told with the first that it overlaps.
    expectRunbook(
      "change: [a]\nbackup: [{path: /b}, {path: /a/c}, {«1»path: /a}, {«2»path: /a/d}]", .overlappingBackups,
      .overlappingBackups)
    expectRunbook("change: [a]\nbackup: [{path: «1»etc}]", .badPath)
    expectRunbook(
      "change: [a]\nbackup: [{path: «1»/}, {path: «2»/etc/}, {path: «3»/etc/../var}]", .badPath, .badPath, .badPath)
    expectRunbook("backup: [{«1»path: /etc, run: b}, {run: b, «2»exclude: [c]}]", .unknownKey, .unknownKey)
    expectRunbook("backup: [{path: /etc, «1»user: b}]", .unknownKey)
    expectRunbook("precheck: [{«1»restore: /etc}]", .misplacedKey)
    let runbook = Project(runbooks: ["main": "change: [a]\nbackup: [{path: /a b, exclude: ['*.pid', it's]}]"])
      .load().catalog.runbooks["main"]
    let step = try #require(runbook?.backup.first)
    #expect(step.pathAction == .backup(path: "/a b", exclude: ["*.pid", "it's"]) && step.name == "back up /a b")
    #expect(
      step.run == "exec \"$MAINT_EXECUTABLE\" archive-path '/a b' --exclude '*.pid' --exclude 'it'\\''s'")
  }

  @Test func stepsOfOneStage() {
    expectRunbook("precheck: [{«1»path: /etc}]", .misplacedKey)
    expectRunbook("change: [{run: a, undo: b, on_failure: «1»skip}]", .misplacedKey)
    expectRunbook("precheck: [{run: a, on_failure: skip}]")
    expectRunbook("precheck: [{run: a, «1»undo: b}]", .misplacedKey)
    expectRunbook("backup: [{run: 'pg_dump > $MAINT_BACKUP_DIR/x', user: «1»postgres}]", .unwritableBackupFolder)
    expectRunbook("backup: [{run: 'pg_dump > $MAINT_BACKUP_DIR/x', user: root}]")
    expectRunbook("verify: [{run: 'echo x > $MAINT_METRICS', user: postgres}]")
  }

  @Test func stepsAreChecked() {
    expectRunbook("precheck: [{«1»name: x}]", .missingKey)
    expectRunbook("precheck: [{run: «1»' '}]", .missingValue)
    expectRunbook("precheck:\n  -«1»\n  - a", .emptyEntry)
    expectRunbook("precheck: «1»a", .wrongType)
    expectRunbook("precheck: [«1»[a]]", .wrongType)
    expectRunbook("precheck: [{run: a, «1»rn: b}]", .unknownKey)
    expectRunbook("precheck: [{run: a, shell: «1»zsh}]", .unknownChoice)
    expectRunbook("precheck: [{run: a, on_failure: «1»ignore}]", .unknownChoice)
    expectRunbook("precheck: [{run: a, processes: «1»kill}]", .unknownChoice)
    expectRunbook("precheck: [{run: a, exit_codes: [«1»256, «2»x]}]", .badNumber, .badNumber)
    expectRunbook("precheck: [{run: a, exit_codes: «1»0}]", .wrongType)
    expectRunbook("precheck: [{run: a, exit_codes: «1»[]}]", .missingValue)
    expectRunbook("precheck: [{run: a, retries: «1»-1, backoff: «2»0.5}]", .badNumber, .badNumber)
    expectRunbook("precheck: [{run: a, backoff: «1»nan}]", .badNumber)
    expectRunbook("precheck: [{run: a, timeout: «1»0s}]", .badDuration)
    expectRunbook("precheck: [{run: a, cwd: «1»tmp}]", .badPath)
    expectRunbook("precheck: [{run: a, user: «1»''}]", .badName)
    expectRunbook("precheck: [{run: a, env: {«1»MAINT_RUN: 1, «2»a-b: 2, PATH: /bin}}]", .reservedName, .badName)
    expectRunbook("precheck: [{run: «1»\"a\\0b\"}]", .badText)
    expectRunbook("«1»description: x", .missingKey)
    #expect(Project(runbooks: ["main": "# nothing\n"]).problems().map(\.id) == [.emptyFile])
    #expect(Project(runbooks: ["a b": checking]).problems().map(\.id) == [.badName])
  }

  @Test func parametersAreChecked() {
    let steps = "precheck: [a]\nparams: "
    expectRunbook(
      steps + "{«1»PATH: {}, «2»MAINT_X: {}, «3»LD_PRELOAD: {}, «4»BASH_ENV: {}}",
      .reservedName, .reservedName, .reservedName, .reservedName)
    expectRunbook(steps + "{«1»a-b: {}}", .badName)
    expectRunbook(steps + "{a: {pattern: «1»'['}}", .badPattern)
    expectRunbook(steps + "{a: {pattern: '[0-9]+', default: «1»x}}", .patternMismatch)
    expectRunbook(steps + "{a: {choices: [x, y], default: «1»z}}", .unknownChoice)
    expectRunbook(steps + "{a: {choices: «1»[]}}", .missingValue)
    expectRunbook(steps + "{a: {choices: [«1»[x], y], default: x}}", .wrongType)
    expectRunbook(steps + "{a: {required: «1»yes}}", .badBoolean)
    expectRunbook(steps + "{a: {required: true, default: «1»x}}", .contradictoryKeys)
    expectRunbook(steps + "{a: «1»3}", .wrongType)
  }

  @Test func secretsAreChecked() {
    let steps = "precheck: [a]\nsecrets: "
    expectRunbook(steps + "{A: {«1»file: /a, command: b}}", .contradictoryKeys)
    expectRunbook(steps + "{A: «1»{}}", .contradictoryKeys)
    expectRunbook(steps + "{A: {file: «1»a}}", .badPath)
    expectRunbook(steps + "{A: {credential: «1»../a}}", .badName)
    expectRunbook(steps + "{A: «1»hunter2}", .wrongType)
    expectRunbook("params: {A: {}}\n" + steps + "{«1»A: {file: /a}}", .duplicateName)
  }

  @Test func aSecretWrittenDownIsNotRepeatedInWords() {
    let (_, diagnostics) = Project(runbooks: ["main": "precheck: [a]\nsecrets: {A: hunter2}"]).load()
    #expect(diagnostics.count == 1)
    #expect(!(diagnostics[0].message + (diagnostics[0].hint ?? "")).contains("hunter2"))
  }

  @Test func tasksOfARunbookWithBrokenParametersAreLeftInPeace() {
    let project = Project(
      schedules: ["main": "maintenance_schedule: {daily: [{task: main, with: {b: 1}}]}"],
      runbooks: ["main": "precheck: [a]\nparams: {a-b: {required: true}}"])
    #expect(project.problems().map(\.id) == [.badName])
  }
}
