import Catalog
import Execution
import RunLog

/// Where a run begins.
enum RunBeginning {
  /// At its first task.
  case anew
  /// At what an earlier run, which had these targets, left to do.
  case after(run: Int)
  /// In the middle: an earlier maint ended there.
  case recovery(RunRecord, RunRemains)
  /// In the middle, in a sandbox that goes on from another: nothing has come between.
  case continuation(RunRecord, RunRemains)
  /// At the end: what the other run did is taken back.
  case rollback(RunRecord, RunRemains)

  var remains: RunRemains? {
    switch self {
    case .anew, .after: nil
    case .recovery(_, let remains), .continuation(_, let remains), .rollback(_, let remains): remains
    }
  }

  /// The run whose backups its tasks use; nil: its own.
  var backups: Int? {
    switch self {
    case .anew, .after, .continuation: nil
    case .recovery(let run, _): run.header.rollsBack
    case .rollback(let run, _): run.number
    }
  }

  /// The run whose steps it takes back: they see the time in that run's zone.
  var earlier: RunHeader? {
    switch self {
    case .anew, .after: nil
    case .recovery(let run, _), .continuation(let run, _), .rollback(let run, _): run.header
    }
  }

  var isRollback: Bool { if case .rollback = self { true } else { false } }

  /// Stands before the targets in the first line; nil: as for any run.
  func title(run: Int) -> String? {
    switch self {
    case .anew, .continuation: nil
    case .after(let earlier): "Run \(run), after run \(earlier)"
    case .recovery: "Recovery of run \(run)"
    case .rollback(let other, _): "Run \(run), taking back run \(other.number)"
    }
  }
}
