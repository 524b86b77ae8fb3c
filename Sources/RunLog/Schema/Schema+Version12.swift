extension Schema {
  /// What was shown to work before it is relied on: drills, rehearsals, and runs that others wait for.
  static let version12 = """
    CREATE TABLE proof (
      -- That a runbook, with these parameters and this text, came through a drill, a rehearsal or a run, or did not.
      proof INTEGER PRIMARY KEY,
      kind TEXT NOT NULL CHECK (kind IN ('drill', 'rehearsal', 'run')),
      task TEXT NOT NULL,
      runbook TEXT NOT NULL,
      at INTEGER NOT NULL,            -- when it ended
      runbook_hash TEXT NOT NULL,     -- SHA-256 of its text
      parameters TEXT NOT NULL,       -- NAME=VALUE, each with the byte 1 after it, in the order of the names
      sources_hash TEXT NOT NULL,     -- SHA-256 of the files that its shell texts source
      system TEXT NOT NULL,           -- the release of the operating system
      version TEXT NOT NULL,          -- of maint
      points INTEGER NOT NULL,        -- of a drill; else 1
      proven INTEGER NOT NULL,        -- of them
      run INTEGER                     -- the run that it is; NULL: it was none of this log
    ) STRICT;
    CREATE INDEX proof_runbook ON proof (runbook, kind, proof);
    CREATE INDEX proof_task ON proof (task, kind, proof);
    CREATE TABLE drilled_rollback (
      -- How long the way back took from one point of a drill.
      proof INTEGER NOT NULL REFERENCES proof (proof),
      position INTEGER NOT NULL,
      duration INTEGER NOT NULL,      -- microseconds
      PRIMARY KEY (proof, position)
    ) STRICT, WITHOUT ROWID;
    """
}
