extension Schema {
  /// Backups of paths.
  static let version4 = """
    CREATE TABLE archive (
      -- A backup that a task made of a path; written down when it had been read back and was on the disk.
      run INTEGER NOT NULL,
      task INTEGER NOT NULL,
      path TEXT NOT NULL,  -- as the runbook names it
      file TEXT,  -- within the task's backup folder; NULL: there was nothing at the path
      manifest TEXT NOT NULL,  -- within the task's backup folder
      file_checksum TEXT,  -- SHA-256
      manifest_checksum TEXT NOT NULL,
      entries INTEGER NOT NULL,
      bytes INTEGER NOT NULL,  -- of all files in it
      archive_bytes INTEGER NOT NULL,
      made_at INTEGER NOT NULL,
      PRIMARY KEY (run, task, path),
      FOREIGN KEY (run, task) REFERENCES task ON DELETE CASCADE
    ) STRICT, WITHOUT ROWID;
    """
}
