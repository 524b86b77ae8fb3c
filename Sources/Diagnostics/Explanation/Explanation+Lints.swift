/// What is legal but wrong.
extension Explanation {
  static let unusedRunbook = Explanation(
    "a runbook that no task uses",
    "No tier of any schedule names it, so it never runs by itself. Often the name in the schedule is another one, or the "
      + "task was removed and the file forgotten. Name it in a tier; a runbook that a human starts belongs into emergency, "
      + "which is never due. Otherwise remove the file. Nothing is said of one that demands a parameter (required: true).",
    wrong: .project(
      schedule: "maintenance_schedule:\n  daily: [log_rotation]\n", runbook: "precheck: ['true']\n"),
    right: .project(
      schedule: "maintenance_schedule:\n  daily: [log_rotation]\n  emergency: [deploy]\n",
      runbook: "precheck: ['true']\n"))

  static let unusedParameter = Explanation(
    "a parameter that no step reads",
    "Whoever sets it in a schedule believes that it changes something, and it does not. It is misspelt in the step, or "
      + "left over. Nothing is said where a step runs a program of your own, which may read it from its environment, nor "
      + "of names in capitals, which many programs read.",
    wrong: .runbook("params:\n  folder: {default: /srv}\nprecheck:\n  - df -P /srv\n"),
    right: .runbook("params:\n  folder: {default: /srv}\nprecheck:\n  - df -P \"$folder\"\n"))

  static let unknownVariable = Explanation(
    "a variable that nothing gives a value",
    "Shells run with -u: where they meet a variable without a value they end, in the middle of a change or of the way "
      + "back. It is no parameter, secret, env: or MAINT_ variable, no earlier step writes it to $MAINT_ENV, and the step "
      + "itself does not set it. Mend the name, or write ${name:-} where it may be unset.",
    wrong: .runbook("params:\n  folder: {default: /srv}\nprecheck:\n  - df -P \"$foldr\" \"$folder\"\n"),
    right: .runbook("params:\n  folder: {default: /srv}\nprecheck:\n  - df -P \"$folder\"\n"))

  static let noBackupFolder = Explanation(
    "$MAINT_BACKUP_DIR in a runbook without a backup stage",
    "maint makes this folder for the backup stage, so without one there is no such variable and the shell ends where it "
      + "is read: often in an undo, when it is needed most. Add a backup stage that copies there what the undo puts back.",
    wrong: .runbook(
      """
      change:
        - run: echo hello > /etc/motd
          undo: cp -p "$MAINT_BACKUP_DIR/motd" /etc/motd
      verify:
        - grep -q hello /etc/motd

      """),
    right: .runbook(
      """
      backup:
        - cp -p /etc/motd "$MAINT_BACKUP_DIR/"
      change:
        - run: echo hello > /etc/motd
          undo: cp -p "$MAINT_BACKUP_DIR/motd" /etc/motd
      verify:
        - grep -q hello /etc/motd

      """))

  static let missingVerify = Explanation(
    "a change that nothing shows to work",
    "A change is rolled back when one of its steps fails or when verify fails. Commands often succeed and leave a service "
      + "that does not answer; without verify that counts as a success. Add a step that asks the service itself.",
    wrong: .runbook("change:\n  - run: systemctl stop cups\n    undo: systemctl start cups\n"),
    right: .runbook(
      """
      change:
        - run: systemctl stop cups
          undo: systemctl start cups
      verify:
        - "! systemctl is-active --quiet cups"

      """))

  static let missingTimeout = Explanation(
    "a network command that nothing limits",
    "A host that takes a connection and then says nothing keeps the command, its locks and the tasks that need it waiting "
      + "for ever, or for hours where the command gives up by itself. Give the step a timeout, all steps one with defaults: {step_timeout: 30m}, or the command its own, such "
      + "as curl --max-time. A task's timeout counts up to verify, not in undo, rollback and cleanup.",
    wrong: .runbook("precheck:\n  - curl -fsS http://127.0.0.1/health\n"),
    right: .runbook("precheck:\n  - run: curl -fsS http://127.0.0.1/health\n    timeout: 30s\n"))

