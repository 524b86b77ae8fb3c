import JSON
import Catalog
import Scheduling

extension DueReport {
  /// - `at`: the moment asked about
  /// - `due`: how many tasks are due; `starts`: how many of them `run --due` would start then
  /// - `unread_schedules`: files in the folder of schedules that are not read and may be meant to be
  /// - `tiers`, hourly first: each `tier`, whether it `is_due` (one of its tasks is), `due_since`, `next` (when the first of
  ///   those that are not due will be), `last_success` (the oldest of its tasks', null where one has none) and its `tasks`:
  ///   - `task`, its full name
  ///   - `state`: `due`, `not_due`, `waiting` (for its next try), `given_up` (no more tries in this period), `on_request`
  ///   - `starts`: whether `run --due` would start it
  ///   - `due_since`, `due_until` and `cause` of what is due: `time`, `catch_up`, `retry`
  ///   - `next`: when it will be due, of what is not
  ///   - `failures`: how many tries of this period failed; `max_attempts`: how many there may be
  ///   - `held_by` of what is due and not started: `need`, `window`, `run`; `need`, the task that it waits for; `run`, the
  ///     run that is at it; `reason` and `opens`, why it may not start and when it may
  ///   - `approval`, of what is not due yet: what was asked for it, and how that stands, in words, or null
  ///   - `last_success`: when its latest success began
  package var json: [UInt8] {
    var json = JSONWriter(layout: .pretty)
    json.object { json in
      json.field("at", at)
      json.field("due", dueCount)
      json.field("starts", startCount)
      json.field("unread_schedules") { $0.array(unread) }
      json.field("tiers") { json in
        json.array { json in for (tier, tasks) in tiers { write(tier, tasks, &json) } }
      }
    }
    json.lineBreak()
    return json.bytes
  }

  private func write(_ tier: Tier, _ tasks: ArraySlice<DueTask>, _ json: inout JSONWriter) {
    json.object { json in
      json.field("tier", tier.rawValue)
      json.field("is_due", tasks.dueSince != nil)
      json.field("due_since", tasks.dueSince)
      json.field("next", tasks.next)
      json.field("last_success", tasks.lastSuccess)
      json.list("tasks", of: tasks, write)
    }
  }

  private func write(_ task: DueTask, _ json: inout JSONWriter) {
    let state = DueStateFields(task.state)
    json.field("task", task.name.description)
    json.field("state", state.name)
    json.field("starts", task.starts)
    json.field("due_since", state.since)
    json.field("due_until", state.until)
    json.field("cause", state.cause)
    json.field("next", state.next)
    json.field("failures", state.failures)
    json.field("max_attempts", task.maxAttempts)
    write(task.hold, &json)
    json.field("approval", task.state.isDue ? nil : approvals[task.name])
    json.field("last_success", task.lastSuccess)
  }

  private func write(_ hold: DueTask.Hold?, _ json: inout JSONWriter) {
    var fields: (by: String?, need: String?, run: Int?, reason: String?, opens: Timestamp?)
    switch hold {
    case nil: break
    case .need(let need): (fields.by, fields.need) = ("need", need.description)
    case .running(let run): (fields.by, fields.run) = ("run", run)
    case .window(let reason, let until): (fields.by, fields.reason, fields.opens) = ("window", reason, until)
    }
    json.field("held_by", fields.by)
    json.field("need", fields.need)
    json.field("run", fields.run)
    json.field("reason", fields.reason)
    json.field("opens", fields.opens)
  }
}

/// A state as fields, of which most are empty.
private struct DueStateFields {
  var name: String
  var since: Timestamp?
  var until: Timestamp?
  var cause: String?
  var next: Timestamp?
  var failures = 0

  init(_ state: DueState) {
    switch state {
    case .due(let since, let until, let cause):
      name = "due"
      (self.since, self.until) = (since, until)
      switch cause {
      case .time: self.cause = "time"
      case .catchUp: self.cause = "catch_up"
      case .retry(let failures): (self.cause, self.failures) = ("retry", failures)
      }
    case .notDue(let next): (name, self.next) = ("not_due", next)
    case .waiting(let until, let attempts): (name, next, failures) = ("waiting", until, attempts)
    case .givenUp(let attempts, let next): (name, self.next, failures) = ("given_up", next, attempts)
    case .never: name = "on_request"
    }
  }
}
