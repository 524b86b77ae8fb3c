/// The verbs that change something.
extension VerbDescription {
  static let run = VerbDescription(
    .act, "carry out tasks in dependency order, log every step",
    arguments: [ArgumentDescription(.target, .zeroOrMore)],
    options: [
      .due, .dryRun, .with, .jobs, .failFast, .wait, .overrideWindow, .reason, .incident, .requestApproval, .quiet,
      .verbose, .noProgress, .events, .json, .asCron,
    ],
    rules: [
      .replaces(.due, .target), .excludes(.due, .with), .excludes(.due, .overrideWindow),
      .needs(.overrideWindow, .reason), .needs(.reason, .overrideWindow), .needs(.json, .dryRun),
      .excludes(.quiet, .verbose), .excludes(.dryRun, .events), .excludes(.due, .requestApproval),
      .excludes(.due, .incident),
    ],
    paragraphs: [
      "Each task passes through its stages: precheck, backup, change, verify; then cleanup, whatever happened. A "
        + "failure in change or verify starts the rollback. A task that needs one which did not succeed is blocked; "
        + "the others go on.",
      "A task that changes something starts only in its window, outside freezes, and if what it needs, its rollback "
        + "included, fits before the cutoff; else it is deferred: it is not started, and the run ends with 75. "
        + "--override-window lets all start; who did and why stays in the run log.",
      "A task that must be approved (see 'maint help approve') is deferred in the same way until it is: the run asks for it, "
        + "and a later one begins it.",
      "A run of an emergency task opens an incident, or belongs to the one that --incident names.",
      "Ctrl-C or TERM: nothing new is started, the current step is stopped, what was changed is rolled back. A "
        + "second one skips the grace period of the step, not the rollback. If the terminal goes away, the run "
        + "carries on.",
      "--as-cron: maint takes on what Debian's cron gives a job: only HOME, LOGNAME, SHELL, PATH and what /etc/environment "
        + "and /etc/default/locale set, the home as working folder, umask 022, 1024 open files, no terminal. So neither TZ "
        + "nor MAINT_PROJECT of the shell counts. Steps have the same clean environment with and without it.",
      "With --due, all that is due and may start now (see 'maint help due'), tier by tier, hourly first, in one run. Where "
        + "there is nothing to start, or another maint run --due is at it, it ends at once, with 0 and without a word: made "
        + "for a line of cron that runs every few minutes.",
    ],
    examples: [
      ("maint run daily --dry-run", "what would be done, and do nothing"),
      ("maint run daily", "the tier, on a terminal with progress"),
      ("maint run daily.log_rotation --with retention_days=90", "one task, and what it needs first"),
      ("maint run runbook:nginx-config --with source=/root/nginx", "a runbook that stands in no schedule"),
      ("maint run daily --quiet", "from cron, which mails what is printed"),
      ("maint run --due --quiet", "the same, every few minutes, for all tiers"),
      ("maint run --due --as-cron", "does it work at night, too?"),
    ],
    exitCodes: [
      (.success, nil), (.failed, nil), (.humanNeeded, nil), (.rolledBack, nil), (.usage, nil), (.invalid, nil),
      (.notFound, nil), (.bug, nil), (.cannotWrite, nil), (.notNow, nil), (.permissions, nil), (.interrupted, nil),
      (.terminated, nil),
    ])

  static let resume = VerbDescription(
    .act, "go on with a run that failed or was interrupted",
    arguments: [ArgumentDescription(.run)],
    options: [
      .use, .jobs, .failFast, .wait, .overrideWindow, .reason, .quiet, .verbose, .noProgress, .events,
    ],
    rules: [
      .needs(.overrideWindow, .reason), .needs(.reason, .overrideWindow), .excludes(.quiet, .verbose),
    ],
    paragraphs: [
      "A new run with the targets and the parameters of the other. Tasks that succeeded then are not run again, and count "
        + "for those that need them.",
      "Where a schedule, or a runbook that the run used, was changed since, it is refused until you say which is meant: "
        + "--use then (as the run log has them) or --use now (as the files are). A run that was interrupted in a change "
        + "is recovered first: maint recover RUN. Windows and freezes hold as for 'maint run'.",
    ],
    examples: [
      ("maint resume 12", "what is left of run 12"),
      ("maint resume 12 --use now", "with the runbook that was mended meanwhile"),
    ],
    exitCodes: run.exitCodes)

