extension Schema {
  /// What tasks came to is kept by the days of UTC, whoever's zone it was: a period of any zone is whole days of it, and at its
  /// edges single tasks. It is counted after the end of a run in a transaction of its own, so that damage to what can be reckoned
  /// again costs no run its outcome, and nothing is ever taken out: a run is counted when no recovery can change it any more.
  ///
  /// When nobody was at work on a run that was recovered; which clock was right in a boot; and the medians of days whose samples
  /// are thinned out, which is what trends go by.
  static let version22 = """
    DROP TRIGGER run_ended;
    DROP TRIGGER run_taken_up;
    DROP TRIGGER run_begun;
    DROP TABLE task_day;
    DROP TABLE task_total;
    DROP TABLE boot;
    \(derivedTables)

    ALTER TABLE run ADD COLUMN counted INTEGER NOT NULL DEFAULT 0
      /* 1: its tasks are in task_total; 2: in task_day, too, and in boot */;
    CREATE INDEX run_uncounted ON run (started_at) WHERE counted < 2;
    -- Those that may reach into a period in which they did not begin.
    CREATE INDEX run_long ON run (started_at) WHERE finished_at - started_at > \(day);

    \(reopened)

    ALTER TABLE recovery ADD COLUMN idle_since INTEGER
      /* the last that is known of the maint before: from then to started_at nobody was at work on the run */;
    UPDATE recovery SET idle_since = \(lastKnown(ofRun: "recovery.run", before: "recovery.started_at"));

    CREATE TABLE day_median (
      -- The median of the samples of a day that were thinned; those that were not a number are left out.
      name TEXT NOT NULL,
      labels TEXT NOT NULL,
      at INTEGER NOT NULL,  -- noon of the day, as the host that thinned them had it
      count INTEGER NOT NULL,
      median REAL NOT NULL,
        -- of a day that was thinned before this table was: the mean, or the median of the means of its hours
      PRIMARY KEY (name, labels, at)
    ) STRICT, WITHOUT ROWID;
    INSERT INTO day_median
      SELECT name, labels, day * \(day) + \(day / 2), samples, min(mean) + (max(mean) - min(mean)) * 0.5 FROM (
        SELECT name, labels, at / \(day) AS day, mean, sum(count) OVER own AS samples, count(*) OVER own AS means,
          row_number() OVER (PARTITION BY name, labels, at / \(day) ORDER BY mean) AS place
        FROM thinned_sample WINDOW own AS (PARTITION BY name, labels, at / \(day)))
      WHERE place IN ((means + 1) / 2, (means + 2) / 2) GROUP BY 1, 2, 3;
    """

  static let derivedTables = "\(taskDay)\n\(taskTotal)\n\(boot)"

  /// All that is in them is reckoned from the other tables, and can be again: damage to them loses nothing.
  static let derived = [
    (name: "task_day", sql: taskDay), (name: "task_total", sql: taskTotal), (name: "boot", sql: boot),
    (name: "reopened", sql: reopened),
  ]

  private static let taskDay = """
    CREATE TABLE task_day (
      -- What a task came to on a day, by outcome: of the runs that have ended for good.
      day INTEGER NOT NULL,
        -- on which it began, or its run where it never did: of UTC, in days since 1970-01-01
      name TEXT NOT NULL,  -- task.name
      outcome TEXT NOT NULL,  -- task.outcome
      tier TEXT,  -- task.tier
      count INTEGER NOT NULL,
      by_clock INTEGER NOT NULL,  -- so many of them were selected by run --due
      duration INTEGER NOT NULL,  -- from beginning to end while it was worked at, together: microseconds
      user_time INTEGER NOT NULL,  -- microseconds, of all attempts as the next four
      system_time INTEGER NOT NULL,
      read_bytes INTEGER NOT NULL,
      written_bytes INTEGER NOT NULL,
      peak_memory INTEGER NOT NULL,  -- bytes, the greatest of an attempt
      PRIMARY KEY (day, name, outcome)
    ) STRICT, WITHOUT ROWID;
    """

  private static let taskTotal = """
    CREATE TABLE task_total (
      -- How often a task ended with an outcome, ever: never fewer. One that was recovered has ended twice.
      name TEXT NOT NULL,
      outcome TEXT NOT NULL,
      count INTEGER NOT NULL,
      duration INTEGER NOT NULL,
      PRIMARY KEY (name, outcome)
    ) STRICT, WITHOUT ROWID;
    """

  private static let boot = """
    CREATE TABLE boot (
      -- A time in which the host was up, as far as runs tell, by the clock that most of them saw.
      boot_id TEXT PRIMARY KEY,  -- run.boot_id
      first_run INTEGER NOT NULL,
      booted_at INTEGER NOT NULL,
      votes INTEGER NOT NULL,  -- runs whose clock agreed, less those whose did not
      first_seen INTEGER NOT NULL,  -- microseconds after it, as the next
      last_seen INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
    """

  private static let reopened = """
    CREATE TABLE reopened (
      -- A task that a recovery has opened again, whose new end is not in task_total yet.
      run INTEGER NOT NULL,
      task INTEGER NOT NULL,
      PRIMARY KEY (run, task),
      FOREIGN KEY (run, task) REFERENCES task ON DELETE CASCADE
    ) STRICT, WITHOUT ROWID;
    """

  /// In microseconds, a day of UTC.
  static let day = 86_400_000_000

  /// When a task counts: at its beginning, or at that of its run where it never began.
  static func moment(ofTask task: String, run: String) -> String {
    "coalesce(\(task).started_at, \(run).started_at)"
  }

  /// How long a task was worked at: without the time in which it waited for somebody to recover its run. NULL: it has no end.
  static func duration(ofTask task: String) -> String {
    """
    (max(0, \(task).finished_at - \(task).started_at) - coalesce((
      SELECT sum(max(0, min(started_at, \(task).finished_at) - max(idle_since, \(task).started_at)))
      FROM recovery WHERE recovery.run = \(task).run), 0))
    """
  }

  /// The last moment before another of which something is written down of a run.
  static func lastKnown(ofRun run: String, before limit: String) -> String {
    func moments(_ table: String, _ columns: String...) -> String {
      columns.map { "SELECT \($0) AS at FROM \(table) AS x WHERE x.run = \(run)" }.joined(separator: " UNION ALL ")
    }
    let all = [
      moments("run", "started_at", "finished_at"), moments("task", "started_at", "finished_at"),
      moments("step", "started_at", "finished_at"), moments("attempt", "intended_at", "finished_at"),
      moments("recovery", "started_at"),
    ]
    return "(SELECT max(at) FROM (\(all.joined(separator: " UNION ALL "))) WHERE at < \(limit))"
  }

  /// Of a row of `run`: it is over, and no recovery can change how its tasks ended.
  static let isFinal = """
    (outcome IS NOT NULL AND outcome <> 'interrupted' AND NOT EXISTS (
      SELECT 1 FROM task WHERE task.run = run.run AND (task.outcome = 'rollback_failed' OR task.outcome = 'interrupted')
        AND NOT EXISTS (SELECT 1 FROM resolution AS word WHERE word.run = task.run AND word.task = task.task)))
    """
}
