import Catalog
import Diagnostics
import Foundation
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

  private static let plain = Appearance(color: false, utf8: true)

  private static func report(_ diagnostics: DiagnosticBag, isStrict: Bool = false) -> CheckReport {
    CheckReport(catalog: catalog, diagnostics: diagnostics, isStrict: isStrict)
  }

  private static func text(_ diagnostics: DiagnosticBag) -> String {
    report(diagnostics).summary(appearance: plain)
  }

  @Test func theSummaryCounts() {
    var bag = DiagnosticBag()
    #expect(Self.text(bag) == "✓ 1 task, 2 runbooks, no problems\n")
    bag.append(Diagnostic(.tag, "odd", severity: .warning, at: .path("a.yaml")))
    #expect(Self.text(bag) == "! 1 task, 2 runbooks, 1 warning in 1 file\n")
    for _ in 0..<3 { bag.append(Diagnostic(.tag, "wrong", at: .path("b.yaml"))) }
    #expect(Self.text(bag) == "✗ 3 errors, 1 warning in 2 files\n")
  }

  @Test func strictnessMakesErrors() {
    var bag = DiagnosticBag()
    #expect(!Self.report(bag, isStrict: true).hasErrors)
    #expect(Self.report(bag, isStrict: true).summary(appearance: Self.plain).hasSuffix("no problems\n"))
    bag.append(Diagnostic(.tag, "odd", severity: .warning, at: .path("a.yaml")))
    #expect(!Self.report(bag).hasErrors && Self.report(bag, isStrict: true).hasErrors)
    #expect(
      Self.report(bag, isStrict: true).render(.text, appearance: Self.plain, version: "1.0") == """
        a.yaml: error: odd [tag]
        ✗ 1 error in 1 file; warnings count as errors (--strict)

        """)
    bag.append(Diagnostic(.tag, "wrong", at: .path("b.yaml")))
    #expect(
      Self.report(bag, isStrict: true).summary(appearance: Self.plain)
        == "✗ 2 errors in 2 files; warnings count as errors (--strict)\n")
    #expect(Self.report(bag).summary(appearance: Self.plain) == "✗ 1 error, 1 warning in 2 files\n")
  }

  /// A range of one line with characters of several code points before it, one over two lines, and a path alone.
  private static let found: DiagnosticBag = {
    let source = Source(path: "a b/ü:1,2.yaml", text: "x: e\u{301}👩‍👩‍👧 «y»\nz: 1\n")
    var bag = DiagnosticBag()
    bag.append(
      Diagnostic(
        .unknownKey, "50 %: a, b", at: .text(source, SourceRange(25, 30)), hint: "write 'y'",
        notes: [Diagnostic.Note("first\nhere", at: .text(source, SourceRange(0, 1)))]))
    bag.append(
      Diagnostic(.badText, "two \u{1B}[31mlines", severity: .warning, at: .text(source, SourceRange(0, 33))))
    bag.append(Diagnostic(.unknownKey, "all of it", at: .path("/etc/maint/x.yaml")))
    return bag
  }()

  @Test func asWorkflowCommands() {
    #expect(
      Self.report(Self.found).render(.github, appearance: Self.plain, version: "1.0") == """
        ::error file=/etc/maint/x.yaml,title=unknown-key::all of it
        ::warning file=a b/ü%3A1%2C2.yaml,line=1,endLine=2,title=bad-text::two lines
        ::error file=a b/ü%3A1%2C2.yaml,line=1,endLine=1,col=7,endColumn=10,title=unknown-key::50 %25: a, b%0A\
        a b/ü:1,2.yaml:1:1: first here%0Ahint: write 'y'
        ✗ 2 errors, 1 warning in 2 files

        """)
  }

  @Test func aNameOfAFileForGitHubIsWhole() {
    let report = GitHubReport([Diagnostic(.tag, "odd", at: .path("a\nb\u{1B}[31m\u{85}c%.yaml"))])
    #expect(report.text == "::error file=a%0Ab%1B[31m%C2%85c%25.yaml,title=tag::odd\n")
  }

  @Test(arguments: [CheckReport.Format.json, .sarif, .github])
  func ofAFileTwentyAreTold(_ format: CheckReport.Format) {
    var bag = DiagnosticBag()
    for number in 0..<30 {
      bag.append(Diagnostic(.tag, "odd", severity: number < 15 ? .warning : .error, at: .path("a.yaml")))
    }
    bag.append(Diagnostic(.tag, "odd", at: .path("b.yaml")))
    let text = Self.report(bag).render(format, appearance: Self.plain, version: "1.0")
    let words: (String, String) =
      switch format {
      case .json: ("\"severity\": \"error\"", "\"severity\": \"warning\"")
      case .sarif: ("\"level\": \"error\"", "\"level\": \"warning\"")
      case .github, .text: ("::error ", "::warning ")
      }
    #expect(text.ranges(of: words.0).count == 16 && text.ranges(of: words.1).count == 5, "\(text)")
  }

  @Test func asSARIF() throws {
    let text = Self.report(Self.found).render(.sarif, appearance: Self.plain, version: "1.2.3")
    let log = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    #expect(
      log["version"] as? String == "2.1.0" && (log["$schema"] as? String)?.hasSuffix("sarif-schema-2.1.0.json") == true)
    let run = try #require((log["runs"] as? [[String: Any]])?.first)
    #expect(run["columnKind"] as? String == "unicodeCodePoints")
    let driver = try #require((run["tool"] as? [String: [String: Any]])?["driver"])
    #expect(driver["name"] as? String == "maint" && driver["version"] as? String == "1.2.3")
    let rules = try #require(driver["rules"] as? [[String: Any]])
    #expect(rules.map { $0["id"] as? String } == ["unknown-key", "bad-text"])
    for rule in rules {
      for key in ["shortDescription", "fullDescription", "help"] {
        #expect((rule[key] as? [String: String])?["text"]?.isEmpty == false, "\(key)")
      }
    }
    let results = try #require(run["results"] as? [[String: Any]])
    #expect(results.map { $0["ruleId"] as? String } == ["unknown-key", "bad-text", "unknown-key"])
    #expect(results.map { $0["ruleIndex"] as? Int } == [0, 1, 0])
    #expect(results.map { $0["level"] as? String } == ["error", "warning", "error"])
    #expect((results[2]["message"] as? [String: String])?["text"] == "50 %: a, b\nhint: write 'y'")
  }

  @Test func placesInSARIF() {
    let text = SARIFReport(Array(Self.found.sorted.suffix(1)), version: "1.2.3").json
    let results = text[(text.range(of: "\"results\"")?.lowerBound ?? text.startIndex)...]
    #expect(
      results == """
        "results": [
                {
                  "ruleId": "unknown-key",
                  "ruleIndex": 0,
                  "level": "error",
                  "message": {
                    "text": "50 %: a, b\\nhint: write 'y'"
                  },
                  "locations": [
                    {
                      "physicalLocation": {
                        "artifactLocation": {
                          "uri": "a%20b/%C3%BC%3A1%2C2.yaml"
                        },
                        "region": {
                          "startLine": 1,
                          "startColumn": 12,
                          "endLine": 1,
                          "endColumn": 15
                        }
                      }
                    }
                  ],
                  "relatedLocations": [
                    {
                      "physicalLocation": {
                        "artifactLocation": {
                          "uri": "a%20b/%C3%BC%3A1%2C2.yaml"
                        },
                        "region": {
                          "startLine": 1,
                          "startColumn": 1,
                          "endLine": 1,
                          "endColumn": 2
                        }
                      },
                      "message": {
                        "text": "first\\nhere"
                      }
                    }
                  ]
                }
              ]
            }
          ]
        }

        """)
    #expect(FileURI.text(of: "/etc/a b") == "file:///etc/a%20b")
  }

  @Test func asJSON() {
    var bag = DiagnosticBag()
    let source = Source(path: "a.yaml", text: "x: 1\nx: 2\n")
    bag.append(
      Diagnostic(
        .duplicateKey, "key 'x' is given twice", at: .text(source, SourceRange(5, 6)), hint: "remove one",
        notes: [Diagnostic.Note("first given here", at: .path("b.yaml"))]))
    #expect(
      Self.report(bag).render(.json, appearance: Self.plain, version: "1.0") == """
        {
          "tasks": 1,
          "runbooks": 2,
          "errors": 1,
          "warnings": 0,
          "notes": 0,
          "diagnostics": [
            {
              "severity": "error",
              "id": "duplicate-key",
              "message": "key 'x' is given twice",
              "path": "a.yaml",
              "line": 2,
              "column": 1,
              "endLine": 2,
              "endColumn": 2,
              "hint": "remove one",
              "notes": [
                {
                  "message": "first given here",
                  "path": "b.yaml",
                  "line": null,
                  "column": null,
                  "endLine": null,
                  "endColumn": null
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
    #expect(
      SamplesReport(metric: "x", samples: [], trend: "maint trend x").absence == """
        No samples of x as they were taken: what there was is old, and thinned to means.
        hint: maint trend x shows them

        """)
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
