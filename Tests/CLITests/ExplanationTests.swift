import Diagnostics
import Foundation
import Testing

/// Every example of `maint explain`, fed to maint: the wrong one has the problem, the right one has none at all.
@Suite struct ExplanationTests {
  @Test(arguments: DiagnosticID.allCases)
  func examplesAreWhatTheyClaim(id: DiagnosticID) throws {
    if id == .uncoveredChange, !Rehearsing.accounts.contains(where: \.isRoot) { return print("not tested: needs root") }
    let tool = Self.tools[id]
    guard tool.map(FileManager.default.isExecutableFile) ?? true,
      let wrong = try problems(of: id.explanation.wrong, id), let right = try problems(of: id.explanation.right, id)
    else {
      print("not tested: the examples of \(id.rawValue) need \(tool ?? "root")")
      return
    }
    #expect(wrong.ids.contains(id.rawValue), "\(wrong.text)")
    // A freeze of an example is past one day.
    #expect(right.ids.allSatisfy { $0 == "past-freeze" && id != .pastFreeze }, "\(right.text)")
  }

  @Test(arguments: DiagnosticID.allCases)
  func explanationsAreShortAndPlain(id: DiagnosticID) {
    let explanation = id.explanation
    #expect(explanation.summary.count <= 66 && !explanation.summary.hasSuffix("."), "\(explanation.summary)")
    #expect((60...520).contains(explanation.text.count) && explanation.text.hasSuffix("."), "\(explanation.text)")
    for text in [explanation.summary, explanation.text] {
      #expect(text.utf8.allSatisfy { (0x20...0x7E).contains($0) }, "\(text)")
    }
  }

  @Test func nothingIsExplainedTwice() {
    let summaries = DiagnosticID.allCases.map(\.explanation.summary)
    #expect(Set(summaries).count == summaries.count)
  }

