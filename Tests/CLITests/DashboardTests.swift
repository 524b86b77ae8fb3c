import Foundation
import TestSupport
import Testing

/// `maint dashboard`, the page that runs leave, and how a browser sees it.
@Suite struct DashboardTests {
  private let maint: Maint
  private var page: String { "\(maint.folder)/page.html" }

  init() throws {
    maint = try Maint()
    try maint.runbook("good", "precheck: [':']\n").runbook("bad", "precheck: [exit 3]\n")
  }

  private func schedule(_ dashboard: String, _ tasks: String = "[good, bad]") throws {
    try maint.schedule(
      "maintenance_schedule:\n  daily: \(tasks)\ndefaults: {grace: 200ms, dashboard: \(dashboard)}\n")
  }

  private func text(_ path: String? = nil) -> String? {
    FileManager.default.contents(atPath: path ?? page).map { String(decoding: $0, as: UTF8.self) }
  }

  private func mode(_ path: String) -> mode_t {
    var status = stat()
    return lstat(path, &status) == 0 ? status.st_mode : 0
  }

  @Test func eachRunWritesItAnew() throws {
    try schedule(page)
    try maint.run("run", "daily", "--dry-run").expect(exit: 0)
    try maint.run("plan", "daily").expect(exit: 0)
    #expect(text() == nil)
    try maint.run("run", "daily.good").expect(exit: 0)
    #expect(text()?.contains("<h2 id=\"answer\">This host is fine") == true && text()?.hasSuffix("</html>\n") == true)
    #expect(mode(page) == S_IFREG | 0o644)
    // Somebody has decided who reads it.
    chmod(page, 0o640)
    try maint.run("run", "daily", "--quiet").expect(exit: 1)
    #expect(text()?.contains("<h2 id=\"answer\">This host needs attention: 1 task did not") == true)
    #expect(mode(page) & 0o777 == 0o640)
    let left = try FileManager.default.contentsOfDirectory(atPath: maint.folder).filter { $0.hasSuffix(".tmp") }
    #expect(left == [])
  }

  /// By the schedules as they are now, of the project that the run is of.
  @Test func whatIsTakenBackIsShownToo() throws {
    try maint.runbook("saved", "backup: ['echo x >\"$MAINT_BACKUP_DIR/x\"']\nchange: [{run: ':', undo: ':'}]\n")
    try schedule("\(maint.folder)/of-then.html", "[saved]")
    try maint.run("run", "daily").expect(exit: 0)
    try schedule(page, "[saved]")
    maint.globals = ["--state", "state"]
    try maint.run("rollback", "1").expect(exit: 0)
    let page = try #require(text())
    #expect(page.contains("saved: taken back on request") && page.contains("project \(maint.project),"))
    #expect(page.contains("1/daily.saved"), "its backup")
  }

  /// Neither the rehearsal's maint nor one that its step starts: what they did there is told, and no page is among it.
  @Test(.enabled(if: Rehearsing.accounts.contains(.own), "no sandbox here")) func aRehearsalWritesNone() throws {
    let rehearsing = try Rehearsing(.own)
    let maint = rehearsing.maint
    try maint.runbook("good", "precheck: [':']\n").schedule(
      "maintenance_schedule:\n  daily: [web, good]\n"
        + "defaults: {dashboard: \(rehearsing.host)/page.html, prometheus: \(rehearsing.host)/page.prom}\n")
    try rehearsing.runbook(
      """
      change:
        - run: touch $host/seen
          undo: rm $host/seen
        - run: \(Maint.executable) run good -C \(maint.project) --state $host/inner
          undo: ':'

      """)
    let ended = try maint.run("rehearse", "daily.web").expect(exit: 0)
    #expect(ended.both.contains("seen") && ended.both.contains("inner"), "\(ended.both)")
    #expect(!ended.both.contains("page."), "\(ended.both)")
  }

