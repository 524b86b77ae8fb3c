extension Schema {
  /// Tasks that were skipped, as there was nothing for them to do: that counts as a success where one is waited for. The
  /// CHECK is widened as in version 9.
  static let version14 = """
    PRAGMA writable_schema = ON;
    UPDATE sqlite_schema SET sql =
      replace(sql, 'outcome = ''not_now'' OR outcome = ''deferred''',
        'outcome = ''skipped'' OR outcome = ''not_now'' OR outcome = ''deferred''')
      WHERE type = 'table' AND name = 'task';
    PRAGMA writable_schema = RESET;

    DROP TRIGGER task_succeeded;
    DROP VIEW success;
    DROP INDEX task_success;
    CREATE INDEX task_success ON task (name, coalesce(due_at, started_at))
      WHERE (outcome = 'succeeded' OR outcome = 'skipped') AND started_at IS NOT NULL;
    CREATE VIEW success AS
      -- The tries that succeeded, or had nothing to do, and stand: no later run has begun to take back what they changed.
      SELECT name, coalesce(due_at, started_at) AS succeeded_for, started_at AS succeeded_at FROM task
      WHERE (outcome = 'succeeded' OR outcome = 'skipped') AND started_at IS NOT NULL
        AND NOT EXISTS (SELECT 1 FROM run AS later CROSS JOIN task AS back ON back.run = later.run
          WHERE later.rolls_back = task.run AND back.name = task.name
            AND (back.outcome = 'rolled_back' OR back.needs_human = 1));
    CREATE TRIGGER task_succeeded AFTER UPDATE OF outcome ON task
    WHEN (NEW.outcome = 'succeeded' OR NEW.outcome = 'skipped') AND NEW.started_at IS NOT NULL
    BEGIN
      INSERT INTO tried VALUES (NEW.name, coalesce(NEW.due_at, NEW.started_at), NEW.started_at)
        ON CONFLICT (name) DO UPDATE SET succeeded_for = excluded.succeeded_for, succeeded_at = excluded.succeeded_at
        WHERE succeeded_for IS NULL OR succeeded_for <= excluded.succeeded_for;
    END;
    """
}
