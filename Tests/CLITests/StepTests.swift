import Foundation
import Testing

/// What a runbook can say about a step, from the file to the log.
@Suite struct StepTests {
  let maint: Maint

  init() throws { maint = try Maint() }

  private func output(_ runbook: String, exit: Int32 = 0, location: SourceLocation = #_sourceLocation) throws -> String
  {
    try maint.runbook("task", runbook)
    try maint.daily("task").run("run", "daily").expect(exit: exit, location: location)
    return try maint.run("output").out
  }

  @Test func aTestThatFailsSkipsTheStep() throws {
    let output = try output("precheck: [{if: 'false', run: echo no}, {if: test -d /, run: echo yes}]")
    #expect(output == "yes\n")
    try maint.run("show").shows("– echo no SPAN  skipped: its 'if' said no")
  }

  @Test func retriesWithDelayAndBackoff() throws {
    let count = "n=$(cat \"$MAINT_PROJECT/n\" 2>/dev/null || echo 0); echo $((n + 1)) > \"$MAINT_PROJECT/n\""
    let started = Date()
    let output = try output(
      """
      precheck:
        - name: third time lucky
          run: '\(count); echo "attempt $MAINT_ATTEMPT"; test "$n" = 2'
          retries: 5
          delay: 100ms
          backoff: 3
      """)
    let waited = Date().timeIntervalSince(started)
    #expect(waited > 0.4 && waited < 5, "\(waited)")
    #expect(output.contains("attempt 1") && output.contains("attempt 3") && !output.contains("attempt 4"))
    let step = (try maint.json("show")["tasks"] as? [[String: Any]])?.first?["steps"] as? [[String: Any]]
    let attempts = step?.first?["attempts"] as? [[String: Any]]
    #expect(attempts?.map { $0["outcome"] as? String } == ["failed", "failed", "succeeded"])
  }

  @Test func exitCodesThatMeanSuccess() throws {
    #expect(try output("precheck: [{run: 'echo three; exit 3', exit_codes: [0, 3]}]") == "three\n")
    _ = try output("precheck: [{run: exit 4, exit_codes: [0, 3]}]", exit: 1)
    _ = try output("precheck: [{run: exit 0, exit_codes: [3]}]", exit: 1)
  }

  @Test func aFailureThatOnlyWarns() throws {
    try maint.runbook("task", "precheck: [{name: first, run: exit 9, on_failure: warn}, echo second]")
    try maint.daily("task").run("run", "daily").expect(
      exit: 0,
      out: """
        TIME Run 1: daily, 1 task
        TIME ▸ daily.task
        TIME ! daily.task SPAN  1 warning
                     ! first: exited with 9
        TIME ! Run 1 (daily) succeeded with 1 warning: 1 task in SPAN.
                   Read more: maint show 1
        """)
  }

  @Test func environmentFolderAndShell() throws {
    let output = try output(
      """
      precheck:
        - {run: 'echo "$GREETING $PWD"', env: {GREETING: hello there}, cwd: /usr}
        - {run: 'echo "${GREETING-unset}"'}
        - {run: 'a=(1 2 3); echo "${#a[@]} $BASH_VERSION" | cut -c1', shell: bash}
      """)
    #expect(output.contains("hello there /usr\n") && output.contains("unset\n") && output.contains("3\n"))
    _ = try self.output("precheck: [{run: 'false | cat', shell: bash}]", exit: 1)
    _ = try self.output("precheck: [{run: 'false | cat'}]")
    _ = try self.output("precheck: ['echo \"$UNSET\"']", exit: 1)
    _ = try self.output("precheck: [{run: 'false\n\n      echo on'}]", exit: 1)
    try maint.runbook("task", "precheck: [{run: ':', cwd: /nonexistent}]")
    try maint.run("run", "daily").expect(exit: 1).shows("could not be started", "/nonexistent")
  }

  @Test(.enabled(if: geteuid() == 0, "only root may become another user"))
  func anotherUser() throws {
    let output = try output(
      "precheck: [{run: 'id -un; id -G; echo \"$HOME $USER\"; echo \"m 1\" >> \"$MAINT_METRICS\"', user: nobody}]")
    #expect(output.hasPrefix("nobody\n65534\n/nonexistent nobody\n"), "\(output)")
    #expect(try maint.run("metrics", "m", "--plain").out == "1\n")
    try maint.runbook("task", "precheck: [{run: ':', user: no-such-user}]")
    try maint.run("run", "daily").expect(exit: 1).shows("no-such-user")
  }

  @Test func whatAStepReports() throws {
    let output = try output(
      """
      precheck:
        - |
          echo 'disk{mount="/"} 42' >> "$MAINT_METRICS"
          echo '**fine**' >> "$MAINT_SUMMARY"
          echo 'WORD=a "b" $c' >> "$MAINT_ENV"
          echo 'PATH=/nowhere' >> "$MAINT_ENV"
          echo 'close to the limit' >> "$MAINT_WARNINGS"
        - 'PATH=/usr/bin:/bin; echo "<$WORD>"'
      """)
    #expect(output == "<a \"b\" $c>\n")
    try maint.run("metrics", "disk").expect(exit: 0).shows("42", #"mount="/""#)
    try maint.run("show").shows("close to the limit", "1 sample")
    try maint.run("sample", "list").expect(exit: 0).shows(#"disk{mount="/"}"#, "42")
  }

  @Test(arguments: [
    "$(touch pwned)", "`touch pwned`", "'; touch pwned; '", "\"; touch pwned; \"", "two\nlines", "-n", "*", "a\\nb",
    "é 漢 \u{1F600}",
    "${HOME}", "#{x}", "\\", "", " ",
  ])
  func hostileParametersStayData(value: String) throws {
    try maint.runbook(
      "task", "params: {value: {required: true}}\nprecheck: ['cd \"$MAINT_PROJECT\"; printf \"%s\" \"$value\" > value']"
    )
    try maint.schedule("maintenance_schedule: {weekly: [{task: other, runbook: task, with: {value: x}}]}")
    try maint.run("run", "runbook:task", "--with", "value=\(value)").expect(exit: 0)
    #expect(maint.text("value") == value && maint.text("pwned") == nil)
    let text = try String(contentsOfFile: "\(maint.project)/value", encoding: .utf8)
    #expect(text == value)
    let task = (try maint.json("show")["tasks"] as? [[String: Any]])?.first
    #expect((task?["parameters"] as? [[String: Any]])?.first?["value"] as? String == value)
  }

  /// The step after it is a shell of maint's own user, often root.
  @Test func noStepChoosesWhatLaterShellsExecute() throws {
    let names = ["PATH", "LD_PRELOAD", "BASH_ENV", "ENV", "IFS", "HOME", "SHELL", "PS4", "MAINT_RUN", "GCONV_PATH"]
    let output = try output(
      """
      params: {value: {default: "a\\nPATH=/injected"}}
      precheck:
        - 'for name in \(names.joined(separator: " ")); do echo "$name=/evil" >> "$MAINT_ENV"; done'
        - 'echo "GIVEN=$value" >> "$MAINT_ENV"'
        - 'echo "<$GIVEN>"; env | grep -e "=/evil" || test "$PATH" = /injected || echo none'
      """)
    #expect(output == "<a>\nnone\n")
    for name in names { try maint.run("show").shows("$MAINT_ENV: \(name) is not passed on") }
  }

  @Test(.enabled(if: geteuid() == 0, "only root may become another user"))
  func whatAUserReportsReachesNoOtherUser() throws {
    let output = try output(
      """
      precheck:
        - {run: 'echo "THEIRS=1" >> "$MAINT_ENV"', user: nobody}
        - 'echo "OURS=1" >> "$MAINT_ENV"; echo "root <${THEIRS-}>"'
        - {run: 'echo "nobody <${THEIRS-}${OURS-}>"', user: nobody}
        - {run: 'echo "daemon <${THEIRS-}${OURS-}>"', user: daemon}
      """)
    let lines = output.split(separator: "\n").filter { !$0.hasPrefix("▸") }
    #expect(lines == ["root <>", "nobody <11>", "daemon <1>"])
  }

  @Test func noReportKeepsLaterStepsFromStarting() throws {
    let output = try output(
      """
      precheck:
        - |
          printf 'NULL=a\\000b\\n' >> "$MAINT_ENV"
          { printf LONG=; head -c 200000 /dev/zero | tr '\\0' x; echo; } >> "$MAINT_ENV"
          echo FINE=1 >> "$MAINT_ENV"
        - 'echo "<${NULL-}${LONG-}$FINE>"'
      """)
    #expect(output == "<1>\n")
    try maint.run("show").shows("NULL is not passed on", "LONG is not passed on")
  }

  /// Root removes what he left and reads what he reported: by no path that he can change.
  @Test(.enabled(if: geteuid() == 0, "only root may become another user"))
  func anotherUserCannotPutAFolderOrALinkInPlaceOfHisReports() throws {
    try maint.file("private", "root's own words\n", mode: 0o600)
    let output = try output(
      """
      precheck:
        - name: reports
          user: nobody
          run: |
            folder=$(dirname "$MAINT_ENV")
            echo "$folder"
            mv "$folder" "$folder.old" 2> /dev/null && echo moved && exit 1
            stat -c '%U %a' "$folder" "$folder/.."
            ln -s "$MAINT_PROJECT/private" "$MAINT_WARNINGS"
            mkdir -p "$folder/a/b"; ln -s "$MAINT_PROJECT" "$folder/a/b/link"
      """)
    let lines = output.split(separator: "\n").map(String.init)
    #expect(lines.dropFirst() == ["nobody 700", "root 711"])
    try #expect(!maint.exists(URL(fileURLWithPath: #require(lines.first)).deletingLastPathComponent().path))
    #expect(maint.text("private") == "root's own words\n")
    let shown = try maint.run("show").shows("$MAINT_WARNINGS could not be read").out
    #expect(!shown.contains("own words"))
  }

  @Test func partsAndFormsOfSecretsAreNowhere() throws {
    let texts = ["-----BEGIN-----\nsesame-line-1\nsesame-line-2\n", "sesame_name_1", #"sesame"quoted\\1"#, "81504711"]
    for (number, text) in texts.enumerated() {
      try maint.file("s\(number)", text, mode: 0o600)
    }
    try maint.runbook(
      "task",
      """
      secrets:
        KEY: {file: \(maint.project)/s0}
        NAME: {file: \(maint.project)/s1}
        QUOTED: {file: \(maint.project)/s2}
        NUMBER: {file: \(maint.project)/s3}
      precheck:
        - |
          echo "$KEY" | sort
          echo "KEY2=$KEY" >> "$MAINT_ENV"
          echo "$NAME=1" >> "$MAINT_ENV"
          printf '%s 1\\nvalue %s\\n' "$NAME" "$NUMBER" >> "$MAINT_METRICS"
          quoted=$(printf %s "$QUOTED" | sed 's/[\\"]/\\\\&/g')
          printf 'm{label="%s"} 1\\n' "$quoted" >> "$MAINT_METRICS"
          { head -c 1048570 /dev/zero | tr '\\0' x; echo "$NAME"; } >> "$MAINT_SUMMARY"
        - '[ "$KEY2" = "$(echo "$KEY" | head -n 1)" ]'
      """)
    try maint.daily("task")
    var seen = try maint.run("run", "daily", "--verbose", "--events", "events").expect(exit: 0).both
    seen += try String(contentsOfFile: "\(maint.folder)/events", encoding: .utf8)
    for verb in ["output", "show"] { seen += try maint.run(verb).both + maint.run(verb, "--json").both }
    for path in try FileManager.default.subpathsOfDirectory(atPath: maint.state) {
      seen += String(decoding: FileManager.default.contents(atPath: "\(maint.state)/\(path)") ?? Data(), as: UTF8.self)
    }
    for word in ["sesame", "81504711"] {
      let isSeen = seen.contains(word)
      #expect(!isSeen, "\(word)")
    }
  }

  @Test func secretsAreNowhere() throws {
    let words = ["sesame-file-7431", "sesame-command-7432", "sesame-credential-7433"]
    for (number, word) in words.enumerated() {
      try Data((word + "\n").utf8).write(to: URL(fileURLWithPath: "\(maint.folder)/s\(number)"))
      chmod("\(maint.folder)/s\(number)", 0o600)
    }
    maint.environment["CREDENTIALS_DIRECTORY"] = maint.folder
    try maint.runbook(
      "task",
      """
      secrets:
        ONE: {file: \(maint.folder)/s0}
        TWO: {command: cat \(maint.folder)/s1}
        THREE: {credential: s2}
      precheck:
        - name: prints them
          run: |
            echo "one $ONE two $TWO three $THREE"
            echo "err $ONE" >&2
            printf 'split %.6s' "$ONE"; sleep 0.1; printf '%s\\n' "${ONE#sesame}"
            test "${#TWO}" = 19
            echo "LEAK=<$ONE>" >> "$MAINT_ENV"; echo "leak $TWO" >> "$MAINT_WARNINGS"; echo "**$THREE**" >> "$MAINT_SUMMARY"
            echo "m{label=\\"$ONE\\"} 1" >> "$MAINT_METRICS"
            echo "not a sample $TWO" >> "$MAINT_METRICS"
        - name: fails
          run: test "$LEAK" = "<$ONE>" && echo "failed with $THREE" >&2; exit 1
      """)
    try maint.daily("task")
    var seen = ""
    seen += try maint.run("plan", "daily").expect(exit: 0).both
    seen += try maint.run("run", "daily", "--verbose", "--events", "events").expect(exit: 1).both
    seen += try String(contentsOfFile: "\(maint.folder)/events", encoding: .utf8)
    for verb in ["output", "show", "status", "log"] {
      seen += try maint.run(verb).both + (try maint.run(verb, "--json").both)
    }
    for text in ["one *** two *** three ***", "failed with ***", "split ***", "leak ***"] {
      let isSeen = seen.contains(text)
      #expect(isSeen, "\(text)")
    }
    for word in words {
      let lines = seen.split(separator: "\n").filter { $0.contains(word) }
      #expect(lines.isEmpty)
      for path in try FileManager.default.subpathsOfDirectory(atPath: maint.state) {
        let bytes = FileManager.default.contents(atPath: "\(maint.state)/\(path)") ?? Data()
        let isHeld = bytes.range(of: Data(word.utf8)) != nil
        #expect(!isHeld, "\(word) in \(path)")
      }
    }
    try FileManager.default.removeItem(atPath: "\(maint.folder)/s0")
    try maint.run("run", "daily").expect(exit: 1).shows("the secret ONE could not be read", "nothing was touched")
  }
}
