/// The verbs about backups.
extension VerbDescription {
  static let backupList = VerbDescription(
    .keep, "list the backups, the newest first",
    arguments: [ArgumentDescription(.target, .optional)],
    options: [.json],
    paragraphs: [
      "Of each its ID, which is RUN/TASK; when it was made, by which runbook; its files and bytes; how the task ended; "
        + "and whether it is sealed: a backup with the list of its checksums is complete.",
      "With TARGET: those of a tier, a task or a runbook, also of one that is no longer in the project.",
    ],
    examples: [
      ("maint backup list", "all"),
      ("maint backup list daily.log_rotation", "those of one task"),
      ("maint backup list runbook:nginx-config --json", "those of a runbook, for a script"),
    ],
    exitCodes: [(.success, "the backups were listed, also where there are none"), (.cannotWrite, unreadable)])

  static let backupShow = VerbDescription(
    .keep, "show a backup: where it is from, its files, their checksums",
    arguments: [ArgumentDescription(.backup)],
    options: [.json],
    paragraphs: ["What it prints was not compared with the files: 'maint backup verify' does."],
    examples: [
      ("maint backup show 12/monthly.system_updates", "one of run 12"),
      ("maint backup show 12", "that of run 12, where it has one"),
    ],
    exitCodes: [(.success, "the backup was shown"), (.notFound, noSuchBackup), (.cannotWrite, unreadable)])

  static let backupVerify = VerbDescription(
    .keep, "compare backups with their checksums",
    arguments: [ArgumentDescription(.backup, .optional)],
    options: [.json],
    paragraphs: [
      "Compares every file with its checksum, and what lies in the folder with what the seal SHA256SUMS lists: says "
        + "which files are damaged, missing or not listed. Without ID: all backups. One that its run is still making is "
        + "not looked at; one that was never sealed is incomplete.",
      "Links and special files have no checksum. Somebody who changed a file and its line in the seal alike is not "
        + "found out.",
    ],
    examples: [
      ("maint backup verify", "all"),
      ("maint backup verify 12/monthly.system_updates", "one"),
    ],
    exitCodes: [
      (.success, "every backup is whole, or there is none"), (.failed, "a backup is damaged or incomplete"),
      (.notFound, "no such backup, or sha256sum is not installed"), (.cannotWrite, unreadable),
      (.interrupted, "stopped by INT (Ctrl-C)"), (.terminated, "stopped by TERM"),
    ])

  static let backupCopy = VerbDescription(
    .keep, "take backups off-site that are not there yet",
    arguments: [ArgumentDescription(.backup, .zeroOrMore)],
    paragraphs: [
      "Runs copy_to of the runbook, or of defaults, for each backup whose copy failed or was never made, the newest first: "
        + "with the parameters of the run that made it, and the secrets of the runbook. After a failure no other backup "
        + "of the same text is tried. With ID: those backups, also where they were copied before.",
      "A run does the same for its own tasks when all of them have ended; whatever comes of it, the outcome of the run "
        + "stands.",
    ],
    examples: [
      ("maint backup copy", "all that is due"),
      ("maint backup copy 12/daily.web", "one, again"),
    ],
    exitCodes: [
      (.success, "all is copied, or nothing is due"), (.failed, "a copy failed"), (.notFound, noSuchBackup),
      (.cannotWrite, nil), (.notNow, "another maint copies them"), (.permissions, nil),
      (.interrupted, "stopped by INT (Ctrl-C)"), (.terminated, "stopped by TERM"),
    ])

  static let backupDrill = VerbDescription(
    .keep, "restore backups into a scratch folder; measure RTO and RPO",
    arguments: [ArgumentDescription(.backup, .zeroOrMore)],
    options: [.sample, .seed, .to, .json],
    rules: [.needs(.seed, .sample)],
    paragraphs: [
      "Compares each backup with its seal, restores its paths, checks them against their manifests, and removes them again. "
        + "Says how long that took (measured RTO) and how old the data was (measured RPO), beside rto and rpo of defaults. "
        + "Without ID: the newest backup of each task; where that cannot be restored, the ones before it, down to one that "
        + "can.",
      "What a drill found is kept in the run log, and what was missed shown by 'maint status', until a later drill finds "
        + "it mended. The scratch folder is in the state folder, or in --to DIR, and needs room for one restored backup; "
        + "what a killed drill left is removed by the next.",
    ],
    examples: [
      ("maint backup drill", "the newest backup of each task"),
      ("maint backup drill --sample 3 --to /srv/scratch", "those of three tasks, elsewhere"),
      ("maint backup drill 12/daily.web", "one"),
    ],
    exitCodes: [
      (.success, "each could be restored and met its targets, or there is none"),
      (.failed, "a backup cannot be restored, or a target is missed"), (.notFound, noSuchBackup), (.cannotWrite, nil),
      (.notNow, "another drill is under way"), (.interrupted, "stopped by INT (Ctrl-C)"),
      (.terminated, "stopped by TERM"),
    ])

  static let completeBackups = VerbDescription(
    .setUp, "print the IDs of the backups, one a line, for the completion of a shell")

  private static let noSuchBackup = "no such backup, or more than one by that name"
}