  /// The file of node_exporter comes and goes with the page.
  @Test func eachRunWritesTheMetricsAnew() throws {
    let metrics = "\(maint.folder)/maint.prom"
    try maint.schedule(
      "maintenance_schedule:\n  daily: [good, bad]\ndefaults: {grace: 200ms, prometheus: \(metrics)}\n")
    try maint.run("run", "daily.good", "--quiet").expect(exit: 0, out: "", err: "")
    let first = try #require(text(metrics))
    #expect(first.contains("maint_task_failing{task=\"daily.good\",tier=\"daily\"} 0"))
    #expect(first.contains("maint_project_valid 1") && mode(metrics) & 0o777 == 0o644)
    try maint.run("run", "daily", "--quiet").expect(exit: 1)
    #expect(text(metrics)?.contains("maint_task_failing{task=\"daily.bad\",tier=\"daily\"} 1") == true)
    try maint.schedule("maintenance_schedule:\n  daily: [good]\ndefaults: {prometheus: \(maint.folder)/none/m.prom}\n")
    try maint.run("run", "daily", "--quiet").expect(
      exit: 0, out: "",
      err: "maint: warning: the metrics for Prometheus were not written: /T/none/m.prom was not written: its "
        + "folder is not there\nhint: make /T/none first, or correct the path")
    try maint.schedule("maintenance_schedule:\n  daily: [good]\ndefaults: {prometheus: /srv/metrics}\n")
    try maint.run("check").expect(exit: 65).shows(
      "'/srv/metrics' does not end in .prom, so node_exporter would not read it [bad-path]",
      "hint: write /srv/metrics.prom")
  }

  /// What somebody says is seen at once, not after the next run.
  @Test(.enabled(if: geteuid() == 0 && AuditTests.hasNoLogin)) func aWordWritesThemAnew() throws {
    try maint.schedule(
      """
      maintenance_schedule:
        daily: {sign_off: [ops], tasks: [good, bad, {task: careful, runbook: good, approval: [daemon]}]}
      maintenance_coordination:
        roles: {ops: [root]}
        channels: {nobody: {kind: webhook, url: "http://127.0.0.1:9/"}}
        alerts: {critical: [nobody], warning: [nobody], info: none}
        escalate_after: 30m
      defaults: {grace: 200ms, dashboard: \(page), prometheus: \(maint.folder)/maint.prom}

      """)
    func expectNew(_ words: String..., exit: Int32 = 0, as user: String? = nil) throws {
      for path in [page, "\(maint.folder)/maint.prom"] { unlink(path) }
      maint.environment["SUDO_UID"] = user
      try maint.start(words).wait().expect(exit: exit)
      #expect(text()?.hasSuffix("</html>\n") == true && maint.exists("\(maint.folder)/maint.prom"), "\(words)")
    }
    try expectNew("run", "daily.bad", exit: 1)
    try expectNew("ack", "1")
    try expectNew("signoff", "1", "--as", "ops")
    try expectNew("incident", "open", "slow")
    try expectNew("incident", "ack", "1")
    try expectNew("incident", "resolve", "1")
    try expectNew("run", "daily.careful", "--request-approval", exit: 75)
    try expectNew("reject", "1", "--reason", "not now", as: "\(getpwnam("daemon").map { $0.pointee.pw_uid } ?? 0)")
    try expectNew("run", "daily.careful", "--request-approval", exit: 75)
    try expectNew("approve", "2", as: "\(getpwnam("daemon").map { $0.pointee.pw_uid } ?? 0)")
  }

  /// It is told, and the run ends as it did.
  @Test func thatItCannotBeWrittenChangesNoRun() throws {
    try schedule("\(maint.folder)/nowhere/page.html")
    try maint.run("run", "daily.good", "--quiet").expect(
      exit: 0, out: "",
      err:
        "maint: warning: the dashboard was not written: /T/nowhere/page.html was not written: its folder is not there"
        + "\nhint: make /T/nowhere first, or correct the path")
    try maint.run("run", "daily", "--quiet").expect(exit: 1)
    #expect(try maint.json("show", "1")["outcome"] as? String == "succeeded")
  }

  @Test func aFileIsReplacedAndNothingElse() throws {
    try schedule("\(maint.folder)/of-runs.html")
    try maint.run("dashboard").expect(exit: 0).shows("no run log in", "<!DOCTYPE html>")
    try maint.run("dashboard", "--output", "-").expect(exit: 0).shows("<!DOCTYPE html>")
    try "old".write(toFile: page, atomically: false, encoding: .utf8)
    try maint.run("dashboard", "--output", "page.html").expect(exit: 0, out: "")
    #expect(text()?.hasSuffix("</html>\n") == true)
    symlink("page.html", "\(maint.folder)/link.html")
    mkfifo("\(maint.folder)/pipe", 0o600)
    for path in ["pipe", "project", "link.html"] {
      try maint.run("dashboard", "--output", path).expect(
        exit: 74, out: "",
        err: "maint: no run log in /T/state: nothing has run with this state folder\n"
          + "maint: \(path) is no regular file and is left as it is\n"
          + "hint: give the path of the file itself; - is standard output")
    }
    try maint.run("dashboard", "--output", "nowhere/x.html").expect(exit: 74, out: "")
    try maint.run("dashboard", "--output", "project/").expect(exit: 64, out: "")
    #expect(mode("\(maint.folder)/pipe") & S_IFMT == S_IFIFO && text("\(maint.folder)/of-runs.html") == nil)
  }

