/// The verbs about backups. None of these writes.
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

  static let completeBackups = VerbDescription(
    .setUp, "print the IDs of the backups, one a line, for the completion of a shell")

  private static let noSuchBackup = "no such backup, or more than one by that name"
}
