import Execution
import Testing

@testable import RunLog

/// Who has to sign for runs, who did, and what is missing.
@Suite struct SignOffTests {
  let folder = TemporaryFolder()
  private let anna = Actor(name: "anna", uid: 7)
  private let ben = Actor(name: "ben", uid: 8)

  private func open() throws -> RunLog { try RunLog.open(state: folder.state, access: .readWrite, by: anna) }

  /// A run that two roles have to sign, up to its end.
  private func run(_ log: RunLog, withStep: Bool = true) throws -> Int {
    let number = try log.beginRun(Fixture.header, plan: Fixture.plan(["daily.health"]), signOff: ["lead", "audit"])
    let step = Fixture.step()
    if withStep { try log.write(Fixture.running(step) + Fixture.ended(step)) }
    try log.write([
      .taskFinished(task: 0, TaskResult(outcome: withStep ? .succeeded : .deferred), at: Fixture.time(50)),
      .runFinished(withStep ? .succeeded : .notNow, at: Fixture.time(51)),
    ])
    return number
  }

  @Test func theFirstWordOfARoleStands() throws {
    let log = try open()
    let number = try run(log)
    let first = SignOff.Word(by: anna, at: Fixture.time(60), note: "fine")
    #expect(try log.sign(number, as: "lead", first) == first)
    #expect(try log.sign(number, as: "lead", SignOff.Word(by: ben, at: Fixture.time(61))) == first)
    #expect(
      try log.signOffs(of: number) == [
        SignOff(role: "audit", isRequired: true), SignOff(role: "lead", isRequired: true, word: first),
      ])
    let other = SignOff.Word(by: ben, at: Fixture.time(62))
    #expect(try log.sign(number, as: "guest", other) == other)
    #expect(try log.run(number)?.signOffs.map(\.role) == ["audit", "guest", "lead"])
    #expect(try log.runsNotSigned(limit: 9).map(\.roles) == [["audit"]])
    #expect(try log.verifyAudit().finding == nil)
  }

  @Test func whatIsNotSignedIsListedOnceItIsOver() throws {
    let log = try open()
    let first = try run(log)
    let second = try run(log)
    _ = try log.beginRun(Fixture.header, plan: Fixture.plan(), signOff: ["lead"])
    #expect(try log.runsNotSigned(limit: 9).map(\.run.number) == [second, first])
    #expect(try log.runsNotSigned(limit: 1).map(\.run.number) == [second])
    #expect(try log.status(now: Fixture.time(99)).notSigned == 2)
  }

  @Test func aRunOfWhichNoStepWasStartedNeedsNoSignature() throws {
    let log = try open()
    let number = try run(log, withStep: false)
    #expect(try log.signOffs(of: number).isEmpty)
    #expect(try log.status(now: Fixture.time(99)).notSigned == 0)
  }
}
