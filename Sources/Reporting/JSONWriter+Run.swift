import JSON
import Planning
import RunLog

/// The fields of runs and their tasks. The names are stable; further ones may come. Times are RFC 3339 in UTC with
/// microseconds, durations are in seconds; what is not there is null.
extension JSONWriter {
  /// - `run`: its number; `targets`, as typed; `arguments`, the command line less the program's name
  /// - `started_at`, `finished_at`, `duration_seconds`
  /// - `outcome`: as in `run_finished` of `EventLine`; null while it runs. `alive`: whether its maint process is still
  ///   there; null where it has an outcome
  /// - `exit_code`; `stop_signal`, the number of the first signal that asked it to stop; `interruption_found_at`
  /// - `user`, `host`, `version` of maint, `project`; `pid`, `start_time_ticks` and `boot_id` of the maint process
  /// - `resumes`, the run that it went on with; `rolls_back`, the run whose changes it took back; `window_override`: null, or
  ///   `by`, `uid`, `reason` of who let it start outside windows and in freezes; `exceptions`, the numbers of those that were in
  ///   force for whatever started while it ran, empty where runs are listed
  /// - `recoveries`, each `by`, `at`: when it was taken up after an interruption; empty where runs are listed
  /// - `sign_offs`: each `role`; `required`, whether a tier asks for it; `by`, `uid`, `at`, `note`, null where it has not
  ///   signed; `incidents`, the numbers of those that it belongs to. Both are empty where runs are listed
  /// - `warnings`, the steps that ended with one; `task_count`; `task_outcomes`: an object with the number of tasks for
  ///   each outcome that occurs
  mutating func runFields(_ run: RunRecord, isAlive: Bool) {
    field("run", run.number)
    field("targets", run.header.targets.map { TargetText([$0]).description })
    field("arguments", run.header.arguments)
    field("started_at", run.header.startedAt)
    field("finished_at", run.finishedAt)
    field("duration_seconds", run.duration)
    field("outcome", run.outcome?.rawValue)
    field("alive") { json in if run.outcome == nil { json.value(isAlive) } else { json.null() } }
    field("exit_code", run.exitCode)
    field("stop_signal", run.stopSignal)
    field("interruption_found_at", run.interruptionFoundAt)
    field("user", run.header.user)
    field("host", run.header.host)
    field("version", run.header.version)
    field("project", run.header.project)
    processFields(run.header.process)
    field("boot_id", run.header.bootID)
    field("resumes", run.header.resumes)
    field("rolls_back", run.header.rollsBack)
    field("window_override") { json in json.optional(run.header.override) { $0.fields(of: $1) } }
    field("exceptions") { json in json.array { json in for record in run.exceptions { json.value(record.number) } } }
    field("recoveries") { json in
      json.array { json in
        for recovery in run.recoveries {
          json.object { json in
            json.field("by", recovery.by)
            json.field("at", recovery.at)
          }
        }
      }
    }
    list("sign_offs", of: run.signOffs) { signOff, json in
      json.field("role", signOff.role)
      json.field("required", signOff.isRequired)
      json.field("by", signOff.word?.by.name)
      json.field("uid", signOff.word?.by.uid)
      json.field("at", signOff.word?.at)
      json.field("note", signOff.word?.note)
    }
    field("incidents") { json in json.array { json in for number in run.incidents { json.value(number) } } }
    field("warnings", run.warnings)
    field("task_count", run.taskCount)
    field("task_outcomes") { json in
      json.object { json in
        for (outcome, count) in run.taskOutcomes.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
          json.field(outcome.rawValue, count)
        }
      }
    }
  }

  /// - `task`: its full name; `runbook`; `needs`, each `task` and `met_by_run`, the earlier run in which it succeeded or
  ///   null where it was a task of this run
  /// - `parameters`: each `name`, `value`, `source` (`with`, `default`, `command_line`) and `place` (`path:line` or null)
  /// - `due_at`: the beginning of the slot for which `run --due` selected it, and which it counts for; null: for its start
  /// - `started_at`, `finished_at`, `duration_seconds`, and the fields of `task_finished` of `EventLine`
  /// - `lock_wait`: null, or `lock`, `holder`, `since` of the last lock that it waited for
  /// - `confirmation`: null, or `since`, `deadline` of the wait for one; `verdict`, `confirmed`, `expired` or null; where
  ///   there is one `decided_at`, and `by`, `uid`, `note` of who confirmed it
  /// - `point_of_no_return`: the last moment at which its rollback still fitted into its window; null: there was none
  /// - `needs_human`: whether its runbook is refused until what it left behind is recovered or resolved; `resolution`: null, or
  ///   `by`, `reason`, `at`
  /// - where `leftovers` are given: `survivors`, its processes that still run though their maint is gone, and `backup`,
  ///   null or its `path` and whether it is `sealed`
  /// - `steps`: in the order in which they were started, each with the fields below
  mutating func value(_ task: TaskRecord, leftovers: Leftovers? = nil) {
    object { json in
      json.field("task", task.name.description)
      json.field("runbook", task.runbook)
      json.field("needs") { json in json.needs(of: task) }
      json.field("parameters") { json in json.parameters(of: task) }
      json.field("due_at", task.dueAt)
      json.field("started_at", task.startedAt)
      json.field("finished_at", task.finishedAt)
      json.field("duration_seconds", task.duration)
      json.resultFields(task.result)
      json.field("lock_wait") { json in json.optional(task.lockWait) { $0.fields(of: $1) } }
      json.field("confirmation") { json in json.optional(task.confirmation) { $0.fields(of: $1) } }
      json.field("point_of_no_return", task.pointOfNoReturn)
      json.field("needs_human", task.needsHuman)
      json.field("resolution") { json in json.optional(task.resolution) { $0.fields(of: $1) } }
      if let leftovers {
        json.field("survivors") { $0.survivors(leftovers.survivors) }
        json.field("backup") { $0.backup(leftovers.backup) }
      }
      json.field("steps") { json in json.array { json in for step in task.steps { json.value(step) } } }
    }
  }

  /// - `stage`, `position`, `undo` as in `EventLine`; `name`; `script`, as it was run
  /// - `started_at`, `finished_at`, `duration_seconds`; `outcome` and `detail` as in `step_finished`
  /// - `attempts`: each `attempt`, its number, 0 for the test of the step's `if`; `intended_at`, `finished_at`,
  ///   `duration_seconds`; `pid`, `start_time_ticks`; and the fields of `attempt_finished`
  /// - the fields of `reported`
  private mutating func value(_ step: StepRecord) {
    object { json in
      json.stepFields(step.key)
      json.field("name", step.name)
      json.field("script", step.script)
      json.field("started_at", step.startedAt)
      json.field("finished_at", step.finishedAt)
      json.field("duration_seconds", step.duration)
      json.field("outcome", step.outcome?.rawValue)
      json.field("detail", step.detail)
      json.field("attempts") { json in json.array { json in for attempt in step.attempts { json.value(attempt) } } }
      json.reportFields(step.report)
    }
  }

  private mutating func value(_ attempt: AttemptRecord) {
    object { json in
      json.field("attempt", attempt.number)
      json.field("intended_at", attempt.intendedAt)
      json.field("finished_at", attempt.finishedAt)
      json.field("duration_seconds", attempt.duration)
      json.processFields(attempt.process)
      json.resultFields(attempt.result)
    }
  }

  private mutating func needs(of task: TaskRecord) {
    array { json in
      for need in task.needs {
        json.object { json in
          json.field("task", need.task.description)
          json.field("met_by_run", need.metByRun)
        }
      }
    }
  }

  private mutating func parameters(of task: TaskRecord) {
    array { json in
      for parameter in task.parameters {
        json.object { json in
          let origin = ParameterOrigin(parameter.origin)
          json.field("name", parameter.name)
          json.field("value", parameter.value)
          json.field("source", origin.source)
          json.field("place", origin.place)
        }
      }
    }
  }

  private mutating func fields(of wait: TaskRecord.LockWait) {
    field("lock", wait.lock)
    field("holder", wait.holder)
    field("since", wait.since)
  }

  private mutating func fields(of confirmation: ConfirmationRecord) {
    field("since", confirmation.since)
    field("deadline", confirmation.deadline)
    field("verdict", confirmation.verdict?.rawValue)
    field("decided_at", confirmation.decidedAt)
    field("by", confirmation.word?.by)
    field("uid", confirmation.word?.uid)
    field("note", confirmation.word?.note)
  }

  mutating func fields(of override: WindowOverride) {
    field("by", override.by)
    field("uid", override.uid)
    field("reason", override.reason)
  }

  private mutating func fields(of resolution: Resolution) {
    field("by", resolution.by)
    field("reason", resolution.reason)
    field("at", resolution.at)
  }

  private mutating func optional<Value>(_ value: Value?, _ fields: (inout JSONWriter, Value) -> Void) {
    if let value { object { fields(&$0, value) } } else { null() }
  }
}
