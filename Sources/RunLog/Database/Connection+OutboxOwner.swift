/// A condition of SQL with the values of its parameters.
struct Condition {
  var sql: String
  var values: [Value] = []
}

extension Connection {
  /// Of a row of `delivery`, which is the project of its message.
  static let projectOfDelivery = "(SELECT project FROM message WHERE message.message = delivery.message)"

  /// Of rows of `message`: that they are the owner's, or everybody's.
  func areOwn(_ project: String = "project") throws(SQLiteError) -> Condition {
    try own(Self.projects(of: "message"), project)
  }

  /// The projects of all rows of a table that has an index of them: from one to the next along it, not row by row.
  static func projects(of table: String) -> String {
    """
    WITH RECURSIVE found (project) AS (
      SELECT min(project) FROM \(table)
      UNION ALL SELECT (SELECT min(project) FROM \(table) WHERE project > found.project) FROM found
        WHERE project IS NOT NULL)
    SELECT project FROM found WHERE project IS NOT NULL
    """
  }

  /// Of rows of `failing`: that their last run was of the owner's project, or of one that is gone.
  func failedInOwn() throws(SQLiteError) -> Condition {
    try own(
      "SELECT DISTINCT project FROM failing JOIN run USING (run)",
      "(SELECT project FROM run WHERE run.run = failing.run)")
  }

  private func own(_ query: String, _ column: String) throws(SQLiteError) -> Condition {
    if owner.project.isEmpty { return Condition(sql: owner.part == .everybodys ? "0" : "1") }
    var projects: [String] = []
    try each(query) { projects.append($0.text(0)) }
    let own = projects.filter(owner.has)
    let places = own.map { _ in "?" }.joined(separator: ", ")
    return Condition(sql: "\(column) IN (\(places))", values: own.map(Value.text))
  }
}
