import Catalog
import Execution
import Foundation
import Planning
import Scheduling
import Testing

@testable import RunLog

/// Requests for approval, whose word counts, and what ends them.
@Suite struct ApprovalTests {
  private typealias Part = ApprovalSubject.Part
  private let folder = TemporaryFolder()
  private let log: RunLog
  private let task = Fixture.name("daily.health")
  private let root = Actor(name: "root", uid: 0)
  private let anna = Actor(name: "anna", uid: 7)
  private let berta = Actor(name: "berta", uid: 8)

  init() throws { log = try RunLog.open(state: folder.state, access: .readWrite) }

  private func subject(_ value: String = "1") -> ApprovalSubject {
    ApprovalSubject([Part(.plan, "daily.health", "p"), Part(.parameter, "release", value)])
  }

  private func request(
    _ value: String = "1", mode: String = "ü'\"\n", demands: [ApprovalDemand]? = nil
  ) -> ApprovalRequest {
    ApprovalRequest(
      project: "/etc/maint", task: task, runbook: "health", subject: subject(value), arguments: [("mode", mode)],
      demands: demands ?? [ApprovalDemand(from: ["lead"])], expires: .microseconds(1_000), plan: "the plan\n")
  }

  private func ask(
    _ request: ApprovalRequest, run: Int, at: Int64, takes: Bool = true, anew: Bool = false,
    channels: [String] = ["email"], without: Set<Actor> = []
  ) throws -> ApprovalAnswer {
    try log.approval(
      for: request, run: run, by: root, at: Fixture.time(at), takes: takes, asksAnew: anew,
      isEntitled: { actor, _ in !without.contains(actor) },
      message: { record, instead in
        NewMessage(
          key: "approval-\(record.number)", at: record.requestedAt, level: .warning, kind: .maintenanceNotifications,
          run: run, subject: "s", text: instead?.why ?? record.plan, channels: channels)
      })
  }

  private func words(_ answer: ApprovalAnswer) -> String {
    switch answer {
    case .given(let record): "given \(record.number)"
    case .waits(let record): "waits \(record.number)"
    case .rejected(let record): "rejected \(record.number)"
    case .altered(let record): "altered \(record.number)"
    case .requested(let record, let instead):
      "requested \(record.number)" + (instead.map { " for \($0.request): \($0.why)" } ?? "")
    }
  }

  private func run(resuming other: Int? = nil, at: Int64 = 1) throws -> Int {
    var header = Fixture.header
    (header.resumes, header.startedAt) = (other, Fixture.time(at))
    return try log.beginRun(header, plan: Fixture.plan(["daily.health"]))
  }

  /// The task's steps up to the stage; then it ends so.
  private func carryOut(_ stage: Stage, _ outcome: TaskOutcome) throws {
    let step = Fixture.step(0, stage)
    try log.write(
      [.taskStarted(task: 0, at: Fixture.time(15))] + Fixture.running(step)
        + Fixture.ended(step, outcome == .succeeded ? .succeeded : .failed) + [
          .taskFinished(task: 0, TaskResult(outcome: outcome), at: Fixture.time(50)),
          .runFinished(.failed, at: Fixture.time(51)),
        ])
  }

  private func approve(_ number: Int, _ actor: Actor, demands: [Int] = [0], at: Int64 = 20) throws -> Bool? {
    try log.approve(number, demands: demands, by: actor, note: nil, at: Fixture.time(at))?.isNew
  }

  private func chain() throws -> [String] {
    var texts: [String] = []
    try log.connection.each("SELECT text FROM audit ORDER BY entry") { texts.append($0.text(0)) }
    return texts.compactMap { text in
      let kind = text.firstMatch(of: /"kind":"([a-z_]+)"/).map { String($0.output.1) }
      return kind?.contains("appro") == true || kind == "rejected" ? kind : nil
    }
  }

  @Test func itWaitsUntilSomebodySaysYes() throws {
    let first = try run()
    #expect(words(try ask(request(), run: first, at: 10)) == "requested 1")
    #expect(words(try ask(request(), run: try run(), at: 11)) == "waits 1")
    let record = try #require(try log.approval(1))
    #expect(record.task == task && record.run == first && record.requestedBy == root && record.plan == "the plan\n")
    #expect(record.hash == subject().hash && record.subject == subject() && record.hash.utf8.count == 64)
    #expect(record.arguments.map { "\($0.name)=\($0.value)" } == ["mode=ü'\"\n"])
    #expect(record.state(at: Fixture.time(12)) == .waiting)
    #expect(try approve(1, anna) == true)
    // Once, however often it is said.
    #expect(try approve(1, anna, at: 21) == false)
    #expect(try log.approval(1)?.words.count == 1)
    let third = try run()
    #expect(words(try ask(request(), run: third, at: 30, takes: false)) == "given 1")
    #expect(try log.approval(1)?.usedBy == nil)
    #expect(words(try ask(request(), run: third, at: 31)) == "given 1")
    #expect(try log.approval(1)?.usedBy == third)
    #expect(try chain() == ["approval_requested", "approved", "approval_used"])
    #expect(try log.openApprovals(at: Fixture.time(40)).map(\.number) == [1])
  }

