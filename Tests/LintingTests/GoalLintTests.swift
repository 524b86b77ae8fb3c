import Diagnostics
import Testing

@testable import Linting

/// Targets and limits that nothing can be held against.
@Suite struct GoalLintTests {
  private func messages(_ goals: String) -> [String] {
    var project = LintedProject()
    project.runbooks = ["x": "precheck: [':']\n"]
    project.schedule = "maintenance_schedule: {daily: [x]}\nmaintenance_metrics:\n  all:\n\(goals)"
    return project.warnings().filter { $0.id == .unreadableGoal }.map(\.message)
  }

  @Test func whatIsReadIsPassedOver() {
    #expect(
      messages(
        """
            - system_uptime: 99.9 %
            - recovery_time: "<= 15m"
            - unplanned_downtime: {sample: shop_up}
            - disk_bytes: {limit: 5e9, from: below}
            - customer_impact

        """) == [])
  }

  @Test func whatIsNotReadIsTold() {
    let found = messages(
      """
          - system_uptime: "99,9 %"
          - maintenance_duration: 1h
          - maintenance_succes_rate: 99 %
          - bytes: {limit: 5 GB}
          - days: {limit: 3, from: up, unit: days}
          - rollback_frequenzy
          - maintenance_cost

      """)
    let beginnings = [
      "'99,9 %' is no target for 'system_uptime'", "of 'maintenance_duration' neither more nor less",
      "'maintenance_succes_rate' is no metric", "'5 GB' is no number", "the limit is reached from above or from below",
      "nothing heeds 'unit'", "'rollback_frequenzy' is no metric, so no report",
      "'maintenance_cost' is no metric, so no report",
    ]
    #expect(found.count == beginnings.count)
    for beginning in beginnings { #expect(found.contains { $0.hasPrefix(beginning) }, "\(beginning)") }
  }
}
