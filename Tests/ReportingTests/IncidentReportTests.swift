import Catalog
import Execution
import RunLog
import Scheduling
import Testing

@testable import Reporting

@Suite struct IncidentReportTests {
  private let anna = Actor(name: "anna", uid: 7)
  private let ben = Actor(name: "ben_m", uid: 8)

  private func word(_ actor: Actor, _ seconds: Double) -> IncidentRecord.Word {
    IncidentRecord.Word(by: actor, at: ExampleRuns.at(seconds))
  }

  private var incident: IncidentRecord {
    var incident = IncidentRecord(
      number: 3, title: "logs are *gone*", level: .critical, opened: word(anna, -60), acknowledged: word(ben, 30),
      resolved: word(anna, 3_600))
    incident.notes = [
      .init(kind: .note, text: "looked | at /var", word: word(ben, 31)),
      .init(kind: .impact, text: "no logs of the night", word: word(ben, 40)),
      .init(kind: .cause, text: "disk full", word: word(anna, 3_000)),
      .init(kind: .action, text: "alert at 80 %", word: word(anna, 3_001)),
      .init(kind: .action, text: "a larger disk", word: word(anna, 3_002)),
      .init(kind: .resolution, text: "freed 20 GB", word: word(anna, 3_600)),
    ]
    incident.runs = [.init(run: 12, word: word(anna, 100))]
    return incident
  }

  private func report(_ incident: IncidentRecord, runs: [RunRecord] = [], others: [IncidentRecord] = []) -> String {
    let messages = [
      SentMessage(
        number: 5, at: ExampleRuns.at(16), level: .warning, subject: "run 12 was rolled back",
        acknowledgedAt: ExampleRuns.at(29), acknowledgedBy: "ben")
    ]
    let head = AuditRow(
      entry: 44, at: ExampleRuns.at(3_600), kind: "incident_resolved", by: "anna", uid: 7, run: nil, details: "{}",
      hash: "abc")
    return IncidentReport(
      incident, runs: runs, messages: runs.isEmpty ? [] : messages, others: others, head: head, host: "web1",
      madeAt: ExampleRuns.at(7_200)
    ).markdown(zone: .utc)
  }

