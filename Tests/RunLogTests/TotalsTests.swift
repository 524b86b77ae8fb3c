import Catalog
import Execution
import Scheduling
import Testing

@testable import RunLog

/// What is told of each task over all of the log does not grow with the number of runs.
@Suite struct TotalsTests {
  @Test func theLatestSuccessIsFoundByTheIndex() throws {
    let folder = TemporaryFolder()
    let log = try RunLog.open(state: folder.path, access: .readWrite)
    var plan: [String] = []
    try log.connection.each("EXPLAIN QUERY PLAN \(RunLog.latestSuccesses)") { plan.append($0.text(3)) }
    #expect(plan.contains("SEARCH task USING INDEX task_success (name=? AND <expr>=?)"), "\(plan)")
  }
}
