/// Projects that have one run log.
extension RunLog {
  /// The first of the tasks, by their full names, that another project has had run, too, and that project: one whose folder is
  /// still there. Where the log has one project only, nothing else is read.
  package func taskOfAnotherProject(
    among names: some Sequence<String>, besides owner: OutboxOwner
  ) throws(RunLogFailure) -> (task: String, project: String)? {
    try reading { () throws(SQLiteError) in
      var others: [String] = []
      try connection.each(Connection.projects(of: "run")) { others.append($0.text(0)) }
      others.removeAll { owner.has($0) }
      if others.isEmpty { return nil }
      let places = others.map { _ in "?" }.joined(separator: ", ")
      for name in names {
        // The runs of a name, along the index.
        let found = try connection.first(
          "SELECT project FROM task CROSS JOIN run USING (run) WHERE name = ? AND project IN (\(places)) LIMIT 1",
          [.text(name)] + others.map(Value.text)
        ) { $0.text(0) }
        if let found { return (name, found) }
      }
      return nil
    }
  }
}
