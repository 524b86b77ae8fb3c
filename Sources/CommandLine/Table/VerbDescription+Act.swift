/// The verbs that change something.
extension VerbDescription {
  static let run = VerbDescription(
    .act, "carry out tasks in dependency order, log every step",
    arguments: [ArgumentDescription(.target, .oneOrMore)],
    options: [
      .dryRun, .with, .jobs, .failFast, .lockWait, .quiet, .verbose, .noProgress, .events, .json,
    ],
    rules: [.needs(.json, .dryRun), .excludes(.quiet, .verbose), .excludes(.dryRun, .events)],
    paragraphs: [
      "Each task passes through its stages: precheck, backup, change, verify; then cleanup, whatever happened. A "
        + "failure in change or verify starts the rollback. A task that needs one which did not succeed is blocked; "
        + "the others go on.",
      "Ctrl-C or TERM: nothing new is started, the current step is stopped, what was changed is rolled back. A "
        + "second one skips the grace period of the step, not the rollback. If the terminal goes away, the run "
        + "carries on.",
    ],
    examples: [
      ("maint run daily --dry-run", "what would be done, and do nothing"),
      ("maint run daily", "the tier, on a terminal with progress"),
      ("maint run daily.log_rotation --with retention_days=90", "one task, and what it needs first"),
      ("maint run runbook:nginx-config --with source=/root/nginx", "a runbook that stands in no schedule"),
      ("maint run daily --quiet", "from cron, which mails what is printed"),
    ],
    exitCodes: [
      (.success, nil), (.failed, nil), (.humanNeeded, nil), (.rolledBack, nil), (.usage, nil), (.invalid, nil),
      (.notFound, nil), (.bug, nil), (.cannotWrite, nil), (.notNow, nil), (.permissions, nil), (.interrupted, nil),
      (.terminated, nil),
    ])

  static let resolve = VerbDescription(
    .act, "say that a human has looked after a failed rollback or cleanup",
    arguments: [ArgumentDescription(.run), ArgumentDescription(.task, .optional)],
    options: [.reason],
    rules: [.required(.reason)],
    paragraphs: [
      "After a rollback that failed, or a run that was interrupted by a crash or power loss, maint does not know in "
        + "what state the host is, and refuses to run that runbook again. Look at 'maint show RUN' and 'maint output "
        + "RUN', put the host right by hand, then say so: the runbook may run again, and the run log keeps who said it "
        + "and why.",
      "Without TASK: all tasks of the run that wait for it.",
    ],
    examples: [
      ("maint status", "which run and task wait for a human"),
      ("maint resolve 12 daily.log_rotation --reason 'restored logs by hand'", "that task may run again"),
    ],
    exitCodes: [
      (.success, "the runbook may run again"), (.notFound, "no such run, or nothing in it waits for a human"),
      (.cannotWrite, nil), (.notNow, "a step of the task still runs, though its maint is gone: end it first"),
    ])
}
