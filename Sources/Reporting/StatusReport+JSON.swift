import RunLog

extension StatusReport {
  /// - `verdict`: `fine`, `attention`, `human_needed`, `no_runs`, `no_run_log`; `answer`, one sentence; `at`, when this was asked
  /// - `warnings`: steps that ended with a warning in the tasks whose last outcome is `succeeded`
  /// - `needs_human`: each `task`, `run`, `what` happened and what `to_do`, in words; `survivors`, its processes that
  ///   still run, with the fields of `JSONWriter.survivors`; `backup`, null or its `path` and whether it is `sealed`
  /// - `unhappy`: tasks whose last outcome is not `succeeded`: `task`, `runbook`, `run`, `finished_at`, `resolved` and
  ///   the fields of `task_finished` of `EventLine`
  /// - `running`: runs without an outcome, with the fields that `JSONWriter.runFields` documents and those of their
  ///   `tasks` and steps that are started and not ended
  /// - `last_runs`: each `tier` and the fields of the last run that had it as a target; `last_run`: those of the last
  ///   run of all, or null
  package var json: String {
    var json = JSONWriter(layout: .pretty)
    json.object { json in
      json.field("verdict", verdict.rawValue)
      json.field("answer", answer)
      json.field("at", status.at)
      json.field("warnings", status.warnings.values.reduce(0, +))
      json.field("needs_human") { json in
        json.array { json in
          for human in needsHuman {
            json.object { json in
              json.field("task", human.task.description)
              json.field("run", human.run)
              json.field("what", human.what)
              json.field("to_do", human.toDo)
              json.field("survivors") { $0.survivors(human.survivors) }
              json.field("backup") { $0.backup(backups[human.place]) }
            }
          }
        }
      }
      json.field("unhappy") { json in json.array { json in for task in status.unhappyTasks { unhappy(task, &json) } } }
      json.field("running") { json in json.array { json in for run in status.running { running(run, &json) } } }
      json.field("last_runs") { json in
        json.array { json in
          for (tier, run) in status.lastRuns.sorted(by: { $0.key < $1.key }) {
            json.object { json in
              json.field("tier", tier.rawValue)
              json.runFields(run, isAlive: alive.contains(run.number))
            }
          }
        }
      }
      json.field("last_run") { json in
        guard let run = status.lastRun else { return json.null() }
        json.object { $0.runFields(run, isAlive: alive.contains(run.number)) }
      }
    }
    json.lineBreak()
    return json.text
  }

  private func unhappy(_ task: HostStatus.UnhappyTask, _ json: inout JSONWriter) {
    json.object { json in
      json.field("task", task.name.description)
      json.field("runbook", task.runbook)
      json.field("run", task.run)
      json.field("finished_at", task.finishedAt)
      json.field("resolved", task.isResolved)
      json.resultFields(task.result)
    }
  }

  private func running(_ run: RunRecord, _ json: inout JSONWriter) {
    json.object { json in
      json.runFields(run, isAlive: alive.contains(run.number))
      json.field("tasks") { json in json.array { json in for task in run.tasks { json.value(task) } } }
    }
  }
}
