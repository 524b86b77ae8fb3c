import Foundation
import TestSupport
import Testing

/// What becomes of a failed emergency once its incident is resolved, in whichever order.
@Suite struct IncidentEndTests {
  private let maint: Maint

  init() throws {
    maint = try Maint()
    try maint.tellIntoFile()
    try maint.schedule("maintenance_schedule: {emergency: [{task: fix, alert: critical}]}\n")
  }

  private func isFailing() throws -> Bool {
    let metrics = try maint.run("metrics", "--prometheus").expect(exit: 0).out
    return metrics.contains("maint_task_failing{task=\"emergency.fix\",tier=\"emergency\"} 1\n")
  }

  private func isOnThePage() throws -> Bool {
    let page = try maint.run("dashboard").expect(exit: 0).out
    return ["failed", "rolled back", "rollback failed"].contains { page.contains("fix: \($0)") }
  }

  /// Whoever looks is told the same, and nobody is told anything any more.
  private func expectOver() throws {
    let status = try maint.run("status").expect(exit: 0)
    #expect(
      status.out.contains("This host is fine: every task succeeded the last time it ran, or is over with its incident.")
    )
    #expect(!status.out.contains("did not succeed"), "\(status.out)")
    #expect(try !isFailing())
    #expect(try !isOnThePage())
    #expect(try maint.sqliteLines("SELECT task FROM failing") == [])
    #expect(try maint.sqliteLines("SELECT message FROM message WHERE waits_for_word = 1") == [])
    try maint.run("notify", "flush").expect(exit: 0, out: "nothing waits\n")
    try maint.run("audit", "verify").expect(exit: 0)
  }

  /// Who has put it right after that hears that it is over, and is asked for nothing more.
  @Test(arguments: [["recover", "1", "--quiet"], ["resolve", "1", "--note", "by hand"]])
  func whatIsPutRightAfterItsIncidentIsOver(_ words: [String]) throws {
    try maint.runbook("fix", "change: [exit 4]\nrollback: ['test -e \"$MAINT_PROJECT/mended\"']\n")
    try maint.run("run", "emergency.fix", "--quiet").expect(exit: 2)
    try maint.run("incident", "resolve", "1", "--note", "up again").expect(exit: 0).shows("NEEDS A HUMAN")
    #expect(try isFailing())
    try maint.file("mended", "")
    let count = maint.toldSubjects.count
    try maint.start(words).wait().expect(exit: 0)
    let told = maint.toldSubjects.dropFirst(count)
    let subject =
      words[0] == "recover" ? "rolled back: emergency.fix, it needs a human no more" : "resolved: emergency.fix"
    #expect(!told.isEmpty && told.allSatisfy { $0.contains(" info> ") && $0.hasSuffix(subject) }, "\(told)")
    try expectOver()
  }

  /// Whoever resolved it took it for over: that is told as an alarm, which a word ends.
  @Test func whatFailsAfterItsIncidentIsNews() throws {
    try maint.runbook(
      "fix",
      "precheck: ['touch \"$MAINT_PROJECT/begun\"; while ! test -e \"$MAINT_PROJECT/go\"; do sleep 0.1; done; exit 4']\n"
    )
    let running = try maint.start("run", "emergency.fix", "--quiet")
    try #require(eventually { maint.exists("\(maint.project)/begun") })
    try maint.run("incident", "resolve", "1", "--note", "up again").expect(exit: 0).shows(
      "  ! run 1 is not over yet: what fails in it is told\n")
    #expect(
      maint.told.contains("up again\nNot over yet: run 1; what fails in it is told\nAll of it: "), "\(maint.told)")
    let count = maint.toldSubjects.count
    try maint.file("go", "")
    running.wait().expect(exit: 1)
    #expect(maint.toldSubjects.dropFirst(count).map { $0.hasPrefix("<page critical> ") } == [true])
    let words = "resolved before that. If it is over all the same: "
    #expect(
      maint.told.contains(words) && maint.told.contains("maint resolve 1 --note 'what was done' -C "), "\(maint.told)")
    try maint.run("status").expect(exit: 1).shows(
      "as its incident was resolved before that: maint resolve 1 --note 'what was done'", "maint ack ")
    #expect(try isFailing() && isOnThePage())
    try maint.run("incident", "resolve", "1").expect(exit: 0).shows("was resolved before")
    try maint.run("resolve", "1", "--note", "not needed any more").expect(exit: 0).shows(
      "emergency.fix of run 1 is resolved")
    #expect(maint.toldSubjects.last?.hasSuffix("] resolved: emergency.fix") == true, "\(maint.told)")
    try expectOver()
    try maint.run("resolve", "1", "--note", "once more").expect(exit: 66).shows("or it was resolved before")
  }

  /// Nobody needs to say so of one that its incident has ended.
  @Test func whatItsIncidentHasEndedTakesNoWord() throws {
    try maint.runbook("fix", Maint.failing)
    try maint.run("run", "emergency.fix", "--quiet").expect(exit: 1)
    try maint.run("resolve", "1", "--note", "too early").expect(exit: 66)
    try maint.run("incident", "resolve", "1").expect(exit: 0)
    try maint.run("resolve", "1", "--note", "too late").expect(exit: 66)
    try expectOver()
  }
}
