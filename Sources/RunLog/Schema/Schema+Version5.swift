extension Schema {
  /// What was done with backups after they were made. Nothing refers to the runs: a backup may outlive the rows of its
  /// run, and the record of a backup that was pruned outlives both.
  static let version5 = """
    CREATE TABLE backup_event (
      event INTEGER PRIMARY KEY,
      run INTEGER NOT NULL,
      task TEXT NOT NULL,  -- its full name; run/task is the ID of the backup
      kind TEXT NOT NULL CHECK (kind IN ('verify', 'restore', 'prune', 'copy', 'drill')),
      path TEXT,  -- the one path that it was about; NULL: all of the backup
      detail TEXT,  -- where it was restored to, or why it was pruned
      started_at INTEGER NOT NULL,
      finished_at INTEGER NOT NULL,
      bytes INTEGER,  -- read, restored, copied or freed
      data_age INTEGER,  -- microseconds from the making of the backup to started_at
      error TEXT,  -- NULL: it succeeded
      done_by TEXT NOT NULL  -- the user's name
    ) STRICT;
    CREATE INDEX backup_event_backup ON backup_event (run, task, kind);
    CREATE INDEX backup_event_kind ON backup_event (kind, event);
    """
}
