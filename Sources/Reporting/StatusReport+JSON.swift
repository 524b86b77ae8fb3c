import JSON
import Planning
import RunLog
import Scheduling

extension StatusReport {
  /// - `verdict`: `fine`, `attention`, `human_needed` (also where an entry of `open_incidents` is critical and nobody is at it),
  ///   `no_runs`, `no_run_log`; `answer`, one sentence; `at`, when this was asked
  /// - `warnings`: steps that ended with a warning in the tasks whose last outcome is `succeeded`
  /// - `needs_human`: each `task`, `run`, `what` happened and what `to_do`, in words; `survivors`, its processes that
  ///   still run, with the fields of `JSONWriter.survivors`; `backup`, null or its `path` and whether it is `sealed`
  /// - `unhappy`: tasks whose last outcome is not `succeeded`: `task`, `runbook`, `run`, `finished_at`, `resolved`,
  ///   `removed` (the project has no such task any more, so that it counts for nothing), `rolls_back` (the run whose change it took back on request, or null), `tried_again_at` (from
  ///   when on `maint run --due` does, after a failure, or null), `acknowledged`
  ///   (null, or `message`, `at`, `by`, `note` of who looks after it) and the fields of `task_finished` of `EventLine`
  /// - `unsound_project`: why nothing of the project can be run, in words, or null
  /// - `strange_object`: a trigger or view in the run log that maint has not made, and while which is there nothing is run, or null
  /// - `overdue`: tasks that `maint run --due` knows of and that nothing starts: `task`, `since`, when it became due,
  ///   `last_success`, or null, `frozen_until`, null or the end of a freeze that holds up now what was overdue before it, `missed_window`, null or how its window went by, `run_at_work`, null or the run that has not ended and keeps it waiting, or is at it, `cannot_start`, null or
  ///   why it would wait for ever, and `waits_for_approval`, null or, of one that
  ///   only waits for an answer, `request`, `since` (when somebody was asked first) and `missed_periods`
  /// - `running`: runs without an outcome, with the fields that `JSONWriter.runFields` documents and those of their
  ///   `tasks` and steps that are started and not ended
  /// - `last_runs`: each `tier` and the fields of the last run that had it as a target; `last_run`: those of the last
  ///   run of all, or null
  /// - `last_task_runs`: each `tier` and the fields of a run that had single tasks of it as targets, is the last to have
  ///   one of them, and is newer than the one in `last_runs`; the newest first, at most 4 of a tier
  /// - `never_run`: names of the tasks of the project that were never tried, those of `emergency` left out; null where the
  ///   project cannot be read
  /// - `unread_schedules`: files in the folder of schedules that are not read and may be meant to be, by their paths in the
  ///   project; `unscheduled`: tasks that `run --due` started until not long ago and that are in no schedule any more: `task` and
  ///   `last_at`
  /// - `due_copies`: backups that are not yet copied off-site, the newest first: `backup` (its ID), `run`, `task`,
  ///   `failed_at` and `error` of the last attempt, null where none came to an end. One whose run is still at it is not
  ///   among them
  /// - `damaged_backups`: those that their latest verification found damaged: `backup`, `run`, `task`, `found_at` and
  ///   `error`; `missing_backups`: those whose folders are gone, though maint did not prune them: `backup`, `run`, `task`;
  ///   `no_backup_left`: names of tasks that have none any more, as all of theirs are pruned or struck off
  /// - `leftovers`: what restores left beside paths of tasks that were resolved since, in words
  /// - `drills`: of each task the last drill of the newest backup that could be had: `backup`, `run`, `task`, `error`, null
  ///   where it could be restored, and the fields that `JSONWriter.drillFields` documents
  /// - `restores`: those of the last week, the newest first, as `JSONWriter.restores` documents
  /// - `rollbacks`: what is known of the ways back of tasks, once one was drilled or is to be: `task` and `proof`, in words
  /// - `approvals`: those that wait or are approved and not yet used, and the last ones of tasks that wait because they were
  ///   rejected, or whose time was up: `request`, its number; `task`, `state` (`waiting`, `approved`, `rejected` or `expired`), `from` (whose approval it needs, in words), `requested_at`, `expires_at`
  /// - `undelivered`: channels that do not take messages, or not for all: `channel`; `waiting`, `given_up` and `refused` for
  ///   some recipients (in the last week), numbers of messages; `error`; and `takes_nothing`, whether the channel takes none now
  /// - `alerts`: those of the last week, and of tasks that were given up or cannot start and have not succeeded since, the newest first, with
  ///   the fields that `JSONWriter.value` documents
  /// - `open_incidents`: the newest first, with the fields that `JSONWriter.incidentFields` documents
  /// - `not_signed`: how many runs are over and lack a signature
  package var json: String {
    var json = JSONWriter(layout: .pretty)
    json.object { json in
      json.field("verdict", verdict.rawValue)
      json.field("answer", answer)
      json.field("at", status.at)
      json.field("warnings", status.warnings.values.reduce(0, +))
      json.list("needs_human", of: needsHuman) { human, json in
        json.field("task", human.task.description)
        json.field("run", human.run)
        json.field("what", human.what)
        json.field("to_do", human.toDo)
        json.field("survivors") { $0.survivors(human.survivors) }
        json.field("backup") { $0.backup(backups[human.place]) }
      }
      json.field("unhappy") { json in json.array { json in for task in status.unhappyTasks { unhappy(task, &json) } } }
      json.field("unsound_project", unsoundProject?.words)
      json.field("strange_object", status.strange?.name)
      json.list("overdue", of: overdue) { task, json in
        json.field("task", task.name.description)
        json.field("since", task.since)
        json.field("last_success", task.lastSuccess)
        json.field("frozen_until", task.freeze?.end)
        json.field("missed_window", task.missedWindow)
        json.field("run_at_work", task.cause?.run)
        json.field("cannot_start", task.cause?.impediment)
        json.field("waits_for_approval") { json in
          guard let request = task.unanswered else { return json.null() }
          json.object { json in
            json.field("request", request.number)
            json.field("since", request.since)
            json.field("missed_periods", request.missed)
          }
        }
      }
      json.field("running") { json in json.array { json in for run in status.running { running(run, &json) } } }
      json.list("last_runs", of: status.lastRuns.sorted { $0.key < $1.key }) { last, json in
        json.field("tier", last.key.rawValue)
        json.runFields(last.value, isAlive: alive.contains(last.value.number))
      }
      json.list("last_task_runs", of: taskRuns) { last, json in
        json.field("tier", last.tier.rawValue)
        json.runFields(last.run, isAlive: alive.contains(last.run.number))
      }
      json.field("never_run") { json in
        guard let neverRun else { return json.null() }
        json.array(neverRun.map(\.description))
      }
      json.field("last_run") { json in
        guard let run = status.lastRun else { return json.null() }
        json.object { $0.runFields(run, isAlive: alive.contains(run.number)) }
      }
      json.field("unread_schedules") { $0.array(schedules.unread) }
      json.list("unscheduled", of: schedules.tasks) { task, json in
        json.field("task", task.name.description)
        json.field("last_at", task.last)
      }
      json.list("due_copies", of: status.dueCopies, write)
      json.list("undelivered", of: undelivered) { undelivered, json in
        json.field("channel", undelivered.channel)
        json.field("waiting", undelivered.waiting)
        json.field("given_up", undelivered.givenUp)
        json.field("refused", undelivered.refused)
        json.field("error", undelivered.error)
        json.field("takes_nothing", undelivered.isDeaf)
      }
      json.list("damaged_backups", of: status.damagedBackups, write(damaged:_:))
      json.list("missing_backups", of: missingBackups) { $1.backupID($0) }
      json.field("no_backup_left") { json in json.array { json in tasksWithoutBackup.forEach { json.value("\($0)") } } }
      json.field("leftovers") { $0.array(leftovers) }
      json.list("drills", of: status.drills, write(drill:_:))
      json.restores(restores)
      json.list("rollbacks", of: rollbackProofs) { entry, json in
        json.field("task", entry.task.description)
        json.field("proof", entry.proof.words(now: status.at))
      }
      json.list("approvals", of: approvals) { record, json in
        json.field("request", record.number)
        json.field("task", record.task.description)
        json.field("state", record.state(at: status.at).rawValue)
        json.field("from", ApprovalDemand.words(record.demands))
        json.field("requested_at", record.requestedAt)
        json.field("expires_at", record.expiresAt)
      }
      json.field("alerts") { json in json.array { json in for alert in status.alerts { json.value(alert) } } }
      json.list("open_incidents", of: status.openIncidents) { $1.incidentFields($0) }
      json.field("not_signed", status.notSigned)
    }
    json.lineBreak()
    return json.text
  }

