import JSON
import Execution
import Rehearsal

/// Writes what a drill has shown as JSON, for `maint drill --json`. Names and meanings of fields stay as they are; new ones
/// may come.
///
/// The object:
/// - `targets`: as typed; `proven`: whether the rollback is proven at every point, and no step unknown; `duration_seconds`;
///   `seed`, by which the later writes were chosen
/// - `points`, `points_proven`: numbers of those that count; `replaced`, `skipped`: numbers of steps with which the drill did
///   so, as their runbook says; `unknown`: steps that need what no sandbox has, in words
/// - `holes`, `notes`: as of a rehearsal; `left_out`: tasks without points, each `task` and `reason`
/// - `results`: each `point` (as `--shell` takes it), `task`, `stage`, `position` (from 1), `undo`, `step` (its name),
///   `fault` in words, `verdict` (`proven`, `failed`, `not_reached`), `reasons`, `changes` (each `path`, `change`,
///   `aspects`), `settings` (of network and IPC, in words), `left_running`, `rollback_seconds` (or null), `kept` (a folder, or null), and `scripts`: what was run, in
///   order
package struct RollbackDrillJSON: Sendable {
  private let record: RollbackDrillRecord

  package init(_ record: RollbackDrillRecord) { self.record = record }

  package func write(to json: inout JSONWriter) {
    json.object { json in
      json.field("targets", record.plan.targets.map { TargetText([$0]).description })
      json.field("proven", record.isProven)
      json.field("duration_seconds", record.duration)
      json.field("seed", record.seed)
      json.field("points", record.points)
      json.field("points_proven", record.proven)
      json.field("replaced", record.untried.replaced)
      json.field("skipped", record.untried.skipped)
      json.field("unknown", record.unknown)
      json.field("holes", record.holes)
      json.field("notes", record.notes)
      json.field("left_out") { json in
        json.array { json in
          for (task, reason) in record.left {
            json.object { json in
              json.field("task", task.description)
              json.field("reason", reason)
            }
          }
        }
      }
      json.field("results") { json in json.array { json in for result in record.results { write(result, to: &json) } } }
    }
  }

  private func write(_ result: PointResult, to json: inout JSONWriter) {
    let (verdict, reasons): (String, [String]) =
      switch result.verdict {
      case .proven: ("proven", [])
      case .failed(let reasons): ("failed", reasons)
      case .notReached(let why): ("not_reached", [why])
      }
    json.object { json in
      json.field("point", result.point.id)
      json.field("task", result.point.task.description)
      json.field("stage", result.point.step?.stage.rawValue)
      json.field("position", result.point.step.map { $0.position + 1 })
      json.field("undo", result.point.step?.isUndo ?? false)
      json.field("step", result.stepName)
      json.field("fault", result.point.words)
      json.field("verdict", verdict)
      json.field("reasons", reasons)
      json.field("changes") { json in
        json.array { json in
          for change in result.changes {
            json.object { json in
              json.field("path", String(decoding: change.path, as: UTF8.self))
              json.field("change", ChangeText(change).kind.rawValue)
              json.field("aspects", change.aspects.map(\.rawValue))
            }
          }
        }
      }
      json.field("settings", result.settings)
      json.field("left_running", result.leftRunning.map { $0.joined(separator: " ") })
      json.field("rollback_seconds", result.rollback)
      json.field("kept", result.kept)
      json.field("scripts", result.steps.map(\.script))
    }
  }
}
