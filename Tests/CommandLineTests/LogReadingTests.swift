import Catalog
import Execution
import Planning
import Scheduling
import Testing

@testable import CommandLine
@testable import RunLog

@Suite struct LogReadingTests {
  /// A status of years is not read twice for a run whose maint was killed long ago.
  @Test(arguments: [(doesEnd: true, reads: 2), (doesEnd: false, reads: 1)])
  func whatSeemsDeadIsReadAgainWhereSomebodyWroteMeanwhile(_ example: (doesEnd: Bool, reads: Int)) throws {
    let folder = try TemporaryFolder()
    let writer = try RunLog.open(state: "\(folder.path)/state", access: .readWrite)
    // No host has booted under this name, so the process is gone.
    let header = RunHeader(
      arguments: ["run", "daily"], targets: [.tier(.daily)], startedAt: Timestamp(microseconds: 1),
      process: ProcessIdentity(pid: 4711, startTime: 99), bootID: "another boot", user: "anna", host: "web1",
      version: "1.0", project: "/etc/maint")
    _ = try writer.beginRun(
      header, plan: Plan(targets: header.targets, tasks: [], runbooks: [], jobs: 1, defaults: Defaults()))
    let log = try RunLog.open(state: "\(folder.path)/state", access: .readOnly)
    let reading = LogReading(state: "\(folder.path)/state", log: log)
    var reads = 0
    func runs(_ found: [RunRecord]) -> [RunRecord] {
      reads += 1
      if example.doesEnd, reads == 1 {
        #expect(throws: Never.self) {
          try writer.append(.runFinished(.succeeded, at: Timestamp(microseconds: 2)))
          try writer.commit(synced: false)
        }
      }
      return found
    }
    let found = try reading.withAlive(
      read: { log throws(RunLogFailure) -> [RunRecord] in try log.runs(limit: 1) }, runs: runs)
    let (value, alive) = try #require(found)
    #expect(value.map(\.outcome) == [example.doesEnd ? .succeeded : nil])
    #expect(alive.isEmpty && reads == example.reads)
  }
}
