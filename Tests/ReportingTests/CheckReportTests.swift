import Catalog
import Diagnostics
import RunLog
import Testing

@testable import Reporting

@Suite struct CheckReportTests {
  private static let catalog: Catalog = {
    let place = Place.path("schedules/daily.yaml")
    var catalog = Catalog()
    var tier = TierSchedule(tier: .daily, place: place)
    tier.tasks = [MaintenanceTask(name: ExampleRuns.daily("a"), runbook: "a", place: place)]
    catalog.tiers[.daily] = tier
    catalog.runbooks = ["a": Runbook(name: "a", place: place), "b": Runbook(name: "b", place: place)]
    return catalog
  }()

  private static func text(_ diagnostics: DiagnosticBag) -> String {
    CheckReport(catalog: catalog, diagnostics: diagnostics).text(appearance: Appearance(color: false, utf8: true))
  }

  @Test func theSummaryCounts() {
    var bag = DiagnosticBag()
    #expect(Self.text(bag) == "✓ 1 task, 2 runbooks, no problems\n")
    bag.append(Diagnostic(.tag, "odd", severity: .warning, at: .path("a.yaml")))
    #expect(Self.text(bag) == "! 1 task, 2 runbooks, 1 warning in 1 file\n")
    for _ in 0..<3 { bag.append(Diagnostic(.tag, "wrong", at: .path("b.yaml"))) }
    #expect(Self.text(bag) == "✗ 3 errors, 1 warning in 2 files\n")
  }

  @Test func asJSON() {
    var bag = DiagnosticBag()
    let source = Source(path: "a.yaml", text: "x: 1\nx: 2\n")
    bag.append(
      Diagnostic(
        .duplicateKey, "key 'x' is given twice", at: .text(source, SourceRange(5, 6)), hint: "remove one",
        notes: [Diagnostic.Note("first given here", at: .path("b.yaml"))]))
    #expect(
      CheckReport(catalog: Self.catalog, diagnostics: bag).json == """
        {
          "tasks": 1,
          "runbooks": 2,
          "errors": 1,
          "warnings": 0,
          "diagnostics": [
            {
              "severity": "error",
              "id": "duplicate-key",
              "message": "key 'x' is given twice",
              "path": "a.yaml",
              "line": 2,
              "column": 1,
              "hint": "remove one",
              "notes": [
                {
                  "message": "first given here",
                  "path": "b.yaml",
                  "line": null,
                  "column": null
                }
              ]
            }
          ]
        }

        """)
  }
}

@Suite struct SamplesReportTests {
  private let report = SamplesReport(
    metric: "disk_used_ratio",
    samples: [
      SampleRecord(labels: #"mount="/var""#, value: 0.91, at: ExampleRuns.at(3), run: 12),
      SampleRecord(labels: "", value: 12, at: ExampleRuns.at(0), run: 1),
    ])

  @Test func aTableOrPlainValues() {
    let plain = Appearance(color: false, utf8: true)
    #expect(
      report.text(appearance: plain, zone: .utc) == """
        TIME                 RUN  VALUE  LABELS
        2026-11-21 02:00:03   12   0.91  mount="/var"
        2026-11-21 02:00:00    1     12

        """)
    #expect(report.values == "0.91\n12\n")
    #expect(
      SamplesReport(metric: "x", samples: []).text(appearance: plain, zone: .utc)
        == "No samples of x: no step has reported it yet.\n")
  }

  @Test func asJSON() {
    #expect(
      report.json == """
        {
          "metric": "disk_used_ratio",
          "samples": [
            {
              "at": "2026-11-21T02:00:03.000000Z",
              "run": 12,
              "labels": "mount=\\"/var\\"",
              "value": 0.91
            },
            {
              "at": "2026-11-21T02:00:00.000000Z",
              "run": 1,
              "labels": "",
              "value": 12.0
            }
          ]
        }

        """)
  }
}
