import Testing

@testable import CommandLine

/// Types into real shells. The `maint` that they find prints targets when asked to, and else what it was given.
@Suite struct CompletionTests {
  private static let standIn = #"""
    #!/bin/sh
    for last; do :; done
    if [ "$last" = complete-targets ]; then
      printf '%s ' "$@" >> asked
      printf '%s\n' daily daily.log_rotation weekly runbook:nginx-config 'runbook:$(touch pwned)'
      echo 'no project here' >&2
      exit
    elif [ "$last" = complete-backups ]; then
      printf '%s\n' 12/daily.log_rotation 12/runbook:nginx-config 3/monthly.updates
      exit
    fi
    printf 'GIVEN'
    printf ' %s' "$@"
    echo
    """#

  /// What is typed, with a tab for each request to complete, and what maint is then given.
  private static let typed: [(String, String)] = [
    ("maint resol\t", "resolve"),
    ("maint run runbook:n\t", "run runbook:nginx-config"),
    ("maint run runb\t", "run runbook:"),
    ("maint run --dry\t daily.\t", "run --dry-run daily.log_rotation"),
    ("maint plan --jobs 2 week\t", "plan --jobs 2 weekly"),
    ("maint -C /somewhere plan week\t", "-C /somewhere plan weekly"),
    ("maint graph --format=me\t wee\t", "graph --format=mermaid weekly"),
    ("maint graph --format d\t", "graph --format dot"),
    ("maint --color al\t log", "--color always log"),
    ("maint output 3 da\t", "output 3 daily.log_rotation"),
    ("maint output da\t", "output daily.log_rotation"),
    ("maint completion z\t", "completion zsh"),
    ("maint help vers\t", "help version"),
    ("maint help var\t", "help variables"),
    ("maint check --format sa\t", "check --format sarif"),
    ("maint explain unknown-k\t", "explain unknown-key"),
    ("maint schema run\t", "schema runbook"),
    ("maint parse only\t", "parse only-file"),
    ("maint init oth\t", "init other-folder"),
    ("maint run --events=only-f\t daily", "run --events=only-file daily"),
    ("maint run -- week\t", "run -- weekly"),
    ("maint complete-t\t", "complete-t"),
    ("maint back\t li\t week\t", "backup list weekly"),
    ("maint backup verify --js\t 3\t", "backup verify --json 3/monthly.updates"),
    ("maint backup --js\t sh\t 12/r\t", "backup --json show 12/runbook:nginx-config"),
    ("maint -C /somewhere backup -C /a ver\t", "-C /somewhere backup -C /a verify"),
    ("maint help backup sh\t", "help backup show"),
    ("maint help run sh\t", "help run sh"),
    ("maint backup sh 3 x\t", "backup sh 3 x"),
    ("maint checklist st\t only\t 3.2", "checklist start only-file 3.2"),
    ("maint checklist --js\t only\t", "checklist --json only-file"),
    ("maint checklist only-file d\t", "checklist only-file d"),
  ]

  @Test func bashCompletes() throws {
    guard HostTool.path("bash") != nil, HostTool.path("setsid") != nil else { return }
    let folder = try folder(for: .bash)
    // Without a terminal bash still reads by readline when it is told to be interactive.
    let input = ". ./completion\n" + Self.typed.map { $0.0 + "\n" }.joined()
    let result = try HostTool.run(
      ["setsid", "bash", "--norc", "--noprofile", "-i"], input: input, environment: ["INPUTRC": "/dev/null"], in: folder
    )
    check(given(result.output), in: folder)
  }

  @Test func bashOffersAllThatIsShownAndNothingHidden() throws {
    guard HostTool.path("bash") != nil, HostTool.path("setsid") != nil else { return }
    let folder = try folder(for: .bash)
    // Meta-* writes all completions into the line.
    let input =
      ". ./completion\nmaint \u{1B}*\nmaint run --\u{1B}*\nmaint run -C /a --state=/b \u{1B}*\n"
      + "maint backup \u{1B}*\nmaint backup show --\u{1B}*\n"
    let result = try HostTool.run(
      ["setsid", "bash", "--norc", "--noprofile", "-i"], input: input, environment: ["INPUTRC": "/dev/null"], in: folder
    )
    let lines = given(result.output).map { $0.split(separator: " ").map(String.init) }
    try #require(lines.count == 5, "\(result.output)")
    #expect(lines[0].sorted() == CommandScope.program.next.map(\.word).sorted())
    #expect(lines[1].dropFirst().sorted() == Verb.run.options.map(\.flag).sorted())
    let second = ["copy", "drill", "export", "list", "prune", "restore", "show", "verify"]
    #expect(lines[3].dropFirst().sorted() == second)
    #expect(lines[4].dropFirst(2).sorted() == Verb.backupShow.options.map(\.flag).sorted())
    #expect(folder.text("asked") == "--project=/a --state=/b complete-targets ")
  }

  @Test func zshCompletes() throws {
    guard HostTool.path("zsh") != nil, HostTool.path("script") != nil else { return }
    let folder = try folder(for: .zsh)
    let input =
      "autoload -U compinit; compinit -u -D; . ./completion; PS1=; setopt nobeep\n"
      + Self.typed.map { $0.0 + "\n" }.joined() + "exit\n"
    let result = try HostTool.run(["script", "-qec", "zsh -f -i", "/dev/null"], input: input, in: folder)
    check(given(result.output), in: folder)
  }

  @Test(arguments: [
    ("maint resol", ["resolve"]), ("maint run week", ["weekly"]), ("maint output 3 ", ["daily.log_rotation"]),
    ("maint -C /somewhere plan dail", ["daily", "daily.log_rotation"]), ("maint graph --format=d", ["--format=dot"]),
    ("maint --color a", ["always", "auto"]), ("maint completion ", ["bash", "fish", "zsh"]),
    ("maint help vers", ["version"]), ("maint parse only", ["only-file"]), ("maint init oth", ["other-folder/"]),
    ("maint run --dry", ["--dry-run"]), ("maint check week", []), ("maint check --format gi", ["github"]),
    ("maint graph --format gi", []),
    ("maint explain unknown-k", ["unknown-key"]), ("maint complete-t", []), ("maint back", ["backup"]),
    ("maint backup ", ["copy", "drill", "export", "list", "prune", "restore", "show", "verify"]),
    ("maint backup --js", ["--json"]),
    ("maint backup --json s", ["show"]), ("maint backup list week", ["weekly"]), ("maint backup list 3", []),
    ("maint backup show 12/r", ["12/runbook:nginx-config"]), ("maint backup verify --js", ["--json"]),
    ("maint help backup ", ["copy", "drill", "export", "list", "prune", "restore", "show", "verify"]),
    ("maint help run ", []),
  ])
  func fishCompletes(line: String, candidates: [String]) throws {
    guard HostTool.path("fish") != nil else { return }
    let folder = try folder(for: .fish)
    let result = try HostTool.run(
      ["fish", "--no-config", "-c", ". ./completion; complete -C '\(line)'"], in: folder)
    let words = result.output.split(separator: "\n").map { String($0.prefix { $0 != "\t" }) }
    #expect(words.sorted() == candidates)
    #expect(result.errors == "")
  }

  private func check(_ given: [String], in folder: TemporaryFolder) {
    #expect(given.count == Self.typed.count)
    for (line, (typed, expected)) in zip(given, Self.typed) {
      // bash leaves the slash of a folder, zsh takes it away again.
      #expect(line == expected || line == expected + "/", "\(typed)")
    }
    #expect(folder.text("pwned") == nil, "a name was run as a command")
    #expect(folder.text("asked")?.contains("--project=/somewhere complete-targets ") == true)
  }

  private func folder(for shell: Shell) throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    try folder.write(Self.standIn, to: "maint", mode: 0o755)
    try folder.write(Completion.script(for: shell), to: "completion")
    try folder.write("", to: "only-file")
    try folder.makeFolder("other-folder")
    return folder
  }

  private func given(_ output: String) -> [String] {
    output.split(whereSeparator: \.isNewline).compactMap { line in
      line.hasPrefix("GIVEN ") ? String(line.dropFirst("GIVEN ".count)) : nil
    }
  }
}
