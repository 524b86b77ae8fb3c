extension Schema {
  /// The index of tasks by name no longer holds what changes when a task ends: keeping it cost each task of a run a page
  /// of the write-ahead log, and reading the row costs a query less.
  static let version2 = """
    DROP INDEX task_ended;
    CREATE INDEX task_name ON task (name, run);
    """
}