  /// A web server's folder is its own: what it puts on the way leads root nowhere else.
  @Test(.enabled(if: geteuid() == 0, "needs root")) func aFolderOfSomebodyElseHasItsPage() throws {
    let folder = "\(maint.folder)/web"
    mkdir(folder, 0o755)
    chown(folder, Account.nobodyID, Account.nobodyID)
    try maint.run("dashboard", "--output", "web/page.html").expect(exit: 0, out: "")
    chown("\(folder)/page.html", Account.nobodyID, Account.nobodyID)
    try schedule("\(folder)/page.html")
    try maint.run("run", "daily.good", "--quiet").expect(exit: 0, out: "", err: "")
    var status = stat()
    #expect(lstat("\(folder)/page.html", &status) == 0 && status.st_uid == Account.nobodyID)
    symlink("\(maint.folder)/elsewhere", "\(folder)/link.html")
    try schedule("\(folder)/link.html")
    try maint.run("run", "daily.good", "--quiet").expect(exit: 0, out: "").shows("the dashboard was not written")
    #expect(!maint.exists("\(maint.folder)/elsewhere"))
  }

  /// Where everybody may make files, whoever made this one first would decide who reads it.
  @Test(.enabled(if: geteuid() == 0, "needs root")) func aFileThatSomebodyHasPlacedIsNotFilled() throws {
    let folder = "\(maint.folder)/sticky"
    mkdir(folder, 0o777)
    chmod(folder, 0o1777)
    try "".write(toFile: "\(folder)/page.html", atomically: false, encoding: .utf8)
    chown("\(folder)/page.html", Account.nobodyID, Account.nobodyID)
    try maint.run("dashboard", "--output", "sticky/page.html").expect(exit: 77, out: "").shows(
      "sticky/page.html is left as it is: everybody may make files in its folder")
    #expect(text("\(folder)/page.html") == "")
    chown("\(folder)/page.html", 0, 0)
    try maint.run("dashboard", "--output", "sticky/page.html").expect(exit: 0, out: "")
  }

  /// A project that cannot be read is told on the page, and the log is shown all the same.
  @Test func withoutAProjectThereIsTheLog() throws {
    try schedule(page, "[good]")
    try maint.run("run", "daily").expect(exit: 0)
    let whole = try #require(text())
    #expect(whole.contains("next</dt>") && !whole.contains("The project has errors"))
    try maint.file("schedules/broken.yaml", "a: [\n")
    try maint.run("dashboard", "--output", page).expect(exit: 0, out: "", err: "")
    #expect(text()?.contains("The project has errors") == true && text()?.contains("<h3>daily</h3>") == true)
    maint.globals = ["-C", "nowhere", "--state", "state"]
    try FileManager.default.removeItem(atPath: page)
    try maint.run("dashboard", "--output", page).expect(exit: 66, out: "").shows("there is no such project")
    #expect(text() == nil)
    maint.globals = ["--state", "state"]
    try maint.run("dashboard", "--output", page).expect(exit: 0, out: "", err: "")
    #expect(text()?.contains("There is no project in") == true && text()?.contains("Good</p>") == true)
  }

  @Test(.enabled(if: access("/usr/bin/faketime", X_OK) == 0, "faketime is not installed here"))
  func theSameLogAtTheSameMomentGivesTheSameBytes() throws {
    try schedule(page)
    maint.setClock("2026-11-20 12:00:00")
    for words in [["run", "daily"], ["sample", "add", "used", "3"]] { _ = try maint.start(words).wait() }
    let pages = try (1...2).map { _ in try maint.run("dashboard").expect(exit: 0, err: "").outputBytes }
    #expect(pages[0] == pages[1] && pages[0].count > 10_000)
  }

  // MARK: - In a browser

  private static let hasBrowser = access("/usr/bin/chromium", X_OK) == 0

  private func browse(_ path: String) throws -> [String: Any] {
    let result = try PythonScript.run([PythonScript.reference("browser"), path])
    #expect(result.status == 0)
    return try #require(try JSONSerialization.jsonObject(with: result.output) as? [String: Any])
  }

