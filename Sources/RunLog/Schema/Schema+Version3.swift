extension Schema {
  /// A run can be recovered, resumed and rolled back by the schedules and runbooks that it ran by.
  static let version3 = """
    CREATE TABLE source (
      -- A text of a schedule or runbook, kept once however many runs used it.
      source INTEGER PRIMARY KEY,
      text BLOB NOT NULL UNIQUE
    ) STRICT;

    CREATE TABLE project_file (
      -- A schedule or runbook of a project in one of its versions: its files as they all were when a run began.
      version INTEGER NOT NULL,  -- run.project_version
      path TEXT NOT NULL,  -- within the project: runbooks/nginx.yaml
      source INTEGER NOT NULL REFERENCES source,
      PRIMARY KEY (version, path)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE recovery (
      -- Once for each time that maint recover took up a run. From then on run.pid, start_time and boot_id name the maint
      -- that recovers it.
      run INTEGER NOT NULL REFERENCES run ON DELETE CASCADE,
      recovery INTEGER NOT NULL,  -- from 1
      user TEXT NOT NULL,  -- who started it
      started_at INTEGER NOT NULL,
      lost_pid INTEGER NOT NULL,  -- of the maint that carried the run out before and ended in the middle of it
      lost_start_time INTEGER NOT NULL,
      lost_boot_id TEXT NOT NULL,
      PRIMARY KEY (run, recovery)
    ) STRICT, WITHOUT ROWID;

    ALTER TABLE run ADD COLUMN project_version INTEGER;  -- project_file.version; NULL: its text was not kept
    ALTER TABLE run ADD COLUMN resumes INTEGER REFERENCES run;  -- the run that it goes on with; NULL: it began anew
    ALTER TABLE run ADD COLUMN rolls_back INTEGER REFERENCES run;  -- the run whose changes it takes back
    CREATE INDEX run_resumes ON run (resumes) WHERE resumes IS NOT NULL;
    CREATE INDEX run_rolls_back ON run (rolls_back) WHERE rolls_back IS NOT NULL;
    """
}
