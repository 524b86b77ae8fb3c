import RunLog

/// What was changed, and the verbs about the run log as a file.
extension VerbDescription {
  static let changelog = VerbDescription(
    .lookBack, "list what was changed on the host, by whom and why",
    arguments: [ArgumentDescription(.run, .optional)],
    options: [.since, .details, .format, .json],
    rules: [.excludes(.format, .json)],
    choices: [.format: ChangelogFormat.allCases.map(\.rawValue)],
    paragraphs: [
      "A line for each task that has changed something, whether that is in place or was taken back, and for each restore, "
        + "rollback, override and resolution; the latest first. And what maint noticed: schedules and runbooks that changed, "
        + "and packages that somebody else has installed, updated or removed (dpkg and apk) since a run last looked.",
      "Files are those that a task which succeeded left otherwise than in the backup of its 'path:'. Of each task the first "
        + "\(FileChanges.kept) are kept by name. With RUN: what belongs to that run, with its details.",
    ],
    examples: [
      ("maint changelog", "the last 30 days"),
      ("maint changelog 12", "all that run 12 has changed"),
      ("maint changelog --since 2026-10-01 --format markdown > changes.md", "to be filed"),
    ],
    exitCodes: [
      (.success, "it was printed, also where nothing was changed"), (.usage, nil), (.notFound, "no such run"),
      (.cannotWrite, unreadable),
    ])

  static let runlogCheck = VerbDescription(
    .keep, "look whether the run log is whole",
    options: [.json],
    paragraphs: [
      "SQLite's integrity_check over every page, index and row, or quick_check, which leaves out the indexes, where the file "
        + "is larger than 1 GiB; and foreign_key_check. Reads only, and holds up no run.",
      "What is kept ready for reports (sums of tasks by day and in all, boots) is compared with the runs that it is reckoned from. "
        + "Where nothing but that is damaged, nothing is lost: maint runlog maintain reckons it anew. Pages that belong to nothing "
        + "are told, and are no damage.",
    ],
    examples: [("maint runlog check", "is it damaged?")],
    exitCodes: [
      (.success, "it is whole"), (.failed, "it is damaged, or reports would be wrong; what to do is said"),
      (.notFound, "there is no run log"),
      (.cannotWrite, unreadable),
    ])

  static let runlogBackup = VerbDescription(
    .keep, "copy the run log into a file, while runs go on",
    arguments: [ArgumentDescription(.newFile)],
    options: [.json],
    paragraphs: [
      "By SQLite's backup API: the copy is the log of one moment, whatever is written meanwhile, and no run waits for it. It "
        + "gets its name, with mode 0600, when it was looked through whole (integrity_check, foreign_key_check) and is on the "
        + "disk. FILE must not exist. What is kept ready for reports is reckoned anew first where it is damaged.",
      "The shipped runbook run_log_maintenance does it into its backup, so that copies are listed, kept and taken off-site as "
        + "other backups are.",
    ],
    examples: [("maint runlog backup /mnt/usb/maint.db", "a copy to take along")],
    exitCodes: [
      (.success, "the copy is there"), (.failed, "the run log is damaged: no copy is kept"),
      (.notFound, "there is no run log"),
      (.cannotWrite, "FILE is there already, or cannot be written, as when its disk is full"),
      (.permissions, nil),
    ])

  static let runlogMaintain = VerbDescription(
    .keep, "thin old samples, and put the run log in order",
    options: [.dryRun, .json],
    meanings: [.dryRun: OptionDescription("say what would be thinned; write nothing")],
    paragraphs: [
      "First, what is kept ready for reports is compared with the rows of the runs, and reckoned anew where it differs or its "
        + "pages are damaged: in one transaction, so a maint that is killed, or a full disk, leaves it as it was, to be called "
        + "again. Pages that belong to nothing from then on are used again where the log is at most 256 MiB and its disk has room "
        + "for it twice; else they are left, which costs room and nothing else.",
      "Then samples older than 90 days become one mean for each hour, those older than a year one for each day, for ever; a series "
        + "at a time, so that no run waits for long. Then SQLite's optimize, and a checkpoint of the write-ahead log. Killed, it "
        + "is called again.",
      "Figures of the past stay what they were: the samples that metrics are reckoned from, by their usual names or by "
        + "'sample:' in maintenance_metrics of any project that has runs in the log, are not thinned, and of all others the "
        + "median of each day of UTC is kept, which is what trends go by. A sample that is noted late for a day that is thinned "
        + "joins its mean and its median; for the median each of those that are gone counts as one that was the median.",
      "Make a copy first, as the shipped runbook run_log_maintenance does, which is due weekly: maint run "
        + "run_log_maintenance. The file does not become smaller: what is free in it is used again.",
    ],
    examples: [
      ("maint runlog maintain --dry-run", "what would be thinned"),
      ("maint runlog maintain", "do it; the shipped runbook makes a copy first"),
    ],
    exitCodes: [
      (.success, "it is in order"), (.failed, "it is damaged; what to do is said"), (.notFound, "there is no run log"),
      (.cannotWrite, nil), (.permissions, nil),
    ])
}