  /// No time is less than nothing.
  @Test func timesAcrossAClockThatWasSetBackAreNotKnown() {
    var early = incident
    early.resolved = word(anna, -43_260)
    let text = report(early, others: [incident, early])
    #expect(
      text.contains("The clock was set back after it was opened, so not all times of it are known.")
        && text.contains(", of 1; 1 left out, in which the clock was set back"), "\(text)")
    early.acknowledged = nil
    #expect(!report(early).contains("Nobody has acknowledged"))
    let list = IncidentListReport([early], isAll: true).text(
      appearance: Appearance(color: false, utf8: true), zone: .utc, now: ExampleRuns.at(7_200))
    #expect(list.contains("resolved    ?  logs"), "\(list)")
  }

  @Test func anIncidentFromItsBeginningToWhatIsLearnt() {
    let expected = """
      # Incident 3: logs are \\*gone\\*

      |  |  |
      | --- | --- |
      | Host | web1 |
      | Level | critical |
      | State | resolved |
      | Opened | 2026-11-21 01:59:00 UTC by anna |
      | Acknowledged | 2026-11-21 02:00:30 UTC by ben_m |
      | Resolved | 2026-11-21 03:00:00 UTC by anna |
      | Runs | 12 |

      ## Impact

      - no logs of the night (ben_m, 2026-11-21 02:00:40 UTC)

      ## Timeline

      | time | what happened |
      | --- | --- |
      | 2026-11-21 01:59:00 UTC | The incident was opened by anna |
      | 2026-11-21 02:00:00 UTC | Run 12 (daily) began, by root |
      | 2026-11-21 02:00:15 UTC | Run 12: `daily.log_rotation` change 2 'compress old logs' failed: exit code 1 |
      | 2026-11-21 02:00:15 UTC | Run 12: `daily.log_rotation` was rolled back |
      | 2026-11-21 02:00:16 UTC | Message 5 (warning): run 12 was rolled back |
      | 2026-11-21 02:00:21 UTC | Run 12 (daily) ended after 21 s: rolled back |
      | 2026-11-21 02:00:29 UTC | Message 5 was acknowledged by ben |
      | 2026-11-21 02:00:30 UTC | ben_m acknowledged it |
      | 2026-11-21 02:00:31 UTC | ben_m: looked \\| at /var |
      | 2026-11-21 03:00:00 UTC | anna resolved it: freed 20 GB |

      ## Root cause

      - disk full (anna, 2026-11-21 02:50:00 UTC)

      ## Actions

      - alert at 80 % (anna, 2026-11-21 02:50:01 UTC)
      - a larger disk (anna, 2026-11-21 02:50:02 UTC)

      ## Times

      This one was acknowledged after 1 min 30 s and resolved after 1 h 01 min. All: mean time to acknowledge (MTTA) 1 min 30 s, of 1; mean time to resolve (MTTR) 1 h 01 min, of 1.

      *Made by maint at 2026-11-21 04:00:00 UTC; audit chain: entry 44, `abc`.*

      """
    #expect(report(incident, runs: [ExampleRuns.rolledBack], others: [incident]) == expected)
  }

  @Test func whatNobodySaidYetSaysHow() {
    let text = report(IncidentRecord(number: 4, title: "x", level: .info, opened: word(anna, 0), openedByRun: 9))
    #expect(text.contains("| Acknowledged | not yet |\n| Resolved | not yet |\n| Runs | none |"))
    #expect(text.contains("| Opened | 2026-11-21 02:00:00 UTC by anna, with run 9 |"))
    #expect(text.contains("## Impact\n\n*Nothing is noted yet: `maint incident note 4 'TEXT' --kind impact`*"))
    #expect(text.contains("The incident was opened by run 9, which anna began |"))
    #expect(text.contains("## Times\n\nNobody has acknowledged it yet.\n"))
  }

  /// A point of a list begins a block, in which a list, a heading or code could begin.
  @Test(arguments: [
    ("- x", "\\- x"), ("+ x", "\\+ x"), ("12. x", "12\\. x"), ("1) x", "1\\) x"), ("---", "\\---"), ("===", "\\==="),
    ("~~~ x", "\\~~~ x"), ("# x", "\\# x"), ("> x", "\\> x"), ("    code", "code"), ("1.5 GB", "1\\.5 GB"),
    ("5 hosts", "5 hosts"),
  ])
  func whatANoteBeginsWithMeansNothing(_ text: String, _ shown: String) {
    var incident = incident
    incident.notes = [.init(kind: .cause, text: text, word: word(anna, 1))]
    #expect(report(incident).contains("## Root cause\n\n- \(shown) (anna, 2026-11-21 02:00:01 UTC)\n\n## Actions"))
  }

  @Test func manyFailedStepsAreCut() {
    var run = ExampleRuns.rolledBack
    run.tasks[1].steps = Array(repeating: run.tasks[1].steps[1], count: 25)
    let text = report(incident, runs: [run])
    #expect(text.contains("| Run 12: 5 more steps failed (maint show 12) |"))
  }
}

@Suite struct AuditTextTests {
  @Test(arguments: [
    ("plain", "plain"), ("a,b", "\"a,b\""), ("a\"b", "\"a\"\"b\""), ("=1", "'=1"), ("+1", "'+1"), ("-1", "'-1"),
    ("@a", "'@a"), ("\ta", "'\ta"), ("\r", "\"'\r\""), ("a\r\nb", "\"a\r\nb\""), ("", ""), ("{}", "{}"),
  ])
  func aCellIsQuotedAndHarmless(_ text: String, _ cell: String) {
    #expect(AuditText.cell(text) == cell)
  }

  @Test func aLineIsTheTextWithItsHash() {
    let link = AuditLink(entry: 1, text: #"{"entry":1,"by":"a"}"#, hash: "ff")
    #expect(AuditText.line(of: link) == #"{"entry":1,"by":"a","hash":"ff"}"# + "\n")
  }
}
