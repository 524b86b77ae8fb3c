/// The verbs that write files to begin with, and those about maint itself.
extension VerbDescription {
  static let `init` = VerbDescription(
    .write, "write a small, commented, working project",
    arguments: [ArgumentDescription(.folder)],
    paragraphs: [
      "A schedule, a runbook that only looks, and a runbook with all six stages that changes one file in maint's own "
        + "state. It runs as it stands. Nothing is overwritten: a file in the way is named, and nothing is written."
    ],
    examples: [
      ("maint init /etc/maint", "where maint looks when it is told nothing else"),
      ("maint init try && maint -C try --state try/state run daily", "to try it, as any user"),
    ],
    exitCodes: [
      (.success, "the project was written"), (.cannotWrite, "a file is in the way, or the folder cannot be written"),
    ])

  static let fmt = VerbDescription(
    .write, "rewrite schedules and runbooks in one style",
    arguments: [ArgumentDescription(.file, .zeroOrMore)],
    options: [.check],
    paragraphs: [
      "Indents by two spaces, lists too; puts one space after ':' and '-', two before a comment at the end of a line; "
        + "removes blanks at the ends of lines, all but one of several blank lines, a '---' at the beginning, a byte order "
        + "mark and the CR of CR LF. What a file says does not change, "
        + "which is verified before it is written, and no comment is lost. Blocks stay blocks, brackets stay brackets, "
        + "lines that you broke stay broken, comments that you put into one column stay in one.",
      "Without FILE: all of the project. The files that change are named on standard output. A file with mistakes in its "
        + "syntax is left as it is; the others are still done. With - the text comes from standard input and goes to "
        + "standard output.",
      "A file is replaced in one step and keeps its mode, owner, group, access control list and other attributes. One "
        + "with a second name (a hard link), or one that a new file cannot be made like, is left as it is.",
    ],
    examples: [
      ("maint fmt", "all schedules and runbooks of the project"),
      ("maint -C . fmt --check", "in CI: which files are not in the style?"),
      ("maint fmt - < daily.yaml | diff daily.yaml -", "what would change in a file"),
    ],
    exitCodes: [
      (.success, "every file is in the style now"), (.failed, "with --check: a file is not in the style"),
      (.invalid, "a file has mistakes in its syntax"), (.notFound, "no such file or project"), (.bug, nil),
      (.cannotWrite, "a file could not be written and is as it was"), (.permissions, nil),
    ])

  static let parse = VerbDescription(
    .write, "print the syntax tree of a file as JSON",
    arguments: [ArgumentDescription(.file)],
    paragraphs: [
      "Every map, list and text of the file, whether or not it means anything as a schedule or runbook. "
        + "Mistakes in the syntax go to standard error, as with 'maint check'."
    ],
    examples: [("maint parse schedules/daily.yaml", "one file"), ("maint parse - < daily.yaml", "standard input")],
    exitCodes: [
      (.success, "the file is well-formed"), (.invalid, "the file is not well-formed"), (.notFound, "no such file"),
    ])

  static let schema = VerbDescription(
    .write, "print the JSON Schema of schedules or runbooks, for editors",
    arguments: [ArgumentDescription(.schema)],
    paragraphs: [
      "JSON Schema, draft 2020-12, made from the tables by which maint itself reads the files: an editor with a YAML "
        + "language server then completes keys, explains them and marks mistakes. Write it beside the files, and let "
        + "each begin with the line '# yaml-language-server: $schema=schema.json'.",
      "A schema cannot say what takes a second value or file to judge: whether tasks, needs, runbooks, parameters, restored "
        + "paths, zones, patterns and fields of messages are good, names and settings are given once, a duration agrees with its "
        + "hours or is too large, a default is one of its choices, or a circle is closed. Nor does it see how a number or truth is written (0x10, 1.0, True), "
        + "and it takes an unquoted null or ~ for a value that is missing. 'maint check' knows.",
    ],
    examples: [
      ("maint schema schedule > schedules/schema.json", "for the files in schedules/"),
      ("maint schema runbook > runbooks/schema.json", "for those in runbooks/"),
    ],
    exitCodes: [(.success, "the schema was printed")])

  static let explain = VerbDescription(
    .write, "say more about a problem: why, and what to write instead",
    arguments: [ArgumentDescription(.id, .optional)],
    options: [.json],
    paragraphs: [
      "Every message of maint about a schedule or runbook ends with its ID in brackets. Of an ID, prints what the "
        + "problem means for the host, why maint insists, and a wrong and a right example. Without ID: all of them, one "
        + "a line."
    ],
    examples: [("maint explain unknown-key", "one ID"), ("maint explain", "all of them")],
    exitCodes: [(.success, "the explanation was printed"), (.usage, "there is no such ID")])

  static let docs = VerbDescription(
    .write, "write the project, or runbooks of it, as a manual in Markdown",
    arguments: [ArgumentDescription(.runbook, .zeroOrMore)],
    paragraphs: [
      "Of each runbook its purpose, the tasks that use it and when they are due, its parameters, what it touches, every step "
        + "with its text, and how to take it back; how long it took by the run log, and whether its way back is proven. It is "
        + "written for people who run it, and for those who must do it by hand where maint is not there.",
      "Without RUNBOOK: the schedule, and all runbooks. Nothing is run, and no secret is read.",
    ],
    examples: [
      ("maint docs > MANUAL.md", "the whole manual"),
      ("maint docs log_rotation | less", "one runbook"),
    ],
    exitCodes: [
      (.success, "the manual was written"), (.invalid, nil), (.notFound, "no such runbook or project"),
      (.cannotWrite, "the run log cannot be read"), (.permissions, nil),
    ])

