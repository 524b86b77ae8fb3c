import Catalog
import Planning
import Scheduling
import Testing

@testable import RunLog

/// Proofs as they are kept, and found again for one project.
@Suite struct ProofTests {
  let folder = TemporaryFolder()

  private func proof(_ project: String, _ at: Int64, _ parameters: [SuccessRule.Parameter] = []) -> ProofRecord {
    let basis = ProofRecord.Basis(
      project: project, runbookHash: "a", parameters: parameters, sourcesHash: "b", system: "c", version: "d")
    return ProofRecord(
      kind: .drill, task: Fixture.name("daily.web"), runbook: "web", at: Fixture.time(at), basis: basis, points: 9,
      proven: 8, untried: UntriedSteps(replaced: 2, skipped: 1))
  }

  @Test func eachProjectHasItsOwn() throws {
    let log = try RunLog.open(state: folder.state, access: .readWrite)
    let odd = SuccessRule.Parameter(name: "a", value: "x=y\n'é")
    let proofs = [proof("/a", 1), proof("/a", 2, [odd]), proof("/b", 3)]
    for proof in proofs { try log.add(proof) }
    #expect(try log.proofs(of: "web", in: "/a", .drill) == [proofs[1], proofs[0]])
    #expect(try log.proofs(of: "web", in: "/c", .drill).isEmpty)
    #expect(try log.lastDrills(in: "/a") == [proofs[1]])
    #expect(try log.lastDrills(in: "/b") == [proofs[2]])
  }

  /// However many other projects have.
  @Test func theyAreLookedUp() throws {
    let log = try RunLog.open(state: folder.state, access: .readWrite)
    for (query, index) in [
      (
        "SELECT proof FROM proof WHERE project = '/a' AND runbook = 'web' AND kind = 'run' ORDER BY proof DESC LIMIT 50",
        "proof_runbook (project=? AND runbook=? AND kind=?)"
      ),
      (
        "SELECT max(proof) FROM proof WHERE project = '/a' AND task = 'daily.web' AND kind = 'drill'",
        "proof_project_task (project=? AND task=? AND kind=?)"
      ),
      ("SELECT min(task) FROM proof WHERE project = '/a' AND task > 'a'", "proof_project_task (project=? AND task>?)"),
      ("SELECT max(proof) FROM proof WHERE task = 'daily.web' AND kind = 'drill'", "proof_task (task=? AND kind=?)"),
    ] {
      var plan: [String] = []
      try log.connection.each("EXPLAIN QUERY PLAN \(query)") { plan.append($0.text(3)) }
      #expect(plan == ["SEARCH proof USING COVERING INDEX \(index)"])
    }
  }
}
