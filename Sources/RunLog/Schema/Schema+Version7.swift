extension Schema {
  /// Which backups are still to be taken off-site, and what drills were held to.
  static let version7 = """
    CREATE TABLE due_copy (
      -- A backup that a run was to take off-site, from the beginning of the run until it was copied, pruned or found to
      -- have come to nothing: whenever maint is killed, the row stays. Refers to nothing, as backup_event.
      run INTEGER NOT NULL,
      task TEXT NOT NULL,  -- its full name; run/task is the ID of the backup
      PRIMARY KEY (run, task)
    ) STRICT, WITHOUT ROWID;

    ALTER TABLE backup_event ADD COLUMN rto INTEGER;  -- of a drill, the target: microseconds; NULL: none
    ALTER TABLE backup_event ADD COLUMN rpo INTEGER;
    CREATE INDEX backup_event_drill ON backup_event (task, event) WHERE kind = 'drill' AND data_age IS NOT NULL;
    """
}
