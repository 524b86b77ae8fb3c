extension Schema {
  /// SQLite keeps this text, so `.schema` in sqlite3 shows the comments.
  ///
  /// The checks of enumerations are chains of OR: an IN list of more than two builds a temporary table each time.
  ///
  /// Everything of a run is keyed by its number first: a run is one stretch of each table, appended to at its end, and
  /// logging a step touches two pages and no index. That is why these tables are WITHOUT ROWID.
  static let version1 = """
    CREATE TABLE run (
      -- One execution of a plan. All times in this database are microseconds since 1970-01-01 UTC.
      run INTEGER PRIMARY KEY AUTOINCREMENT,  -- its number, from 1, never used twice
      arguments TEXT NOT NULL,  -- the command line as typed, less the program's name: a JSON array of texts
      project TEXT NOT NULL,  -- path of the project folder
      user TEXT NOT NULL,  -- who started it
      host TEXT NOT NULL,
      version TEXT NOT NULL,  -- of maint
      pid INTEGER NOT NULL,  -- of the maint process
      start_time INTEGER NOT NULL,  -- of the maint process: field 22 of /proc/PID/stat
      boot_id TEXT NOT NULL,  -- /proc/sys/kernel/random/boot_id
      started_at INTEGER NOT NULL,
      finished_at INTEGER,  -- NULL while it runs, and for ever where it was interrupted
      outcome TEXT CHECK (
        outcome = 'succeeded' OR outcome = 'failed' OR outcome = 'rolled_back' OR
        outcome = 'human_needed' OR outcome = 'not_now' OR outcome = 'stopped' OR
        outcome = 'interrupted'),
        -- NULL: it runs, or maint ended before it did and nobody has looked since
      exit_code INTEGER,  -- of maint; NULL without an outcome and where it was interrupted
      stop_signal INTEGER,  -- the first signal that asked maint to stop
      interruption_found_at INTEGER  -- when it was noticed that the run was interrupted
    ) STRICT;
    CREATE INDEX run_open ON run (run) WHERE outcome IS NULL;
    CREATE INDEX run_interrupted ON run (run) WHERE outcome = 'interrupted';

    CREATE TABLE target (
      -- What the operator asked a run for.
      run INTEGER NOT NULL REFERENCES run ON DELETE CASCADE,
      position INTEGER NOT NULL,  -- from 0, as typed
      kind TEXT NOT NULL CHECK (kind = 'tier' OR kind = 'task' OR kind = 'runbook'),
      name TEXT NOT NULL,  -- a tier, a full task name, or a runbook
      PRIMARY KEY (run, position)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX target_tier ON target (name, run) WHERE kind = 'tier';

    CREATE TABLE task (
      -- A task of a run's plan, whether it was started or not.
      run INTEGER NOT NULL REFERENCES run ON DELETE CASCADE,
      task INTEGER NOT NULL,  -- its position in the plan, from 0
      name TEXT NOT NULL,  -- tier.task, or runbook:name for a runbook that is run by itself
      tier TEXT,  -- NULL for a runbook that is run by itself
      runbook TEXT NOT NULL,
      started_at INTEGER,  -- NULL: not started yet, or never
      finished_at INTEGER,  -- NULL while it runs, and for ever where it was interrupted
      outcome TEXT CHECK (
        outcome = 'succeeded' OR outcome = 'failed' OR outcome = 'rolled_back' OR
        outcome = 'rollback_failed' OR outcome = 'blocked' OR outcome = 'refused' OR
        outcome = 'not_now' OR outcome = 'not_started' OR outcome = 'interrupted'),
      cleanup_failed INTEGER NOT NULL DEFAULT 0 CHECK (cleanup_failed IN (0, 1)),
      warnings INTEGER NOT NULL DEFAULT 0,  -- steps that ended with a warning
      failed_step INTEGER,  -- the step that decided an unhappy outcome: step.step
      reason TEXT,  -- why, in words, for every outcome but succeeded
      needs_human INTEGER NOT NULL DEFAULT 0 CHECK (needs_human IN (0, 1)),
        -- 1: its runbook is refused until the table resolution has a row for this task
      lock TEXT,  -- the last lock that it waited for
      lock_holder TEXT,  -- who had that lock, in words
      lock_wait_since INTEGER,
      PRIMARY KEY (run, task)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX task_ended ON task (name, run, outcome, started_at, finished_at) WHERE outcome IS NOT NULL;
    CREATE INDEX task_needs_human ON task (runbook) WHERE needs_human = 1;

    CREATE TABLE need (
      -- A task that another task needed first.
      run INTEGER NOT NULL,
      task INTEGER NOT NULL,  -- the task that needs
      position INTEGER NOT NULL,  -- from 0
      name TEXT NOT NULL,  -- full name of the needed task
      met_by_run INTEGER,  -- the earlier run in which it had succeeded; NULL: it was a task of this run
      PRIMARY KEY (run, task, position),
      FOREIGN KEY (run, task) REFERENCES task ON DELETE CASCADE
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE parameter (
      -- A value that a task got. Secrets are never here.
      run INTEGER NOT NULL,
      task INTEGER NOT NULL,
      position INTEGER NOT NULL,  -- from 0, as the runbook declares them
      name TEXT NOT NULL,
      value TEXT NOT NULL,
      origin TEXT NOT NULL CHECK (origin = 'task' OR origin = 'runbook' OR origin = 'command_line'),  -- who gave the value
      place TEXT,  -- path:line; NULL for the command line
      PRIMARY KEY (run, task, position),
      FOREIGN KEY (run, task) REFERENCES task ON DELETE CASCADE
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE resolution (
      -- Somebody's word that what a task left behind has been put right.
      run INTEGER NOT NULL,
      task INTEGER NOT NULL,
      resolved_by TEXT NOT NULL,
      reason TEXT NOT NULL,
      resolved_at INTEGER NOT NULL,
      PRIMARY KEY (run, task),
      FOREIGN KEY (run, task) REFERENCES task ON DELETE CASCADE
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE step (
      -- A step that was started.
      run INTEGER NOT NULL,
      task INTEGER NOT NULL,
      step INTEGER NOT NULL,  -- from 1, in the order in which the steps of the task were started
      stage TEXT NOT NULL CHECK (
        stage = 'precheck' OR stage = 'backup' OR stage = 'change' OR stage = 'verify' OR
        stage = 'rollback' OR stage = 'cleanup'),
      position INTEGER NOT NULL,  -- from 0 within the stage as written; of an undo: that of its change step
      is_undo INTEGER NOT NULL CHECK (is_undo IN (0, 1)),  -- 1: it undoes a change step; the stage is rollback
      name TEXT NOT NULL,
      script TEXT NOT NULL,  -- as it was run
      started_at INTEGER NOT NULL,
      finished_at INTEGER,  -- NULL while it runs, and for ever where it was interrupted
      outcome TEXT CHECK (
        outcome = 'succeeded' OR outcome = 'warned' OR outcome = 'failed' OR outcome = 'timed_out' OR
        outcome = 'stopped' OR outcome = 'skipped' OR outcome = 'interrupted'),
      detail TEXT,  -- why it failed, in words
      summary TEXT,  -- what it wrote to $MAINT_SUMMARY: Markdown
      PRIMARY KEY (run, task, step),
      FOREIGN KEY (run, task) REFERENCES task ON DELETE CASCADE
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE attempt (
      -- One process of a step, written down before it was spawned.
      run INTEGER NOT NULL,
      task INTEGER NOT NULL,
      step INTEGER NOT NULL,
      attempt INTEGER NOT NULL,  -- 1 is the first; 0 is the test of the step's if
      intended_at INTEGER NOT NULL,  -- when it was about to be spawned
      pid INTEGER,  -- NULL: not spawned, or maint ended before it could write it down
      start_time INTEGER,  -- field 22 of /proc/PID/stat
      finished_at INTEGER,
      outcome TEXT CHECK (
        outcome = 'succeeded' OR outcome = 'warned' OR outcome = 'failed' OR outcome = 'timed_out' OR
        outcome = 'stopped' OR outcome = 'skipped' OR outcome = 'interrupted'),
      exit_code INTEGER,  -- NULL where a signal ended it or it could not be started
      signal INTEGER,
      detail TEXT,  -- why it counts as failed; also notes on processes that it left running
      user_time INTEGER,  -- microseconds
      system_time INTEGER,  -- microseconds
      peak_memory INTEGER,  -- bytes
      PRIMARY KEY (run, task, step, attempt),
      FOREIGN KEY (run, task, step) REFERENCES step ON DELETE CASCADE
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE output (
      -- A piece of what an attempt printed, secrets replaced.
      run INTEGER NOT NULL,
      task INTEGER NOT NULL,
      step INTEGER NOT NULL,
      attempt INTEGER NOT NULL,
      piece INTEGER NOT NULL,  -- from 1, in the order in which maint got them
      at INTEGER NOT NULL,
      stream TEXT NOT NULL CHECK (stream IN ('stdout', 'stderr')),
      bytes BLOB,
      omitted INTEGER,  -- the mark where output was cut: so many bytes of this stream are not kept
      CHECK ((bytes IS NULL) <> (omitted IS NULL)),
      PRIMARY KEY (run, task, step, attempt, piece),
      FOREIGN KEY (run, task, step, attempt) REFERENCES attempt ON DELETE CASCADE
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE sample (
      -- A value that a step measured and reported through $MAINT_METRICS.
      run INTEGER NOT NULL,
      task INTEGER NOT NULL,
      step INTEGER NOT NULL,
      position INTEGER NOT NULL,  -- from 1
      name TEXT NOT NULL,
      labels TEXT NOT NULL,  -- as between the braces, sorted by label name: mount="/",type="ext4"
      value REAL,  -- NULL: not a number
      at INTEGER NOT NULL,
      PRIMARY KEY (run, task, step, position),
      FOREIGN KEY (run, task, step) REFERENCES step ON DELETE CASCADE
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX sample_series ON sample (name, labels, at, value);

    CREATE TABLE variable (
      -- NAME=value that a step handed to later steps of its task through $MAINT_ENV.
      run INTEGER NOT NULL,
      task INTEGER NOT NULL,
      step INTEGER NOT NULL,
      position INTEGER NOT NULL,  -- from 1; a later one of the same name counts
      name TEXT NOT NULL,
      value TEXT NOT NULL,
      PRIMARY KEY (run, task, step, position),
      FOREIGN KEY (run, task, step) REFERENCES step ON DELETE CASCADE
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE warning (
      -- A line of $MAINT_WARNINGS, or what maint had to say about a report that it could not read.
      run INTEGER NOT NULL,
      task INTEGER NOT NULL,
      step INTEGER NOT NULL,
      position INTEGER NOT NULL,  -- from 1
      text TEXT NOT NULL,
      PRIMARY KEY (run, task, step, position),
      FOREIGN KEY (run, task, step) REFERENCES step ON DELETE CASCADE
    ) STRICT, WITHOUT ROWID;
    """
}
