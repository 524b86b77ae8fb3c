import Catalog
import Diagnostics
import Scheduling

@testable import Planning

/// A plan of daily tasks of one runbook each, to feed events of.
struct ExamplePlan {
  static let steps: [Stage: [String]] = [
    .precheck: ["enough room"], .change: ["rotate", "compress old logs", "remove"], .verify: ["logs are written"],
    .rollback: ["bring back"],
  ]

  static func plan(
    _ names: [String], estimates: [String: Duration] = [:], jobs: Int = 1, retries: Int = 0
  ) -> Plan {
    let place = Place.path("schedules/daily.yaml")
    var runbook = Runbook(name: "log_rotation", place: place)
    func steps(_ stage: Stage) -> [Step] {
      (Self.steps[stage] ?? []).map { name in
        var step = Step(name: name, run: ":", place: place)
        step.retries = retries
        return step
      }
    }
    runbook.precheck = steps(.precheck)
    runbook.change = steps(.change)
    runbook.verify = steps(.verify)
    runbook.rollback = steps(.rollback)
    let tasks = names.map { name in
      PlannedTask(
        task: MaintenanceTask(name: TaskName(tier: .daily, name: name), runbook: "log_rotation", place: place),
        runbook: 0, needs: [], metNeeds: [], parameters: [], locks: [], timeout: nil,
        estimate: estimates[name].map { Estimate(median: $0, percentile95: $0, count: 9) }, wave: 0)
    }
    return Plan(targets: [.tier(.daily)], tasks: tasks, runbooks: [runbook], jobs: jobs, defaults: Defaults())
  }

  static let usual = plan(
    ["system_health_checks", "log_rotation", "backup_verification", "performance_monitoring"],
    estimates: ["system_health_checks": .seconds(12), "performance_monitoring": .seconds(6)])
}
