import Foundation
import TestSupport
import Testing

/// `maint metrics` of figures, and samples that nobody's step took.
@Suite struct MetricsTests {
  private let maint: Maint

  init() throws {
    maint = try Maint()
    maint.environment["TZ"] = "Europe/Berlin"
  }

  /// A million steps, and what Python reckons of them by other ways.
  @Test func eachFigureOfThreeYearsIsAsReckonedIndependently() throws {
    let history = PythonScript.reference("history")
    let made = try PythonScript.run([history, Maint.executable, maint.state])
    let known = try #require(try JSONSerialization.jsonObject(with: made.output) as? [String: Any])
    #expect(known["steps"] as? Int ?? 0 > 1_000_000)
    let periods = try #require(known["metrics"] as? [String: [String: Any]])
    #expect(periods.count == 4)
    for (period, expected) in periods {
      let lines = try #require(try maint.json("metrics", "--period", period)["metrics"] as? [[String: Any]])
      #expect(lines.count == expected.count)
      for line in lines {
        let name = try #require(line["name"] as? String)
        let (value, wanted) = (line["value"] as? Double, expected[name] as? Double)
        let isNear = value.map { abs($0 - (wanted ?? .nan)) <= 1e-6 * max(1, abs($0)) } ?? (wanted == nil)
        #expect(isNear, "\(period) \(name): \(String(describing: value)), \(String(describing: wanted))")
      }
    }
    let day = 86_400.0
    let slower = try #require(known["change"] as? Double)
    let trend = try onlySeries(try maint.json("trend", "maint_endpoint_seconds", "--last", "36500d"))
    let changes = try #require(trend["changes"] as? [[String: Any]])
    #expect(changes.count == 1)
    #expect(abs(try seconds(changes[0]["at"]) - slower) <= day)
    #expect(abs((changes[0]["jump"] as? Double ?? 0) - 0.15) < 0.01)
    #expect((trend["weekdays"] as? [Double] ?? []).firstIndex { $0 > 0.03 } == 0, "slower on Mondays")

    let full = try #require(known["disk_full"] as? Double)
    let forecast = try onlySeries(
      try maint.json("forecast", "maint_disk_used_percent", "--limit", "90%", "--last", "36500d"))
    #expect(forecast["outcome"] as? String == "reaches")
    #expect(abs(try seconds(forecast["at"]) - full) < 3 * day)
    #expect((forecast["back_test"] as? [String: Any])?["cases"] as? Int ?? 0 > 3)

    // Old samples are thinned, and not one figure of the past is another.
    func figures() throws -> [[UInt8]] {
      var found: [[UInt8]] = []
      for period in periods.keys.sorted() {
        found.append(try maint.run("metrics", "--period", period, "--json").outputBytes)
      }
      for words in [
        ["report", "annual", "--period", "2024"], ["trend", "maint_disk_used_percent", "--last", "36500d", "--json"],
        ["forecast", "maint_disk_used_percent", "--limit", "90", "--last", "36500d"],
      ] { found.append(try maint.start(words).wait().expect(exit: 0).outputBytes) }
      return found
    }
    let before = try figures()
    try maint.run("runlog", "maintain").expect(exit: 0).shows("old ones became 1097 means")
    #expect(try figures() == before)

    // What Prometheus is told of each task is what all rows come to.
    let script = """
      import sqlite3, sys
      log = sqlite3.connect(sys.argv[1])
      for row in log.execute('SELECT name, tier, outcome, count(*) FROM task '
          "WHERE run NOT IN (SELECT run FROM run WHERE coalesce(outcome, 'interrupted') = 'interrupted') GROUP BY name, outcome"):
          print('maint_task_runs_total{task="%s",tier="%s",outcome="%s"} %d' % row)
      for name, tier, at in log.execute(
          "SELECT name, tier, max(started_at) FROM task WHERE outcome = 'succeeded' GROUP BY name"):
          moment = ('%d.%06d' % divmod(at, 1000000)).rstrip('0').rstrip('.')
          print('maint_task_last_success_timestamp_seconds{task="%s",tier="%s"} %s' % (name, tier, moment))
      """
    let rows = try PythonScript.run(["-c", script, maint.database]).output
    // Of tasks that its project does not have, only the counters would be told.
    try maint.remove("schedules")
    let told = try maint.run("metrics", "--prometheus").outputBytes
    let lines = [rows, Data(told)].map { Set(String(decoding: $0, as: UTF8.self).split(separator: "\n")) }
    #expect(lines[0].count > 150 && lines[0].isSubset(of: lines[1]), "\(lines[0].subtracting(lines[1]).sorted())")
  }

