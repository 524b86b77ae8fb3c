import JSON
import Execution
import Planning
import Scheduling

/// Encodes the events of a run for `run --events`: one JSON object a line, in the order in which they happened.
///
/// The names are stable; further fields and events may come. Every line has
/// - `event`: which one, as below; `run`: the number of the run;
/// - `at`: when, RFC 3339 in UTC with microseconds; null in `attempt_started`, whose time is that of its intent.
///
/// Lines about a task have `task`, its full name. Lines about a step have also `stage`; `position`, from 1 within the
/// stage in the order written, for an undo that of the change step it compensates; and `undo`, whether it is one. Lines
/// about an attempt have also `attempt`: 1 is the first, 0 the test of the step's `if`.
///
/// `maint recover` gives what happens from then on, under the number of the run that it takes up: `reported` for what a
/// step had still in its file, `task_started` again, and the steps of the way back.
///
/// - `task_started`
/// - `point_of_no_return`: what the task changes has to be over at a time: `point_of_no_return`, the last moment at which
///   its rollback still fits, or null; `end`, and `limit`, what comes then: `window` or `freeze`, with its `limit_name`;
///   `at_window_end`
/// - `limit_passed`: it still goes forward at `mark`, `point_of_no_return` or `window_end`; `level` of the alert and its
///   `text`
/// - `overran`: it is at work for longer than usual: 95 % of its earlier runs took no longer than `usual_seconds`
/// - `step_started`: `name`; `script`, the text as it is run
/// - `waiting_for_confirmation`: `until`, when the change is rolled back unless `command`, as it can be typed, was run;
///   how the step then ends says what came of it
/// - `attempt_intended`: it is in the run log and about to be spawned
/// - `attempt_started`: `pid`; `start_time_ticks`, in clock ticks after boot
/// - `output`: `stream`, `stdout` or `stderr`; `text`, and `omitted_bytes` null; or where output was cut `text` null and
///   `omitted_bytes` their number
/// - `attempt_finished`: `outcome`; `exit_code` and `signal`, each null without one; `detail`, why, in words or null;
///   `user_seconds`, `system_seconds` of CPU time; `peak_memory_bytes`; `read_bytes`, `written_bytes`, from and to disks
/// - `reported`: `samples`, each `name`, `labels` (as between the braces of Prometheus' text format), `value`;
///   `summary`, Markdown; `environment`, each `name`, `value`; `warnings`
/// - `step_finished`: `outcome`: `succeeded`, `warned`, `failed`, `timed_out`, `stopped`, `skipped`, `interrupted`;
///   `attempts`, their number; `detail`
/// - `waiting_for_lock`: `lock`; `holder`, in words
/// - `task_finished`: `outcome`: `succeeded`, `failed`, `rolled_back`, `rollback_failed`, `blocked`, `refused`,
///   `skipped`, `not_now`, `deferred`, `not_started`, `interrupted`; `cleanup_failed`; `warnings`, the number of steps with one;
///   `failed_step`: null, or `stage`, `position`, `undo` of the step that decided; `reason`, in words or null
/// - `stop_requested`: `signal`, its number; `second`, whether one came before
/// - `run_finished`: `outcome`: `succeeded`, `failed`, `rolled_back`, `human_needed`, `not_now`, `stopped`,
///   `interrupted`
package struct EventLine: Sendable {
  private let run: Int
  private let plan: Plan
  private let confirm: ConfirmCommand
  private let names: [String]
  private var json = JSONWriter(layout: .compact)
  private var decoder = PieceDecoder()

  /// `confirm` is what an operator types for a change that waits; nil where the number of the run is all that it takes.
  package init(run: Int, plan: Plan, confirm: ConfirmCommand? = nil) {
    self.run = run
    self.plan = plan
    self.confirm = confirm ?? ConfirmCommand(run: run)
    names = plan.tasks.map(\.name.description)
  }

  /// The event's line with its line break, in UTF-8; empty where a piece of output holds only the beginning of a
  /// character, which comes with the next piece.
  package mutating func encode(_ event: Event) -> [UInt8] {
    json.removeAll()
    switch event {
    case .taskStarted(let task, let at): line("task_started", at, task: task)
    case .changeLimited(let task, let limits, let at):
      line("point_of_no_return", at, task: task) { $0.fields(of: limits) }
    case .limitPassed(let task, let mark, let limits, let level, let at):
      line("limit_passed", at, task: task) {
        $0.field("mark", mark.rawValue)
        $0.field("level", level.rawValue)
        $0.field("text", limits.alert(mark))
      }
    case .overran(let task, let usual, let at):
      line("overran", at, task: task) { $0.field("usual_seconds", usual) }
    case .stepStarted(let key, let name, let script, let at):
      line("step_started", at, step: key) {
        $0.field("name", name)
        $0.field("script", script)
      }
      if let wait = ConfirmationWait(key, startedAt: at, plan: plan, command: confirm) {
        line("waiting_for_confirmation", at, step: key) {
          $0.field("until", wait.until)
          $0.field("command", wait.command)
        }
      }
    case .attemptIntended(let key, let at): line("attempt_intended", at, attempt: key)
    case .attemptStarted(let key, let process): line("attempt_started", nil, attempt: key) { $0.processFields(process) }
    case .output(let key, let piece): output(key, piece)
    case .attemptFinished(let key, let result, let at):
      flush(key, at: at)
      line("attempt_finished", at, attempt: key) { $0.resultFields(result) }
    case .reported(let key, let report, let at): line("reported", at, step: key) { $0.reportFields(report) }
    case .stepFinished(let key, let outcome, let attempts, let detail, let at):
      line("step_finished", at, step: key) {
        $0.field("outcome", outcome.rawValue)
        $0.field("attempts", attempts)
        $0.field("detail", detail)
      }
    case .waitingForLock(let task, let lock, let holder, let at):
      line("waiting_for_lock", at, task: task) {
        $0.field("lock", lock)
        $0.field("holder", holder)
      }
    case .taskFinished(let task, let result, let at):
      line("task_finished", at, task: task) { $0.resultFields(result) }
    case .stopRequested(let signal, let isSecond, let at):
      line("stop_requested", at) {
        $0.field("signal", signal)
        $0.field("second", isSecond)
      }
    case .runFinished(let outcome, let at): line("run_finished", at) { $0.field("outcome", outcome.rawValue) }
    }
    return json.bytes
  }
}

