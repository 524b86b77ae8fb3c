import Foundation
import TestSupport
import Testing

/// Requests of a project whose folder was moved, without a link.
@Suite(.enabled(if: Login.isSudosWithClock, "needs root, faketime, and no login id of the kernel's"))
struct ApprovalMovedTests: ApprovalSuite {
  let maint: Maint

  init() throws {
    maint = try Maint()
    try prepare()
  }

  @Test func whatWasAskedForBeforeCountsNoMore() throws {
    try weekly("[daemon]")
    try due("04 12:00:00", exit: 75)
    maint.setClock("@2026-12-04 13:00:00")
    try run(as: "daemon", "approve", "1").expect(exit: 0)
    try FileManager.default.moveItem(atPath: maint.project, toPath: "\(maint.folder)/moved")
    maint.globals = ["-C", "\(maint.folder)/moved", "--state", maint.state]
    // Nobody knows yet where it is.
    maint.setClock("@2026-12-04 13:10:00")
    let gone = "request 1 counts no more: its project /T/project is not there any more"
    try maint.run("status").expect(exit: 1).shows("the approval of weekly.web counts no more", "of daemon: \(gone)\n")
    let listed = try maint.run("approvals").expect(exit: 0)
    listed.shows("1  weekly.web: counts no more: its project /T/project is not there any more\n")
    #expect(!listed.out.contains("   next "), "\(listed.out)")
    // A run there asks anew, and ends what was asked for before.
    maint.setClock("@2026-12-04 14:00:00")
    try maint.run("run", "--due", "--quiet").expect(exit: 75)
    let why = "the project was /T/project and is /T/moved"
    let told = try messages()
    #expect(
      told.contains {
        $0.contains("request 1 (weekly.web) counts no more: \(why)\n")
          && $0.contains("approved by daemon, counts no more")
      }, "\(told)")
    #expect(
      told.last?.contains("needs approval of daemon, in place of request 1: request 2\n") == true
        && told.last?.contains("\nRequest 1, made before it, counts no more: \(why).\n") == true, "\(told)")
    let anew = try maint.run("approvals").expect(exit: 0).out
    #expect(anew.hasPrefix("2  weekly.web: waits for"), "\(anew)")
    #expect(!(try maint.run("status").expect(exit: 0).out.contains("request 1")))
    maint.setClock("@2026-12-04 14:10:00")
    try maint.run("run", "--due", "--quiet").expect(exit: 0)
    #expect(try messages().count == told.count)
    try maint.run("audit", "verify").expect(exit: 0)
  }

  /// One that another project has beside it in the run log comes back.
  @Test func anotherProjectIsNoneThatItWasMovedTo() throws {
    let mine = maint.globals
    let other = ["-C", "\(maint.folder)/other", "--state", maint.state]
    try weekly("[daemon]")
    try FileManager.default.createDirectory(
      atPath: "\(maint.folder)/other/schedules", withIntermediateDirectories: true)
    try FileManager.default.createDirectory(
      atPath: "\(maint.folder)/other/runbooks", withIntermediateDirectories: true)
    try "precheck: [':']\n".write(
      toFile: "\(maint.folder)/other/runbooks/see.yaml", atomically: true, encoding: .utf8)
    try "maintenance_schedule: {weekly: [see]}\n".write(
      toFile: "\(maint.folder)/other/schedules/main.yaml", atomically: true, encoding: .utf8)
    try due("04 12:00:00", exit: 75)
    try FileManager.default.moveItem(atPath: maint.project, toPath: "\(maint.folder)/away")
    maint.globals = other
    try due("05 12:00:00", exit: 0)
    try maint.run("approvals").expect(exit: 0).shows("counts no more: its project /T/project is not there any more\n")
    try FileManager.default.moveItem(atPath: "\(maint.folder)/away", toPath: maint.project)
    maint.globals = mine
    try maint.run("approvals").expect(exit: 0).shows("1  weekly.web: waits for approval of daemon\n")
  }
}
