extension Schema {
  /// A task that is away from the schedules for a moment, as in half a checkout, keeps its alarm: people are told that it is none
  /// any more when it has been away for a day.
  static let version24 = """
    ALTER TABLE failing ADD COLUMN away_since INTEGER
      /* since when its project has no such task; NULL: it has, or that is not known */;
    """
}
