import Execution
import Scheduling
import Testing

@testable import RunLog

/// Who waits and who confirms, and which of them is first.
@Suite struct ConfirmationTests {
  private let folder = TemporaryFolder()
  private let log: RunLog
  private let task = Fixture.name("daily.health")
  private let word = ConfirmationRecord.Word(by: "anna", uid: 7, note: "seen")

  init() throws {
    log = try RunLog.open(state: folder.state, access: .readWrite)
    _ = try log.beginRun(Fixture.header, plan: Fixture.plan())
    try log.write([.taskStarted(task: 0, at: Fixture.time(10))])
  }

  private func moment(_ microseconds: Int64) -> Moment {
    Moment(wall: Fixture.time(microseconds), monotonic: microseconds)
  }

  /// From 100 on, for 50.
  private func wait() throws {
    let change = Fixture.step(0, .change)
    try log.write(Fixture.running(change) + Fixture.ended(change) + Fixture.running(Fixture.step(0, .verify)))
    #expect(try log.awaitConfirmation(run: 1, task: task, since: moment(100), for: .microseconds(50)))
  }

  private func confirm(at microseconds: Int64) throws -> Bool {
    try log.confirm(run: 1, task: task, word: word) { moment(microseconds) }
  }

  private func record() throws -> ConfirmationRecord? { try log.run(1)?.tasks.first?.confirmation }

  @Test func theFirstDecides() throws {
    try wait()
    #expect(try log.tasksToConfirm().map(\.task) == [task])
    #expect(try !log.isConfirmed(run: 1, task: task))
    #expect(try confirm(at: 149))
    #expect(try !confirm(at: 149), "confirmed twice")
    #expect(try log.endConfirmation(run: 1, task: task, now: Fixture.time(150)), "expired although confirmed")
    #expect(
      try record()
        == ConfirmationRecord(
          since: Fixture.time(100), deadline: Fixture.time(150), verdict: .confirmed, decidedAt: Fixture.time(149),
          word: word))
    #expect(try log.tasksToConfirm().isEmpty)
  }

  /// The message goes out while the process that waits still starts.
  @Test func whoIsToldAtOnceKnowsWhatToType() throws {
    _ = try log.post(
      NewMessage(
        key: "confirm", at: Fixture.time(90), level: .warning, kind: .maintenanceNotifications, run: 1,
        subject: "\(task)\(NewMessage.isRolledBackAt)12:00, unless somebody confirms it", text: "", channels: ["sms"]))
    func typed() throws -> String? { try log.readMessage(1)?.acknowledge }
    #expect(try typed() == "confirm 1/\(task)")
    try wait()
    #expect(try typed() == "confirm 1/\(task)")
    #expect(try confirm(at: 149))
    #expect(try typed() == nil)
  }

  /// The chain has to know it.
  @Test func aVerdictThatSomebodyWroteKeepsNothing() throws {
    try wait()
    try log.connection.execute(
      "UPDATE confirmation SET verdict = 'confirmed', confirmed_by = 'anna', confirmed_uid = 7")
    #expect(try !log.isConfirmed(run: 1, task: task))
    try log.connection.execute(
      """
      INSERT INTO audit SELECT max(entry) + 1, json_object('kind', 'confirmed', 'run', 1, 'task', '\(task)'), 'nonsense'
      FROM audit
      """)
    #expect(try !log.isConfirmed(run: 1, task: task), "an entry that is none")
    #expect(try !log.endConfirmation(run: 1, task: task, now: Fixture.time(150)))
  }

  @Test func afterItsTimeNobodyConfirms() throws {
    try wait()
    #expect(try !confirm(at: 150))
    #expect(try !log.endConfirmation(run: 1, task: task, now: Fixture.time(151)))
    #expect(try !confirm(at: 120), "confirmed although expired")
    #expect(try record()?.verdict == .expired)
  }

  @Test func onlyAChangeThatWaitsIsConfirmed() throws {
    #expect(try !log.awaitConfirmation(run: 1, task: task, since: moment(1), for: .seconds(1)), "nothing was changed")
    #expect(try !confirm(at: 1))
    try wait()
    let undo = Fixture.step(0, .rollback, 0, isUndo: true)
    try log.write(Fixture.running(undo))
    #expect(try !confirm(at: 120), "on its way back")
    #expect(try log.tasksToConfirm().isEmpty)
    #expect(try log.isKept(run: 1, task: task) == false)
  }

  @Test func whatBecameOfItIsKnownOnceTheRunGoesOn() throws {
    try wait()
    #expect(try confirm(at: 120))
    #expect(try log.isKept(run: 1, task: task) == nil)
    try log.write(Fixture.ended(Fixture.step(0, .verify)) + Fixture.running(Fixture.step(0, .cleanup)))
    #expect(try log.isKept(run: 1, task: task) == true)
  }

  @Test func anInterruptedWaitIsTakenUpAsItWasDecided() throws {
    try wait()
    let verify = Fixture.step(0, .verify)
    #expect(try log.run(1)?.tasks.first?.remains.steps.last?.outcome == nil)
    #expect(try confirm(at: 120))
    let found = try log.reconcile(isAlive: { _, _ in false }, now: Fixture.time(200))
    #expect(found.first?.openTasks.first?.confirmation?.verdict == .confirmed)
    let remains = try log.run(1)?.tasks.first?.remains
    #expect(remains?.steps.last?.key == verify && remains?.steps.last?.outcome == .succeeded)
  }

  /// The one that waits reads ten times a second: it must not come in the way of those who write.
  @Test func whoWaitsHoldsNobodyUp() throws {
    try wait()
    let reader = try RunLog.open(state: folder.state, access: .readWrite)
    for _ in 1...20 {
      #expect(try !reader.isConfirmed(run: 1, task: task))
      try log.write([.waitingForLock(task: 1, lock: "l", holder: "h", at: Fixture.time(1))], synced: true)
    }
    #expect(try confirm(at: 120) && reader.isConfirmed(run: 1, task: task))
  }
}
