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

  /// As `due` has it: by a clock that was ahead nothing has succeeded yet.
  @Test func aSuccessOfTheFutureIsNotTheLatest() throws {
    let folder = TemporaryFolder()
    let log = try RunLog.open(state: folder.path, access: .readWrite)
    for (from, to) in [(10, 50), (900, 930), (100, 120)] as [(Int64, Int64)] {
      try log.record("daily.health", .succeeded, run: .succeeded, from: from, to: to)
    }
    try log.record("daily.rotate", .succeeded, run: .succeeded, from: 900)
    func latest(_ now: Int64) throws -> [Int64] {
      try log.latestSuccesses(upTo: Fixture.time(now)).map(\.startedAt.microseconds)
    }
    #expect(try latest(500) == [100])
    #expect(try log.latestSuccesses(upTo: Fixture.time(500)).first?.duration == .microseconds(20))
    #expect(try latest(1_000) == [900, 900])
  }
}
