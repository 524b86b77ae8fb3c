extension Schema {
  /// What reports read of years in a moment: what tasks came to by day, counted as runs end; how long the host was up; and
  /// samples that no step took, and those that were thinned.
  ///
  /// Triggers count, since the outcome of a run is written in several places, and a run that a recovery takes up again has
  /// none for a while: it is taken out, and counted anew. An interrupted run is not counted until it is recovered; those are
  /// few, and are read as they are.
  static let version19 = """
    ALTER TABLE attempt ADD COLUMN read_bytes INTEGER /* from disks: getrusage(2), ru_inblock; NULL: not known */;
    ALTER TABLE attempt ADD COLUMN written_bytes INTEGER /* to disks: ru_oublock */;

    CREATE TABLE task_day (
      -- What a task came to on a day, by outcome: of the runs that have ended.
      day INTEGER NOT NULL,
        -- on which it began, or its run where it never did: of the host's calendar, in days since 1970-01-01
      name TEXT NOT NULL,  -- task.name
      outcome TEXT NOT NULL,  -- task.outcome
      tier TEXT,  -- task.tier
      count INTEGER NOT NULL,
      by_clock INTEGER NOT NULL,  -- so many of them were selected by run --due
      duration INTEGER NOT NULL,  -- from beginning to end, together: microseconds
      user_time INTEGER NOT NULL,  -- microseconds, of all attempts as the next four
      system_time INTEGER NOT NULL,
      read_bytes INTEGER NOT NULL,
      written_bytes INTEGER NOT NULL,
      peak_memory INTEGER NOT NULL,  -- bytes, the greatest of an attempt
      PRIMARY KEY (day, name, outcome)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE task_total (
      -- The sums of task_day over all days.
      name TEXT NOT NULL,
      outcome TEXT NOT NULL,
      count INTEGER NOT NULL,
      duration INTEGER NOT NULL,
      PRIMARY KEY (name, outcome)
    ) STRICT, WITHOUT ROWID;

    -- Of reports about a period.
    CREATE INDEX run_time ON run (started_at);

    CREATE TABLE boot (
      -- A time in which the host was up, as far as runs tell.
      boot_id TEXT PRIMARY KEY,  -- run.boot_id
      booted_at INTEGER NOT NULL,
      last_seen INTEGER NOT NULL  -- the latest beginning or end of a run in it
    ) STRICT, WITHOUT ROWID;

    \(count(runs: "outcome IS NOT NULL AND outcome <> 'interrupted'", sign: "+"))
    INSERT INTO boot SELECT boot_id, min(started_at - coalesce(started_boottime, 0)),
        max(started_at, coalesce(max(iif(finished_boottime IS NULL, NULL, finished_at)), 0))
      FROM run GROUP BY boot_id;

    CREATE TRIGGER run_ended AFTER UPDATE OF outcome ON run
    WHEN NEW.outcome IS NOT NULL AND NEW.outcome <> 'interrupted'
    BEGIN
      \(count(runs: "run = NEW.run", sign: "+"))
      UPDATE boot SET last_seen = max(last_seen, coalesce(NEW.finished_at, 0)) WHERE boot_id = NEW.boot_id;
    END;
    CREATE TRIGGER run_taken_up BEFORE UPDATE OF outcome ON run
    WHEN OLD.outcome IS NOT NULL AND OLD.outcome <> 'interrupted'
    BEGIN
      \(count(runs: "run = OLD.run", sign: "-"))
    END;
    CREATE TRIGGER run_begun AFTER INSERT ON run
    BEGIN
      INSERT INTO boot VALUES (NEW.boot_id, NEW.started_at - coalesce(NEW.started_boottime, 0), NEW.started_at)
        ON CONFLICT (boot_id) DO UPDATE SET last_seen = max(last_seen, excluded.last_seen);
    END;

    CREATE TABLE noted_sample (
      -- A value that was measured by no step: maint sample add.
      sample INTEGER PRIMARY KEY,
      name TEXT NOT NULL,  -- these four as those of the table sample
      labels TEXT NOT NULL,
      value REAL,
      at INTEGER NOT NULL,
      noted_at INTEGER NOT NULL,
      noted_by TEXT NOT NULL,
      noted_uid INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX noted_sample_series ON noted_sample (name, labels, at, value);

    CREATE TABLE thinned_sample (
      -- What is left of the samples of an hour, or of a day, of UTC, when they are old. Those that were not a number are
      -- left out.
      name TEXT NOT NULL,
      labels TEXT NOT NULL,
      span INTEGER NOT NULL,  -- microseconds: an hour or a day
      at INTEGER NOT NULL,  -- when the hour or day began
      count INTEGER NOT NULL,
      least REAL NOT NULL,
      greatest REAL NOT NULL,
      mean REAL NOT NULL,
      PRIMARY KEY (name, labels, span, at)
    ) STRICT, WITHOUT ROWID;

    CREATE VIEW measured AS
      -- The samples that were not thinned.
      SELECT name, labels, at, value, run FROM sample
      UNION ALL SELECT name, labels, at, value, NULL FROM noted_sample;
    """

  /// The day of the host's calendar on which a task began, or its run where it never did.
  static func day(ofTask task: String, run: String) -> String {
    "unixepoch(coalesce(\(task).started_at, \(run).started_at) / 1000000, 'unixepoch', 'localtime') / 86400"
  }

  /// The statements that add the tasks of ended runs to `task_day` and `task_total`, or take them out again. The condition is
  /// about the columns of the table run. What was the peak of memory stays so: the attempts of a run that is taken up again
  /// were made.
  private static func count(runs condition: String, sign: String) -> String {
    """
    INSERT INTO task_day
      SELECT \(day(ofTask: "t", run: "r")),
        t.name, coalesce(t.outcome, 'not_started'), max(t.tier), \(sign)count(*), \(sign)count(t.due_at),
        \(sign)coalesce(sum(max(0, t.finished_at - t.started_at)), 0), \(sign)coalesce(sum(a.user_time), 0),
        \(sign)coalesce(sum(a.system_time), 0), \(sign)coalesce(sum(a.read_bytes), 0),
        \(sign)coalesce(sum(a.written_bytes), 0), coalesce(max(a.peak_memory), 0)
      FROM (SELECT run, started_at FROM run WHERE \(condition)) AS r CROSS JOIN task AS t ON t.run = r.run
        LEFT JOIN (SELECT run, task, sum(user_time) AS user_time, sum(system_time) AS system_time,
            sum(read_bytes) AS read_bytes, sum(written_bytes) AS written_bytes, max(peak_memory) AS peak_memory
          FROM attempt WHERE run IN (SELECT run FROM run WHERE \(condition)) GROUP BY run, task
        ) AS a ON a.run = t.run AND a.task = t.task
      WHERE true GROUP BY 1, 2, 3
      ON CONFLICT (day, name, outcome) DO UPDATE SET count = count + excluded.count,
        by_clock = by_clock + excluded.by_clock, duration = duration + excluded.duration,
        user_time = user_time + excluded.user_time, system_time = system_time + excluded.system_time,
        read_bytes = read_bytes + excluded.read_bytes, written_bytes = written_bytes + excluded.written_bytes,
        peak_memory = max(peak_memory, excluded.peak_memory);
    INSERT INTO task_total
      SELECT name, coalesce(outcome, 'not_started'), \(sign)count(*), \(sign)coalesce(sum(max(0, finished_at - started_at)), 0)
      FROM task WHERE run IN (SELECT run FROM run WHERE \(condition)) GROUP BY 1, 2
      ON CONFLICT (name, outcome) DO UPDATE SET count = count + excluded.count, duration = duration + excluded.duration;
    """
  }
}
