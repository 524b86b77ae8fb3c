/// A condition of SQL with the values of its parameters.
struct Condition {
  var sql: String
  var values: [Value] = []
}

extension Connection {
  /// Of a row of `delivery`, which is the project of its message.
  static let projectOfDelivery = "(SELECT project FROM message WHERE message.message = delivery.message)"

  /// Of rows of `message`: that they are the owner's, or nobody's.
  func areOwn(_ project: String = "project") throws(SQLiteError) -> Condition {
    // From one project to the next along the index, not message by message.
    try own(
      """
      WITH RECURSIVE found (project) AS (
        SELECT min(project) FROM message
        UNION ALL SELECT (SELECT min(project) FROM message WHERE project > found.project) FROM found
          WHERE project IS NOT NULL)
      SELECT project FROM found WHERE project IS NOT NULL
      """, project)
  }

  /// Of rows of `failing`: that their last run was of the owner's project.
  func failedInOwn() throws(SQLiteError) -> Condition {
    try own(
      "SELECT DISTINCT project FROM failing JOIN run USING (run)",
      "(SELECT project FROM run WHERE run.run = failing.run)")
  }

  private func own(_ query: String, _ column: String) throws(SQLiteError) -> Condition {
    if owner.project.isEmpty { return Condition(sql: "1") }
    var projects: [String] = []
    try each(query) { projects.append($0.text(0)) }
    let own = projects.filter { $0.isEmpty || $0 == owner.project || owner.isSame($0) }
    let places = own.map { _ in "?" }.joined(separator: ", ")
    return Condition(sql: "\(column) IN (\(places))", values: own.map(Value.text))
  }
}
