extension Schema {
  /// The seal of a backup is itself known: who changes a file and its line alike is found out. And the zone of a run: a
  /// recovery at a terminal is to see the time as the run under cron did.
  static let version8 = """
    ALTER TABLE task ADD COLUMN seal_checksum TEXT;  -- SHA-256 of the list that completes its backup; NULL: none, or pruned
    ALTER TABLE run ADD COLUMN timezone TEXT;  -- TZ, as its steps had it; NULL: they had none
    -- Backups that should be there: the checksum goes with the backup.
    CREATE INDEX task_sealed ON task (run, name) WHERE seal_checksum IS NOT NULL;
    """
}