  /// What holds for every page.
  private func expectSound(_ found: [String: Any]) throws {
    for name in ["messages", "requests", "overflow", "cut", "unnamed", "unseen", "markup"] {
      #expect((found[name] as? [Any])?.isEmpty == true, "\(name): \(found[name] ?? "")")
    }
    #expect(found["tables"] as? Int == 0, "each has a caption and headings")
    let contrast = try #require(found["contrast"] as? [String: [String: Any]])
    #expect(contrast.count == 4)
    for (scheme, result) in contrast {
      #expect((result["found"] as? [String]) == [] && (result["count"] as? Int ?? 0) > 50, "\(scheme): \(result)")
    }
    let headings = try #require(found["headings"] as? [Int])
    #expect(headings.first == 1 && !zip(headings, headings.dropFirst()).contains { $1 > $0 + 1 }, "\(headings)")
    let order = try #require(found["order"] as? [String])
    #expect(order.first == "A Skip to the lights" && order.contains("SUMMARY What the lights mean"))
    let roles = try #require(found["roles"] as? [String: Int])
    for role in ["banner", "navigation", "main", "contentinfo"] { #expect(roles[role] == 1, "\(role)") }
  }

  @Test(.enabled(if: hasBrowser, "chromium is not installed here")) func aBrowserReadsAHostThatIsSick() throws {
    let evil = #"<img src=x onerror=x()><script>x()</script>" onload="x()"#
    try maint.file("evil.sh", "exit 3\n").runbook("bad", "precheck:\n  - name: '\(evil)'\n    run: exit 3\n")
    try maint.runbook("saved", "backup: [{run: 'echo x >\"$MAINT_BACKUP_DIR/x\"'}]\nchange: [{run: ':', undo: ':'}]\n")
    try maint.schedule(
      """
      maintenance_schedule:
        daily: [good, bad]
        weekly: [saved]
        annual: [good]
      maintenance_windows:
        weekly: {day: daily, time: "00:00-23:59"}
      change_freeze:
        - {from: 2099-12-20, to: 2100-01-02, reason: '\(evil)'}

      """)
    try maint.run("run", "daily").expect(exit: 1)
    try maint.run("run", "saved", "--override-window", "--reason", evil).expect(exit: 0)
    try maint.run("incident", "open", evil, "--level", "critical").expect(exit: 0)
    try maint.run("window", "open", "--for", "2h", "--reason", evil).expect(exit: 0)
    for day in 1...30 {
      let at = ISO8601DateFormatter().string(from: Date(timeIntervalSinceNow: -86_400 * Double(day)))
      try maint.run("sample", "add", "used", "\(day)", "--label", "on=\(evil)", "--at", String(at)).expect(exit: 0)
    }
    try maint.run("sample", "add", "x_days_left", "3", "--label", "on=\(evil)").expect(exit: 0)
    try maint.run("dashboard", "--output", page).expect(exit: 0, out: "", err: "")
    #expect(text()?.contains("<td class=\"bad\" data-label=\"Forecast\">URGENT: has 3 days left, to ") == true)
    let found = try browse(page)
    try expectSound(found)
    #expect((found["title"] as? String)?.hasPrefix("Act – maint on ") == true)
    let wall = try #require(found["wall"] as? [[Any]])
    #expect(
      wall.map { $0.prefix(2).compactMap { $0 as? String } } == [
        ["daily", "Look"], ["weekly", "Good"], ["annual", "No data"],
      ])
    // Across the room: a seventh of the height of the screen.
    #expect(wall.allSatisfy { $0.last as? Int ?? 0 > 120 })
    #expect(found["rects"] as? Int ?? 0 > 30, "each day of a chart says its value")
  }

  @Test(.enabled(if: hasBrowser, "chromium is not installed here")) func aBrowserReadsAHostThatHasNoneYet() throws {
    try schedule(page)
    try maint.run("dashboard", "--output", page).expect(exit: 0)
    let found = try browse(page)
    try expectSound(found)
    #expect((found["title"] as? String)?.hasPrefix("No data – maint on ") == true && found["stale"] as? Bool == false)
    // A newer one was to be there: nobody knows how the host is.
    let old = try #require(text()).replacing(/data-until="\d+"/, with: "data-until=\"1\"")
    try old.write(toFile: page, atomically: false, encoding: .utf8)
    let stale = try browse(page)
    try expectSound(stale)
    #expect(stale["stale"] as? Bool == true)
  }
}
