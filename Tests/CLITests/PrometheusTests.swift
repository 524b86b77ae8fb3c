import Foundation
import TestSupport
import Testing

/// `maint metrics --prometheus`, with Prometheus' own tools where the host has them.
@Suite struct PrometheusTests {
  private let maint: Maint
  private var file: String { "\(maint.folder)/textfile/maint.prom" }

  /// A task with a backup, one that fails, and one that measures with names as hostile as they come.
  init() throws {
    maint = try Maint()
    mkdir("\(maint.folder)/textfile", 0o755)
    try "kept\n".write(toFile: "\(maint.folder)/ke\"pt\\", atomically: true, encoding: .utf8)
    try maint.runbook(
      "keeps",
      "backup: [{path: '\(maint.folder)/ke\"pt\\'}]\nchange: ['echo new >> \"\(maint.folder)/ke\\\"pt\\\\\"']\n")
    try maint.runbook("fails", "precheck: [exit 3]")
    try maint.runbook(
      "measures",
      #"""
      precheck:
        - run: |
            cat >> "$MAINT_METRICS" <<'END'
            load{sample="s\"\q\\",le="1",x:y="2",__name__="up",a="1",a="2"} 1.5
            load 0.25
            END
      """#)
    try maint.schedule(
      """
      maintenance_schedule:
        daily: [keeps, fails]
        quarterly: [measures]
        weekly:
          tasks: [{task: later, runbook: measures}]
      maintenance_windows:
        weekly: {day: Sunday, time: "02:00-04:00", duration: 2_hours}
        monthly: {day: First_Sunday, time: "02:00-06:00"}
        emergency: {time: as_needed, duration: variable}
      change_freeze:
        - {from: 2020-01-01, to: 2090-01-01, reason: 'a "long" one'}
      maintenance_coordination:
        channels: {pager: {kind: command, run: 'false'}}
        alerts: {warning: [pager]}
      """)
  }

  private func run() throws {
    try maint.run("run", "daily", "quarterly", "--quiet", "--override-window", "--reason", "a test").expect(exit: 1)
    try maint.run("sample", "add", "noted", "7", "--label", "queue=a\u{1B}[2J\nb\\\"").expect(exit: 0)
    // To Prometheus these two have the same labels.
    try maint.run("sample", "add", "same", "1").expect(exit: 0)
    try maint.run("sample", "add", "same", "2", "--label", "a=").expect(exit: 0)
  }

  private func lines(_ words: String...) throws -> [String] {
    let ended = try maint.start(["metrics", "--prometheus"] + words).wait()
    #expect(ended.exit == 0)
    // As it is: the normalised text has no figures.
    return String(decoding: ended.outputBytes, as: UTF8.self).split(separator: "\n").map(String.init)
  }

  private func tool(_ name: String) -> String? {
    let path = "/usr/bin/\(name)"
    if access(path, X_OK) == 0 { return path }
    print("not tested: \(path) is not installed")
    return nil
  }

  /// Runs a program to its end.
  private func output(_ words: [String], input: String = "/dev/null") throws -> Ended {
    try Running(words, environment: ["PATH": "/usr/bin:/bin"], in: maint.folder, input: input).wait()
  }

  @Test func itSaysHowThingsStandWhateverNamesAre() throws {
    #expect(try lines().contains("maint_run_log_present 0"))
    try run()
    let lines = try lines()
    for line in [
      "maint_run_log_present 1", "maint_project_valid 1", "maint_status_code 1", "maint_runs_running 0",
      #"maint_task_runs_total{task="daily.keeps",tier="daily",outcome="succeeded"} 1"#,
      #"maint_task_runs_total{task="daily.fails",tier="daily",outcome="failed"} 1"#,
      #"maint_task_failing{task="daily.fails",tier="daily"} 1"#,
      #"maint_task_failing{task="daily.keeps",tier="daily"} 0"#,
      #"maint_task_due{task="daily.fails",tier="daily"} 1"#, #"maint_task_overdue{task="daily.fails",tier="daily"} 0"#,
      #"maint_task_due{task="quarterly.measures",tier="quarterly"} 0"#,
      #"maint_window_open{window="weekly"} 0"#, "maint_freeze_in_force 1",
      "maint_freeze_end_timestamp_seconds 3786998400",
      #"maint_messages_undelivered{channel="pager",state="waiting"} 1"#,
      #"maint_sample{sample="load"} 0.25"#,
      #"maint_sample{sample="load",exported___name__="up",a="1",exported_a="2",exported_le="1",exported_sample="s\"\\q\\",x_y="2"} 1.5"#,
      #"maint_sample{sample="noted",queue="a␛[2J\nb\\\""} 7"#,
      #"maint_sample{sample="same"} 1"#, "maint_metrics_left_out 2",
    ] {
      #expect(lines.contains(line), "\(line)\n\(lines.joined(separator: "\n"))")
    }
    let path = "\(maint.folder)/ke\"pt\\".replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
    #expect(lines.contains(#"maint_backup_path_size_bytes{task="daily.keeps",tier="daily",path="\#(path)"} 5"#))
    // Nothing is told of a window that opens when somebody needs it, nor twice of anything.
    #expect(!lines.contains { $0.contains(#"window="emergency""#) })
    let series = lines.filter { !$0.hasPrefix("#") }.map { $0.prefix(upTo: $0.lastIndex(of: " ") ?? $0.endIndex) }
    #expect(Set(series).count == series.count)
    // The same log at another moment: but for that moment, the same.
    let again = try self.lines().filter { !$0.hasPrefix("maint_metrics_timestamp_seconds ") }
    #expect(again == lines.filter { !$0.hasPrefix("maint_metrics_timestamp_seconds ") })
    guard let promtool = tool("promtool") else { return }
    try maint.run("metrics", "--prometheus", "--output", file).expect(exit: 0, out: "", err: "")
    try output([promtool, "check", "metrics"], input: file).expect(exit: 0, out: "", err: "")
  }

  /// An alert about them would never end.
  @Test func ofTasksThatAreGoneThereAreOnlyTheCounters() throws {
    try run()
    try maint.schedule("maintenance_schedule: {quarterly: [measures]}\n")
    let lines = try lines().filter { $0.contains("daily.") }
    let names = Set(lines.map { $0.prefix { $0 != "{" } })
    #expect(names == ["maint_task_runs_total", "maint_task_duration_seconds_total"])
  }

  /// Who watches the host is not left blind by a slip of the pen.
  @Test func aProjectWithMistakesIsToldBesideWhatTheLogSays() throws {
    try run()
    try maint.schedule("maintenance_schedule: {daily: [nosuch]}\n")
    let ended = try maint.run("metrics", "--prometheus").expect(exit: 0).shows(
      "maint_project_valid 0", #"maint_task_failing{task="daily.fails",tier="daily"} 1"#)
    #expect(ended.err.split(separator: "\n").count == 1 && ended.err.contains("'maint check") == false, "\(ended.err)")
    #expect(ended.err.contains("maint check"))
    #expect(!ended.out.contains("maint_task_overdue"))
  }

  @Test func theFileIsReplacedWholeAndNothingElse() throws {
    for _ in 1...2 { try maint.run("metrics", "--prometheus", "--output", file).expect(exit: 0, out: "", err: "") }
    var status = stat()
    #expect(lstat(file, &status) == 0 && status.st_mode == S_IFREG | 0o644)
    let folder = "\(maint.folder)/textfile"
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["maint.prom"])
    // What is no regular file stays what it is.
    let link = "\(folder)/link.prom"
    symlink("\(maint.folder)/elsewhere", link)
    mkfifo("\(folder)/pipe.prom", 0o600)
    for path in [link, "\(folder)/pipe.prom", folder, "/dev/null"] {
      try maint.run("metrics", "--prometheus", "--output", path).expect(exit: 74, out: "")
    }
    #expect(!maint.exists("\(maint.folder)/elsewhere") && maint.exists("/dev/null"))
    try maint.run("metrics", "--prometheus", "--output", "\(folder)/nowhere/x.prom").expect(exit: 74)
    try maint.run("metrics", "--prometheus", "--output", "\(folder)/").expect(exit: 64)
    #expect(try maint.run("metrics", "--prometheus", "--output", "-").expect(exit: 0).out.contains("maint_build_info"))
    for words in [
      ["--output", "x"], ["--prometheus", "--json"], ["--prometheus", "load"], ["--prometheus", "--last", "3"],
    ] {
      try maint.start(["metrics"] + words).wait().expect(exit: 64, out: "")
    }
    // A link of root's or one's own is followed; that of somebody else could lead root anywhere.
    let way = "\(maint.folder)/way"
    symlink(folder, way)
    try maint.run("metrics", "--prometheus", "--output", "\(way)/by-link.prom").expect(exit: 0)
    #expect(maint.exists("\(folder)/by-link.prom"))
    guard geteuid() == 0 else { return print("not tested: folders of others, which needs root") }
    lchown(way, 65534, 65534)
    let refused = try maint.run("metrics", "--prometheus", "--output", "\(way)/other.prom")
    refused.expect(exit: 77).shows("link of user 65534")
    #expect(!maint.exists("\(folder)/other.prom"))
    chown(folder, 65534, 65534)
    try maint.run("metrics", "--prometheus", "--output", file).expect(exit: 0)
    #expect(lstat(file, &status) == 0 && status.st_uid == 0 && status.st_mode == S_IFREG | 0o644)
  }

  /// The alert rules of the README; its other YAML is maint's own.
  private var rules: String {
    get throws {
      let text = try String(
        contentsOf: URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
          .deletingLastPathComponent().appending(path: "README.md"), encoding: .utf8)
      let blocks = text.components(separatedBy: "```yml\n").dropFirst().map { $0.components(separatedBy: "```\n")[0] }
      return try #require(blocks.first { $0.hasPrefix("groups:") })
    }
  }

  @Test func theRulesOfTheReadmeAskForWhatThereIs() throws {
    try run()
    // A drill of each kind, which would take a sandbox.
    let drills = """
      INSERT INTO backup_event (run, task, kind, started_at, finished_at, data_age, done_by)
        VALUES (1, 'daily.keeps', 'drill', 1000000, 3000000, 5, 'anna');
      INSERT INTO proof (kind, task, runbook, at, runbook_hash, parameters, sources_hash, system, version, points, proven, project)
        VALUES ('drill', 'daily.keeps', 'keeps', 4000000, '', '', '', '', '', 3, 2, '\(maint.project)');
      """
    let script = "import sqlite3, sys; c = sqlite3.connect(sys.argv[1]); c.executescript(sys.argv[2]); c.commit()"
    #expect(try PythonScript.run(["-c", script, maint.database, drills]).status == 0)
    let lines = try lines()
    for line in [
      #"maint_restore_drill_timestamp_seconds{task="daily.keeps",tier="daily"} 1"#,
      #"maint_restore_drill_passed{task="daily.keeps",tier="daily"} 1"#,
      #"maint_restore_drill_duration_seconds{task="daily.keeps",tier="daily"} 2"#,
      #"maint_rollback_drill_timestamp_seconds{task="daily.keeps",tier="daily"} 4"#,
      #"maint_rollback_drill_points_proven{task="daily.keeps",tier="daily"} 2"#,
    ] {
      #expect(lines.contains(line), "\(line)\n\(lines.joined(separator: "\n"))")
    }
    let printed = Set(lines.compactMap { $0.firstMatch(of: /^(maint_\w+)/).map { String($0.output.1) } })
    let used = Set(try rules.matches(of: /maint_\w+/).map { String($0.output) })
    #expect(used.count > 12 && used.isSubset(of: printed), "\(used.subtracting(printed))")
    guard let promtool = tool("promtool") else { return }
    try rules.write(toFile: "\(maint.folder)/rules.yml", atomically: true, encoding: .utf8)
    try output([promtool, "check", "rules", "\(maint.folder)/rules.yml"]).expect(exit: 0)
  }

  @Test func prometheusScrapesItThroughNodeExporter() throws {
    guard let prometheus = tool("prometheus"), let exporter = tool("prometheus-node-exporter"),
      let promtool = tool("promtool")
    else { return }
    try run()
    try maint.run("metrics", "--prometheus", "--output", file).expect(exit: 0, out: "", err: "")
    let free = "import socket; s = [socket.socket() for _ in 'ab']; [x.bind(('127.0.0.1', 0)) for x in s]; "
    let ports = try PythonScript.run(["-c", free + "print(*[x.getsockname()[1] for x in s])"]).output
    let port = String(decoding: ports, as: UTF8.self).split(whereSeparator: \.isWhitespace).map(String.init)
    try #require(port.count == 2)
    try rules.write(toFile: "\(maint.folder)/rules.yml", atomically: true, encoding: .utf8)
    try """
    global: {scrape_interval: 500ms, evaluation_interval: 500ms}
    rule_files: [rules.yml]
    scrape_configs: [{job_name: node, static_configs: [{targets: ['127.0.0.1:\(port[0])']}]}]
    """.write(toFile: "\(maint.folder)/prometheus.yml", atomically: true, encoding: .utf8)
    let servers = [
      try Running(
        [
          exporter, "--collector.disable-defaults", "--collector.textfile", "--collector.textfile.directory",
          "\(maint.folder)/textfile", "--web.listen-address", "127.0.0.1:\(port[0])",
        ], environment: ["PATH": "/usr/bin:/bin"], in: maint.folder, input: "/dev/null"),
      try Running(
        [
          prometheus, "--config.file", "\(maint.folder)/prometheus.yml", "--storage.tsdb.path", "\(maint.folder)/data",
          "--web.listen-address", "127.0.0.1:\(port[1])", "--log.level", "error",
        ], environment: ["PATH": "/usr/bin:/bin"], in: maint.folder, input: "/dev/null"),
    ]
    defer {
      for server in servers {
        server.signal(SIGKILL)
        server.wait()
      }
    }
    func answer(_ query: String) throws -> String {
      let ended = try output([promtool, "query", "instant", "http://127.0.0.1:\(port[1])", query])
      return ended.exit == 0 ? String(decoding: ended.outputBytes, as: UTF8.self) : ""
    }
    let isThere = eventually { ((try? answer("maint_task_failing == 1")) ?? "").contains(#"task="daily.fails""#) }
    #expect(isThere, "\(servers.map(\.err))")
    #expect(try answer(#"maint_task_runs_total{task="daily.keeps"}"#).contains("=> 1 @"))
    #expect(try answer(#"maint_sample{sample="noted"}"#).contains("=> 7 @"))
    #expect(try answer("node_textfile_scrape_error").contains("=> 0 @"))
    let alert = #"ALERTS{alertname="MaintTaskFailing",alertstate="firing"}"#
    #expect(eventually { ((try? answer(alert)) ?? "").contains(#"task="daily.fails""#) })
  }
}
