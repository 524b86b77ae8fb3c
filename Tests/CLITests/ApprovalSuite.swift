import Foundation
import TestSupport
import Testing

/// Who the tests of approvals are, as sudo tells it to maint.
enum Login {
  /// The kernel knows of no login, and so `SUDO_UID` says who it is.
  static let isSudos: Bool =
    geteuid() == 0
    && (try? String(contentsOfFile: "/proc/self/loginuid", encoding: .utf8)) ?? "4294967295" == "4294967295"

  /// And the tests can set the clock.
  static let isSudosWithClock = isSudos && access("/usr/bin/faketime", X_OK) == 0
}

/// Tests of a host with two daily tasks, of which `web` has to be approved, and whose clock they set.
protocol ApprovalSuite {
  var maint: Maint { get }
}

extension ApprovalSuite {
  /// To be called before all else.
  func prepare() throws {
    maint.environment["TZ"] = "UTC"
    try maint.file("lib.sh", ": one\n")
    try maint.runbook("look", "precheck: [':']\n").runbook(
      "web", "change: [{run: '. \"$MAINT_PROJECT/lib.sh\"', undo: ':'}]\nverify: [':']\n")
    try schedule("{from: [lead, daemon], needed: 2}")
    maint.setClock("@2026-12-01 12:00:00")
  }

  func schedule(_ approval: String, _ more: String = "") throws {
    try maint.schedule(
      """
      maintenance_schedule:
        daily:
          at: "13:00"
          tasks: [{task: web, approval: \(approval)}, look]
      maintenance_coordination:
        channels:
          mail: {kind: command, run: 'echo "$subject" >> \(maint.folder)/told', subject: '{subject} / {acknowledge}'}
        alerts: {warning: [mail], critical: [mail], info: none}
        roles: {lead: [bin, '%mail']}
      \(more)

      """)
  }

  /// `web` and `look` each Sunday night: whoever approves it is told what becomes of it.
  func weekly(_ approval: String, _ more: String = "", time: String = "02:00-04:00") throws {
    try maint.runbook("web", "change: [{run: ': > \(maint.folder)/done', undo: ':'}]\nverify: [':']\n")
    try maint.schedule(
      """
      maintenance_schedule: {weekly: [{task: web, approval: \(approval)}, look]}
      maintenance_windows: {weekly: {day: Sunday, time: "\(time)"}}
      maintenance_coordination:
        channels: {mail: {kind: command, run: 'cat > /dev/null'}}
        alerts: {warning: [mail], critical: [mail], info: none}
      \(more)

      """)
  }

  func due(_ moment: String, exit code: Int32) throws {
    maint.setClock("@2026-12-\(moment)")
    try maint.run("run", "--due", "--quiet").expect(exit: code)
  }

  @discardableResult func run(as user: String, _ arguments: String...) throws -> Ended {
    maint.environment["SUDO_UID"] = getpwnam(user).map { "\($0.pointee.pw_uid)" }
    defer { maint.environment["SUDO_UID"] = nil }
    return try maint.start(arguments).wait()
  }

  /// `subject` and `text` of messages about approvals, oldest first.
  func messages() throws -> [String] {
    let sql = "SELECT subject || char(10) || text || char(1) FROM message WHERE key LIKE '%approval%' ORDER BY message"
    return try Running(
      ["/usr/bin/sqlite3", maint.database, sql], environment: [:], in: maint.folder, input: "/dev/null"
    ).wait().expect(exit: 0).out.split(separator: "\u{1}").map(String.init).dropLast()
  }
}
