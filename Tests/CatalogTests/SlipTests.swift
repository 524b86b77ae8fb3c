import Diagnostics
import Testing

@testable import Catalog

/// Slips that leave sound YAML behind: told once, where a person would look, with what to write instead.
@Suite struct SlipTests {
  private let runbooks = ["a": checking, "b": checking]

  /// One problem at the mark, with this hint.
  private func expectHint(
    _ text: String, _ hint: String, isRunbook: Bool = false, location: Testing.SourceLocation = #_sourceLocation
  ) {
    let project =
      isRunbook ? Project(runbooks: ["main": text]) : Project(schedules: ["main": text], runbooks: runbooks)
    #expect(project.problems().map(\.mark) == [1], sourceLocation: location)
    #expect(project.load().diagnostics.first?.hint == hint, sourceLocation: location)
  }

  @Test func aTierWithoutItsColon() {
    expectHint("maintenance_schedule:\n  «1»daily\n    - a\n    - b\n", "write 'daily:'")
    expectHint("maintenance_schedule:\n  daily:\n    - a\n  «1»weekly\n    - b\n", "write 'weekly:'")
    expectHint("maintenance_schedule:\n  «1»daily\n    - a\n  weekly:\n    - b\n", "write 'daily:'")
  }

  @Test func anOrdinalThatNoMonthHas() {
    let window = "maintenance_windows: {daily: {time: \"02:00-04:00\", day: «1»"
    expectHint("\(window)Sixth_sunday}}", "before _Sunday stands First, Second, Third, Fourth, Fifth or Last")
    expectHint("\(window)1_Friday}}", "before _Friday stands First, Second, Third, Fourth, Fifth or Last")
    expectHint("\(window)Frist_Sunday}}", "did you mean 'First_Sunday'?")
    expectHint("\(window)First_Sundy}}", "did you mean 'First_Sunday'?")
    expectHint(
      "maintenance_schedule: {daily: {retry_after: «1»0s, tasks: [a]}}",
      "write how long to wait, such as 10m, or leave the key out for an hour")
  }

  @Test func aNameWithoutItsDash() {
    let schedule = "maintenance_schedule:\n  daily:"
    expectHint("\(schedule)\n    «1»a\n", "write '- a'")
    expectHint("\(schedule)\n    «1»a\n    b\n", "begin each line with '- ', as in '- a'")
    expectHint("\(schedule) «1»a\n", "write it as a list: [a]")
    expectHint("\(schedule) «1»a, b\n", "write it as a list: [a, b]")
    expectHint("\(schedule)\n    -«1»a\n    -b\n", "write '- a'")
  }

  @Test func anEntryThatIsTooDeep() {
    expectHint(
      "maintenance_schedule:\n  daily:\n    - a\n      «1»- b\n",
      "indent it like the entry above, if it is one of its own")
    expectHint(
      "maintenance_schedule:\n  daily: a\n    «1»- b\n",
      "a key has a text or a list: remove the text if the list is meant")
  }

  @Test func aMapWithoutItsSpaceOrColon() {
    let windows = "maintenance_windows:\n  daily:\n    "
    expectHint("\(windows)time:«1»as_needed\n", "write 'time: as_needed'")
    expectHint("\(windows)time «1»= as_needed\n", "write 'time: as_needed'")
  }

  @Test func whatAWebPagePastes() {
    let space = "a no-break space is no space and does not indent: replace each by a space"
    expectHint("maintenance_schedule: {daily: [«1»“a”]}\n", "write straight quotes: 'a'")
    expectHint(
      "maintenance_schedule:\n  daily: [a]\n«1»\u{A0}maintenance_windows: {}\n", space)
    expectHint(
      "maintenance_schedule:\n  daily:\n    -«1»\u{A0}a\n",
      "replace it by a space; text pasted from a web page often has some")
    // Where any text may stand it is kept, with a warning.
    let (catalog, diagnostics) = Project(runbooks: ["main": "description: “x”\nprecheck: [':']\n"]).load()
    #expect(diagnostics.map(\.severity) == [.warning] && diagnostics.map(\.id) == [.curlyQuote])
    #expect(catalog.runbooks["main"]?.description == "“x”")
  }

  @Test func aStepThatBecameAMap() {
    let rest = "rollback: [':']\n"
    expectHint(
      "change:\n  - «1»echo a: b\n\(rest)", "': ' makes a map of a shell text: write run: 'echo a: b'", isRunbook: true)
    expectHint(
      "change:\n  - «1»echo \"it's: b\"\n\(rest)",
      "': ' makes a map of a shell text: write 'run: |' and the text on the next line, indented more", isRunbook: true)
  }

  @Test func bracketsThatAShellWasMeantToRead() {
    let hint = "put the text in quotes: "
    expectHint("precheck:\n  - «1»[ -d \"$d\" ]\n", hint + "'[ -d \"$d\" ]'", isRunbook: true)
    expectHint("precheck:\n  - run: «1»[ -d /srv ]\n", hint + "'[ -d /srv ]'", isRunbook: true)
    expectHint("precheck:\n  - «1»[[ -d /srv ]]\n", hint + "'[[ -d /srv ]]'", isRunbook: true)
    expectHint("precheck:\n  - «1»{ ls; echo; }\n", hint + "'{ ls; echo; }'", isRunbook: true)
  }

  @Test func wordsOfOtherPrograms() {
    expectHint("precheck:\n  - «1»command: ls\n", "did you mean 'run'?", isRunbook: true)
    expectHint("maintenance_schedule:\n  daily:\n    - «1»name: a\n", "did you mean 'task'?")
  }

