import Foundation
import TestSupport
import Testing

/// What was asked for of a task that needs nobody's word any more, as somebody took `approval` off it.
@Suite(.enabled(if: Login.isSudosWithClock, "needs root, faketime, and no login id of the kernel's"))
struct ApprovalLiftedTests: ApprovalSuite {
  let maint: Maint
  private let why = "counts no more: it needs no approval any more"

  init() throws {
    maint = try Maint()
    try prepare()
  }

  /// The text of the schedule as it was.
  @discardableResult private func lift() throws -> String {
    let whole = try String(contentsOfFile: "\(maint.project)/schedules/main.yaml", encoding: .utf8)
    let lifted = whole.replacing(/, approval: (\{.*?\}|\[.*?\])/, with: "")
    try #require(lifted != whole)
    try maint.schedule(lifted)
    return whole
  }

  @Test func itIsEndedAndTold() throws {
    try weekly("{from: [bin, daemon], needed: 2}")
    try due("04 12:00:00", exit: 75)
    try run(as: "bin", "approve", "1").expect(exit: 0)
    let whole = try lift()
    maint.setClock("@2026-12-04 13:00:00")
    for verb in [["approve", "1"], ["reject", "1", "--reason", "not now"]] {
      maint.environment["SUDO_UID"] = getpwnam("daemon").map { "\($0.pointee.pw_uid)" }
      let refused = try maint.start(verb).wait().expect(exit: 75)
      maint.environment["SUDO_UID"] = nil
      #expect(refused.err.contains("request 1 (weekly.web) \(why)\n"), "\(refused.err)")
      #expect(
        refused.err.contains("hint: maint run weekly.web -C ") && refused.err.contains(" begins it without one; "))
    }
    let listed = try maint.run("approvals").expect(exit: 0).out
    #expect(listed.contains("1  weekly.web: \(why)\n") && !listed.contains("asks anew"), "\(listed)")
    try maint.run("due").expect(exit: 0).shows("request 1 \(why); no success yet\n")
    #expect(!(try maint.run("status").expect(exit: 0).out.contains("pproval")))
    for moment in ["04 14:00:00", "04 15:00:00", "05 16:00:00"] { try due(moment, exit: 0) }
    #expect(try messages().count == 2)
    let told = try #require(try messages().last)
    #expect(
      told.contains("request 1 (weekly.web) \(why)\n")
        && told.contains("asked for by root and approved by bin, \(why).\n")
        && told.contains("\nThe next run of the task begins it, whatever was said of it, also by the clock.\n"),
      "\(told)")
    try maint.run("approvals").expect(exit: 0, out: "Nothing waits for approval.\n")
    try run(as: "daemon", "approve", "1").expect(exit: 75)
    // What was said is over: it is no word on what is asked for from now on.
    try maint.schedule(whole)
    try due("05 17:00:00", exit: 75)
    try maint.run("approvals").expect(exit: 0).shows("2  weekly.web: waits for", "given     0 of 2\n")
    try maint.run("audit", "verify").expect(exit: 0)
    // Just before the window: the run that begins it asks for nothing, and so tells nothing.
    try lift()
    try due("06 02:05:00", exit: 0)
    #expect(maint.exists("\(maint.folder)/done"))
    #expect(try messages().last?.contains("request 2 (weekly.web) \(why)\n") == true)
    try maint.run("approvals").expect(exit: 0, out: "Nothing waits for approval.\n")
  }

  /// Whoever has said no was told that it does not begin.
  @Test func aRejectionHoldsNothingUp() throws {
    try weekly("[daemon]")
    try due("04 12:00:00", exit: 75)
    try run(as: "daemon", "reject", "1", "--reason", "not now").expect(exit: 0)
    for moment in ["04 12:10:00", "04 12:20:00"] { try due(moment, exit: 0) }
    let no = "request 1 for it was rejected by daemon: not now; maint run weekly.web"
    try maint.run("due").expect(exit: 0).shows("web   next 2026-12-06 02:00 UTC; \(no)")
    let before = try messages().count
    let whole = try lift()
    #expect(!(try maint.run("status").expect(exit: 0).out.contains("reject")))
    #expect(!(try maint.run("due").expect(exit: 0).out.contains("reject")))
    for moment in ["04 14:00:00", "04 15:00:00"] { try due(moment, exit: 0) }
    #expect(try messages().count == before + 1)
    #expect(try messages().last?.contains("asked for by root and rejected by daemon, \(why).\n") == true)
    // It was no word on the clock: just that is still not to begin.
    try maint.schedule(whole)
    for moment in ["04 16:00:00", "04 17:00:00"] { try due(moment, exit: 0) }
    #expect(try messages().count == before + 2)
    let again = try #require(try messages().last)
    #expect(
      again.contains("request 1 (weekly.web) counts again\n")
        && again.contains("\nIt is rejected by daemon, as before: it does not begin as it is."), "\(again)")
    try maint.run("status").shows("rejected")
    try lift()
    for moment in ["04 18:00:00", "04 19:00:00"] { try due(moment, exit: 0) }
    #expect(try messages().count == before + 3)
    #expect(try messages().last?.contains("request 1 (weekly.web) \(why)\n") == true)
    try due("06 02:05:00", exit: 0)
    #expect(maint.exists("\(maint.folder)/done"))
    #expect(try messages().count == before + 3)
  }

  /// It began meanwhile, without approval or as another release: a no holds all the same where its task is again as it was asked
  /// for, and nobody learns that from what does not happen.
  @Test(arguments: [true, false]) func aRejectionIsBackAfterASuccess(_ isLifted: Bool) throws {
    try weekly("[daemon]")
    try due("04 12:00:00", exit: 75)
    try run(as: "daemon", "reject", "1", "--reason", "not now").expect(exit: 0)
    let runbook = try String(contentsOfFile: "\(maint.project)/runbooks/web.yaml", encoding: .utf8)
    var whole: String?
    if isLifted {
      whole = try lift()
      try due("05 14:00:00", exit: 0)
      try due("06 02:05:00", exit: 0)
    } else {
      try maint.runbook("web", runbook + "description: another release\n")
      try due("05 14:00:00", exit: 75)
      try run(as: "daemon", "approve", "2").expect(exit: 0)
      try due("06 02:05:00", exit: 0)
    }
    #expect(maint.exists("\(maint.folder)/done"))
    #expect(!(try maint.run("status").expect(exit: 0).out.contains("reject")))
    if let whole { try maint.schedule(whole) } else { try maint.runbook("web", runbook) }
    let before = try messages().count
    for moment in ["07 12:00:00", "07 13:00:00", "12 12:00:00", "13 02:05:00"] { try due(moment, exit: 0) }
    let said = try messages().dropFirst(before)
    #expect(
      said.count == 1 && said.first?.contains("request 1 (weekly.web) counts again\n") == true
        && said.first?.contains("\nIt is rejected by daemon, as before: it does not begin as it is.") == true, "\(said)"
    )
    let waits = "  weekly.web waits: request 1 was rejected by daemon "
    try maint.run("status").expect(exit: 0).shows(waits, ": not now\n")
    maint.setClock("@2026-12-13 04:05:00")
    let missed = try maint.run("run", "--due", "--quiet").expect(exit: 0).err
    #expect(
      missed.contains(" missed its window ")
        && missed.contains(": daemon has rejected request 1 for its approval: not now; next "), "\(missed)")
    maint.setClock("@2026-12-13 04:06:00")
    try maint.run("status").expect(exit: 1).shows(waits)
    // Lifted for a moment, and rejected again: both are told.
    whole = try lift()
    try due("14 12:00:00", exit: 0)
    try maint.schedule(whole ?? "")
    for moment in ["14 13:00:00", "14 14:00:00"] { try due(moment, exit: 0) }
    let rest = try messages().dropFirst(before + 1)
    #expect(
      rest.count == 2 && rest.first?.contains("request 1 (weekly.web) \(why)\n") == true
        && rest.last?.contains("request 1 (weekly.web) counts again\n") == true, "\(rest)")
  }

  /// Nobody's word was wanting in a window that went by after that.
  @Test func itIsNoReasonForAMissedWindow() throws {
    try weekly("[daemon]")
    for moment in ["03 12:00:00", "04 12:00:00"] { try due(moment, exit: moment < "04" ? 0 : 75) }
    try lift()
    try due("05 12:00:00", exit: 0)
    maint.setClock("@2026-12-06 04:30:00")
    let said = try maint.run("run", "--due", "--quiet").expect(exit: 0).err
    let missed = "weekly.web was due and missed its window 'weekly' of 2026-12-06 02:00 UTC to 2026-12-06 04:00 UTC: "
    #expect(said.contains("\(missed)nothing started it in that time; "), "\(said)")
  }

  /// What the runbook demands of whoever runs it by its name; and nobody can be told.
  @Test func aRunbookOfItsOwn() throws {
    try maint.schedule("maintenance_schedule: {daily: [{task: look}]}\n")
    let steps = "change: [{run: ':', undo: ':'}]\nverify: [':']\n"
    try maint.runbook("web", "approval: [daemon]\n" + steps)
    try maint.run("run", "runbook:web").expect(exit: 75)
    try run(as: "daemon", "approve", "1").expect(exit: 0)
    try maint.runbook("web", steps)
    try maint.run("approvals").expect(exit: 0).shows("1  runbook:web: \(why)\n")
    #expect(!(try maint.run("status").out.contains("pproval")))
    maint.setClock("@2026-12-01 13:00:00")
    try maint.run("run", "--due", "--quiet").expect(exit: 0)
    try maint.run("approvals", "--all").expect(exit: 0).shows("   voided    2026-12-01 13:00 UTC: it needs no approval")
    #expect(try messages() == [])
  }

  /// A moment ago it waited for somebody's word: nothing has left it undone since. Its files are as old as they are.
  @Test func whatWaitedIsNotOverdueAtOnce() throws {
    try schedule("[daemon]")
    for days in (0...4).reversed() {
      maint.setClock("@\(Self.moment(daysAgo: days))")
      _ = try maint.run("run", "--due", "--quiet")
    }
    try maint.run("status").expect(exit: 1).shows("daily.web has waited for an approval for ")
    try lift()
    maint.setClock("@\(Self.moment(daysAgo: 0))")
    let status = try maint.run("status").expect(exit: 0).out
    #expect(!status.contains("Overdue") && !status.contains("pproval"), "\(status)")
  }

  private static func moment(daysAgo days: Int) -> String {
    let format = DateFormatter()
    (format.timeZone, format.dateFormat) = (TimeZone(identifier: "UTC"), "yyyy-MM-dd HH:mm:ss")
    return format.string(from: Date(timeIntervalSinceNow: 1 - Double(days) * 86_400))
  }
}