  static let install = VerbDescription(
    .setUp, "have cron or systemd start what is due",
    arguments: [ArgumentDescription(.starter)],
    options: [.user, .every, .randomDelay, .print, .root, .force],
    rules: [.excludes(.user, .root)],
    meanings: [
      .force: OptionDescription("replace a file that maint did not write, or that was changed by hand")
    ],
    paragraphs: [
      "Every few minutes cron or systemd then starts 'maint run --due --quiet', which ends at once and in silence where "
        + "nothing is due. Its line has this executable, the project and the state folder with absolute paths.",
      "cron: the file /etc/cron.d/maint; with --user, lines of their own in your crontab, all else in it unchanged. systemd: "
        + "maint.service and maint.timer in /etc/systemd/system, or ~/.config/systemd/user with --user, and the timer is "
        + "enabled. A stop of the service lets maint roll back, however long that takes.",
      "Installing again writes only what differs. A file that maint did not write, or that was changed by hand since, is "
        + "left alone; --force replaces it. With --root nothing of this host is looked at but the executable's path: the "
        + "folders are those that the image will have.",
    ],
    examples: [
      ("maint install cron --print", "what would be written"),
      ("maint -C /etc/maint install systemd --random-delay 2m", "for the host"),
      ("maint -C ~/maint install cron --user --every 15m", "for yourself"),
      ("maint -C /etc/maint install systemd --root /mnt/image", "while an image is built"),
    ],
    exitCodes: [
      (.success, "it is installed, also where it was before"), (.usage, nil), (.invalid, nil),
      (.notFound, "no project, or no cron"), (.cannotWrite, "something is in the way, or cannot be written"),
      (.permissions, nil),
    ])

  static let uninstall = VerbDescription(
    .setUp, "remove what 'maint install' wrote",
    arguments: [ArgumentDescription(.starter)],
    options: [.user, .print, .root, .force],
    rules: [.excludes(.user, .root)],
    meanings: [.force: OptionDescription("also remove what was changed by hand")],
    paragraphs: [
      "Removes the files, or the lines of your crontab, that maint wrote and nobody changed; those changed by hand only with "
        + "--force. A run that is under way goes on to its end. Project, state and run log stay."
    ],
    examples: [
      ("maint uninstall cron", "for the host"),
      ("maint uninstall systemd --user --print", "which files would go"),
    ],
    exitCodes: [
      (.success, "it is gone, also where it was not there"), (.usage, nil),
      (.cannotWrite, "it was changed by hand, is not maint's, or cannot be removed"),
    ])

  static let completion = VerbDescription(
    .setUp, "print the completion script of a shell",
    arguments: [ArgumentDescription(.shell)],
    paragraphs: ["Completes verbs, options and their values, and the targets of the project."],
    examples: [
      ("maint completion bash > /etc/bash_completion.d/maint", "bash, all users"),
      ("maint completion zsh > /usr/local/share/zsh/site-functions/_maint", "zsh, all users"),
      ("maint completion fish > /etc/fish/completions/maint.fish", "fish, all users"),
      (". <(maint completion bash)", "this shell only"),
    ],
    exitCodes: [(.success, "the script was printed")])

  static let help = VerbDescription(
    .setUp, "explain maint, one verb, or what files may say",
    arguments: [ArgumentDescription(.verb, .optional)],
    options: [.man],
    examples: [
      ("maint help run", "one verb"),
      ("maint help runbook", "the keys of a runbook"),
      ("maint help --man > /usr/local/share/man/man8/maint.8", "for 'man maint'"),
    ],
    exitCodes: [(.success, "the help was printed")])

  static let version = VerbDescription(
    .setUp, "print the version of maint and of what it is built on",
    options: [.json],
    examples: [("maint version", "for a report of a bug")],
    exitCodes: [(.success, "the version was printed")])

  static let completeTargets = VerbDescription(
    .setUp, "print the targets of the project, one a line, for the completion of a shell")

  static let archivePath = VerbDescription(
    .setUp, "back a path up, as a step of a run", arguments: [ArgumentDescription(.file)], options: [.exclude])

  static let restorePath = VerbDescription(
    .setUp, "restore a path from the task's backup, as a step of a run", arguments: [ArgumentDescription(.file)])

  static let recordAfter = VerbDescription(
    .setUp, "note what a change left at paths, as a step of a run", arguments: [ArgumentDescription(.file, .oneOrMore)])

  static let awaitConfirmation = VerbDescription(
    .setUp, "wait until a change is confirmed, as a step of a run", arguments: [ArgumentDescription(.duration)])

  static let discardReplaced = VerbDescription(
    .setUp, "remove what restores replaced, as a step of a run", arguments: [ArgumentDescription(.file, .oneOrMore)])

  static let sealBackup = VerbDescription(.setUp, "complete a backup with its checksums, as a step of a run")

  static let interruptStep = VerbDescription(
    .setUp, "run a program and interrupt it, as a step of a drill",
    arguments: [ArgumentDescription(.file, .oneOrMore)])

  static let carryOutRehearsal = VerbDescription(
    .setUp, "carry a plan out in a sandbox", arguments: [ArgumentDescription(.target, .oneOrMore)], options: [.with])
}
