extension Schema {
  /// More of the days whose samples were thinned: a forecast draws its line through the times at which the samples were taken,
  /// and goes by the last of them.
  static let version23 = """
    ALTER TABLE day_median ADD COLUMN measured_at INTEGER
      /* the mean time of its samples; NULL, as the four that follow, of a day that was thinned before it was kept */;
    ALTER TABLE day_median ADD COLUMN least REAL;
    ALTER TABLE day_median ADD COLUMN greatest REAL;
    ALTER TABLE day_median ADD COLUMN last_at INTEGER /* when the last of its samples was taken */;
    ALTER TABLE day_median ADD COLUMN last REAL /* and its value */;
    """
}