  static let windowTooRare = Explanation(
    "a window that opens more seldom than its task is due",
    "A task is due once in each period of its tier, and starts only in its window. Where the window opens in fewer than half "
      + "of the periods, most pass without a run, and none of them counts as missed. If that is meant, the task belongs into "
      + "the tier that is as long as the window is rare.",
    wrong: .schedule(
      """
      maintenance_schedule:
        daily:
          - {task: log_rotation, window: monthly}
      maintenance_windows:
        monthly: {day: First_Sunday, time: "02:00-04:00"}

      """),
    right: .schedule(
      """
      maintenance_schedule:
        monthly: [log_rotation]
      maintenance_windows:
        monthly: {day: First_Sunday, time: "02:00-04:00"}

      """))

  static let unknownRollbackTime = Explanation(
    "at_window_end: rollback with an unknown length",
    "at_window_end: rollback ends a change in time for its rollback to end with the window. That needs the rollback's length: "
      + "from 5 rollbacks in the run log or, until there are so many, the task's timeout. With neither the change is ended "
      + "only when the window closes, as with at_window_end: stop, and the rollback ends after it. Give the task a timeout.",
    wrong: .schedule(
      """
      maintenance_schedule:
        weekly: [log_rotation]
      maintenance_windows:
        weekly: {day: Sunday, time: "02:00-04:00", at_window_end: rollback}

      """),
    right: .schedule(
      """
      maintenance_schedule:
        weekly:
          - {task: log_rotation, timeout: 30m}
      maintenance_windows:
        weekly: {day: Sunday, time: "02:00-04:00", at_window_end: rollback}

      """))

  static let longerThanWindow = Explanation(
    "a task that takes longer than its window is open",
    "The window says when the task may change things. By the run log, half of the task's successful runs took longer than "
      + "that, so it still changes the host when nobody expects it any more. Or it would never start at all: it does only "
      + "if its time and that of its rollback fit before the cutoff, and its timeout stands in for each of the two until "
      + "the log has 5 of them. Widen the window, split the task, or give it a shorter timeout.",
    wrong: .schedule(
      """
      maintenance_schedule:
        weekly: [log_rotation]
      maintenance_windows:
        weekly: {day: Sunday, time: "02:00-04:00"}

      """),
    right: .schedule(
      """
      maintenance_schedule:
        weekly: [log_rotation]
      maintenance_windows:
        weekly: {day: Sunday, time: "00:00-06:00"}

      """))

  static let missingBackupPath = Explanation(
    "a path to be backed up that is not there",
    "The backup records it as absent, and a rollback removes what the change put there. That is right for a file that the "
      + "change makes, and wrong for a slip of the pen: then what is changed has no backup.",
    wrong: .runbook(
      """
      backup:
        - path: /etc/host
      change:
        - echo 192.0.2.7 db >> /etc/hosts
      verify:
        - getent hosts db

      """),
    right: .runbook(
      """
      backup:
        - path: /etc/hosts
      change:
        - echo 192.0.2.7 db >> /etc/hosts
      verify:
        - getent hosts db

      """))

  static let foldedShell = Explanation(
    "lines that YAML folds into one command",
    "Without | after the key, YAML joins the lines with blanks, so the second command becomes an argument of the first. "
      + "Write | where each line is a command. Where it really is one long command, > says that folding is meant.",
    wrong: .runbook("precheck:\n  - run:\n      test -d /srv\n      echo found\n"),
    right: .runbook("precheck:\n  - run: |\n      test -d /srv\n      echo found\n"))

  static let shellcheck = Explanation(
    "a finding of shellcheck, which --shell runs",
    "shellcheck knows the usual slips of shell texts; its page for the code in the message says what may go wrong and what "
      + "to write instead. A comment '# shellcheck disable=SC2086' above a command says that it is meant. What shellcheck "
      + "says of the variables that maint gives is left out.",
    wrong: .commands(
      """
      printf '%s\\n' 'precheck: [df -P $HOME]' > runbooks/disk_space.yaml
      maint -C . check --shell
      """),
    right: .commands(
      """
      printf '%s\\n' 'precheck: [df -P "$HOME"]' > runbooks/disk_space.yaml
      maint -C . check --shell
      """))
}
