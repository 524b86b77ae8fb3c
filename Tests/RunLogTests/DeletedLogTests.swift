import Execution
import Glibc
import Testing

@testable import RunLog

/// A log whose file is gone holds nothing, whatever the disk says.
@Suite struct DeletedLogTests {
  let folder = TemporaryFolder()

  @Test(arguments: ["deleted", "replaced"])
  func aSyncedCommitFailsOnceTheFileIsGone(how: String) throws {
    let log = try RunLog.open(state: folder.state, access: .readWrite)
    _ = try log.beginRun(Fixture.header, plan: Fixture.plan())
    try log.commit(synced: true)
    let path = "\(folder.state)/maint.db"
    #expect(rename(path, "\(path).old") == 0)
    if how == "replaced" { close(open(path, O_CREAT | O_WRONLY, 0o600)) }
    #expect(throws: JournalFailure.self) { try log.commit(synced: true) }
  }
}
