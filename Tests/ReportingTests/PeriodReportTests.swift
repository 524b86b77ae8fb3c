import Execution
import Foundation
import Metrics
import Planning
import RunLog
import Scheduling
import Testing

@testable import Reporting

/// `maint report` from a small made history.
@Suite struct PeriodReportTests {
  private let fixture = PeriodFixture()
  private static let plain = Appearance(color: false, utf8: true)

  private func render(
    _ format: PeriodReport.Format, _ change: (inout PeriodFacts) -> Void = { _ in }
  ) -> String {
    fixture.report(change).render(format, appearance: Self.plain, width: 100)
  }

  /// The whole of it in each format, as Tests/Reference/report has it. What is said instead is in /tmp: where it is meant, it is
  /// the new reference.
  @Test(arguments: [
    (PeriodReport.Format.text, "txt"), (.markdown, "md"), (.html, "html"), (.json, "json"), (.csv, "csv"),
  ])
  func aMonthInEveryFormat(_ format: PeriodReport.Format, _ ending: String) throws {
    let text = render(format)
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "Reference/report/month.\(ending)")
    let expected = try? String(contentsOf: file, encoding: .utf8)
    if text == expected { return }
    let told = "/tmp/maint-report-month.\(ending)"
    try text.write(toFile: told, atomically: true, encoding: .utf8)
    let pairs = zip(text.split(separator: "\n"), (expected ?? "").split(separator: "\n"))
    let first = pairs.first { $0.0 != $0.1 }
    Issue.record("\(told) is not \(file.path): \(first.map { "'\($0.0)', not '\($0.1)'" } ?? "one is longer")")
  }

  @Test func pdfReadyIsTheHTMLAndJSONIsSound() throws {
    #expect(render(.pdfReady) == render(.html))
    let json = try JSONSerialization.jsonObject(with: Data(render(.json).utf8)) as? [String: Any]
    let names = [
      "summary", "metrics", "work", "failures", "incidents", "overrides", "sign_offs", "backups", "capacity", "outlook",
      "recommendations", "audit",
    ]
    #expect(names.allSatisfy { json?[$0] is [String: Any] })
  }

  /// Whatever is in the log: the marks of a page and of a table are maint's own, and so are formulas and escape sequences.
  @Test func noValueBecomesMarkup() throws {
    let page = render(.html)
    let tags = Set(page.matches(of: /<\/?([a-zA-Z!][a-zA-Z0-9]*)/).map { String($0.output.1) })
    let own = [
      "!DOCTYPE", "html", "head", "meta", "title", "style", "body", "header", "main", "footer", "section", "article",
      "div", "h1", "h2", "h3", "p", "ul", "li", "table", "thead", "tbody", "tr", "th", "td", "pre", "code", "span",
      "strong",
    ]
    #expect(tags.subtracting(own).isEmpty)
    #expect(
      page.contains("&lt;script&gt;alert(1)&lt;/script&gt;") && page.contains("<h1>Maintenance of web1 &lt;b&gt;&amp;"))
    #expect(!page.contains("://"), "needs nothing from elsewhere")
    let markdown = render(.markdown)
    #expect(markdown.contains("| 3 | **critical** | shop \\*down\\* \\| \\<img src=x\\> |"))
    let rows = markdown.split(separator: "\n").filter { $0.hasPrefix("| 3 |") || $0.hasPrefix("| no.") }
    #expect(Set(rows.map { $0.replacing("\\|", with: "").count { $0 == "|" } }) == [8])
    let csv = render(.csv)
    #expect(csv.contains(",'=cmd|' /C calc'!A0\r\n") && csv.contains(",'@patch now\r\n"))
    for format in PeriodReport.Format.allCases {
      #expect(
        !render(format).unicodeScalars.contains { $0.value < 0x20 && $0 != "\n" && $0 != "\r" || $0.value == 0x7F })
    }
  }

  @Test func nothingIsNothing() {
    let facts = { (facts: inout PeriodFacts) in
      facts = PeriodFacts(
        frame: facts.frame, metrics: MetricsSection(lines: []), work: WorkSection(runs: 0, lines: []),
        failures: FailureSection([]), incidents: IncidentSection([]), overrides: OverrideSection([]),
        signOffs: SignOffSection(unsigned: [], signatures: 0), backups: BackupSection(lines: []),
        capacity: CapacitySection(entries: []), outlook: OutlookSection(nil, absence: "there is no project in /x"),
        upkeep: Upkeep())
    }
    let text = render(.text, facts)
    #expect(text.contains("No maintenance was done, and none is known to have been due.\n\n- No task was tried.\n"))
    #expect(
      text.contains("Not known: there is no project in /x.") && text.contains("None: no rule has found anything."))
    #expect(text.split(separator: "\n").allSatisfy { $0.count <= 130 })
  }

  /// A report on what is not over says so, and goes by the moment at which it is made; one on what is over does not.
  @Test func aPeriodThatIsNotOver() {
    let frame = PeriodFrame(
      kind: .monthly, period: fixture.frame.period, zone: fixture.zone, now: fixture.at(20, 8), host: "h",
      command: CommandText())
    #expect(render(.text) { $0.frame = frame }.contains("2026-10-31, so far: as of 2026-10-20 08:00; times of"))
    #expect(fixture.frame.isComplete && fixture.frame.asOf == fixture.at(32, 0))
  }
}

