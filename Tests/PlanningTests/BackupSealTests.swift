import Catalog
import Diagnostics
import Testing

@testable import Planning

@Suite struct BackupSealTests {
  @Test func onlyABackupIsSealed() throws {
    var builder = CatalogBuilder()
    let place = Place.path("x")
    builder.runbook("r") { $0.backup = [Step(name: "dump", run: "dump", place: place)] }
    builder.task(.daily, "r")
    builder.task(.daily, "bare")
    let plan = try builder.catalog.planner().plan(targets: [.tier(.daily)])
    #expect(plan.steps(of: .backup, task: plan.tasks[0]).map(\.name) == ["dump", BackupSeal.stepName])
    #expect(plan.steps(of: .change, task: plan.tasks[0]).map(\.name) == ["work"])
    #expect(Stage.allCases.allSatisfy { plan.steps(of: $0, task: plan.tasks[1]).isEmpty })
  }
}
