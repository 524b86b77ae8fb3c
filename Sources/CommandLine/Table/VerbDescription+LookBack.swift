import Metrics

/// The verbs that read the run log. They open it read-only and never hold up a run.
extension VerbDescription {
  static let status = VerbDescription(
    .lookBack, "answer: is this host fine?",
    options: [.watch, .json],
    rules: [.excludes(.watch, .json)],
    paragraphs: [
      "The last run of each tier, what failed, what waits for a human, open incidents, messages that reached nobody, what is "
        + "running now. The exit code says the "
        + "same, for a monitoring system.",
      "--watch shows it on the whole screen of a terminal: the answer, the runs under way with their tasks, steps and how long "
        + "these usually take, and the rest as far as there is room. It only reads, and looks every second whether something "
        + "has changed, whoever changed it. q or Ctrl-C ends it, with 0.",
    ],
    examples: [
      ("maint status", "for a human"),
      ("ssh -t web1 maint status --watch", "on the wall, from elsewhere"),
      ("maint status > /dev/null || echo 'look at this host'", "for a script"),
    ],
    exitCodes: [
      (.success, "fine"),
      (
        .failed,
        "attention: a task did not succeed the last time it ran, an incident is open, a channel takes no messages, or "
          + "there is no run log"
      ), (.humanNeeded, "a human is needed: a task left the host in doubt, or nobody is at a critical incident"),
      (.notFound, noNamedProject),
    ])