  private var taskRuns: [(tier: Tier, run: RunRecord)] {
    status.lastTaskRuns.sorted { $0.key < $1.key }.flatMap { tier, runs in runs.map { (tier, $0) } }
  }

  private func write(_ due: DueCopy, _ json: inout JSONWriter) {
    json.backupID(BackupID(run: due.run, task: due.task))
    json.field("failed_at", due.failure?.finishedAt)
    json.field("error", due.failure?.error)
  }

  private func write(damaged event: BackupEvent, _ json: inout JSONWriter) {
    json.backupID(BackupID(run: event.run, task: event.task))
    json.field("found_at", event.startedAt)
    json.field("error", event.error)
  }

  private func write(drill: BackupEvent, _ json: inout JSONWriter) {
    json.backupID(BackupID(run: drill.run, task: drill.task))
    json.field("error", drill.error)
    json.drillFields(drill)
  }

  private func unhappy(_ task: HostStatus.UnhappyTask, _ json: inout JSONWriter) {
    json.object { json in
      json.field("task", task.name.description)
      json.field("runbook", task.runbook)
      json.field("run", task.run)
      json.field("finished_at", task.finishedAt)
      json.field("resolved", task.isResolved)
      json.field("removed", task.isRemoved)
      json.field("rolls_back", task.rollsBack)
      json.field("tried_again_at") { json in
        guard case .from(let time) = nextTries[task.name] else { return json.null() }
        json.value(time)
      }
      json.field("acknowledged") { json in
        guard let found = status.failingWords[task.name.description], let word = found.word else { return json.null() }
        json.object { json in
          json.field("message", found.message)
          json.field("at", word.at)
          json.field("by", word.by)
          json.field("note", word.note)
        }
      }
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
