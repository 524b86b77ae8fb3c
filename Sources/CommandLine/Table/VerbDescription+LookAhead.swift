import Reporting

/// The verbs that tell what would happen, and run no step.
extension VerbDescription {
  static let check = VerbDescription(
    .lookAhead, "find every mistake in the schedules and runbooks",
    options: [.shell, .format, .json, .strict],
    rules: [.excludes(.format, .json)],
    choices: [.format: CheckReport.Format.allCases.map(\.rawValue)],
    paragraphs: [
      "Reads all files of the project and reports each problem with its file, line and column, and what to write "
        + "instead. Nothing stops at the first one. 'maint explain ID' says more about what stands in brackets.",
      "Warns of what is legal but wrong, too: a runbook that no task uses, a variable that nothing sets, a network "
        + "command that may wait for ever, a task that takes longer than its window. Has each shell text parsed by "
        + "its shell (sh -n), which runs nothing of it; with --shell, shellcheck reads them as well, and its "
        + "findings stand at their lines of the runbook.",
      "Runs no step, and writes nothing in the project or the state folder.",
      "For programs: JSON, SARIF 2.1.0 for editors and code scanning, and workflow commands for GitHub Actions.",
    ],
    examples: [
      ("maint check", "the project that maint finds"),
      ("maint check --shell", "with shellcheck"),
      ("maint -C . check", "the project in this folder, before it is installed"),
      ("maint -C . check --strict --format github", "in a workflow, where a warning shall fail too"),
    ],
    exitCodes: [
      (.success, "the project is valid"), (.invalid, nil),
      (.notFound, "there is no project; with --shell also: there is no shellcheck"), (.permissions, nil),
    ])

  static let plan = VerbDescription(
    .lookAhead, "show what a run would do, in order, step by step",
    arguments: [ArgumentDescription(.target, .oneOrMore)],
    options: [.with, .jobs, .json],
    paragraphs: [
      "Prints the tasks in dependency order and what may run at the same time; of each task the parameters and where "
        + "their values come from, its locks, its stages and steps with their text, and how long it took in past "
        + "runs. Secrets are printed as ***.",
      "Starts no process and writes no byte. 'maint run TARGET --dry-run' prints the same.",
    ],
    examples: [
      ("maint plan daily", "the whole tier"),
      ("maint plan daily.log_rotation --with retention_days=90", "one task, and what it needs first"),
      ("maint plan runbook:nginx-config --with source=/root/nginx", "a runbook that stands in no schedule"),
    ],
    exitCodes: [(.success, "the plan was printed"), (.invalid, nil), (.notFound, nil)])

  static let graph = VerbDescription(
    .lookAhead, "draw which task needs which",
    arguments: [ArgumentDescription(.target, .oneOrMore)],
    options: [.format],
    choices: [.format: GraphReport.Format.allCases.map(\.rawValue)],
    paragraphs: [
      "Text for a terminal, Mermaid for a page of Markdown, dot for Graphviz. Starts nothing and writes nothing."
    ],
    examples: [
      ("maint graph monthly", "as text"),
      ("maint graph monthly weekly --format dot | dot -Tsvg > graph.svg", "as a picture"),
    ],
    exitCodes: [(.success, "the graph was printed"), (.invalid, nil), (.notFound, nil)])

  static let due = VerbDescription(
    .lookAhead, "what is due, since when, and what is due next",
    options: [.at, .json],
    paragraphs: [
      "A task is due once in each period of its tier (hour, day, week from Monday, month, quarter, year), from the start of "
        + "its window, else from 'at' of the tier (02:00 unless given). A try that failed is no success: it is due again "
        + "after retry_after, max_attempts times in a period. A period that passed without a success is made up for once, as "
        + "catch_up says.",
      "Says of each task whether it is due and since when, whether 'maint run --due' would start it now or what it waits "
        + "for, or when it is due next; and when its last success began. Times are those of its window's zone, else of "
        + "the host's. A moment of --at without a zone is the host's; what it tells of the past is what is due by today's "
        + "log.",
      "Starts nothing and writes nothing.",
    ],
    examples: [
      ("maint due", "now"),
      ("maint due --at 2026-12-24T18:00", "on Christmas Eve, if nothing runs until then"),
    ],
    exitCodes: [(.success, "also where something is due"), (.invalid, nil)])

  static let calendar = VerbDescription(
    .lookAhead, "show windows, freezes, what is due when, and conflicts",
    options: [.from, .days, .format, .json],
    rules: [.excludes(.format, .json)],
    choices: [.format: CalendarReport.Format.allCases.map(\.rawValue)],
    paragraphs: [
      "Prints when windows open, when nothing may be changed, which tasks are due when if each succeeds, and how long "
        + "they take by the medians of past runs. Names conflicts: two windows that are open together while their tasks "
        + "use the same lock, a window inside a freeze, a tier that can never be due, and one that always takes longer "
        + "than there is time for it.",
      "For calendar programs, iCalendar: let cron write the file to where they subscribe to it. An event keeps its "
        + "UID, so that it is updated where it stands. For a browser or a printer, a page of HTML.",
      "Starts nothing and writes nothing.",
    ],
    examples: [
      ("maint calendar", "the next \(Option.calendarDays) days"),
      ("maint calendar --from 2027-01-01 --days 365 --format html > 2027.html", "a year to print"),
      ("maint calendar --days 365 --format ics > /srv/www/maintenance.ics", "for subscription"),
    ],
    exitCodes: [(.success, "the calendar was printed, conflicts or not"), (.invalid, nil)])