  static let log = VerbDescription(
    .lookBack, "list the runs, the latest first",
    options: [.limit, .format, .json],
    rules: [.excludes(.format, .json)],
    choices: [.format: LogFormat.allCases.map(\.rawValue)],
    paragraphs: [
      "--format junit writes JUnit's XML, which GitLab, Jenkins and GitHub's actions show: a test suite for each run, a test "
        + "case for each task. What failed has the reason, the step and its last lines of output; what needs a human is an "
        + "error; what was not done (skipped, blocked, deferred, still running) is skipped, with the reason."
    ],
    examples: [
      ("maint log", "the latest runs"),
      ("maint log --limit 100 --json", "for a script"),
      ("maint log --limit 1 --format junit > maint.xml", "the last run, as a report of tests"),
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
    .lookBack, "print the figures of a period, or the samples of a series",
    arguments: [ArgumentDescription(.metric, .optional)],
    options: [.period, .explain, .last, .plain, .json, .prometheus, .output],
    rules: [
      .excludes(.plain, .json), .excludes(.explain, .period), .excludes(.explain, .last), .excludes(.period, .last),
      .excludes(.explain, .plain), .needs(.output, .prometheus),
    ] + [Option.period, .explain, .last, .plain, .json].map { .excludes(.prometheus, $0) },
    paragraphs: [
      "Without NAME: the figures that maintenance_metrics of the schedules names, or all, of the last "
        + "\(ReportPeriod.usualDays) days or of --period, with those of the period before. --explain says what each is. A figure "
        + "that cannot be known from the run log is no data, with the reason.",
      "With the NAME of a figure: that one. With another, or with --last: the samples of that name, newest first ('maint "
        + "sample list' has the names). It may carry labels; quote them for the shell.",
      "--prometheus prints how things stand now, for a Prometheus: of each task the last success, outcomes, whether it is "
        + "overdue; windows, backups, drills, incidents, messages, approvals, the newest value of each series. The comments "
        + "beside the figures say what each is. With --output, FILE is replaced in one step and may be read by everybody "
        + "(mode 0644), for the textfile collector of node_exporter, which takes names that end in .prom.",
    ],
    examples: [
      ("maint metrics", "how did maintenance go?"),
      ("maint metrics --period 2026-10", "in October, beside September"),
      ("maint metrics --explain", "what the figures mean"),
      ("maint metrics 'maint_disk_used_percent{mount=\"/\"}' --last 7", "the latest 7 samples of a series"),
      ("maint metrics --prometheus --output /srv/textfile/maint.prom", "for node_exporter"),
    ],
    exitCodes: [
      (.success, "it was printed, also where there is no data"), (.usage, nil), (.invalid, nil),
      (
        .notFound,
        "no figure and no samples have that name; 0 with --plain or --json, for scripts. Or \(noNamedProject)"
      ),
      (.cannotWrite, "the run log cannot be read, or FILE not be written: it is as it was"),
      (.permissions, "somebody else's link leads to FILE"),
    ])

  static let trend = VerbDescription(
    .lookBack, "plot a series, with its slope, season, changes and outliers",
    arguments: [ArgumentDescription(.metric)],
    options: [.by, .last, .json],
    meanings: [.last: OptionDescription("the samples of this time up to now; 90d unless given", value: .text("TIME"))],
    paragraphs: [
      "The slope is Theil's and Sen's: the median of the slopes between all pairs, so outliers do not move it, with an interval "
        + "of 95 %, which holds the true one in fewer cases where each day takes most of the day before with it. Where the days of the week differ (test of Kruskal and Wallis, four weeks "
        + "at least), what each adds is taken out first. A change is a day on which level or slope took another value; the "
        + "slope is that since the last one. An outlier is far from the line, by Hampel's rule.",
      "Of more than \(DailyPoints.most) samples, and of those of \(Int(DailyPoints.longest)) days or more, the median of each "
        + "whole day is taken (of each hour or minute where they are of the last days only); of several series with one value of the label of --by the mean of these, on days that all have. What "
        + "has ended, such as a host that is gone, is left out of these.",
    ],
    examples: [
      ("maint trend maint_load_per_core", "the last 90 days"),
      ("maint trend maint_disk_used_percent --by mount --last 365d", "a year, each file system"),
    ],
    exitCodes: [
      (.success, "it was printed, also where there is no sample in that time"), (.notFound, "no sample has that name"),
      (.usage, nil), (.cannotWrite, unreadable),
    ])

  static let forecast = VerbDescription(
    .lookBack, "say when a series reaches a limit, and how sure that is",
    arguments: [ArgumentDescription(.metric)],
    options: [.limit, .by, .last, .json],
    rules: [.required(.limit)],
    meanings: [
      .limit: OptionDescription("90, 90% or 1.5e9", value: .text("VALUE")),
      .last: OptionDescription("from the samples of this time up to now; 365d unless given", value: .text("TIME")),
    ],
    paragraphs: [
      "The line since the last change goes on, with the season of the week. The interval holds the true day in 80 % of cases, if "
        + "the series goes on as it did. Where a trend cannot be told from noise there is no date, nor for a disk that is "
        + "cleaned up again and again. A last sample far from the line is told, and the forecast goes on from it. Of several series "
        + "with one value of the label of --by it is that of the worst.",
      "A limit is reached from the side that 'from: above' or 'from: below' of its entry in maintenance_metrics says, or the name of "
        + "the series (free, available, left, remaining: from above; used, full, usage, busy, wear: from below), else from the "
        + "side on which most of its samples stand.",
      "The forecast is tried on the past of the series itself, cut at earlier days between its changes: how far off it was stands beside it. "
        + "Where fewer than half of the values came within their interval, it is no straight line, and there is no interval.",
    ],
    examples: [
      ("maint forecast maint_disk_used_percent --limit 90%", "when is it full?"),
      ("maint forecast 'maint_disk_available_bytes{mount=\"/\"}' --limit 5e9", "or so little left?"),
    ],
    exitCodes: [
      (.success, "it was printed, also where there is no date"), (.notFound, "no sample has that name"), (.usage, nil),
      (.cannotWrite, unreadable),
    ])

  static let export = VerbDescription(
    .lookBack, "write a run as a trace, for OpenTelemetry",
    arguments: [ArgumentDescription(.run, .optional)],
    options: [.format],
    choices: [.format: ExportFormat.allCases.map(\.rawValue)],
    paragraphs: [
      "otlp-json: an ExportTraceServiceRequest of OTLP/JSON on one line, as collectors take it by HTTP and from files. The run, "
        + "each task, each step and, where there were several, each attempt is a span; a run that went on with another, or took "
        + "it back, has a link to that one. The same run has the same IDs whenever it is exported.",
      "Without RUN: the last one. Of a run that is under way, and of one that was interrupted, spans end with the last thing "
        + "that is known of them, and have maint.end_known=false.",
    ],
    examples: [
      ("maint export 12 > run-12.json", "a file"),
      ("maint export 12 | curl -sSf --json @- http://127.0.0.1:4318/v1/traces", "to a collector"),
    ],
    exitCodes: [(.success, "it was printed"), (.notFound, "no such run"), (.cannotWrite, unreadable)])

  static let sampleAdd = VerbDescription(
    .lookBack, "note a measured value that no step took",
    arguments: [ArgumentDescription(.metric), ArgumentDescription(.value)],
    options: [.label, .at],
    meanings: [.at: OptionDescription("when it was measured, if not now: 2026-12-24T18:00Z", value: .text("TIME"))],
    paragraphs: [
      "As a step does with a line in $MAINT_METRICS; for what people know and programs outside of maint measure, such as "
        + "customer_impact and maintenance_cost. Who noted it is kept with it.",
      "After 90 days samples become one mean for each hour, after a year one for each day, and the median and the last of each "
        + "day are kept; but those that metrics are reckoned from, such as these, are kept as they are.",
    ],
    examples: [
      ("maint sample add maintenance_cost 120", "what the evening has cost"),
      ("maint sample add customer_impact 14 --at 2026-11-02T09:30", "noted later"),
      ("maint sample add backlog 7 --label queue=mail", "one of several series"),
    ],
    exitCodes: [
      (.success, "it is in the run log"), (.usage, "NAME or VALUE is none"), (.cannotWrite, nil),
    ])

  static let sampleList = VerbDescription(
    .lookBack, "list the series that have samples, each with its latest value",
    options: [.json],
    paragraphs: ["'maint metrics NAME' prints the values of one."],
    examples: [("maint sample list", "what is measured")],
    exitCodes: [(.success, "they were listed, also where there is none"), (.cannotWrite, unreadable)])

  /// What every verb that reads it means by `cannotWrite`.
  /// A slip of the hand, or a project that has been moved.
  static let noNamedProject = "the project that -C or MAINT_PROJECT names is not there"
  static let unreadable = "the run log cannot be read"
}