  /// A chain that is whole, and rows that are as its newest entry has them: yet nobody was seen to approve it.
  @Test func aWordThatNoEntryTellsOfIsNone() throws {
    _ = try ask(request(), run: try run(), at: 10)
    _ = try log.connection.transaction(.write) { () throws(SQLiteError) in
      try log.connection.change(.approval(1)) { () throws(SQLiteError) in
        try log.connection.run("INSERT INTO approval_word VALUES (1, 0, 7, 'anna', 11, NULL)")
        return AuditEntry(.approvalReplaced, at: Fixture.time(11), by: root, details: [("request", .integer(1))])
      }
    }
    #expect(try log.approval(1)?.isAltered == true)
    #expect(words(try ask(request(), run: try run(), at: 12)) == "altered 1")
    #expect(try log.verifyAudit().finding == .untoldApproval(request: 1, by: "anna"))
  }

  /// What acts in the midst of what is written is found before the chain says that it is so.
  @Test func whatATriggerAddsIsRefused() throws {
    try log.connection.execute(
      """
      CREATE TRIGGER t AFTER INSERT ON approval_demand BEGIN
        INSERT INTO approval_word VALUES (NEW.request, 0, 7, 'anna', 11, NULL); END
      """)
    #expect(throws: RunLogFailure.self) { try ask(request(), run: try run(), at: 10) }
    #expect(try log.approval(1) == nil)
    let object = StrangeObject(.trigger, name: "t", table: "approval_demand")
    #expect(try log.verifyAudit().finding == .strangeObject(object))
  }

  /// What maint made is known as a whole: a part of it is something else.
  @Test func aViewThatWasCutIsFound() throws {
    #expect(try Schema.strangeObject(in: log.connection) == nil)
    let whole = try log.connection.first("SELECT sql FROM sqlite_schema WHERE name = 'success'") { $0.text(0) }
    let end = try #require(whole?.firstRange(of: "AND NOT EXISTS"))
    try log.connection.execute("DROP VIEW success; \(whole?[..<end.lowerBound] ?? "")")
    #expect(try Schema.strangeObject(in: log.connection) == StrangeObject(.view, name: "success", table: "success"))
  }

  @Test func oneApprovalIsForOneRunThatChangesSomething() throws {
    _ = try ask(request(), run: try run(), at: 10)
    #expect(try approve(1, anna) == true)
    // What failed before it changed anything has used nothing up.
    let failed = try run()
    #expect(words(try ask(request(), run: failed, at: 12)) == "given 1")
    try carryOut(.backup, .failed)
    let changed = try run()
    #expect(words(try ask(request(), run: changed, at: 60)) == "given 1")
    try carryOut(.change, .rolledBack)
    #expect(try log.approval(1)?.state(at: Fixture.time(61)) == .used)
    #expect(try log.openApprovals(at: Fixture.time(61)).isEmpty)
    let spent = try #require(try log.approval(1))
    #expect(spent.standing(for: subject(), at: Fixture.time(61)) == .over)
    #expect(spent.standing(for: subject(), at: Fixture.time(61), runs: [failed]) == .over)
    #expect(spent.standing(for: subject(), at: Fixture.time(61), runs: [changed]) == .given)
    // The run that goes on with it has it still, and leaves nothing for others.
    let resumed = try run(resuming: changed)
    #expect(words(try ask(request(), run: resumed, at: 62)) == "given 1")
    #expect(words(try ask(request(), run: try run(resuming: resumed), at: 63)) == "given 1")
    #expect(words(try ask(request(), run: try run(), at: 64)) == "requested 2")
    #expect(try approve(1, berta, at: 65) == false)
    // What others have asked for since does not matter to it, what changed does.
    #expect(words(try ask(request(), run: try run(resuming: resumed), at: 66)) == "given 1")
    #expect(words(try ask(request("2"), run: try run(resuming: resumed), at: 67)).hasPrefix("requested 3 for 2"))
  }

  @Test func aTaskThatOnlyChecksUsesItUpBySucceeding() throws {
    _ = try ask(request(), run: try run(), at: 10)
    #expect(try approve(1, anna) == true)
    #expect(words(try ask(request(), run: try run(), at: 12)) == "given 1")
    try carryOut(.precheck, .succeeded)
    #expect(words(try ask(request(), run: try run(), at: 60)) == "requested 2")
  }