  @Test func valuesThatAreNearlyRight() {
    let window = "maintenance_windows: {daily: {time: «1»"
    expectHint("\(window)\"2:00-4:00\"}}\n", "write \"02:00-04:00\"")
    expectHint("\(window)\"02:00–04:00\"}}\n", "write \"02:00-04:00\"")
    expectHint(
      "\(window)\"02:00-02:00\"}}\n", "write \"00:00-24:00\" for all of the day, or leave the window out")
    expectHint("maintenance_schedule: {daily: {at: «1»\"2:30\", tasks: [a]}}\n", "write \"02:30\"")
    expectHint(
      "params: {a: {required: «1»False}}\nprecheck: [':']\n", "write false", isRunbook: true)
    expectHint(
      "secrets: {A: {file: «1»~/x}}\nprecheck: [':']\n", "write the home folder in full: nothing is filled in for '~'",
      isRunbook: true)
  }

  @Test func hoursByAnotherClock() {
    let window = "maintenance_windows: {daily: {time: «1»"
    for text in ["2am-4am", "2 AM - 4 AM", "2-4", "0200-0400", "02.00-04.00", "02:00:00-04:00:00", "2am to 4am"] {
      expectHint("\(window)\"\(text)\"}}\n", "write \"02:00-04:00\"")
    }
    expectHint("\(window)10:30pm-12am}}\n", "write \"22:30-00:00\"")
    expectHint(
      "\(window)\"02:00-25:00\"}}\n", "a day has 24 hours: write \"02:00-01:00\", which ends on the day after")
    expectHint(
      "\(window)\"02:00-27:00\"}}\n", "a window is open for 24 hours at most: write \"00:00-24:00\" for all of the day")
    expectHint("\(window)\"24:00-02:00\"}}\n", "a day has 24 hours: write \"00:00-02:00\", of the day after")
    expectHint(
      "\(window)\"25:00-26:00\"}}\n", "a day has 24 hours: write \"01:00-02:00\", of the day after")
    expectHint("maintenance_schedule: {daily: {at: «1»2:30pm, tasks: [a]}}\n", "write \"14:30\"")
  }

  @Test func severalDaysInOneText() {
    let window = "maintenance_windows: {weekly: {time: \"02:00-04:00\", day: «1»"
    for text in ["\"Saturday, Sunday\"", "Sat and Sun", "saturday sunday", "sat/sun", "sat-sun"] {
      expectHint("\(window)\(text)}}\n", "write day: [Saturday, Sunday]")
    }
    expectHint("\(window)Fri-Mon}}\n", "write day: [Friday, Saturday, Sunday, Monday]")
    expectHint("\(window)First_Sunday & 15}}\n", "write day: [First_Sunday, 15]")
  }

  @Test func datesInOtherForms() {
    let freeze = "change_freeze:\n  - {to: 2027-01-02, reason: x, from: «1»"
    for text in [
      "24.12.2026", "12/24/2026", "24/12/2026", "Dec 24 2026", "\"Dec. 24, 2026\"", "24 December 2026", "24th Dec 2026",
      "2026/12/24", "20261224", "24.12.26", "24-12-2026",
    ] {
      expectHint("\(freeze)\(text)}\n", "write 2026-12-24")
    }
    expectHint("\(freeze)03/04/2026}\n", "write 2026-04-03 or 2026-03-04, whichever is meant")
    expectHint("\(freeze)24.12.2026 18:00:00}\n", "write 2026-12-24T18:00")
    expectHint("\(freeze)Dec 24 2026 8:00}\n", "write 2026-12-24T08:00")
    expectHint("\(freeze)2026-12-24 18:00:30+01:00}\n", "write 2026-12-24T18:00+01:00")
    for text in ["31.02.2026", "24.13.2026", "tomorrow", "Dec 24", "a b 2026"] {
      #expect(Project(schedules: ["main": "\(freeze)\(text)}\n"]).load().diagnostics.map(\.hint) == [nil], "\(text)")
    }
  }

  @Test func oneMistakeInTheNameOfATask() {
    expectSchedule(
      "maintenance_schedule: {daily: [«1»disk_chek, {task: b, needs: [disk_check]}]}\n",
      runbooks: ["disk_check": checking, "b": checking], .missingRunbook)
  }

  @Test func valuesThatNothingFillsIn() {
    let runbook = "params: {p: {default: x}}\nprecheck: ['echo \"$p\"']\n"
    for value in ["'{{ x }}/y'", "$HOME/x", "'${HOME}'", "~/x"] {
      expectSchedule(
        "maintenance_schedule: {daily: [{task: a, with: {p: «1»\(value)}}]}\n",
        runbooks: ["a": runbook], .unfilledTemplate)
    }
    expectSchedule("maintenance_schedule: {daily: [{task: a, with: {p: a$b}}]}\n", runbooks: ["a": runbook])
  }

  @Test func noTextUnderSecretsIsShown() {
    for secrets in [
      "{TOKEN: hunter2}", "{TOKEN: {value: hunter2}}", "{file: hunter2}", "{A: [hunter2]}", "hunter2", "A=hunter2",
      "\n  A:\n    file: /x\n    vale: \"hunter2\"", "[hunter2]", "{A: “hunter2”}", "{A: {vaule: {x: hunter2}}}",
    ] {
      let (_, diagnostics) = Project(runbooks: ["main": "precheck: [':']\nsecrets: \(secrets)\n"]).load()
      #expect(!diagnostics.isEmpty)
      for diagnostic in diagnostics {
        let shown = DiagnosticRenderer(color: false).render(diagnostic)
        #expect(!shown.contains("hunter2") && shown.contains("******"), "\(secrets)\n\(shown)")
      }
    }
  }
}
