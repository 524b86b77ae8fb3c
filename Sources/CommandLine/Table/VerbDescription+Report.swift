import Reporting

extension VerbDescription {
  static let report = VerbDescription(
    .lookBack, "report on a week, a month, a quarter or a year",
    arguments: [ArgumentDescription(.reportKind)],
    options: [.period, .format, .json],
    rules: [.excludes(.format, .json)],
    choices: [.format: PeriodReport.Format.allCases.map(\.rawValue)],
    meanings: [
      .period: OptionDescription(
        "2026-W47, 2026-10, 2026-Q4 or 2026, as KIND says; the last that is over unless given", value: .text("PERIOD")),
      .json: OptionDescription("as --format json"),
    ],
    paragraphs: [
      "A summary; the metrics beside those of the period before; what ran and what did not; failures and rollbacks with the "
        + "last lines that were printed; incidents, overrides, runs not signed, backups and drills against rto and rpo, capacity "
        + "with forecasts, what comes next; and recommendations, each by a rule that it names, with the figures and the command to "
        + "type.",
      "What is said is what was so at the end of the period, so the same run log gives the same report, whenever it is made; the "
        + "newest hash of the audit chain stands at its end. What comes next, what was due and the targets are those of the "
        + "schedules as they are now.",
      "html needs no other file and prints well; pdf-ready is another name for it. A series named *_percent is forecast to "
        + "\(Int(CapacitySection.usualLimit)), another one to the limit of its entry in maintenance_metrics.",
    ],
    examples: [
      ("maint report weekly", "how the last week went"),
      ("maint report monthly --period 2026-10 --format html > october.html", "a page to send, or to print"),
      ("maint report weekly --format markdown | mail -s 'Maintenance' ops@example.com", "every Monday, by cron"),
    ],
    exitCodes: [
      (.success, "it was printed"), (.usage, "the period is not of the kind, or has not begun"),
      (.notFound, "there is no run log, or \(noNamedProject)"), (.cannotWrite, unreadable),
    ])
}
