extension Schema {
  /// Changes that wait to be confirmed, and what changes left at the paths that were backed up.
  static let version6 = """
    CREATE TABLE confirmation (
      -- A change that waits for somebody to confirm it, or waited: written when the wait begins. Of those who decide about
      -- it, the first to write the verdict does.
      run INTEGER NOT NULL,
      task INTEGER NOT NULL,
      waits_since INTEGER NOT NULL,
      deadline INTEGER NOT NULL,  -- as it was told
      deadline_monotonic INTEGER NOT NULL,
        -- the one that counts, since clocks are set: microseconds of CLOCK_MONOTONIC in the boot of the run
      verdict TEXT CHECK (verdict = 'confirmed' OR verdict = 'expired'),
        -- NULL: it waits, or was stopped or interrupted before anybody decided
      decided_at INTEGER,
      confirmed_by TEXT,  -- the user's name
      confirmed_uid INTEGER,
      note TEXT,  -- what that user had to say
      PRIMARY KEY (run, task),
      FOREIGN KEY (run, task) REFERENCES task ON DELETE CASCADE
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX confirmation_open ON confirmation (run) WHERE verdict IS NULL;

    ALTER TABLE archive ADD COLUMN after_manifest TEXT
      /* of what the task left at the path, within the state folder; NULL: not known */;
    ALTER TABLE archive ADD COLUMN after_checksum TEXT /* SHA-256 */;
    """
}
