import Catalog
import Execution
import Planning

extension RunLog {
  /// Writes down the run, every task of its plan and the text that it was planned from, and has the journal write to it
  /// from now on. Returns the run's number: from 1, never used twice, also where runs were deleted.
  ///
  /// `signOff`: the roles that have to sign it; `incident`: which one it belongs to.
  package func beginRun(
    _ header: RunHeader, plan: Plan, text: ProjectText = ProjectText(), signOff: [String] = [],
    incident: IncidentOfRun = .inherited
  ) throws(RunLogFailure) -> Int {
    let run = try reporting { () throws(SQLiteError) in
      try connection.transaction(.write) { () throws(SQLiteError) in
        let project = try version(of: text)
        let run = try insert(header, version: project?.number)
        if let project, !project.changes.isEmpty { try append(project, seenBy: run, at: header.startedAt) }
        var entry = begun(header, run: run, version: project?.number, tasks: plan.tasks.count)
        if !signOff.isEmpty { entry.details.append(("sign_off", .text(signOff.joined(separator: ",")))) }
        try connection.append(entry)
        if let override = header.override {
          try connection.insert(override, run: run, from: header.startedAt, to: nil)
        }
        try requireSignOff(of: run, from: signOff)
        try belong(run, header, to: incident)
        for (position, task) in plan.tasks.enumerated() { try insert(task, of: plan, run: run, position: position) }
        return run
      }
    }
    write(to: run, after: StepNumbers(), progress: RunProgress(tasks: plan.tasks.count, toldAt: header.startedAt))
    tellPosted()
    return run
  }

  private func begun(_ header: RunHeader, run: Int, version: Int?, tasks: Int) -> AuditEntry {
    var details: [(name: String, value: AuditEntry.Detail)] = [
      ("targets", .text(header.targets.map(\.stored.name).joined(separator: " "))), ("tasks", .integer(tasks)),
      ("host", .text(header.host)), ("project", .text(header.project)),
    ]
    if let version { details.append(("project_version", .integer(version))) }
    if let earlier = header.resumes { details.append(("resumes", .integer(earlier))) }
    if let other = header.rollsBack { details.append(("rolls_back", .integer(other))) }
    return AuditEntry(.runBegun, at: header.startedAt, by: actor, run: run, details: details)
  }

  /// Has the journal write to the run from now on.
  func write(to run: Int, after numbers: StepNumbers, progress: RunProgress = RunProgress()) {
    writer = EventWriter(run: run, connection: connection, announcer: announcer, actor: actor)
    self.progress = progress
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
