import Execution
import Planning
import RunLog
import Scheduling

extension RunLog {
  /// Whether a task of a run may start at the moment, by its gate and by what somebody has granted or ended since it was
  /// planned.
  func admission(of task: PlannedTask, at moment: Timestamp) -> TaskAdmission {
    guard var gate = task.gate else { return .admitted(nil) }
    do throws(RunLogFailure) {
      gate.clearance = gate.clearance.granting(try windowExceptions(at: moment).compactMap(\.exception))
    } catch {
      // What cannot be read is no leave.
      return .deferred("whether it may start could not be read: \(error.message)")
    }
    let decision = gate.decision(at: moment)
    if case .open(let open) = decision { return .admitted(gate.limits(of: open)) }
    return .deferred(gate.reason(decision, at: moment) ?? "")
  }
}