  @Test func aChangeVoidsItAndSaysWhat() throws {
    _ = try ask(request(), run: try run(), at: 10)
    #expect(try approve(1, anna) == true)
    let answer = try ask(request("2"), run: try run(), at: 30)
    #expect(words(answer) == "requested 2 for 1: release was '1' and is '2'")
    let old = try #require(try log.approval(1))
    #expect(old.state(at: Fixture.time(31)) == .voided && old.ending?.reason == "release was '1' and is '2'")
    #expect(try approve(1, berta, at: 32) == false)
    // What was approved once is not approved again by being so again.
    #expect(words(try ask(request(), run: try run(), at: 33)) == "requested 3 for 2: release was '2' and is '1'")
    #expect(try chain().filter { $0 == "approval_voided" }.count == 2)
  }

  @Test func itExpires() throws {
    _ = try ask(request(), run: try run(), at: 10)
    #expect(try approve(1, anna) == true)
    #expect(words(try ask(request(), run: try run(), at: 1_009)) == "given 1")
    #expect(try log.openApprovals(at: Fixture.time(1_009)).count == 1)
    #expect(try log.openApprovals(at: Fixture.time(1_010)).isEmpty)
    #expect(try approve(1, berta, at: 1_010) == false)
    #expect(words(try ask(request(), run: try run(), at: 1_010)) == "requested 2 for 1: its time was up")
    #expect(try log.approval(1)?.ending?.kind == .expired)
  }

  @Test func everyDemandNeedsItsOwnPeople() throws {
    let demands = [ApprovalDemand(from: ["lead"]), ApprovalDemand(from: ["anna", "berta"], needed: 2)]
    _ = try ask(request(demands: demands), run: try run(), at: 10)
    #expect(try approve(1, anna, demands: [0, 1]) == true)
    #expect(try log.approval(1)?.isComplete == false)
    #expect(try log.approval(1).map { [$0.given(0), $0.given(1)] } == [1, 1])
    #expect(words(try ask(request(demands: demands), run: try run(), at: 22)) == "waits 1")
    #expect(try approve(1, berta, demands: [1]) == true)
    #expect(words(try ask(request(demands: demands), run: try run(), at: 23)) == "given 1")
  }

  @Test func aRejectionHoldsUntilSomethingIsDifferent() throws {
    _ = try ask(request(), run: try run(), at: 10)
    #expect(try log.reject(1, by: anna, reason: "not now", at: Fixture.time(12))?.isNew == true)
    #expect(try log.reject(1, by: berta, reason: "no", at: Fixture.time(13))?.isNew == false)
    #expect(try log.approval(1)?.ending?.reason == "not now")
    #expect(try approve(1, berta) == false)
    #expect(words(try ask(request(), run: try run(), at: 14)) == "rejected 1")
    #expect(words(try ask(request(), run: try run(), at: 15, anew: true)) == "requested 2")
    // Asking again does not take away what waits.
    #expect(words(try ask(request(), run: try run(), at: 16, anew: true)) == "waits 2")
    #expect(try log.reject(2, by: anna, reason: "no", at: Fixture.time(17))?.isNew == true)
    #expect(words(try ask(request("2"), run: try run(), at: 18)) == "requested 3 for 2: release was '1' and is '2'")
    #expect(try log.reject(3, by: anna, reason: "no", at: Fixture.time(19))?.isNew == true)
    // Neither time nor a change that is taken back makes it a yes.
    #expect(words(try ask(request("2"), run: try run(), at: 9_018)) == "rejected 3")
    #expect(words(try ask(request(), run: try run(), at: 9_019)) == "rejected 2")
    #expect(words(try ask(request(mode: "other"), run: try run(), at: 9_020)) == "rejected 2")
    #expect(try chain().filter { $0 == "rejected" }.count == 3)
    #expect(try log.approve(9, demands: [0], by: anna, note: nil, at: Fixture.time(20)) == nil)
  }

  /// What was asked for anew and done since is over, and so is the rejection before it.
  @Test func aRejectionThatWasAskedForAnewIsOver() throws {
    _ = try ask(request(), run: try run(), at: 10)
    _ = try log.reject(1, by: anna, reason: "not now", at: Fixture.time(12))
    #expect(words(try ask(request(), run: try run(), at: 13, anew: true)) == "requested 2")
    #expect(try approve(2, anna) == true)
    #expect(words(try ask(request(), run: try run(), at: 21)) == "given 2")
    try carryOut(.change, .succeeded)
    #expect(words(try ask(request(), run: try run(), at: 60)) == "requested 3")
    #expect(try log.approval(1)?.state(at: Fixture.time(61)) == .rejected)
  }

