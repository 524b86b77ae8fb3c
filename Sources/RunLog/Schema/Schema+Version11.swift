extension Schema {
  /// What a try counts for: what waited in a queue for the slot that it was selected for, not for the moment at which its
  /// turn came. And since when a window is expected to be used.
  ///
  /// What is known of each task is one row again: which of its successes was the latest before a moment, after the clock
  /// was set back, an index answers.
  static let version11 = """
    ALTER TABLE task ADD COLUMN due_at INTEGER
      /* the beginning of the slot for which run --due selected it; NULL: it counts for the moment at which it began */;

    DROP TRIGGER task_succeeded;
    DROP TRIGGER task_failed;
    DROP TRIGGER task_taken_back;
    DROP VIEW success;
    DROP INDEX task_failed_try;
    ALTER TABLE tried RENAME TO tried_before;

    CREATE INDEX task_success ON task (name, coalesce(due_at, started_at))
      WHERE outcome = 'succeeded' AND started_at IS NOT NULL;
    CREATE INDEX task_failed_try ON task (tier, coalesce(due_at, started_at, finished_at)) WHERE
      (outcome = 'failed' OR outcome = 'rolled_back' OR outcome = 'rollback_failed' OR outcome = 'refused' OR
        outcome = 'interrupted');
    CREATE VIEW success AS
      -- The tries that succeeded and stand: no later run has begun to take back what they changed.
      SELECT name, coalesce(due_at, started_at) AS succeeded_for, started_at AS succeeded_at FROM task
      WHERE outcome = 'succeeded' AND started_at IS NOT NULL
        AND NOT EXISTS (SELECT 1 FROM run AS later CROSS JOIN task AS back ON back.run = later.run
          WHERE later.rolls_back = task.run AND back.name = task.name
            AND (back.outcome = 'rolled_back' OR back.needs_human = 1));
    CREATE TABLE tried (
      -- A task that was ever tried, and its latest success; NULL: it has none.
      name TEXT PRIMARY KEY,
      succeeded_for INTEGER,  -- the moment that it counts for
      succeeded_at INTEGER  -- when it began
    ) STRICT, WITHOUT ROWID;
    INSERT INTO tried SELECT DISTINCT name, NULL, NULL FROM tried_before;
    UPDATE tried SET (succeeded_for, succeeded_at) = (SELECT succeeded_for, succeeded_at FROM success
      WHERE success.name = tried.name ORDER BY succeeded_for DESC LIMIT 1);
    DROP TABLE tried_before;

    CREATE TRIGGER task_succeeded AFTER UPDATE OF outcome ON task
    WHEN NEW.outcome = 'succeeded' AND NEW.started_at IS NOT NULL
    BEGIN
      INSERT INTO tried VALUES (NEW.name, coalesce(NEW.due_at, NEW.started_at), NEW.started_at)
        ON CONFLICT (name) DO UPDATE SET succeeded_for = excluded.succeeded_for, succeeded_at = excluded.succeeded_at
        WHERE succeeded_for IS NULL OR succeeded_for <= excluded.succeeded_for;
    END;

    CREATE TRIGGER task_failed AFTER UPDATE OF outcome ON task
    WHEN NEW.outcome = 'failed' OR NEW.outcome = 'rolled_back' OR NEW.outcome = 'rollback_failed' OR
      NEW.outcome = 'refused' OR NEW.outcome = 'interrupted'
    BEGIN
      INSERT INTO tried (name) SELECT NEW.name WHERE NOT EXISTS (SELECT 1 FROM tried WHERE name = NEW.name);
    END;

    CREATE TRIGGER task_taken_back AFTER UPDATE OF outcome ON task
    WHEN (NEW.outcome = 'rolled_back' OR NEW.needs_human = 1)
      AND (SELECT rolls_back FROM run WHERE run = NEW.run) IS NOT NULL
    BEGIN
      UPDATE tried SET (succeeded_for, succeeded_at) = (SELECT succeeded_for, succeeded_at FROM success
        WHERE success.name = NEW.name ORDER BY succeeded_for DESC LIMIT 1) WHERE name = NEW.name;
    END;

    CREATE TABLE expected_window (
      -- A window in which run --due starts a task, since it was first seen so: what was over by then was not missed.
      project TEXT NOT NULL,  -- path of the project folder
      task TEXT NOT NULL,  -- its full name
      window TEXT NOT NULL,  -- what it was then, in words: another one begins anew
      known_since INTEGER NOT NULL,
      PRIMARY KEY (project, task)
    ) STRICT, WITHOUT ROWID;
    """
}
