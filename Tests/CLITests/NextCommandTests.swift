import Foundation
import Testing

/// Commands that maint tells mean the project and the run log of the one that told them, wherever they are pasted.
@Suite struct NextCommandTests {
  private static let folders = " -C /T/project --state /T/state"

  private func maint() throws -> Maint {
    let maint = try Maint()
    try maint.runbook("bad", "precheck: ['echo no room; exit 3']\n").runbook("silent", "precheck: [':']\n")
    try maint.schedule(
      """
      maintenance_schedule:
        daily: {sign_off: [root], tasks: [bad, silent]}
      maintenance_coordination:
        channels: {gone: {kind: command, run: exit 7}}
        alerts: {critical: [gone], warning: [gone], info: none}
      defaults: {grace: 200ms}

      """)
    return maint
  }

  private func expect(_ texts: String..., of ended: Ended, location: SourceLocation = #_sourceLocation) {
    for text in texts {
      #expect(ended.both.contains(text + Self.folders), "\(text) in\n\(ended.both)", sourceLocation: location)
    }
  }

  @Test(arguments: [false, true])
  func whereTheFoldersWereGiven(byEnvironment: Bool) throws {
    let maint = try maint()
    if byEnvironment {
      maint.globals = []
      maint.environment["MAINT_PROJECT"] = "project"
      maint.environment["MAINT_STATE"] = "\(maint.folder)/state"
    }
    expect("maint show 1", "maint output 1 daily.bad", of: try maint.run("run", "daily"))
    expect(
      "maint show 1", "then maint run daily.bad", "1 run is not signed: maint signoff", "maint notify list",
      of: try maint.run("status"))
    expect("maint signoff 1 --as root", of: try maint.run("show", "1"))
    expect("maint show 1", of: try maint.run("output", "1/daily.silent"))
    expect("maint signoff RUN --as ROLE", of: try maint.run("signoff"))
    expect("maint signoff 1 --as root", of: try maint.run("signoff", "1"))
    expect("maint ack 1", of: try maint.run("notify", "list"))
    let messages = try #require(try maint.json("notify", "list")["messages"] as? [[String: Any]])
    let text = try #require(messages.first?["text"] as? String)
    #expect(text.contains("maint show 1 -C \(maint.project) --state \(maint.state)\n"))
  }

  @Test func inHintsAndReportsOfBackups() throws {
    let maint = try Maint()
    let data = "\(maint.folder)/data"
    try maint.runbook("shop", "backup: [{path: \(data)}]\nchange: ['echo new >\(data)/a']\n").daily("shop")
    mkdir(data, 0o755)
    try maint.file("../data/a", "old\n")
    expect("maint run --due", of: try maint.run("due", "--at", "2027-01-02 05:00"))
    try maint.run("run", "daily", "--quiet").expect(exit: 0)
    expect("maint show 1", of: try maint.run("backup", "show", "1"))
    expect("'maint log", of: try maint.run("rollback", "7"))
    try maint.file("../data/a", "by hand\n")
    expect("'maint rollback 1 --force", of: try maint.run("rollback", "1"))
    try maint.run("run", "daily", "--quiet").expect(exit: 0)
    expect("'maint rollback 2/daily.shop", of: try maint.run("rollback", "1"))
  }

  @Test func nothingWhereMaintFindsThemByItself() throws {
    let maint = try maint()
    maint.globals = []
    maint.prefix = ["/usr/bin/env", "-C", maint.project]
    maint.environment["MAINT_STATE"] = "\(maint.folder)/state"
    let status = { try maint.run("status").both }
    _ = try maint.run("run", "daily")
    #expect(try status().contains("maint show 1 --state /T/state says why"))
  }
}
