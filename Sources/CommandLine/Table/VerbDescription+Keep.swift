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
    arguments: [ArgumentDescription(.backup, .zeroOrMore)],
    options: [.json],
    paragraphs: [
      "Compares every file with its checksum in the seal SHA256SUMS, what lies in the folder with what the seal lists, and "
        + "the archives of paths and their manifests with the checksums in the run log: says which files are damaged, "
        + "missing, exchanged or not listed, and which path cannot be restored for it. Without ID: all backups. One that "
        + "its run is still making is not looked at; one that was never sealed is incomplete.",
      "Links and special files have no checksum. The run log keeps when a backup was verified and what was found.",
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

  static let backupRestore = VerbDescription(
    .keep, "put back what a backup holds, in place or into a folder",
    arguments: [ArgumentDescription(.backup)],
    options: [.path, .to, .dryRun, .yes],
    rules: [.excludes(.dryRun, .yes)],
    paragraphs: [
      "In place: each path that maint archived becomes what it was, as in a rollback; what is there now is replaced in "
        + "one step and kept until all paths are restored and checked. It is shown first what will change, and asked; "
        + "without a terminal, only --yes does it. Refused while a run, a rollback or another restore is at the task. "
        + "Killed, it leaves nothing lost: call it again. A restored folder is a new one: shells and daemons that stand in "
        + "the old one still see the old one.",
      "With --to DIR: each path into DIR as it lay below / (/etc/nginx becomes DIR/etc/nginx), and what 'run:' steps "
        + "wrote into DIR/MAINT_BACKUP_DIR. Nothing else is touched.",
      "--path takes a path as the runbook backed it up; with --to also one below it, a single file or folder. A damaged "
        + "archive is refused; whole paths beside it can be restored with --path. --dry-run shows the differences between "
        + "now and the backup and writes nothing.",
    ],
    examples: [
      ("maint backup restore 12/daily.nginx --dry-run", "what differs by now"),
      ("maint backup restore 12/daily.nginx --path /etc/nginx", "put one path back, after a question"),
      ("maint backup restore 12 --path /etc/nginx/mime.types --to /root/old", "one file, beside what is there"),
    ],
    exitCodes: [
      (.success, "it is restored, or nothing differs"),
      (.failed, "the backup is damaged, or it could not be restored; nothing was replaced"),
      (.humanNeeded, "some paths are restored, and one could not be; call it again"),
      (.usage, "no terminal to ask, and no --yes"), (.notFound, "no such backup, or no such path in it"),
      (.cannotWrite, "DIR is not empty, or the run log cannot be written"),
      (.notNow, "a run, rollback or restore is at the task, or a lock is held"), (.permissions, nil),
      (.interrupted, "stopped by INT (Ctrl-C); call it again"), (.terminated, "stopped by TERM; call it again"),
    ])

  static let backupPrune = VerbDescription(
    .keep, "remove the backups that no 'keep:' keeps",
    arguments: [ArgumentDescription(.target, .optional)],
    options: [.dryRun, .json],
    paragraphs: [
      "By 'keep: {last: 3, daily: 7, weekly: 4, monthly: 12, yearly: 2}' of a runbook, or of the defaults where the runbook "
        + "has none, as the project says it now. Each task and each path is judged by itself, days are those of the host's "
        + "zone, and a backup stays as long as one rule keeps it for one path. Without 'keep:' nothing goes.",
      "Never removed: the last good backup of anything, those of a run that needs a human, was interrupted or is not over, "
        + "and those that 'copy_to' has still to take off-site. A backup of a task that did not succeed counts for no rule, "
        + "nor does one that 'maint backup verify' found damaged, which goes.",
      "A run that succeeds does the same for the tasks that it ran, so no line in a crontab is needed. What was pruned "
        + "stays in the run log: 'maint backup list' and 'maint backup show' say when and why.",
    ],
    examples: [
      ("maint backup prune --dry-run", "why each backup stays or would go"),
      ("maint backup prune daily.nginx", "those of one task"),
    ],
    exitCodes: [
      (.success, "what no rule keeps is gone"), (.invalid, nil),
      (.notFound, "no such project, or no backups of TARGET"),
      (.cannotWrite, "a backup could not be removed, or the run log cannot be written"),
      (.notNow, "the backups of a task that is at work were left alone"), (.permissions, nil),
    ])

  static let backupExport = VerbDescription(
    .keep, "write a backup into one tar file that needs no maint",
    arguments: [ArgumentDescription(.backup), ArgumentDescription(.output)],
    options: [.force],
    meanings: [.force: OptionDescription("replace a file that is there")],
    paragraphs: [
      "The whole folder of the backup, archives, manifests, seal and what the steps wrote, with MAINT-README.txt: how it "
        + "is verified and restored with sha256sum and tar alone. It is verified first; a damaged one is not exported. A "
        + "file is written beside its place and renamed, and one that is there is replaced only with --force."
    ],
    examples: [
      ("maint backup export 12/daily.nginx /mnt/usb/nginx.tar", "onto another disk"),
      ("maint backup export 12/daily.nginx - | ssh vault 'cat > nginx.tar'", "onto another host"),
    ],
    exitCodes: [
      (.success, "it is exported"), (.failed, "the backup is damaged or incomplete"), (.notFound, noSuchBackup),
      (.cannotWrite, "FILE is there already, or cannot be written"), (.interrupted, "stopped by INT (Ctrl-C)"),
      (.terminated, "stopped by TERM"),
    ])

  static let completeBackups = VerbDescription(
    .setUp, "print the IDs of the backups, one a line, for the completion of a shell")

  private static let noSuchBackup = "no such backup, or more than one by that name"
}
