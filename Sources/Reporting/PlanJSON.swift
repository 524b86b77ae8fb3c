import JSON
import Catalog
import Planning
import Scheduling

/// Writes a plan as JSON, for `maint plan --json`. Names and meanings of fields stay as they are; new ones may come.
///
/// The object:
/// - `targets`: texts as typed: `daily`, `daily.log_rotation`, `runbook:nginx`
/// - `jobs`: tasks at once; `waves`: how many there are; `estimated_seconds`: of the whole run, null without history
/// - `tasks`: in running order, each with `name` (full), `runbook`, `selection` (`asked` or `needed`), `wave` (from 1),
///   `needs` (full names of tasks of this plan), `met_needs` (`task`, `run`, `finished_at`), `parameters` (`name`,
///   `value`, `source`: `with`, `default` or `command_line`, `place`: `path:line` or null), `locks` (those of its
///   runbook included), `timeout_seconds`, `alert`, `estimate` (`median_seconds`, `percentile95_seconds`, `runs`; null
///   without history), `rollback_proof` (what is known of its way back, in words, null until one was drilled or is to be),
///   `approval` (null where nobody need approve it, else whether it is `given`, the number of the `request` or null,
///   `words`, the `files` that its steps read in and that are approved with it, those that are `missing`: not there, and not to
///   be there when it begins, `not_covered`: as they are written, commands of which only the shell will know what they read in
///   or run, `programs` of the project that it runs, and what else of the project is `named` in its commands: neither is
///   covered), `gate` (null where nothing holds up
///   its start, else the fields that `JSONWriter.gateFields` documents)
/// - `runbooks`: each once, with `name`, `path`, `description`, `category`, `type`, `secrets` (`name`, `source`: `file`,
///   `command` or `credential`, `from`: path, shell text or name), `requires`, `confirm_seconds` (how long a change
///   waits to be confirmed, or null), `no_rollback_reason`, and `stages`: under the name of each stage its steps, in order;
///   and `copy_to`: null, or `run` and `timeout_seconds` of what takes its backups off-site after the run
/// - a step: `name`, `run`, `undo`, `if`, `timeout_seconds` (of one attempt), `retries`, `delay_seconds`, `backoff`,
///   `env` (`name`, `value`), `cwd`, `user`, `shell`, `exit_codes`, `on_failure`, `processes`
package struct PlanJSON {
  private let plan: Plan
  private let now: Timestamp

  /// `now`: when its tasks would start.
  package init(_ plan: Plan, now: Timestamp) {
    self.plan = plan
    self.now = now
  }

  package func write(to json: inout JSONWriter) {
    let names = plan.tasks.map(\.name.description)
    json.object { json in
      json.field("targets", plan.targets.map { TargetText([$0]).description })
      json.field("jobs", plan.jobs)
      json.field("waves", plan.waveCount)
      json.field("estimated_seconds", plan.estimatedDuration)
      json.field("tasks") { json in
        json.array { json in
          for (index, task) in plan.tasks.enumerated() {
            write(task, name: names[index], needs: task.needs.map { names[$0] }, to: &json)
          }
        }
      }
      json.field("runbooks") { json in json.array { json in for runbook in plan.runbooks { write(runbook, to: &json) } }
      }
    }
  }

  private func write(_ task: PlannedTask, name: String, needs: [String], to json: inout JSONWriter) {
    json.object { json in
      json.field("name", name)
      json.field("runbook", plan.runbooks[task.runbook].name)
      json.field("selection", Self.text(task.selection))
      json.field("wave", task.wave + 1)
      json.field("needs", needs)
      json.field("met_needs") { json in
        json.array { json in for need in task.metNeeds { write(need, to: &json) } }
      }
      json.field("parameters") { json in
        json.array { json in for parameter in task.parameters { write(parameter, to: &json) } }
      }
      json.field("locks", task.locks)
      json.field("timeout_seconds", task.timeout)
      json.field("alert", task.task.alert.rawValue)
      json.field("estimate") { json in
        guard let estimate = task.estimate else { return json.null() }
        json.object { json in
          json.field("median_seconds", estimate.median)
          json.field("percentile95_seconds", estimate.percentile95)
          json.field("runs", estimate.count)
        }
      }
      json.field("gate") { json in
        guard let gate = task.gate else { return json.null() }
        json.object { $0.gateFields(gate, at: now) }
      }
      json.field("rollback_proof", task.rollbackProof?.words(now: now))
      json.field("approval") { json in
        guard let approval = task.approval else { return json.null() }
        json.object { json in
          json.field("given", approval.isGiven)
          json.field("request", approval.request)
          json.field("words", approval.words)
          json.field("files", approval.files)
          json.field("missing", approval.missing)
          json.field("not_covered", approval.uncovered)
          json.field("programs", approval.programs)
          json.field("named", approval.named)
        }
      }
    }
  }

  private func write(_ need: PlannedTask.MetNeed, to json: inout JSONWriter) {
    json.object { json in
      json.field("task", need.task.description)
      json.field("run", need.success.run)
      json.field("finished_at", need.success.finishedAt)
    }
  }

  private func write(_ parameter: ResolvedParameter, to json: inout JSONWriter) {
    let (source, place): (String, String?) =
      switch parameter.origin {
      case .task(let place): ("with", place)
      case .runbook(let place): ("default", place)
      case .commandLine: ("command_line", nil)
      }
    json.object { json in
      json.field("name", parameter.name)
      json.field("value", parameter.value)
      json.field("source", source)
      json.field("place", place)
    }
  }

  private func write(_ runbook: Runbook, to json: inout JSONWriter) {
    json.object { json in
      json.field("name", runbook.name)
      json.field("path", runbook.place.path)
      json.field("description", runbook.description)
      json.field("category", runbook.category?.rawValue)
      json.field("type", runbook.kind?.rawValue)
      json.field("secrets") { json in json.array { json in for secret in runbook.secrets { write(secret, to: &json) } }
      }
      json.field("requires", runbook.requires)
      json.field("confirm_seconds", runbook.confirm)
      json.field("no_rollback_reason", runbook.noRollbackReason)
      json.field("stages") { json in
        json.object { json in
          for stage in Stage.allCases {
            json.field(stage.rawValue) { json in
              json.array { json in for step in runbook.stepsToRun(of: stage) { write(step, to: &json) } }
            }
          }
        }
      }
      json.field("copy_to") { json in
        guard let copy = runbook.copyCommand(plan.defaults) else { return json.null() }
        json.object { json in
          json.field("run", copy.run)
          json.field("timeout_seconds", copy.timeout)
        }
      }
    }
  }

  private func write(_ secret: Secret, to json: inout JSONWriter) {
    let (source, from) =
      switch secret.origin {
      case .file(let path): ("file", path)
      case .command(let command): ("command", command)
      case .credential(let name): ("credential", name)
      }
    json.object { json in
      json.field("name", secret.name)
      json.field("source", source)
      json.field("from", from)
    }
  }

  private func write(_ step: Step, to json: inout JSONWriter) {
    json.object { json in
      json.field("name", step.name)
      json.field("run", step.run)
      json.field("undo", step.undo)
      json.field("if", step.condition)
      json.field("timeout_seconds", step.timeout)
      json.field("retries", step.retries)
      json.field("delay_seconds", step.delay)
      json.field("backoff", step.backoff)
      json.field("env") { json in
        json.array { json in
          for (name, value) in step.environment {
            json.object { json in
              json.field("name", name)
              json.field("value", value)
            }
          }
        }
      }
      json.field("cwd", step.workingDirectory)
      json.field("user", step.user)
      json.field("shell", step.shell.rawValue)
      json.field("exit_codes") { json in json.array { json in for code in step.exitCodes.sorted() { json.value(code) } }
      }
      json.field("on_failure", step.onFailure.rawValue)
      json.field("processes", step.processes.rawValue)
    }
  }

  private static func text(_ selection: PlannedTask.Selection) -> String {
    switch selection {
    case .asked: "asked"
    case .needed: "needed"
    }
  }
}
