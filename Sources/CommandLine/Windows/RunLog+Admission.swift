import Execution
import Planning
import RunLog
import Scheduling

extension RunLog {
  /// Whether a task of a run may start at the moment, by its gate and by what somebody has granted or ended since it was
  /// planned.
  func admission(of task: PlannedTask, at moment: Timestamp) -> TaskAdmission {
    guard var gate = task.gate else { return .admitted(nil) }
    // What cannot be read is no leave.
    let granted = (try? windowExceptions(at: moment)) ?? []
    gate.clearance = gate.clearance.granting(granted.compactMap(\.exception))
    let decision = gate.decision(at: moment)
    if case .open(let open) = decision { return .admitted(gate.limits(of: open)) }
    return .deferred(gate.reason(decision, at: moment) ?? "")
  }
}
