/// The verbs about when changes may be made, and what people have to do.
extension VerbDescription {
  static let windowOpen = VerbDescription(
    .agree, "let changes start for a while, at any time",
    options: [.for, .reason],
    rules: [.required(.for), .required(.reason)],
    paragraphs: [
      "For an emergency: every task that starts from now on, up to the end of the time given, may start, whoever starts it; "
        + "how long it takes is then its own affair. Who opened it and why stays in the run log. For one run alone there "
        + "is maint run --override-window."
    ],
    examples: [("maint window open --for 2h --reason 'disk of db1 is failing'", "for the next two hours")],
    exitCodes: [(.success, "changes may start"), (.usage, nil), (.cannotWrite, nil), (.permissions, nil)])

  static let windowClose = VerbDescription(
    .agree, "end what 'window open' began before its time",
    paragraphs: ["Windows and freezes hold again. What runs already is not stopped."],
    examples: [("maint window close", "all that is open")],
    exitCodes: [
      (.success, "nothing is open any more"), (.notFound, "there is no run log"), (.cannotWrite, nil),
      (.permissions, nil),
    ])

  static let windowList = VerbDescription(
    .agree, "list windows, freezes and exceptions from them",
    options: [.json],
    examples: [("maint window list", "all of them, and when each window opens next")],
    exitCodes: [(.success, "they were listed"), (.invalid, nil), (.notFound, "there is no project")])

  static let windowNext = VerbDescription(
    .agree, "when changes of each tier may start next",
    arguments: [ArgumentDescription(.target, .zeroOrMore)],
    options: [.json],
    paragraphs: [
      "Past freezes, up to the cutoff or the next freeze; also of tasks that have a window of their own. Without TARGET: "
        + "all tiers. Whether a task fits, and what keeps it from starting now, says 'window check'."
    ],
    examples: [
      ("maint window next", "the next three times of each tier"),
      ("maint window next weekly.updates", "those of one task"),
    ],
    exitCodes: [(.success, "they were listed"), (.invalid, nil), (.notFound, nil)])

  static let windowCheck = VerbDescription(
    .agree, "ask whether tasks may start now",
    arguments: [ArgumentDescription(.target, .zeroOrMore)],
    options: [.json],
    paragraphs: [
      "Of each task whether a run would start it at this moment, by its window, freezes, exceptions and the time that it "
        + "needs; else why not, and when it may. Without TARGET: all tasks. Starts nothing and writes nothing."
    ],
    examples: [
      ("maint window check weekly", "each task of the tier"),
      ("maint window check weekly.updates && maint run weekly.updates", "in a script"),
    ],
    exitCodes: [
      (.success, "all of them may start"), (.invalid, nil), (.notFound, nil), (.notNow, "one of them may not"),
    ])

  static let checklist = VerbDescription(
    .agree, "show how far a checklist is, or mark an item of it",
    arguments: [
      ArgumentDescription(.action, .optional), ArgumentDescription(.file), ArgumentDescription(.item, .optional),
    ],
    options: [.verbose, .json, .check, .fixTable],
    rules: [.together(.action, .item)],
    meanings: [
      .verbose: OptionDescription("also list each item with its number and its tasks", short: "v"),
      .check: OptionDescription("exit with 1 unless all items are complete"),
    ],
    paragraphs: [
      "A checklist is a Markdown file. An item is a line of a list (or any line) that begins with { } (open), {IP} (in "
        + "progress) or {X} (done) and a blank; it goes on to the end of its paragraph. Each heading with items under it is a "
        + "section. Sections count from 1, or as their headings do where all begin with a number (3. or 3)); items count "
        + "within their section, nested ones like others. What stands in fenced code or in a comment is no item, nor is a "
        + "line that explains the markers: {X} = done, {X} done and no more, or all three on one line.",
      "An item may name a task of the project in its text, as maint: daily.database_backup, or several: (maint: daily.a, daily.b). It is complete when it is marked "
        + "{X}, and also while each task that it names has succeeded, or was skipped, in its current period: this day, for a "
        + "task of daily. A task of emergency has no period: it counts once it has succeeded.",
      "With ACTION only the marker changes, with --fix-table only the table (a row for each section and a total; what stands "
        + "under Notes is kept). The file is replaced in one step and keeps its mode, owner, group and attributes; a link "
        + "is followed. A file that somebody else has changed meanwhile is left as it is.",
    ],
    examples: [
      ("maint checklist schedules/adopting.md", "the progress of each section"),
      ("maint checklist schedules/adopting.md -v", "each item with its number"),
      ("maint checklist done schedules/adopting.md 3.2", "mark an item"),
      ("maint checklist start schedules/adopting.md 'who is called at night'", "another, by its text"),
      ("maint checklist schedules/adopting.md --fix-table", "bring the table in the file up to date"),
    ],
    exitCodes: [
      (.success, "it was printed, or written"), (.failed, "with --check: an item is not complete"),
      (.usage, "also where ITEM could be several"),
      (
        .invalid, "a marker or a task in the file is wrong, or the project is; with --fix-table also: no table is there"
      ),
      (.notFound, "no such file or item, or the project is not there"),
      (.cannotWrite, "the file could not be written and is as it was"), (.permissions, nil),
    ])
}
