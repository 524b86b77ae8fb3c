import Testing

@testable import RunLog

@Suite struct BackupEventTests {
  let folder = TemporaryFolder()

  @Test func eventsComeBackAsTheyWereByBackupAndByKind() throws {
    let log = try RunLog.open(state: folder.state, access: .readWrite)
    let copy = BackupEvent(
      run: 7, task: Fixture.name("daily.health"), kind: .copy, startedAt: Fixture.time(5), finishedAt: Fixture.time(9),
      error: "exit code 1", doneBy: "root")
    let restore = BackupEvent(
      run: 7, task: Fixture.name("daily.health"), kind: .restore, path: "/etc/nginx", detail: "/tmp/x",
      startedAt: Fixture.time(10), finishedAt: Fixture.time(19), bytes: 5_000_000_000,
      dataAge: .seconds(3600) + .microseconds(7), doneBy: "anna")
    var other = copy
    other.run = 8
    for event in [copy, restore, other] { try log.record(event) }
    #expect(try log.backupEvents(run: 7, task: Fixture.name("daily.health")) == [copy, restore])
    #expect(try log.backupEvents(run: 7, task: Fixture.name("daily.rotate")).isEmpty)
    #expect(try log.latestBackupEvents(.copy, limit: 9) == [other, copy])
    #expect(try log.latestBackupEvents(.copy, limit: 1) == [other])
    #expect(try log.latestBackupEvents(.drill, limit: 1).isEmpty)
  }
}
