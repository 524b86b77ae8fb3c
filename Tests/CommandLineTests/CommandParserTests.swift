import Testing

@testable import CommandLine

@Suite struct CommandParserTests {
  private func parse(_ line: String) throws -> Invocation {
    try CommandParser.parse(line.split(separator: " ").map(String.init))
  }

  private func failureOfParsing(_ arguments: [String]) -> UsageFailure? {
    do throws(UsageFailure) {
      _ = try CommandParser.parse(arguments)
      return nil
    } catch {
      return error
    }
  }

  @Test(arguments: [
    "run daily --jobs 3 -q", "run --jobs 3 daily -q", "run --jobs=3 -q daily", "--project /p run -q daily --jobs 3",
    "-C /p run daily --jobs=3 --quiet", "-C/p run -q --jobs 3 -- daily", "run daily -qC /p --jobs 3",
    "run -qC/p daily --jobs 3", "run daily --jobs 3 -q -C /p",
  ])
  func optionsStandAnywhere(line: String) throws {
    let invocation = try parse(line)
    #expect(invocation.verb == .run)
    #expect(invocation.arguments == ["daily"])
    #expect(invocation.number(.jobs) == 3)
    #expect(invocation.has(.quiet))
    #expect(!invocation.has(.verbose))
    #expect(line.contains("/p") == (invocation.value(.project) == "/p"))
  }

  @Test func twoDashesEndTheOptions() throws {
    let invocation = try parse("run --dry-run -- --json -q --")
    #expect(invocation.arguments == ["--json", "-q", "--"])
    #expect(invocation.has(.dryRun))
    #expect(!invocation.has(.json))
  }

  @Test func repeatedAssignmentsKeepTheirOrder() throws {
    let invocation = try CommandParser.parse(
      ["run", "daily", "--with", "a=1", "--with=b=x=y z", "weekly", "--with", "c="])
    #expect(invocation.arguments == ["daily", "weekly"])
    #expect(invocation.assignments.map(\.name) == ["a", "b", "c"])
    #expect(invocation.assignments.map(\.value) == ["1", "x=y z", ""])
  }

  @Test func anOmittedRunLeavesTheTask() throws {
    let both = try parse("output 12 log_rotation")
    #expect(both.runNumber == 12)
    #expect(both.argument(.task) == "log_rotation")
    let taskAlone = try parse("output log_rotation --json")
    #expect(taskAlone.runNumber == nil)
    #expect(taskAlone.argument(.task) == "log_rotation")
    #expect(try parse("output 12").argument(.task) == nil)
    #expect(try parse("show").runNumber == nil)
  }

  @Test func anOmittedActionLeavesTheFile() throws {
    let alone = try parse("checklist list.md --json")
    #expect(alone.argument(.action) == nil && alone.argument(.file) == "list.md" && alone.argument(.item) == nil)
    let whole = try parse("checklist done list.md 3.2")
    #expect(whole.argument(.action) == "done" && whole.argument(.file) == "list.md" && whole.argument(.item) == "3.2")
    #expect(try parse("checklist start start start").argument(.file) == "start")
  }

  @Test(arguments: [
    "backup list daily --json --state /s", "--state /s backup --json list daily", "backup --state /s list --json daily",
    "--state=/s backup list --json -- daily", "backup --json --state=/s list daily",
  ])
  func optionsStandAnywhereAroundTwoWords(line: String) throws {
    let invocation = try parse(line)
    #expect(invocation.verb == .backupList)
    #expect(invocation.argument(.target) == "daily")
    #expect(invocation.has(.json))
    #expect(invocation.value(.state) == "/s")
  }

  @Test(arguments: [
    ("help backup", "backup"), ("backup --help", "backup"), ("backup -h list", "backup"),
    ("help backup list", "backup list"), ("backup list --help", "backup list"),
    ("backup show --json -h", "backup show"), ("help --man backup verify", "backup verify"),
  ])
  func helpOfTwoWords(line: String, name: String) throws {
    let invocation = try parse(line)
    #expect(invocation.verb == .help)
    #expect(invocation.argument(.verb) == name)
  }

