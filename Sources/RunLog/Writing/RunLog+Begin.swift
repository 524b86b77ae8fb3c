import Catalog
import Execution
import Planning

extension RunLog {
  /// Writes down the run, every task of its plan and the text that it was planned from, and has the journal write to it
  /// from now on. Returns the run's number: from 1, never used twice, also where runs were deleted.
  package func beginRun(_ header: RunHeader, plan: Plan, text: ProjectText = ProjectText()) throws(RunLogFailure) -> Int
  {
    let run = try reporting { () throws(SQLiteError) in
      try connection.transaction(.write) { () throws(SQLiteError) in
        let run = try insert(header, version: try version(of: text))
        if let override = header.override {
          try connection.insert(override, run: run, from: header.startedAt, to: nil)
        }
        for (position, task) in plan.tasks.enumerated() { try insert(task, of: plan, run: run, position: position) }
        return run
      }
    }
    write(to: run, after: StepNumbers())
    return run
  }

  /// Has the journal write to the run from now on.
  func write(to run: Int, after numbers: StepNumbers) {
    writer = EventWriter(run: run, connection: connection)
    self.numbers = numbers
    isSynced = false
    isDiskFull = false
  }

  private func insert(_ header: RunHeader, version: Int?) throws(SQLiteError) -> Int {
    try connection.run(
      """
      INSERT INTO run (arguments, project, user, host, version, pid, start_time, boot_id, started_at, project_version,
        resumes, rolls_back, timezone, started_boottime)
      VALUES ('[]', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """,
      [
        .text(header.project), .text(header.user), .text(header.host), .text(header.version),
        .integer(header.process.pid), .integer(header.process.startTime), .text(header.bootID),
        .time(header.startedAt), .optional(version), .optional(header.resumes), .optional(header.rollsBack),
        .optional(header.timezone), .optional(header.sinceBoot?.wholeMicroseconds),
      ])
    let run = connection.lastRow
    for argument in header.arguments {
      try connection.run(
        "UPDATE run SET arguments = json_insert(arguments, '$[#]', ?) WHERE run = ?", [.text(argument), .integer(run)])
    }
    for (position, target) in header.targets.enumerated() {
      let stored = target.stored
      try connection.run(
        "INSERT INTO target (run, position, kind, name) VALUES (?, ?, ?, ?)",
        [.integer(run), .integer(position), .text(stored.kind), .text(stored.name)])
    }
    return run
  }

  private func insert(_ task: PlannedTask, of plan: Plan, run: Int, position: Int) throws(SQLiteError) {
    try connection.run(
      "INSERT INTO task (run, task, name, tier, runbook, due_at) VALUES (?, ?, ?, ?, ?, ?)",
      [
        .integer(run), .integer(position), .text(task.name.description), .optional(task.name.tier?.rawValue),
        .text(plan.runbook(of: task).name), task.dueAt.map(Value.time) ?? .null,
      ])
    let needs =
      task.needs.map { (plan.tasks[$0].name, nil) } + task.metNeeds.map { ($0.task, Optional($0.success.run)) }
    for (index, need) in needs.enumerated() {
      try connection.run(
        "INSERT INTO need (run, task, position, name, met_by_run) VALUES (?, ?, ?, ?, ?)",
        [.integer(run), .integer(position), .integer(index), .text(need.0.description), .optional(need.1)])
    }
    for (index, parameter) in task.parameters.enumerated() {
      let origin = parameter.origin.stored
      try connection.run(
        "INSERT INTO parameter (run, task, position, name, value, origin, place) VALUES (?, ?, ?, ?, ?, ?, ?)",
        [
          .integer(run), .integer(position), .integer(index), .text(parameter.name), .text(parameter.value),
          .text(origin.name), .optional(origin.place),
        ])
    }
  }
}
