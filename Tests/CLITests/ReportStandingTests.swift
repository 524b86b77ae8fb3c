import Foundation
import Testing

/// A report goes well only where the status of that moment does; and tells of warnings and skips.
@Suite(.enabled(if: access("/usr/bin/faketime", X_OK) == 0, "faketime is not installed here"))
struct ReportStandingTests {
  private let maint: Maint

  init() throws {
    maint = try Maint()
    maint.environment["TZ"] = "UTC"
  }

  private var flag: String { "\(maint.folder)/flag" }

  private func set(_ isSet: Bool) throws {
    if isSet { try Data().write(to: URL(filePath: flag)) } else { try FileManager.default.removeItem(atPath: flag) }
  }

  private func report(_ period: String) throws -> (verdict: String?, found: [String: [String: Any]]) {
    let json = try maint.json("report", "weekly", "--period", period)
    let entries = (json["recommendations"] as? [String: Any])?["entries"] as? [[String: Any]]
    let found = try #require(entries).map { ($0["rule"] as? String ?? "", $0) }
    return ((json["summary"] as? [String: Any])?["verdict"] as? String, Dictionary(found) { first, _ in first })
  }

  @Test func copiesThatFailAreUrgent() throws {
    try maint.runbook("web", "backup: ['echo y > \"$MAINT_BACKUP_DIR/y\"']\nchange: [':']\nrollback: [':']\n")
    try maint.schedule(
      "maintenance_schedule: {daily: [web]}\ndefaults: {copy_to: 'test ! -e \(flag) || { echo no route >&2; exit 1; }'}\n"
    )
    maint.setClock("2026-11-09 02:05:00")
    try maint.run("run", "daily", "--quiet").expect(exit: 0)
    try set(true)
    for day in 11...12 {
      maint.setClock("2026-11-\(day) 02:05:00")
      _ = try maint.run("run", "daily", "--quiet")
    }
    maint.setClock("2026-11-16 12:00:00")
    try maint.run("status").expect(exit: 1).shows("2 backups are not copied off-site")
    for period in ["2026-W46", "2026-W47"] {
      let (verdict, found) = try report(period)
      #expect(verdict == "attention", "\(period)")
      let copies = try #require(found["backup_not_copied"], "\(period)")
      #expect(
        copies["subject"] as? String == "daily.web" && (copies["command"] as? String)?.contains("backup copy") == true)
      let words = try #require(copies["words"] as? String)
      #expect(words.hasPrefix("2 backups of it were not copied off-site; the last try on 2026-11-12 02:05 failed: "))
      #expect(found["status_asks"] == nil && copies["since"] is NSNull)
    }
    #expect(try report("2026-W45").found["backup_not_copied"] == nil)
    try set(false)
    maint.setClock("2026-11-16 13:00:00")
    try maint.run("backup", "copy").expect(exit: 0)
    maint.setClock("2026-11-16 14:00:00")
    try maint.run("status").expect(exit: 0)
    let then = try report("2026-W46")
    #expect(then.verdict == "attention", "as it was then")
    #expect(then.found["backup_not_copied"]?["since"] as? String == "copied on 2026-11-16")
    #expect(try report("2026-W47").found["backup_not_copied"] == nil)
  }

  @Test func aChannelThatTakesNothingIsUrgent() throws {
    try maint.runbook("health", "precheck: ['test ! -e \(flag)']\n")
    try maint.schedule(
      """
      maintenance_schedule: {daily: [health]}
      maintenance_coordination:
        channels: {chat: {kind: command, run: 'exit 1'}}
        alerts: {critical: [chat], warning: [chat]}

      """)
    try set(true)
    maint.setClock("@2026-11-10 02:05:00")
    _ = try maint.run("run", "daily", "--quiet")
    try set(false)
    maint.setClock("@2026-11-12 02:05:00")
    _ = try maint.run("run", "daily", "--quiet")
    maint.setClock("@2026-11-12 12:00:00")
    try maint.run("status").expect(exit: 1).shows("the channel chat takes no messages")
    maint.setClock("2026-11-12 12:30:00")
    let now = try report("2026-W46")
    #expect(now.verdict == "attention" && now.found["channel_deaf"]?["subject"] as? String == "channel chat")
    maint.setClock("2026-11-16 12:00:00")
    let then = try report("2026-W46")
    #expect(then.verdict == "attention" && then.found["channel_deaf"] != nil && then.found["status_asks"] == nil)
    #expect(try report("2026-W45").found["channel_deaf"] == nil)
  }

  @Test func warningsAndSkipsAreTold() throws {
    try maint.runbook(
      "warns", "precheck: ['test ! -e \(flag) || echo \"79 <updates> pending\" >> \"$MAINT_WARNINGS\"']\n")
    try maint.runbook(
      "db",
      """
      precheck:
        - name: only where the database is here
          run: test ! -e \(flag)
          on_failure: skip
      backup: ['echo y > "$MAINT_BACKUP_DIR/y"']

      """)
    try maint.schedule("maintenance_schedule: {daily: [warns, db]}\ndefaults: {rpo: 30h}\n")
    for day in 1...7 {
      maint.setClock("2026-11-0\(day) 02:05:00")
      if day == 5 { try set(true) }
      try maint.run("run", "daily", "--quiet").expect(exit: 0)
    }
    maint.setClock("2026-11-10 12:00:00")
    let json = try maint.json("report", "weekly", "--period", "2026-W45")
    #expect((json["summary"] as? [String: Any])?["verdict"] as? String == "attention", "the backup is too old")
    let tasks = try #require((json["work"] as? [String: Any])?["tasks"] as? [[String: Any]])
    let (db, warns) = (try #require(tasks.first), try #require(tasks.last))
    #expect(db["skipped"] as? Int == 3 && db["skip_run"] as? Int == 7)
    #expect((db["skip_reason"] as? String)?.contains("only where the database is here") == true)
    #expect(warns["warnings"] as? Int == 3 && warns["last_warning"] as? String == "79 <updates> pending")
    #expect(warns["warned_last"] as? Bool == true && warns["warning_run"] as? Int == 7)
    let found = try report("2026-W45").found
    #expect(
      (found["backup_too_old"]?["words"] as? String)?.contains("it was skipped since, the last time in run 7: ") == true
    )
    #expect(found["warned"]?["words"] as? String == "run 7: 79 <updates> pending")
    let text = try maint.run("report", "weekly", "--period", "2026-W45", "--format", "markdown").expect(exit: 0).out
    for words in [
      "| skipped since, in run 7 |", "| daily.db | 3 | 3 |  |  | 3 |",
      "### Skipped\n\n- **daily.db**: 3 times, the last in run 7: ",
      "### Warnings\n\n- **daily.warns**: 3 warnings, the last in run 7: 79 \\<updates\\> pending",
      " Skipped: 3 times, by 1 task. 3 warnings of 1 task.",
    ] { #expect(text.contains(words), "\(words) in \(text)") }
    try maint.run("report", "weekly", "--period", "2026-W45", "--format", "html").expect(exit: 0).shows(
      "79 &lt;updates&gt; pending", "only where the database is here")
    // Once it runs without one, that is told, too.
    try set(false)
    maint.setClock("2026-11-08 02:05:00")
    try maint.run("run", "daily", "--quiet").expect(exit: 0)
    maint.setClock("2026-11-10 13:00:00")
    #expect(try report("2026-W45").found["warned"] == nil)
    try maint.run("report", "weekly", "--period", "2026-W45").expect(exit: 0).shows("it ran without one since")
  }
}