/// What recommendations follow from, at the edges of each rule.
@Suite struct AdviceTests {
  private let fixture = PeriodFixture()

  private func found(_ rule: RecommendationRule, _ change: (inout PeriodFacts) -> Void) -> [Recommendation] {
    var facts = fixture.facts
    change(&facts)
    return Advice(facts: facts).all.filter { $0.rule == rule }
  }

  private func pace(_ timeout: Int?, usual: Int, count: Int = 20) -> (inout PeriodFacts) -> Void {
    { facts in
      facts.upkeep.paces = [
        Upkeep.Pace(
          task: fixture.name("x"), timeout: timeout.map { .seconds($0) },
          estimate: Estimate(median: .seconds(1), percentile95: .seconds(usual), count: count))
      ]
    }
  }

  @Test func timeoutsAreHeldAgainstTwiceThe95thPercentile() {
    #expect(found(.timeoutTight, pace(199, usual: 100)).first?.words.hasSuffix("timeout: 3m30s") == true)
    #expect(found(.timeoutTight, pace(200, usual: 100)).isEmpty)
    #expect(found(.timeoutTight, pace(199, usual: 100, count: 19)).isEmpty, "too few successes")
    #expect(found(.timeoutLoose, pace(4_001, usual: 400)).first?.words.hasSuffix("timeout: 14m") == true)
    #expect(found(.timeoutLoose, pace(4_000, usual: 400)).isEmpty)
    #expect(found(.timeoutLoose, pace(3_600, usual: 1)).isEmpty, "an hour is not long")
    #expect(found(.noTimeout, pace(nil, usual: 1)).count == 1)
  }

  @Test func failuresAreCountedOverFiveTries() {
    func tries(_ failed: Int) -> [Recommendation] {
      found(.failsOften) { facts in
        facts.upkeep.tries = [Upkeep.Tries(task: fixture.name("x"), failed: failed, all: 5, run: 7)]
      }
    }
    #expect(tries(2).isEmpty)
    #expect(tries(3).first?.command == "output 7 daily.x")
  }

  @Test func whatRunsOutIsToldInTheMonthBefore() throws {
    func expiry(_ days: Double) -> [Recommendation] {
      found(.expires) { facts in
        let series = SeriesKey(name: "maint_certificate_days_left", labels: "a=\"it's\"")
        // Measured a day before the end of the period.
        facts.capacity.expiries = [
          CapacitySection.Expiry(series, Measurement(at: fixture.at(31, 0), value: days))
        ].compactMap { $0 }
      }
    }
    #expect(expiry(31).isEmpty)
    #expect(expiry(21).first?.words == "has 20 days left, as measured on 2026-10-31: renew it")
    #expect(expiry(21).first?.command == #"metrics 'maint_certificate_days_left{a="it'\''s"}'"#)
    #expect(expiry(0.5).first?.words.hasPrefix("ran out") == true)
  }

  @Test func aRunbookIsDrilledInTime() {
    func drill(_ day: Int, proven: Int) -> [Recommendation] {
      let basis = ProofRecord.Basis(
        project: "/p", runbookHash: "", parameters: [], sourcesHash: "", system: "", version: "")
      let last = ProofRecord(
        kind: .drill, task: fixture.name("x"), runbook: "x", at: fixture.at(day), basis: basis, points: 4,
        proven: proven)
      return found(.rollbackNotProven) { $0.upkeep.drills = [Upkeep.Drill(task: fixture.name("x"), last: last)] }
    }
    #expect(drill(1, proven: 4).isEmpty)
    #expect(drill(1, proven: 3).first?.words == "its way back worked at 3 of 4 points on 2026-10-01")
    #expect(drill(-150, proven: 4).count == 1, "180 days ago")
    #expect(found(.neverDrilled) { _ in }.first?.command == "drill daily.web")
  }

  @Test(
    arguments: [
      ("99.9", Metric.Unit.percent, 99.9), (">= 99.9 %", .percent, 99.9), ("1h30m", .seconds, 5_400),
      ("90", .seconds, 90),
      ("soon", .percent, nil), ("99 of 100", .percent, nil), ("-5 %", .percentChange, -5),
    ] as [(String, Metric.Unit, Double?)])
  func targetsAreNumbers(_ words: String, _ unit: Metric.Unit, _ number: Double?) {
    #expect(TargetCheck.number(words, unit) == number)
  }

  /// Nobody who goes by a report types what maint does not know: each command begins with a verb.
  @Test func eachRuleSaysWhatItIsAndWhatToType() {
    #expect(RecommendationRule.allCases.allSatisfy { !$0.words.isEmpty && !$0.title.isEmpty })
    let all = Advice(facts: fixture.facts).all
    #expect(all.allSatisfy { $0.command != nil })
    #expect(Set(all.map(\.rule)).count >= 14, "of \(RecommendationRule.allCases.count)")
  }
}
