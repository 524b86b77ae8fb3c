import JSON
import Catalog
import Diagnostics
import Execution
import Rehearsal
import RunLog

/// Writes what a rehearsal has shown as JSON, for `maint rehearse --json`. Names and meanings of fields stay as they are; new
/// ones may come.
///
/// The object:
/// - `targets`: as typed; `outcome`: as of a run; `duration_seconds`: from the making of the sandbox to the end
/// - `coverage`: the numbers of steps that `ran`, were `replaced`, `skipped`, are `unknown`, `not_needed` (their `if` said
///   no) and `not_reached`, and `skipped_needs`: what those that were skipped need
/// - `holes`: what was open to the host; `notes`: what was not as on the host
/// - `findings`: each `id` (`uncovered-change`), `task`, `stage`, `position`, `file`, `paths`, `lines_to_add`
/// - `tasks`: each `task`, `runbook`, `outcome`, `reason`, `duration_seconds`, and `steps`: in the order in which they were
///   started, each `stage`, `position` (from 1), `undo`, `name`, `script` (as it ran), `outcome`, `detail`,
///   `duration_seconds`, `treatment` (`ran`, `replaced`, `skipped`, `unknown`), `needs`, `output` (its last lines), and
///   `changes`
/// - `later_changes`: made after the last step; `remaining_changes`: how the sandbox differed from the host at the end;
///   `left_running`: command lines
/// - a change: `path`; `change` (`created`, `changed`, `removed`, `renamed`), `from` (the path before, or null), `aspects`
///   (`kind`, `content`, `mode`, `owner`, `time`, `target`, `attributes`), `before` and `after` (null, or `type`, `mode`,
///   `user`, `group`, `size`, `target`), and `diff`: the lines of a unified diff, or null
package struct RehearsalJSON: Sendable {
  private let record: RehearsalRecord

  package init(_ record: RehearsalRecord) { self.record = record }

  package func write(to json: inout JSONWriter) {
    json.object { json in
      json.field("targets", record.plan.targets.map { TargetText([$0]).description })
      json.field("outcome", record.run.outcome?.rawValue)
      json.field("duration_seconds", record.duration)
      json.field("coverage") { write(record.coverage, to: &$0) }
      json.field("holes", record.holes)
      json.field("notes", record.notes)
      json.field("findings") { json in
        json.array { json in for finding in record.findings { write(finding, to: &json) } }
      }
      json.field("tasks") { json in json.array { json in for task in record.run.tasks { write(task, to: &json) } } }
      json.field("later_changes") { write(record.laterChanges, to: &$0) }
      json.field("remaining_changes") { write(record.remaining, to: &$0) }
      json.field("left_running", record.leftRunning.map { $0.joined(separator: " ") })
    }
  }

  /// What the steps of a task changed, each with its place: equal bytes for what comes to the same.
  package func changes(of task: TaskName) -> [UInt8] {
    var json = JSONWriter()
    for step in record.run.tasks.first(where: { $0.name == task })?.steps ?? [] {
      json.value("\(step.key.stage.rawValue) \(step.key.position) \(step.key.isUndo)")
      write(record.changes[step.key] ?? [], to: &json)
      json.lineBreak()
    }
    return json.bytes
  }

  private func write(_ coverage: RehearsalCoverage, to json: inout JSONWriter) {
    json.object { json in
      json.field("ran", coverage.ran)
      json.field("replaced", coverage.replaced)
      json.field("skipped", coverage.skipped)
      json.field("skipped_needs", coverage.needs)
      json.field("unknown", coverage.unknown)
      json.field("not_needed", coverage.notNeeded)
      json.field("not_reached", coverage.notReached)
    }
  }

  private func write(_ finding: UncoveredChange, to json: inout JSONWriter) {
    json.object { json in
      json.field("id", DiagnosticID.uncoveredChange.rawValue)
      json.field("task", finding.task.description)
      json.field("stage", finding.step.stage.rawValue)
      json.field("position", finding.step.position + 1)
      json.field("file", finding.file)
      json.field("paths", finding.paths.map { String(decoding: $0, as: UTF8.self) })
      json.field("lines_to_add", finding.linesToAdd)
    }
  }

  private func write(_ task: TaskRecord, to json: inout JSONWriter) {
    json.object { json in
      json.field("task", task.name.description)
      json.field("runbook", task.runbook)
      json.field("outcome", task.result?.outcome.rawValue)
      json.field("reason", task.result?.reason)
      json.field("duration_seconds", task.duration)
      json.field("steps") { json in json.array { json in for step in task.steps { write(step, to: &json) } } }
    }
  }

  private func write(_ step: StepRecord, to json: inout JSONWriter) {
    let treatment = record.treatment(of: step.key)
    json.object { json in
      json.field("stage", step.key.stage.rawValue)
      json.field("position", step.key.position + 1)
      json.field("undo", step.key.isUndo)
      json.field("name", step.name)
      json.field("script", step.script)
      json.field("outcome", step.outcome?.rawValue)
      json.field("detail", step.detail)
      json.field("duration_seconds", step.duration)
      json.field("treatment", treatment.word)
      json.field("needs", treatment.needs)
      json.field("output", record.output[step.key] ?? [])
      json.field("changes") { write(record.changes[step.key] ?? [], to: &$0) }
    }
  }

  private func write(_ changes: [PathChange], to json: inout JSONWriter) {
    json.array { json in for change in changes { write(change, to: &json) } }
  }

  private func write(_ change: PathChange, to json: inout JSONWriter) {
    json.object { json in
      json.field("path", String(decoding: change.path, as: UTF8.self))
      json.field("change", ChangeText(change).kind.rawValue)
      json.field("from", change.origin.map { String(decoding: $0, as: UTF8.self) })
      json.field("aspects", change.aspects.map(\.rawValue))
      json.field("before") { write(change.before, to: &$0) }
      json.field("after") { write(change.after, to: &$0) }
      json.field("diff") { json in
        if let diff = record.diff(change) { json.array(diff) } else { json.null() }
      }
    }
  }

  private func write(_ state: FileState?, to json: inout JSONWriter) {
    guard let state else { return json.null() }
    json.object { json in
      json.field("type", state.kind.rawValue)
      json.field("mode", ChangeText.octal(state.mode))
      json.field("user", state.user)
      json.field("group", state.group)
      json.field("size", state.kind == .file ? state.size : nil)
      json.field("target", state.target.isEmpty ? nil : String(decoding: state.target, as: UTF8.self))
    }
  }
}
