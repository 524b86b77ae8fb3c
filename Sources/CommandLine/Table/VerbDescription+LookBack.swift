/// The verbs that read the run log. They open it read-only and never hold up a run.
extension VerbDescription {
  static let status = VerbDescription(
    .lookBack, "answer: is this host fine?",
    options: [.json],
    paragraphs: [
      "The last run of each tier, what failed, what waits for a human, what is running now. The exit code says the "
        + "same, for a monitoring system."
    ],
    examples: [
      ("maint status", "for a human"),
      ("maint status > /dev/null || echo 'look at this host'", "for a script"),
    ],
    exitCodes: [
      (.success, "fine"), (.failed, "attention: a task did not succeed the last time it ran, or there is no run log"),
      (.humanNeeded, "a human is needed"),
    ])

  static let log = VerbDescription(
    .lookBack, "list the runs, the latest first",
    options: [.limit, .json],
    examples: [
      ("maint log", "the latest runs"),
      ("maint log --limit 100 --json", "for a script"),
    ],
    exitCodes: [(.success, "the runs were listed"), (.cannotWrite, unreadable)])

  static let show = VerbDescription(
    .lookBack, "show one run: its tasks and steps, times and outcomes",
    arguments: [ArgumentDescription(.runOrTask, .optional)],
    options: [.json],
    paragraphs: ["Without RUN: the last one. With a task: what is said of the run as a whole, and that task alone."],
    examples: [
      ("maint show", "the last run"),
      ("maint show 12", "run 12"),
      ("maint show 12/daily.log_rotation", "one task of run 12"),
    ],
    exitCodes: [(.success, "the run was shown"), (.notFound, "no such run or task"), (.cannotWrite, unreadable)])

  static let output = VerbDescription(
    .lookBack, "print what the steps of a run printed",
    arguments: [ArgumentDescription(.runOrTask, .optional), ArgumentDescription(.task, .optional)],
    options: [.json],
    paragraphs: [
      "Without RUN: the last one. Without TASK: all tasks. Of a step that printed too much the beginning and the end "
        + "are kept, with a mark where it was cut."
    ],
    examples: [
      ("maint output", "all of the last run"),
      ("maint output 12/daily.log_rotation", "one task of run 12; also: 12 log_rotation"),
      ("maint output log_rotation", "one task of the last run"),
    ],
    exitCodes: [(.success, "the output was printed"), (.notFound, "no such run or task"), (.cannotWrite, unreadable)])

  static let metrics = VerbDescription(
    .lookBack, "print the samples of a metric that steps reported",
    arguments: [ArgumentDescription(.metric, .optional)],
    options: [.last, .plain, .json],
    rules: [.excludes(.plain, .json)],
    paragraphs: ["Without NAME: the names that have samples. NAME may carry labels; quote them for the shell."],
    examples: [
      ("maint metrics", "which metrics there are"),
      ("maint metrics 'maint_disk_used_percent{mount=\"/\"}' --last 7", "the latest 7 samples of one"),
    ],
    exitCodes: [
      (.success, "the samples were printed, also where there are none"), (.cannotWrite, unreadable),
    ])

  /// What every verb that reads it means by `cannotWrite`.
  static let unreadable = "the run log cannot be read"
}