  private func onlySeries(_ json: [String: Any]) throws -> [String: Any] {
    let series = try #require(json["series"] as? [[String: Any]])
    #expect(series.count == 1)
    return try #require(series.first)
  }

  private func seconds(_ time: Any?) throws -> Double {
    let formatter = ISO8601DateFormatter()
    formatter.formatOptions = [.withInternetDateTime, .withFractionalSeconds]
    let text = try #require(time as? String)
    return try #require(formatter.date(from: text)).timeIntervalSince1970
  }

  @Test func trendsAreTakenBySeriesOrByLabel() throws {
    for (day, value) in zip(10...19, [1.0, 2.1, 2.9, 4, 5.1, 5.9, 7, 8.1, 8.9, 10]) {
      for disk in ["a", "b"] {
        try maint.run(
          "sample", "add", "used", "\(value)", "--label", "disk=\(disk)", "--label", "host=x",
          "--at", "2026-10-\(day)T12:00"
        ).expect(exit: 0)
      }
    }
    func titles(_ words: String...) throws -> [String] {
      let json = try #require(
        try maint.json(words[0], words[1], words[2], words[3], "--last", "36500d") as [String: Any]?)
      return (json["series"] as? [[String: Any]] ?? []).compactMap { $0["series"] as? String }
    }
    #expect(try titles("trend", "used", "--by", "disk") == [#"used{disk="a"}"#, #"used{disk="b"}"#])
    #expect(try titles("trend", "used", "--by", "host") == [#"used{host="x"}, mean of 2 series"#])
    #expect(
      try titles("forecast", "used", "--limit", "20") == [#"used{disk="a",host="x"}"#, #"used{disk="b",host="x"}"#])
    try maint.run("trend", #"used{disk="a",host="x"}"#, "--last", "36500d").expect(exit: 0).shows(
      "2026-10-10 to 2026-10-19, 10 samples", "+1 a day", "10 ┤", " 1 ┤")
    try maint.run("forecast", "used", "--limit", "20", "--by", "disk", "--last", "36500d").expect(exit: 0).shows(
      "to reach 20 on 2026-10-29", "its past is too short")
    // Of those that are put together the worst, without what has ended.
    try maint.run("sample", "add", "used", "11", "--label", "disk=b", "--label", "host=x", "--at", "2026-10-20T12:00")
      .expect(exit: 0)
    try maint.run("sample", "add", "used", "90", "--label", "disk=c", "--label", "host=x", "--at", "2026-10-11T12:00")
      .expect(exit: 0)
    try maint.run("forecast", "used", "--limit", "20", "--by", "host", "--last", "36500d").expect(exit: 0).shows(
      #"used{host="x"}, the worst of 2 series, used{disk="#, " was to reach 20 on 2026-10-29",
      #"without what has ended: used{disk="c",host="x"} (2026-10-11)"#)
    try maint.run("trend", "used", "--by", "host", "--last", "36500d").expect(exit: 0).shows(
      "mean of 2 series", #"without what has ended: used{disk="c",host="x"} (2026-10-11)"#)
    try maint.run("trend", "nothing").expect(exit: 66, out: "No samples of nothing: no step has reported it yet.")
    try maint.run("forecast", "nothing", "--limit", "4").expect(exit: 66)
    try maint.run("metrics", "--period", "2999").expect(exit: 64, out: "").shows("2999 has not begun")
    try maint.run("changelog", "--since", "2999-01-01").expect(exit: 64, out: "").shows("is yet to come")
    try maint.run("sample", "add", "old", "4", "--at", "2020-01-01").expect(exit: 0)
    try maint.run("trend", "old").expect(exit: 0).shows("the newest is of 2020-01-01; --last ", "d looks further back.")
    try maint.run("forecast", "ols", "--limit", "9").expect(exit: 66).shows("did you mean 'old'?")
    try maint.run("sample", "add", "x", "1", "--label", "a=\(String(repeating: "x", count: 5_000))").expect(exit: 64)
      .shows("together are at most 4096 bytes long")
    for words in [
      ["forecast", "used"], ["forecast", "used", "--limit", "much"], ["trend", "used", "--last", "0s"],
      ["trend", "us ed"],
    ] {
      try maint.start(words).wait().expect(exit: 64, out: "")
    }
    // Of the option as this verb has it.
    try maint.run("forecast", "used").expect(
      exit: 64, err: "maint: forecast needs --limit VALUE\nhint: 90, 90% or 1.5e9")
  }

  /// A disk that fills up in an hour is full, whatever the median of its day is: in every place that shows it. Half a year of it,
  /// three times a day: what is told of a month does not change when that is thinned.
  @Test func theLastSampleIsWhatThereIs() throws {
    try maint.run("sample", "add", "disk_used_percent", "97").expect(exit: 0)
    let script = """
      import sqlite3, sys, time
      log, now = sqlite3.connect(sys.argv[1]), int(time.time())
      for number in range(540):
          at = now - 86400 - number * 28800
          value = 60 + (number * 7 % 5) / 10 + (5 if number % 3 == 1 else 0)
          log.execute("INSERT INTO noted_sample (name, labels, value, at, noted_at, noted_by, noted_uid) VALUES "
              "('disk_used_percent', '', ?, ?, ?, 'x', 0)", (value, at * 1000000, now * 1000000))
      log.commit()
      print(time.strftime('%Y-%m', time.localtime(now - 135 * 86400)))
      """
    let output = try PythonScript.run(["-c", script, maint.database]).output
    let month = String(decoding: output, as: UTF8.self).filter { $0 != "\n" }
    try maint.run("forecast", "disk_used_percent", "--limit", "90").expect(exit: 0).shows("has reached 90", "; 97 on ")
    let forecast = try onlySeries(try maint.json("forecast", "disk_used_percent", "--limit", "90"))
    #expect(forecast["outcome"] as? String == "already_reached" && forecast["last"] as? Double == 97)
    try maint.run("trend", "disk_used_percent").expect(exit: 0).shows("last      97 on ")
    let page = "\(maint.folder)/page.html"
    try maint.run("dashboard", "--output", page).expect(exit: 0)
    #expect(try String(contentsOfFile: page, encoding: .utf8).contains(#"<span class="value">97</span>"#))
    func told() throws -> [[UInt8]] {
      try [
        ["report", "monthly", "--period", month], ["trend", "disk_used_percent", "--last", "36500d", "--json"],
        ["forecast", "disk_used_percent", "--limit", "99", "--last", "36500d"],
      ].map { try maint.start($0).wait().expect(exit: 0).outputBytes }
    }
    let before = try told()
    // How wide a number is depends on the hour.
    let table = String(decoding: before[0], as: UTF8.self).split(separator: "\n").map { $0.split(separator: " ") }
    #expect(table.contains { $0.count > 2 && $0[0] == "disk_used_percent" && $0[1].hasPrefix("6") && $0[2] == "90" })
    try maint.run("runlog", "maintain").expect(exit: 0).shows("old ones became")
    #expect(try told() == before)
  }

  /// The samples of a figure's name, and names that nothing has.
  @Test func whichOfTheTwoIsMeant() throws {
    for value in ["3", "4"] { try maint.run("sample", "add", "customer_impact", value).expect(exit: 0) }
    #expect(try maint.run("metrics", "customer_impact", "--plain").out == "7\n")
    #expect(try maint.run("metrics", "customer_impact", "--last", "1", "--plain").out == "4\n")
    try maint.run("metrics", "customer_impacd").expect(exit: 66).shows("did you mean 'customer_impact'?")
    try maint.run("metrics", "system_uptim").expect(exit: 66).shows("did you mean 'system_uptime'?")
    try maint.run("metrics", "#").expect(exit: 64)
    try maint.run("metrics", "customer_impact{a=\"1\"}").expect(exit: 0).shows("No samples of")
    // Runbooks ask for what they are yet to measure.
    try maint.run("metrics", "nosuch", "--last", "3", "--plain").expect(exit: 0, out: "")
    try maint.run("metrics", "nosuch", "--json").expect(exit: 0)
  }

  @Test func theBlockOfTheManualChoosesAndOrders() throws {
    try maint.schedule(
      """
      maintenance_metrics:
        availability:
          - system_uptime
          - unplanned_downtime: {sample: shop_up}
        quality:
          - maintenance_success_rate: 99 %
          - shoe_size

      """)
    try maint.run("metrics").expect(exit: 0, out: "").shows("no run log in")
    try maint.run("sample", "add", "shop_up", "1").expect(exit: 0, out: "shop_up 1, a new series", err: "")
    try maint.run("sample", "add", "shop_up", "1").expect(exit: 0, out: "shop_up 1", err: "")
    let lines = try maint.run("metrics").expect(exit: 0, err: "").out.split(separator: "\n").map(String.init)
    #expect(lines.count == 7)
    #expect(lines[1].hasPrefix("AVAILABILITY "))
    #expect(lines[2].hasPrefix("system_uptime ") && lines[2].hasSuffix("no run in the period"))
    #expect(lines[3].hasPrefix("unplanned_downtime ") && lines[3].contains(" 0s"))
    #expect(lines[5].contains("maintenance_success_rate") && lines[5].contains("99 %"))
    #expect(lines[6].hasPrefix("not known to maint: shoe_size"))
    let json = try maint.json("metrics")
    #expect(json["unknown"] as? [String] == ["shoe_size"])
    try maint.run("metrics", "--explain").expect(exit: 0).shows(
      "system_uptime", "samples of shop_up", "automation_level")
    try maint.run("metrics", "automation_level", "--explain").expect(exit: 0).shows("run --due selected")
    try maint.run("metrics", "automation_level", "--plain").expect(exit: 0, out: "", err: "")
  }

  @Test func runsAreCountedAndOneFigureIsForScripts() throws {
    try maint.runbook("good", "precheck: [':']\n").runbook("bad", "precheck: [exit 3]\n").daily("good", "bad")
    for _ in 1...2 { try maint.run("run", "daily", "--quiet").expect(exit: 1) }
    #expect(try maint.run("metrics", "maintenance_success_rate", "--plain").out == "50\n")
    try maint.run("metrics").expect(exit: 0).shows("maintenance_success_rate", "50 %", "2 a week", " new")
    #expect(try maint.run("metrics", "rollback_frequency", "--plain", "--period", "2020-02").out == "\n")
  }

  @Test func samplesAreNotedWithLabelsAndTimes() throws {
    try maint.run("sample", "add", "backlog", "7", "--label", "queue=a \"b\"", "--label", "a=1").expect(exit: 0)
    try maint.run("sample", "add", "backlog", "-2.5e3", "--at", "2026-01-02T03:04Z").expect(exit: 0)
    try maint.run("sample", "list").expect(exit: 0).shows(
      #"backlog{a="1",queue="a \"b\""}"#, "-2500  TIME")
    #expect(try maint.run("metrics", "backlog", "--plain").out == "7\n-2500\n")
    let refused: [[String]] = [
      ["back log", "7"], ["backlog", "seven"], ["backlog", "nan"], ["backlog", "inf"], ["backlog", "1e999"], ["", "1"],
      ["backlog", "7", "--label", "1a=x"], ["backlog", "7", "--at", "2100-01-01"], ["backlog", "7", "--at", "soon"],
      ["a", "1\nb 2"],
    ]
    for words in refused { try maint.start(["sample", "add"] + words).wait().expect(exit: 64, out: "") }
    #expect((try maint.json("sample", "list")["series"] as? [Any])?.count == 2)
  }

  @Test func whatDoesNotFitTogetherIsRefused() throws {
    for words in [
      ["--period", "2026-13"], ["--period", "2025-W53"], ["--period", "0d"], ["--period", "2026-Q5"], ["--last", "3"],
      ["--plain"], ["--period", "9999"], ["load", "--period", "2026"], ["load", "--explain"],
      ["--explain", "--period", "2026"],
    ] {
      try maint.start(["metrics"] + words).wait().expect(exit: 64, out: "")
    }
    try maint.run("sample", "add", "load", "1").expect(exit: 0)
    for verb in ["metrics", "trend"] {
      let refused = try maint.run(verb, "a\u{1B}[31m").expect(exit: 64, out: "")
      #expect(!refused.err.contains("\u{1B}") && !refused.errorBytes.contains(27))
    }
  }
}