  @Test func oneWordAloneShowsWhatMayFollow() throws {
    for arguments in [["backup"], ["-C", "/x", "backup", "--json"], ["backup", "--"]] {
      let failure = try #require(failureOfParsing(arguments))
      #expect(
        failure.message == "backup needs a second word: list, show, verify, restore, prune, export, copy or drill")
      #expect(failure.text.hasPrefix(HelpText.text(of: try #require(CommandScope(name: "backup"))) + "\nmaint: "))
    }
  }

  @Test(arguments: [
    ("help run", ["run"]), ("run --help", ["run"]), ("run -h", ["run"]), ("run daily --jobs 2 --help", ["run"]),
    ("-h run", []), ("help", []), ("--help", []), ("-h", []),
  ])
  func helpIsAVerbAndAnOption(line: String, arguments: [String]) throws {
    let invocation = try parse(line)
    #expect(invocation.verb == .help)
    #expect(invocation.arguments == arguments)
    #expect(invocation.argument(.verb) == arguments.first)
  }

  @Test func theUsualRequestForTheVersion() throws {
    #expect(try parse("--version").verb == .version)
  }

  @Test func aLoneDashIsAnArgumentAndAValue() throws {
    #expect(try parse("parse -").arguments == ["-"])
    #expect(try parse("run daily --events -").value(.events) == "-")
  }

  @Test(
    arguments: [
      (["rnu", "daily"], "unknown verb 'rnu'", "did you mean 'run'?"),
      (["stat"], "unknown verb 'stat'", "did you mean 'status'?"),
      (["daily"], "'daily' is a target, not a verb", "to run it: maint run daily"),
      (["runbook:\u{7}"], nil, "to run it: maint run runbook:\\u{07}"),
      (["weekly.x"], "'weekly.x' is a target, not a verb", "to run it: maint run weekly.x"),
      (["frobnicate"], "unknown verb 'frobnicate'", "'maint help' lists the verbs"),
      (["\u{1B}[2J"], "unknown verb '\\u{1B}[2J'", "'maint help' lists the verbs"),
      (
        ["run"], "run needs a TARGET: daily, daily.log_rotation or runbook:NAME, or --due",
        "'maint help run' shows examples"
      ),
      (["run", ""], "run: a TARGET is empty", "is a variable unset?"),
      (["run", "a", "--jbos", "3"], "run has no option '--jbos'", "did you mean '--jobs'?"),
      (["run", "a", "--dry"], "run has no option '--dry'", "did you mean '--dry-run'?"),
      (["run", "a", "-x"], "run has no option '-x'", "'maint help run' lists the options"),
      (["run", "a", "--limit", "3"], "run takes no '--limit'", "it belongs to: log, forecast, notify list"),
      (["--json", "log"], "'--json' stands before the verb", nil),
      (["--stat", "/x", "log"], "unknown option '--stat'", "did you mean '--state'?"),
      (["run", "a", "--jobs"], "--jobs needs a value: --jobs N", nil),
      (["run", "a", "--jobs", "0"], "--jobs takes a whole number from 1, not '0'", nil),
      (["run", "a", "--jobs", "+3"], "--jobs takes a whole number from 1, not '+3'", nil),
      (["run", "a", "--jobs", "99999999999999999999"], nil, nil),
      (["run", "a", "--jobs", "1", "--jobs", "2"], "--jobs is given twice", "keep one of them"),
      (["run", "a", "-C", "x", "--project=y"], "--project is given twice", "keep one of them"),
      (["log", "--json=yes"], "--json takes no value", nil),
      (["log", "--state", "--json"], nil, "if it is meant as the value: --state=--json"),
      (["log", "-C"], "-C needs a value: -C DIR", nil),
      (["log", "--state="], "--state needs a path, and its value is empty", "is a variable unset?"),
      (["run", "a", "--with", "x"], "--with takes NAME=VALUE, not 'x'", nil),
      (["run", "a", "--with", "=x"], "--with takes NAME=VALUE, not '=x'", nil),
      (["graph", "a", "--format", "dto"], "--format takes text, mermaid or dot, not 'dto'", "did you mean 'dot'?"),
      (["log", "--color=on"], "--color takes auto, always or never, not 'on'", nil),
      (["run", "a", "--json"], "run takes --json only together with --dry-run", nil),
      (["run", "a", "-qv"], "--quiet and --verbose exclude each other", nil),
      (["run", "a", "--dry-run", "--events", "f"], "--dry-run and --events exclude each other", nil),
      (["resolve", "3"], "resolve needs --note TEXT", nil),
      (["resolve", "3", "--note="], "resolve needs --note TEXT", nil),
      (["resolve", "x", "--note", "y"], "a RUN is a number from 1, not 'x'", "'maint log' lists the runs"),
      (
        ["confirm", "5", "daily.firewall"], "confirm takes only [RUN[/TASK]]: 'daily.firewall' is too much",
        "a task of a run is written maint confirm 5/daily.firewall"
      ),
      (["show", "0"], "a RUN is a number from 1, not '0'", nil),
      (
        ["show", "1", "2"], "show takes only [RUN[/TASK]]: '2' is too much", "a task of a run is written maint show 1/2"
      ),
      (["checklist"], "checklist needs a FILE: a path, or - for standard input", nil),
      (["checklist", "undo", "x"], "checklist needs an ITEM: its number, such as 3.2, or a part of its text", nil),
      (
        ["checklist", "x", "3.2"], "checklist takes an ITEM only after an ACTION: '3.2' is too much",
        "what becomes of ITEM: start marks it {IP}, done {X}, undo { }"
      ),
      (
        ["checklist", "doen", "x"], "checklist takes an ITEM only after an ACTION: 'x' is too much",
        "did you mean 'done'?"
      ),
      (
        ["checklist", "doen", "x", "3.2"], "'doen' is no ACTION of checklist", "did you mean 'done'?"
      ),
      (
        ["checklist", "finish", "x", "3.2"], "'finish' is no ACTION of checklist",
        "what becomes of ITEM: start marks it {IP}, done {X}, undo { }"
      ),
      (
        ["checklist", "x", "done", "3.2"], "checklist takes only [ACTION] FILE [ITEM]: '3.2' is too much",
        "an ACTION comes first: maint checklist ACTION FILE ITEM"
      ),
      (
        ["checklist", "x", "done"], "checklist takes an ITEM only after an ACTION: 'done' is too much",
        "an ACTION comes first: maint checklist ACTION FILE ITEM"
      ),
      (["check", "x"], "check looks at a whole project, so 'x' is too much", "maint -C DIR check"),
      (
        ["explain", "SC2086"], "SC2086 is a finding of shellcheck", "https://www.shellcheck.net/wiki/SC2086 explains it"
      ),
      (["help", "unknown-key"], "unknown-key is no verb, but a problem that maint finds", "maint explain unknown-key"),
      (["completion", "fisch"], "'fisch' is no SHELL of completion", "did you mean 'fish'?"),
      (["backup", "lst"], "unknown verb 'backup lst'", "did you mean 'backup list'?"),
      (["backup", "12"], "unknown verb 'backup 12'", "'maint help backup' lists the verbs"),
      (["backup", "daily"], "unknown verb 'backup daily'", "'maint help backup' lists the verbs"),
      (["backup list"], "unknown verb 'backup list'", nil),
      (["bakup", "list"], "unknown verb 'bakup'", "did you mean 'backup'?"),
      (
        ["backup", "show"], "backup show needs an ID: as 'maint backup list' lists it",
        "'maint help backup show' shows examples"
      ),
      (["backup", "list", "a", "b"], "backup list takes only [TARGET]: 'b' is too much", nil),
      (["backup", "--jobs", "3", "list"], "backup takes no '--jobs'", "it belongs to: plan, drill, run, resume"),
      (["backup", "--jsn", "list"], "backup has no option '--jsn'", "did you mean '--json'?"),
      (["backup", "list", "-x"], "backup list has no option '-x'", "'maint help backup list' lists the options"),
      (["help", "backup", "shw"], "'backup shw' is no VERB of help", "did you mean 'backup show'?"),
      (["help", "backup", "show", "12"], "help takes only [VERB]: '12' is too much", nil),
      (["help", "rn"], "'rn' is no VERB of help", "did you mean 'run'?"),
    ] as [([String], String?, String?)])
  func mistakes(arguments: [String], message: String?, hint: String?) throws {
    let failure = try #require(failureOfParsing(arguments))
    if let message { #expect(failure.message == message) }
    if let hint { #expect(failure.hint == hint) }
    #expect(failure.text.hasPrefix("maint: \(failure.message)\n"))
  }

  @Test func withoutAVerbTheHelpComesFirst() throws {
    for arguments in [[], ["-C", "/x"], ["--"]] {
      #expect(try #require(failureOfParsing(arguments)).text == HelpText.overview + "\nmaint: a VERB is missing\n")
    }
  }
}
