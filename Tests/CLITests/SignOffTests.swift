import Foundation
import Testing

/// `maint signoff`: who may sign for what, and where it is seen what is not signed.
@Suite(.enabled(if: geteuid() == 0 && AuditTests.hasNoLogin)) struct SignOffTests {
  private let maint: Maint

  init() throws {
    maint = try Maint()
    try maint.runbook("look", "precheck: [':']\n").runbook("change", "change: [{run: ':', undo: ':'}]\n")
    try schedule()
  }

  private func schedule(window: String = "") throws {
    try maint.schedule(
      """
      maintenance_schedule:
        daily: [look]
        monthly:
          sign_off: [ops_lead, nobody]
          tasks: [{task: report, runbook: look}, change]
      maintenance_coordination:
        roles: {ops_lead: [root, "%nogroup"], guest: [daemon]}
        planning: [notify stakeholders]
      \(window)
      """)
  }

  private func sign(_ words: String..., as user: String? = nil) throws -> Ended {
    maint.environment["SUDO_UID"] = user
    return try maint.start(["signoff"] + words).wait()
  }

  @Test func aRunIsSignedByEachRoleOnce() throws {
    try maint.run("run", "daily", "--quiet").expect(exit: 0)
    try maint.run("run", "monthly", "--quiet").expect(exit: 0)
    try sign().expect(exit: 0).shows("2  TIME  monthly  ✓ succeeded  nobody, ops_lead")
    try maint.run("status").expect(exit: 0).shows("1 run is not signed: maint signoff")
    try maint.run("show", "2").shows("not signed: nobody, ops_lead (maint signoff 2 --as nobody)")

    try sign("2", "--as", "ops_lead", "--note", "read the report").expect(
      exit: 0, out: "run 2 is signed by root as ops_lead; not signed yet: nobody")
    try sign("2", "--as", "ops_lead", as: "65534").expect(exit: 1).shows(
      "ops_lead has signed run 2 already: root, uid 0, at TIME")
    try sign("2", "--as", "nobody").expect(exit: 77).shows(
      "root, who logged in here, does not have the role nobody", "it can be signed by: nobody")
    try sign("2", "--as", "nobody", as: "65534").expect(exit: 0, out: "run 2 is signed by nobody as nobody")

    try maint.run("show", "2").shows("signed as ops_lead by root, uid 0, at TIME: read the report")
    #expect(!(try maint.run("status")).out.contains("not signed"))
    try sign().expect(exit: 0, out: "every run that needs it is signed")
    let signatures = try #require(try maint.json("show", "2")["sign_offs"] as? [[String: Any]])
    #expect(signatures.map { $0["by"] as? String } == ["nobody", "root"])
    #expect(try maint.json("status")["not_signed"] as? Int == 0)
    try maint.run("audit", "verify").expect(exit: 0)
    try maint.run("audit", "export").shows(#""kind":"signed_off","by":"nobody","uid":65534,"run":2,"role":"nobody""#)
  }

  @Test func anotherProjectGivesNobodyARole() throws {
    try maint.run("run", "monthly", "--quiet").expect(exit: 0)
    let other = "\(maint.folder)/other"
    for folder in [other, "\(other)/schedules", "\(other)/runbooks"] { mkdir(folder, 0o755) }
    try "maintenance_coordination: {roles: {ops_lead: [daemon]}}\n".write(
      toFile: "\(other)/schedules/s.yaml", atomically: true, encoding: .utf8)
    maint.globals = ["-C", "other", "--state", "state"]
    try sign("1", "--as", "ops_lead", as: "1").expect(exit: 77)
  }

  @Test func aRoleIsAUserOfTheListOrOfTheGroup() throws {
    try maint.run("run", "monthly", "--quiet").expect(exit: 0)
    try sign("1", "--as", "guest").expect(exit: 77).shows("it can be signed by: daemon")
    try sign("1", "--as", "guest", as: "1").expect(exit: 0)
    // The group of the user database.
    try sign("1", "--as", "ops_lead", as: "65534").expect(exit: 0)
  }

  @Test func whatCannotBeSignedIsRefused() throws {
    try maint.run("run", "monthly", "--quiet").expect(exit: 0)
    try sign("9", "--as", "ops_lead").expect(exit: 66).shows("there is no run 9")
    try sign("1", "--as", "ops_led").expect(exit: 66).shows("did you mean 'ops_lead'?")
    try sign("1", "--as", "boss").expect(exit: 66).shows("there are: nobody, ops_lead, guest")
    try sign("1").expect(exit: 64).shows("maint signoff 1 --as ops_lead")
    try sign("--as", "ops_lead").expect(exit: 64).shows("needs a RUN")
    #expect(try maint.json("signoff")["runs"] as? [[String: Any]] != nil)
  }

  @Test func aRunThatLeftSomethingBehindIsSettledFirst() throws {
    try maint.runbook("change", "change: [{run: 'false', undo: 'false'}]\n")
    try maint.run("run", "monthly", "--quiet").expect(exit: 2)
    try sign("1", "--as", "ops_lead").expect(exit: 75).shows("nobody has settled", "maint recover 1")
    try maint.run("resolve", "1", "--note", "by hand").expect(exit: 0)
    try sign("1", "--as", "ops_lead").expect(exit: 0)
    try maint.run("audit", "verify").expect(exit: 0)
    try maint.run("audit", "export").shows(
      #""kind":"resolved","by":"root","uid":0,"run":1,"task":"monthly.change","note":"by hand""#)
  }

  /// Nothing was done, so nobody answers for anything; and what is rehearsed is not done.
  @Test func onlyWhatWasDoneIsSigned() throws {
    try schedule(window: "change_freeze: [{from: 2020-01-01, to: 2090-01-01, reason: x}]")
    try maint.run("run", "monthly.change", "--quiet").expect(exit: 75)
    try sign().expect(exit: 0, out: "every run that needs it is signed")
  }

  @Test func aMemberThatIsNoNameIsRefused() throws {
    try maint.schedule(
      """
      maintenance_schedule: {daily: [look]}
      maintenance_coordination:
        roles: {ops_lead: [a b, "%"], ops_lead2: anna}
      """)
    try maint.run("check").expect(exit: 65).shows("'a b' is no user and no group", "'%' is no user", "expected a list")
  }
}
