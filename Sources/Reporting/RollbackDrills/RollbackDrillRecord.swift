import Catalog
import Execution
import Planning

/// What a drill has shown.
package struct RollbackDrillRecord: Sendable {
  package var plan: Plan
  package var duration: Duration = .zero
  /// By which the later writes were chosen.
  package var seed = 0
  /// In the order in which they were tried.
  package var results: [PointResult] = []
  /// Tasks without a way back, or in which nothing fails by what they change: each with why.
  package var left: [(task: TaskName, reason: String)] = []
  /// Steps that need what no sandbox has, and of which the runbook does not say what to do here; each in words.
  package var unknown: [String] = []
  /// Of the tasks that have points.
  package var untried = UntriedSteps()
  package var holes: [String] = []
  package var notes: [String] = []

  package init(plan: Plan) { self.plan = plan }

  /// Those that count.
  package var points: Int { results.count { $0.counts } }
  package var proven: Int { results.count { $0.verdict == .proven } }
  /// Every point was proven, of which there was one at least, and no step is unknown.
  package var isProven: Bool { proven == points && points > 0 && unknown.isEmpty }
  package var failed: [PointResult] { results.filter(\.isFailed) }
}
