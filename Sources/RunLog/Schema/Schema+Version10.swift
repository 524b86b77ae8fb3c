extension Schema {
  /// What is due is asked every few minutes for years, of logs with a million steps: it is kept ready, by triggers, since
  /// outcomes are written in several places.
  static let version10 = """
    CREATE TABLE tried (
      -- A task that was ever tried, and when its latest success began. Where clocks were set back, also the successes that
      -- began after that one.
      name TEXT NOT NULL,
      succeeded_at INTEGER NOT NULL,  -- task.started_at; 0: it has no success
      PRIMARY KEY (name, succeeded_at)
    ) STRICT, WITHOUT ROWID;
    CREATE VIEW success AS
      -- The tries that succeeded and were not taken back later.
      SELECT name, run, started_at, finished_at FROM task
      WHERE outcome = 'succeeded' AND started_at IS NOT NULL
        AND NOT EXISTS (SELECT 1 FROM run AS later CROSS JOIN task AS back ON back.run = later.run
          WHERE later.rolls_back = task.run AND back.name = task.name AND back.outcome = 'rolled_back');
    INSERT INTO tried SELECT name, coalesce((SELECT max(started_at) FROM success WHERE success.name = task.name), 0)
      FROM task
      WHERE outcome = 'succeeded' OR outcome = 'failed' OR outcome = 'rolled_back' OR outcome = 'rollback_failed' OR
        outcome = 'refused' OR outcome = 'interrupted'
      GROUP BY name;

    CREATE TRIGGER task_succeeded AFTER UPDATE OF outcome ON task
    WHEN NEW.outcome = 'succeeded' AND NEW.started_at IS NOT NULL
    BEGIN
      DELETE FROM tried WHERE name = NEW.name AND succeeded_at < NEW.started_at;
      INSERT OR IGNORE INTO tried SELECT name, started_at FROM success
        WHERE EXISTS (SELECT 1 FROM tried WHERE name = NEW.name AND succeeded_at > NEW.started_at)
          AND name = NEW.name AND started_at > NEW.started_at;
      INSERT OR IGNORE INTO tried VALUES (NEW.name, NEW.started_at);
    END;

    CREATE TRIGGER task_failed AFTER UPDATE OF outcome ON task
    WHEN NEW.outcome = 'failed' OR NEW.outcome = 'rolled_back' OR NEW.outcome = 'rollback_failed' OR
      NEW.outcome = 'refused' OR NEW.outcome = 'interrupted'
    BEGIN
      INSERT INTO tried SELECT NEW.name, 0 WHERE NOT EXISTS (SELECT 1 FROM tried WHERE name = NEW.name);
    END;

    CREATE TRIGGER task_taken_back AFTER UPDATE OF outcome ON task
    WHEN NEW.outcome = 'rolled_back' AND (SELECT rolls_back FROM run WHERE run = NEW.run) IS NOT NULL
    BEGIN
      DELETE FROM tried WHERE name = NEW.name;
      INSERT INTO tried SELECT NEW.name, coalesce(max(started_at), 0) FROM success WHERE name = NEW.name;
    END;

    CREATE INDEX task_failed_try ON task (tier, coalesce(started_at, finished_at)) WHERE
      (outcome = 'failed' OR outcome = 'rolled_back' OR outcome = 'rollback_failed' OR outcome = 'refused' OR
        outcome = 'interrupted');
    CREATE INDEX alert_at ON alert (at);
    CREATE INDEX alert_task ON alert (task, kind, at) WHERE task IS NOT NULL;

    ALTER TABLE run ADD COLUMN finished_boottime INTEGER
      /* finished_at by CLOCK_BOOTTIME; NULL: it was finished in another boot, or by a maint that did not note it */;
    """
}
