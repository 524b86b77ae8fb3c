extension Schema {
  /// On time: tasks that are deferred, moments that somebody has to know of, and exceptions from windows and freezes.
  ///
  /// SQLite cannot alter a CHECK. Rewriting its text is the way that it documents for a constraint that is only widened
  /// (sqlite.org/lang_altertable.html, section 7); the raised schema version makes every connection read it anew.
  static let version9 = """
    PRAGMA writable_schema = ON;
    UPDATE sqlite_schema SET sql =
      replace(sql, 'outcome = ''not_now'' OR outcome = ''not_started''',
        'outcome = ''not_now'' OR outcome = ''deferred'' OR outcome = ''not_started''')
      WHERE type = 'table' AND name = 'task';
    PRAGMA writable_schema = RESET;

    ALTER TABLE task ADD COLUMN point_of_no_return INTEGER
      /* the last moment at which its rollback still fits into its window; NULL: there is none */;
    CREATE INDEX task_rolled_back ON task (name, run) WHERE outcome = 'rolled_back';
    ALTER TABLE run ADD COLUMN started_boottime INTEGER
      /* started_at by CLOCK_BOOTTIME, which nobody sets: microseconds in the boot boot_id */;

    CREATE TABLE alert (
      -- Something that somebody should know of, told once. Refers to nothing, as backup_event.
      alert INTEGER PRIMARY KEY,
      at INTEGER NOT NULL,
      level TEXT NOT NULL CHECK (level = 'info' OR level = 'warning' OR level = 'critical'),
      kind TEXT NOT NULL,  -- what it is about: gave_up, clock_jump, point_of_no_return, window_end
      run INTEGER,
      task TEXT,  -- its full name
      text TEXT NOT NULL  -- one line
    ) STRICT;

    CREATE TABLE window_exception (
      -- Somebody's word that changes may be made outside windows and in freezes.
      exception INTEGER PRIMARY KEY,
      run INTEGER,  -- the run that was let start its tasks; NULL: whatever starts from starts_at up to ends_at
      reason TEXT NOT NULL,
      granted_by TEXT NOT NULL,  -- the user's name
      granted_uid INTEGER NOT NULL,
      starts_at INTEGER NOT NULL,
      ends_at INTEGER,  -- NULL with a run
      closed_at INTEGER,  -- when somebody ended it before that
      closed_by TEXT,
      CHECK ((run IS NULL) <> (ends_at IS NULL))
    ) STRICT;
    CREATE INDEX window_exception_end ON window_exception (ends_at) WHERE ends_at IS NOT NULL AND closed_at IS NULL;
    CREATE INDEX window_exception_run ON window_exception (run) WHERE run IS NOT NULL;
    """
}
