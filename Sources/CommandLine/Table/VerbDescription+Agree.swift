/// The verbs about when changes may be made.
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
}
