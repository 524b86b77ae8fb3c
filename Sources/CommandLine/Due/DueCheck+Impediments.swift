import Catalog
import RunLog
import Scheduling

/// What keeps a task that is due from being started, for ever or until a run ends.
extension DueCheck {
  /// Of those that are due and for which no opening to come is long enough: they would wait for ever.
  var neverStarting: [PeriodAlert] {
    due.tasks.indices.compactMap { task in
      impediment(task).map { reason in
        PeriodAlert(
          .neverStarts, about: task, of: due, at: now,
          text: "\(due.tasks[task].name) is due and cannot start: \(reason)")
      }
    }
  }

  /// Why a task that is due would wait for ever; nil: it is not, or would not.
  func impediment(_ task: Int) -> String? {
    guard selection.verdicts[task] == .shut(until: nil) else { return nil }
    return wanting[task] ?? gates[task].map { $0.reason($0.decision(at: now), at: now) ?? "" }
  }

  /// The run that is at a task now; nil: none is.
  func runAt(_ task: Int) -> Int? { running[due.tasks[task].name] }

  /// Else the run log alone can tell what was under way.
  var isOfNow: Bool { reading != nil }

  /// Whether the maint of a run is there that has still to end a task.
  func isUnderWay(_ run: Int) -> Bool { running.values.contains(run) }
}