  static let recover = VerbDescription(
    .act, "take back what was left half-done when maint was killed",
    arguments: [ArgumentDescription(.run, .optional)],
    options: [.dryRun, .wait, .quiet, .verbose, .noProgress, .events],
    rules: [.excludes(.quiet, .verbose), .excludes(.dryRun, .events)],
    meanings: [
      .dryRun: OptionDescription(
        "print the steps that would be run; start no process, write no byte")
    ],
    paragraphs: [
      "After KILL, a crash or a power cut. First what still runs of the interrupted step is ended; a step of a rollback or "
        + "cleanup is given its timeout, or a minute, to end by itself. Then each change that was started is rolled back, "
        + "the half-done step first, by the text of the runbook and the values that the run began with, whatever the "
        + "files say now; cleanup runs; partial backups are removed. All of it is logged as a part of that run.",
      "It can be interrupted and run again any number of times. An undo that was seen to succeed is not run again; one "
        + "that was interrupted is, so an undo must be able to follow a part of itself.",
      "Without RUN: every interrupted run; rollbacks that failed are named. With it also a run whose rollback failed: "
        + "what did not succeed of it is tried again.",
    ],
    examples: [
      ("maint status", "whether anything was interrupted"), ("maint recover --dry-run", "what would be done about it"),
      ("maint recover", "take it back"),
      ("maint recover 12", "also try again a rollback of run 12 that failed"),
    ],
    exitCodes: [
      (.success, "nothing is left half-done"), (.humanNeeded, "something could not be rolled back"),
      (.notFound, "no such run"), (.cannotWrite, nil),
      (.notNow, "still carried out, or a lock is held; try again"), (.permissions, nil),
    ])

  static let rollback = VerbDescription(
    .act, "take back a change that succeeded and turned out wrong later",
    arguments: [ArgumentDescription(.runOrTask)],
    options: [.dryRun, .force, .wait, .failFast, .quiet, .verbose, .noProgress, .events],
    rules: [.excludes(.quiet, .verbose), .excludes(.dryRun, .events)],
    meanings: [
      .dryRun: OptionDescription(
        "print the steps that would be run; start no process, write no byte"),
      .force: OptionDescription(
        "also where the paths were changed since by somebody else: that is lost"),
    ],
    paragraphs: [
      "A run of its own, that runs for each task of RUN which changed something, the last first, every undo in reverse "
        + "order, then the rollback stage and cleanup: by the text of the runbook, the values and the backup of that run.",
      "A task is refused that changed nothing, did not succeed, was rolled back already, or whose runbook changed the host "
        + "again since: take back the later run first.",
      "Where paths were backed up (path:), the run noted what it left there. If somebody else has changed them since, the "
        + "rollback is refused before anything starts, with a list of what is different; --force overwrites it. A time "
        + "alone is no difference, and what was excluded from the backup is not looked at.",
    ],
    examples: [
      ("maint rollback 12 --dry-run", "the steps that would be run, in order"),
      ("maint rollback 12/daily.nginx_config", "one task of run 12"), ("maint rollback 12", "all that run 12 changed"),
    ],
    exitCodes: [
      (.success, "it is taken back"), (.humanNeeded, "a rollback failed"), (.usage, nil),
      (.notFound, "no such run or task, or nothing in it that can be taken back"), (.cannotWrite, nil), (.notNow, nil),
      (.permissions, nil), (.interrupted, nil), (.terminated, nil),
    ])

  static let confirm = VerbDescription(
    .act, "say that a change works and stays, before it is rolled back",
    arguments: [ArgumentDescription(.runOrTask, .optional)],
    options: [.note],
    paragraphs: [
      "A runbook with 'confirm: 10m' waits after verify, and rolls its change back unless this arrives in time: if the change "
        + "has cut you off, do nothing. It can be typed anywhere on the host; the run goes on whatever becomes of the "
        + "terminal that it was started at.",
      "Without RUN: the one task that waits. It comes back when the run has taken note, so what it says is what happens.",
    ],
    examples: [
      ("maint confirm", "the one change that waits"),
      ("maint confirm 12/daily.firewall --note 'logged in anew'", "that one, and why; kept in the run log"),
    ],
    exitCodes: [
      (.success, "it stays, also where it was confirmed before"),
      (.humanNeeded, "the run was interrupted, or could not be rolled back"),
      (.rolledBack, "too late: it is rolled back"), (.usage, "several wait: say which"),
      (.notFound, "no such run or task, or nothing to confirm"), (.cannotWrite, nil),
      (.notNow, "it does not wait yet"), (.permissions, nil),
    ])

  static let resolve = VerbDescription(
    .act, "say that a human has looked after what maint could not take back",
    arguments: [ArgumentDescription(.runOrTask), ArgumentDescription(.task, .optional)],
    options: [.note],
    rules: [.required(.note)],
    paragraphs: [
      "After a rollback that failed, or a run that was interrupted by a crash or power loss, maint does not know in "
        + "what state the host is, and refuses to run that runbook again. 'maint recover RUN' takes back what was left "
        + "half-done. Where that cannot be, look at 'maint show RUN' and 'maint output RUN', put the host right by hand, "
        + "then say so: the runbook may run again, and the run log keeps who said it and why.",
      "Without TASK: all tasks of the run that wait for it.",
    ],
    examples: [
      ("maint status", "which run and task wait for a human"),
      ("maint resolve 12/daily.log_rotation --note 'restored logs by hand'", "that task may run again"),
    ],
    exitCodes: [
      (.success, "the runbook may run again"), (.notFound, "no such run, or nothing in it waits for a human"),
      (.cannotWrite, nil), (.notNow, "a step of the task still runs, or it is being recovered"),
    ])
}