extension EventLine {
  private typealias Fields = (inout JSONWriter) -> Void

  private mutating func line(_ event: String, _ at: Timestamp?, fields: Fields = { _ in }) {
    json.object { json in
      json.field("event", event)
      json.field("run", run)
      json.field("at", at)
      fields(&json)
    }
    json.lineBreak()
  }

  private mutating func line(_ event: String, _ at: Timestamp, task: Int, fields: Fields = { _ in }) {
    let name = names.indices.contains(task) ? names[task] : nil
    line(event, at) {
      $0.field("task", name)
      fields(&$0)
    }
  }

  private mutating func line(_ event: String, _ at: Timestamp?, step: StepKey, fields: Fields = { _ in }) {
    let name = names.indices.contains(step.task) ? names[step.task] : nil
    line(event, at) {
      $0.field("task", name)
      $0.stepFields(step)
      fields(&$0)
    }
  }

  private mutating func line(_ event: String, _ at: Timestamp?, attempt: AttemptKey, fields: Fields = { _ in }) {
    line(event, at, step: attempt.step) {
      $0.field("attempt", attempt.number)
      fields(&$0)
    }
  }

  private mutating func output(_ key: AttemptKey, _ piece: OutputPiece) {
    let source = PieceDecoder.Source(attempt: key, stream: piece.stream)
    switch piece.content {
    case .bytes(let bytes):
      outputLine(key, piece.stream, piece.at, text: decoder.text(of: bytes, from: source))
    case .omitted(let count):
      outputLine(key, piece.stream, piece.at, text: decoder.rest(of: source))
      line("output", piece.at, attempt: key) { $0.outputFields(piece.stream, text: nil, omitted: count) }
    }
  }

  private mutating func flush(_ key: AttemptKey, at: Timestamp) {
    for stream in OutputPiece.Stream.allCases {
      outputLine(key, stream, at, text: decoder.rest(of: PieceDecoder.Source(attempt: key, stream: stream)))
    }
  }

  private mutating func outputLine(_ key: AttemptKey, _ stream: OutputPiece.Stream, _ at: Timestamp, text: String) {
    if text.isEmpty { return }
    line("output", at, attempt: key) { $0.outputFields(stream, text: text, omitted: nil) }
  }
}