  /// Somebody's run with other parameters takes nothing from what another one has asked for.
  @Test func otherParametersAreAnotherRequest() throws {
    _ = try ask(request(), run: try run(), at: 10)
    #expect(try approve(1, anna) == true)
    // The log has the words of the run; here they are those of the fixture.
    #expect(words(try ask(request("2", mode: "other"), run: try run(), at: 21)) == "requested 2")
    #expect(try log.approval(1)?.state(at: Fixture.time(22)) == .approved)
    #expect(try log.reject(2, by: anna, reason: "no", at: Fixture.time(23))?.isNew == true)
    #expect(words(try ask(request("2", mode: "other"), run: try run(), at: 24)) == "rejected 2")
    #expect(words(try ask(request(), run: try run(), at: 25)) == "given 1")
    // The same with the default written out is the same.
    #expect(words(try ask(request(mode: "more"), run: try run(), at: 26)) == "given 1")
  }

  /// Who had a role when he approved, and has it no more when the run begins, has not approved.
  @Test func whoMayNotApproveAnyMoreHasNot() throws {
    _ = try ask(request(), run: try run(), at: 10)
    #expect(try approve(1, anna) == true)
    let answer = try ask(request(), run: try run(), at: 21, without: [anna])
    guard case .waits(let record) = answer else { return #expect(Bool(false), "\(words(answer))") }
    #expect(record.words.isEmpty && record.lapsed.map(\.by) == [anna])
    #expect(try approve(1, berta, at: 22) == true)
    #expect(words(try ask(request(), run: try run(), at: 23, without: [anna])) == "given 1")
    try carryOut(.change, .rolledBack)
    // Nor has he for the run that goes on with it.
    let resumed = try run(resuming: 3)
    #expect(words(try ask(request(), run: resumed, at: 24, without: [anna, berta])) == "requested 2")
  }

  /// Once a moment is in the log at which its time was up, it is up, whatever the clock says then.
  @Test func aClockThatIsSetBackRevivesNothing() throws {
    _ = try ask(request(), run: try run(), at: 10)
    #expect(try approve(1, anna) == true)
    #expect(words(try ask(request(), run: try run(at: 1_009), at: 30, takes: false)) == "given 1")
    _ = try run(at: 1_010)
    #expect(try log.openApprovals(at: Fixture.time(31)).isEmpty)
    #expect(try log.approval(1)?.state(at: Fixture.time(31)) == .expired)
    #expect(try approve(1, berta, at: 32) == false)
    #expect(words(try ask(request(), run: try run(), at: 33)) == "requested 2 for 1: its time was up")
    // A moment before a request was made says nothing of it.
    #expect(try approve(2, anna, at: 34) == true)
    #expect(words(try ask(request(), run: try run(), at: 35, takes: false)) == "given 2")
    // Seen by whoever wanted to answer it is seen, too.
    try log.expireApproval(2, by: anna, at: Fixture.time(1_033))
    #expect(try log.approval(2)?.ending?.kind == .expired)
    #expect(words(try ask(request(), run: try run(), at: 36)) == "requested 3 for 2: its time was up")
  }

  /// Neither is there without the other, and each once.
  @Test func theMessageIsInTheOutbox() throws {
    _ = try ask(request(), run: try run(), at: 10, channels: ["email", "chat"])
    _ = try ask(request(), run: try run(), at: 11)
    _ = try ask(request("2"), run: try run(), at: 12)
    var messages: [String] = []
    try log.connection.each("SELECT key, level, text FROM message ORDER BY message") {
      messages.append("\($0.text(0)) \($0.text(1)) \($0.text(2))")
    }
    #expect(messages == ["approval-1 warning the plan\n", "approval-2 warning release was '1' and is '2'"])
    #expect(try log.connection.first("SELECT count(*) FROM delivery") { $0.integer(0) } == 3)
  }

  @Test func requestsAreLookedUp() throws {
    for (condition, index) in [
      ("WHERE project = 'a' AND task = 'b' ORDER BY request DESC LIMIT 1", "approval_task (project=? AND task=?)"),
      ("WHERE used_by = 3 AND project = 'a' AND task = 'b'", "approval_used (used_by=?)"),
      ("WHERE outcome IS NULL AND expires_at > 5", "approval_open (expires_at>?)"),
    ] {
      var plan: [String] = []
      try log.connection.each("EXPLAIN QUERY PLAN SELECT hash FROM approval \(condition)") { plan.append($0.text(3)) }
      #expect(plan == ["SEARCH approval USING INDEX \(index)"])
    }
  }
}