  static let simulate = VerbDescription(
    .lookAhead, "show what a schedule would do over a year, running nothing",
    options: [.from, .to, .every, .down, .verbose, .json],
    meanings: [
      .to: OptionDescription("the last day, or the end; a year after --from unless given", value: .text("DATE")),
      .every: OptionDescription("from one call to the next; 5m unless given", value: .text("DURATION")),
      .verbose: OptionDescription("each run, too", short: "v"),
    ],
    paragraphs: [
      "Goes through the time as cron would, which calls 'maint run --due' every 5 minutes: what runs when, which "
        + "periods are missed, what is caught up, and what is deferred by a window or a freeze. Starts nothing and writes "
        + "nothing.",
      "Begins as if maint had just been installed. Each task succeeds, after the median of the times that it took; one "
        + "without history takes no time, which is said. A run that is still going swallows calls, and one that an outage "
        + "cuts off is a failed try.",
    ],
    examples: [
      ("maint simulate", "a year from today"),
      ("maint simulate --down 2027-03-01..2027-03-05", "with five days off"),
      ("maint simulate --every 1h --json", "cron calls once an hour; each run as JSON"),
    ],
    exitCodes: [(.success, "the simulation was printed"), (.invalid, nil)])

  static let rehearse = VerbDescription(
    .lookAhead, "carry a plan out for real, in a throw-away copy of this host",
    arguments: [ArgumentDescription(.target, .oneOrMore)],
    options: [.with, .scratch, .scratchSize, .shareNetwork, .bind, .strict, .verbose, .json, .html],
    rules: [.excludes(.scratch, .scratchSize), .excludes(.verbose, .json)],
    paragraphs: [
      "Runs every stage of every task in a sandbox: an overlay over each file system of this host, with processes, network "
        + "and services of its own. Shows what each step printed and which files it created, changed, removed or renamed. "
        + "Then all of it vanishes: the host's files, processes, sockets and network are out of reach.",
      "A step that calls systemctl, mount, reboot and the like is counted unknown, unless 'rehearse' in its runbook says what "
        + "to do: run, skip, or another shell text. What a change writes that no backup, undo or 'touches' covers is told, "
        + "as uncovered-change.",
      "Tasks run one after the other, nobody is asked to confirm, and backups are not copied off-site. Needs an account that "
        + "may make namespaces: root, or any user where the kernel lets users make them.",
    ],
    examples: [
      ("maint rehearse daily", "the whole tier"),
      ("maint rehearse daily.log_rotation --html /root/rehearsal.html", "one task, with a page of it"),
      ("maint rehearse monthly.system_updates --share-net --scratch /var/tmp", "packages from the net, on the disk"),
    ],
    exitCodes: [
      (.success, "all tasks succeeded"),
      (.failed, "a task failed or was rolled back; with --strict also: a step is unknown, or a change uncovered"),
      (.invalid, nil), (.notFound, nil), (.cannotWrite, "the sandbox could not be made"),
      (.notNow, "the kernel forbids sandboxes here; the message says how to allow them"), (.permissions, nil),
    ])

  static let drill = VerbDescription(
    .lookAhead, "prove the rollback of a change, in throw-away copies of this host",
    arguments: [ArgumentDescription(.target, .oneOrMore)],
    options: [.with, .jobs, .seed, .shell, .keep, .scratch, .scratchSize, .shareNetwork, .bind, .verbose, .json],
    rules: [
      .excludes(.scratch, .scratchSize), .excludes(.verbose, .json), .needs(.keep, .scratch), .excludes(.shell, .json),
    ],
    meanings: [
      .jobs: OptionDescription(
        "this many points at once; as many as there are processors unless given", value: .number("N")),
      .seed: OptionDescription("choose the later writes as the drill with this seed did", value: .number("N")),
      .shell: OptionDescription("try this point alone, and open a shell in what it leaves", value: .text("POINT")),
      .verbose: OptionDescription("name all paths that differ", short: "v"),
    ],
    paragraphs: [
      "Carries the plan out as 'maint rehearse' does, again and again, each time with one fault. For every step of change and "
        + "verify: it fails when it has finished; it is killed after its first write, and after a later one; it hangs until its "
        + "timeout is over; maint itself is killed and 'maint recover' comes; and for change steps the disk is full. Then: all "
        + "succeeds and 'maint rollback' comes later; each step of the way back fails; each step of cleanup fails.",
      "After each, what the way back has left is compared with what there was: content, type, mode, owner, times, extended "
        + "attributes, links and names, less what 'ignore' in the runbook names. Nothing of the task may still run.",
      "A point goes on from what the steps before it have left, which are not run again for it; only where one of those has "
        + "left a process running, they are.",
    ],
    examples: [
      ("maint drill runbook:nginx-config", "a runbook by itself"),
      ("maint drill monthly.system_updates --share-net --scratch /var/tmp", "packages from the net, on the disk"),
      ("maint drill runbook:nginx-config --shell change.2.killed.1", "look at what one point leaves"),
    ],
    exitCodes: [
      (.success, "the rollback is proven at every point"),
      (.failed, "it is not, or a step is unknown, or a task does not succeed in the sandbox"),
      (.invalid, nil), (.notFound, nil), (.cannotWrite, "the sandbox could not be made"),
      (.notNow, "the kernel forbids sandboxes here; the message says how to allow them"), (.permissions, nil),
    ])
}
