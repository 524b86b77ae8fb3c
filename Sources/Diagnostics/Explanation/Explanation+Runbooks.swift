/// What runbooks must keep to, so that there is a way back.
extension Explanation {
  static let reservedName = Explanation(
    "a parameter, secret or variable with a name that is taken",
    "maint, the shell or the loader gives this variable a meaning of its own: with another PATH or LD_PRELOAD a value "
      + "would decide what is executed, and values must never become commands. Choose another name. 'maint help "
      + "variables' lists those that are taken.",
    wrong: .runbook("params:\n  PATH: {default: /srv}\nprecheck: ['test -d \"$PATH\"']\n"),
    right: .runbook("params:\n  folder: {default: /srv}\nprecheck: ['test -d \"$folder\"']\n"))

  static let noWayBack = Explanation(
    "a change that nothing could undo",
    "maint promises to get back after a change that fails, and this runbook gives it no way to. Add a backup with a "
      + "rollback, or an undo for each step. If there can be no way back, say so with rollback: none and a reason; when "
      + "such a change fails, a human is needed.",
    wrong: .runbook("change:\n  - run: touch /etc/nologin\nverify:\n  - run: test -e /etc/nologin\n"),
    right: .runbook(
      """
      change:
        - run: touch /etc/nologin
          undo: rm -f /etc/nologin
      verify:
        - run: test -e /etc/nologin

      """))

  static let stepWithoutUndo = Explanation(
    "a step of change that nothing undoes",
    "The runbook has a backup, or its other steps an undo, but when this step fails, or a later one, what it did stays and "
      + "a human is needed. A backup alone puts nothing back. Give the step an undo, or the runbook a rollback stage.",
    wrong: .runbook(
      """
      backup:
        - cp -p /etc/motd "$MAINT_BACKUP_DIR/"
      change:
        - echo hello > /etc/motd
      verify:
        - grep -q hello /etc/motd

      """),
    right: .runbook(
      """
      backup:
        - cp -p /etc/motd "$MAINT_BACKUP_DIR/"
      change:
        - echo hello > /etc/motd
      verify:
        - grep -q hello /etc/motd
      rollback:
        - cp -p "$MAINT_BACKUP_DIR/motd" /etc/motd

      """))

  static let missingReason = Explanation(
    "rollback: none without a reason",
    "A change with no way back is a decision, and whoever is woken by its failure should read why it was taken. Add "
      + "reason:.",
    wrong: .runbook("change:\n  - apt-get clean\nverify:\n  - df /var\nrollback: none\n"),
    right: .runbook(
      "change:\n  - apt-get clean\nverify:\n  - df /var\nrollback: none\nreason: packages can be fetched again\n"))

  static let needlessReason = Explanation(
    "a reason where there is a way back",
    "reason: says why there is no way back, but rollback: is not none. Either rollback: none was forgotten, or the reason "
      + "is left over and would mislead.",
    wrong: .runbook("precheck:\n  - df\nreason: nothing is changed\n"),
    right: .runbook("# nothing is changed\nprecheck:\n  - df\n"))

  static let needlessConfirmation = Explanation(
    "confirm: in a runbook that changes nothing",
    "confirm: rolls a change back unless somebody says in time that it may stay. Here no stage changes anything, so the "
      + "run would only wait. Either change: was forgotten, or confirm: is left over.",
    wrong: .runbook("precheck:\n  - df\nconfirm: 10m\n"),
    right: .runbook("precheck:\n  - df\n"))

  static let restoreWithoutBackup = Explanation(
    "a restore of what was not backed up",
    "restore: takes a path back from the archive that a step of backup made of it in the same run, and here no step makes "
      + "one: the rollback would fail when it is needed. Write the same path in both places.",
    wrong: .runbook(
      """
      backup:
        - path: /etc/hosts
      change:
        - echo hello > /etc/motd
      verify:
        - grep -q hello /etc/motd
      rollback:
        - restore: /etc/motd

      """),
    right: .runbook(
      """
      backup:
        - path: /etc/hosts
      change:
        - echo 192.0.2.7 db >> /etc/hosts
      verify:
        - getent hosts db
      rollback:
        - restore: /etc/hosts

      """))

  static let overlappingBackups = Explanation(
    "a path that is backed up twice, or lies within another one",
    "Each path is archived by itself and restored as a whole. Where two of them share files, the restore of one replaces "
      + "what the other has just put back, and after a crash in between nobody can tell which of the two states the host "
      + "is in. Keep the outer path, whose archive holds the inner one; write exclude: where that is too much.",
    wrong: .runbook(
      """
      backup:
        - path: /etc
        - path: /etc/nginx
      change:
        - cp -r /srv/nginx/. /etc/nginx/
      verify:
        - nginx -t

      """),
    right: .runbook(
      """
      backup:
        - path: /etc
      change:
        - cp -r /srv/nginx/. /etc/nginx/
      verify:
        - nginx -t

      """))

  static let unwritableBackupFolder = Explanation(
    "a backup step of a user who may not write there",
    "The state folder is open to its owner alone, so a step that runs as another user cannot write into "
      + "$MAINT_BACKUP_DIR, and the backup would fail in the night. Let root's shell open the file and only the command run "
      + "as the other user.",
    wrong: .runbook("backup:\n  - run: pg_dump app > \"$MAINT_BACKUP_DIR/app.sql\"\n    user: postgres\n"),
    right: .runbook("backup:\n  - run: su postgres -c 'pg_dump app' > \"$MAINT_BACKUP_DIR/app.sql\"\n"))
}
