extension Schema {
  /// What was changed on the host, by tasks and by others: the change log.
  ///
  /// Which tasks have changed something is kept with them, since reading that from their steps would read the whole log. What
  /// differs from the last look at the packages is written down alone: they are looked at before and after each change, and
  /// hardly ever differ.
  static let version21 = """
    ALTER TABLE task ADD COLUMN changed INTEGER
      /* 1: a step of its change was begun and not left out by its if; 0: none was; NULL: it has not ended */;
    UPDATE task SET changed = \(hasChanged)
      WHERE started_at IS NOT NULL AND outcome IS NOT NULL AND outcome <> 'interrupted';
    ALTER TABLE archive ADD COLUMN file_changes INTEGER
      /* so many files the task left otherwise than they are in the backup; NULL: not known */;

    CREATE TABLE file_change (
      -- A file that a task which succeeded left otherwise than it is in its backup; of each path the first of them.
      run INTEGER NOT NULL,
      task INTEGER NOT NULL,
      path TEXT NOT NULL,  -- archive.path
      position INTEGER NOT NULL,  -- from 0, in the order of the names
      name TEXT NOT NULL,  -- below the path; '.': the path itself; bytes that cannot be shown as \\xHH
      kind TEXT NOT NULL CHECK (kind = 'added' OR kind = 'removed' OR kind = 'changed'),
      aspects TEXT NOT NULL,  -- what has changed of it, with commas between: content, mode, owner, time, …; else ''
      PRIMARY KEY (run, task, path, position),
      FOREIGN KEY (run, task) REFERENCES task ON DELETE CASCADE
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE package_database (
      -- A list of the packages of the host, as it was when maint last read it: while it has this stamp it is not read again.
      manager TEXT PRIMARY KEY,  -- dpkg, apk
      stamp TEXT NOT NULL,  -- inode:size:time of its last change
      read_at INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE package (
      -- A package that was installed then.
      manager TEXT NOT NULL,
      name TEXT NOT NULL,
      architecture TEXT NOT NULL,
      version TEXT NOT NULL,
      PRIMARY KEY (manager, name, architecture)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE package_change (
      -- What differed between two readings. Refers to no run, as backup_event.
      change INTEGER PRIMARY KEY,
      manager TEXT NOT NULL,
      name TEXT NOT NULL,
      architecture TEXT NOT NULL,
      old_version TEXT,  -- NULL: it was installed anew
      new_version TEXT,  -- NULL: it was removed
      changed_at INTEGER NOT NULL,  -- when the list was last written
      known_at INTEGER NOT NULL,  -- the reading before, or the last look that found nothing new
      read_at INTEGER NOT NULL,
      read_by INTEGER NOT NULL,  -- the run that found it
      run INTEGER,  -- the run and the task (task.task) at whose change it was made; NULL: none was at work, so by others
      task INTEGER,
      is_certain INTEGER NOT NULL CHECK (is_certain IN (0, 1))
        -- 0: another task was at work as well, or maint was killed meanwhile
    ) STRICT;
    CREATE INDEX package_change_of_run ON package_change (run) WHERE run IS NOT NULL;
    CREATE INDEX package_change_of_others ON package_change (read_at) WHERE run IS NULL;

    -- The entries that say how the schedules and runbooks have changed.
    CREATE INDEX audit_project ON audit (entry) WHERE \(tellsOfProject);
    """

  /// Of a row of `task`: whether a step of its change was begun and not left out by its `if`.
  static let hasChanged = """
    EXISTS (SELECT 1 FROM step WHERE step.run = task.run AND step.task = task.task AND stage = 'change'
      AND outcome IS NOT 'skipped')
    """

  /// Of a row of `audit`. Quotes within a text are escaped in JSON, so this is the field.
  static let tellsOfProject = #"instr(text, '"kind":"project_changed"') > 0"#
}