  @Test func everyRenderedIDCanBeTyped() throws {
    let maint = try Maint()
    for id in DiagnosticID.allCases {
      let ended = try maint.run("explain", id.rawValue)
      ended.expect(exit: 0)
      #expect(ended.out.hasPrefix("\(id.rawValue): \(id.explanation.summary)\n"))
      for line in ended.out.split(separator: "\n") { #expect(line.count <= 80, "\(line)") }
    }
  }

  @Test func oneExplanation() throws {
    try Maint().run("explain", "bad-duration").expect(
      exit: 0,
      out: """
        bad-duration: a text that is no duration

        A duration is one or more whole numbers with units, the largest first: 90s,
        1h30m, 2_hours, 500ms, 7d. A number alone is refused, because 10 could be
        seconds or minutes. A time limit cannot be zero; leave the key out for no limit.

        Wrong:
          # schedules/web.yaml
          defaults:
            grace: 10

        Right:
          # schedules/web.yaml
          defaults:
            grace: 10s

        """)
  }

  @Test func listJSONAndUnknownID() throws {
    let maint = try Maint()
    let list = try maint.run("explain").expect(exit: 0).out
    for id in DiagnosticID.allCases { #expect(list.contains("  \(id.rawValue) "), "\(id.rawValue)") }
    let json = try JSONSerialization.jsonObject(with: Data(maint.run("explain", "--json").outputBytes))
    #expect((json as? [[String: Any]])?.compactMap { $0["id"] as? String } == DiagnosticID.allCases.map(\.rawValue))
    try maint.run("explain", "unknown-kye").expect(exit: 64).shows("hint: did you mean 'unknown-key'?")
  }

  // MARK: - Feeding maint

  private struct Found {
    let ids: [String]
    /// For messages of tests.
    let text: String
  }

  /// nil where the host cannot show it.
  private func problems(of example: Explanation.Example, _ id: DiagnosticID) throws -> Found? {
    switch example {
    case .schedule(let text): try problems(schedule: text, runbook: nil, id)
    case .runbook(let text): try problems(schedule: nil, runbook: text, id)
    case .project(let schedule, let runbook): try problems(schedule: schedule, runbook: runbook, id)
    case .checklist(let text): try problems(ofChecklist: text)
    case .commands(let text): try problems(of: text)
    }
  }

  /// Beside the example lies what it takes for granted: the shipped runbooks that its tasks name, a task for its runbook.
  private func problems(schedule: String?, runbook: String?, _ id: DiagnosticID) throws -> Found {
    let maint = try Maint()
    try maint.runbook("harmless", "precheck: [':']\n")
    let task = schedule == nil ? ", deploy" : ""
    try maint.file("schedules/other.yaml", "maintenance_schedule: {annual: [harmless\(task)]}\n")
    if let runbook { try maint.runbook("deploy", runbook) }
    if let schedule { try maint.file("schedules/web.yaml", schedule) }
    for name in Self.shipped where schedule?.contains(name) ?? false {
      try maint.runbook(name, try String(contentsOfFile: "\(Self.root)/runbooks/\(name).yaml", encoding: .utf8))
    }
    if id == .longerThanWindow { try takeThreeHours(maint) }
    if id == .uncoveredChange {
      let findings = try maint.json("rehearse", "deploy")["findings"] as? [[String: Any]] ?? []
      return Found(ids: findings.compactMap { $0["id"] as? String }, text: "\(findings)")
    }
    let ended = try maint.run("check", "--json")
    let json = try JSONSerialization.jsonObject(with: Data(ended.outputBytes)) as? [String: Any]
    let found = try #require(json?["diagnostics"] as? [[String: Any]], "\(ended.both)")
    return Found(ids: found.compactMap { $0["id"] as? String }, text: ended.both)
  }

  private func problems(ofChecklist text: String) throws -> Found {
    let maint = try Maint()
    try maint.runbook("log_rotation", "precheck: [':']\n").daily("log_rotation")
    try maint.file("schedules/adopting.md", text)
    let ended = try maint.run("checklist", "project/schedules/adopting.md")
    return Found(ids: Self.ids(in: ended.err), text: ended.both)
  }

  private static func ids(in text: String) -> [String] {
    text.matches(of: /\[([a-z0-9-]+)\]\n/).map { String($0.output.1) }
  }

  /// Gives the weekly tasks a past in which they took that long.
  private func takeThreeHours(_ maint: Maint) throws {
    try maint.run("run", "weekly", "--override-window", "--reason", "to have run once").expect(exit: 0)
    let update = "UPDATE task SET outcome = 'succeeded', started_at = finished_at - 3 * 3600 * 1000000"
    let ended = try Running(
      ["/usr/bin/sqlite3", maint.database, update], environment: [:], in: maint.folder, input: "/dev/null"
    ).wait()
    ended.expect(exit: 0)
  }

  /// In a project of its own, as nobody where the tests run as root; `sudo` needs root.
  private func problems(of commands: String) throws -> Found? {
    let asRoot = commands.contains("sudo ")
    if asRoot, geteuid() != 0 { return nil }
    let maint = try Maint()
    try FileManager.default.removeItem(atPath: maint.project)
    mkdir("\(maint.folder)/bin", 0o755)
    symlink(Maint.executable, "\(maint.folder)/bin/maint")
    let prepare = asRoot ? "sudo() { \"$@\"; }; umask 022" : "umask 022"
    let script = "set -e; \(prepare); maint init project > /dev/null 2>&1; cd project\n\(commands)\n"
    if !asRoot { chmod(maint.folder, 0o777) }
    let running = try Running(
      ["/usr/bin/env", "-C", maint.folder] + (asRoot ? [] : BadInputTests.unprivileged) + ["/bin/sh", "-c", script],
      environment: [
        "PATH": "\(maint.folder)/bin:/usr/bin:/bin", "HOME": maint.folder, "LANG": "C.UTF-8",
        "MAINT_STATE": "\(maint.folder)/state",
      ], in: maint.folder, input: "/dev/null")
    let ended = running.wait()
    let ids = Self.ids(in: ended.both)
    // A right example does what it says.
    return Found(ids: ended.exit == 0 || !ids.isEmpty ? ids : ["exit \(ended.exit)"], text: ended.both)
  }

  private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().path
  /// Without which an example cannot be shown.
  private static let tools: [DiagnosticID: String] = [
    .shellcheck: "/usr/bin/shellcheck", .longerThanWindow: "/usr/bin/sqlite3",
  ]
  private static let shipped = [
    "system_health_checks", "log_rotation", "backup_verification", "performance_monitoring",
  ]
}
