import CSQLite
import Catalog
import Planning
import Testing

@testable import CommandLine
@testable import RunLog

@Suite struct CopyQueueTests {
  private let task = TaskName(tier: .daily, name: "one")

  /// A vault that was down for a month has left many.
  @Test func eachIsLookedUpOnce() throws {
    func pages(_ count: Int) throws -> Int32 {
      let folder = try TemporaryFolder()
      let log = try RunLog.open(state: "\(folder.path)/state", access: .readWrite)
      for run in 1...count { try log.expectCopies(of: [task], run: run) }
      var queue = CopyQueue(log)
      var (before, after, highest): (Int32, Int32, Int32) = (0, 0, 0)
      sqlite3_db_status(log.connection.pointer, SQLITE_DBSTATUS_CACHE_HIT, &before, &highest, 0)
      var runs: [Int] = []
      while let due = try queue.next() { runs.append(due.run) }
      sqlite3_db_status(log.connection.pointer, SQLITE_DBSTATUS_CACHE_HIT, &after, &highest, 0)
      #expect(runs == (1...count).reversed())
      return after - before
    }
    let (few, many) = (try pages(20), try pages(160))
    #expect(few > 0 && many < few * 16, "\(few), \(many)")
  }

  @Test func whatComesMeanwhileComesLastAndWhatIsCopiedMeanwhileNot() throws {
    let folder = try TemporaryFolder()
    let log = try RunLog.open(state: "\(folder.path)/state", access: .readWrite)
    for run in 1...3 { try log.expectCopies(of: [task], run: run) }
    var queue = CopyQueue(log)
    #expect(try queue.next()?.run == 3)
    try log.expectCopies(of: [task], run: 4)
    try log.forgetCopy(run: 2, task: task)
    queue.pass(BackupID(run: 5, task: task))
    try log.expectCopies(of: [task], run: 5)
    #expect(try queue.next()?.run == 1)
    #expect(try queue.next()?.run == 4)
    #expect(try queue.next() == nil)
  }
}
