import Catalog
import Execution
import Planning
import RunLog
import Testing

@testable import Reporting

private let plain = Appearance(color: false, utf8: true)

private let rotation = BackupRecord(
  id: BackupID(run: 12, task: ExampleRuns.daily("log_rotation")), path: "/s/backups/12/daily.log_rotation",
  state: .sealed, madeAt: ExampleRuns.at(14), fileCount: 2, bytes: 1536, runbook: "rotate",
  result: TaskResult(outcome: .rolledBack, reason: "exit code 1"))

/// Of a run that the run log does not have.
private let strange = BackupRecord(
  id: BackupID(run: 3, task: TaskName(tier: nil, name: "web")), path: "/s/backups/3/runbook:web", state: .notSealed,
  madeAt: ExampleRuns.at(-86_400), fileCount: 0, bytes: 0)

private let open = BackupRecord(
  id: BackupID(run: 13, task: ExampleRuns.daily("web")), path: "/s/backups/13/daily.web", state: .inTheMaking,
  madeAt: ExampleRuns.at(60), fileCount: 1, bytes: 7, runbook: "web")

@Suite struct BackupListReportTests {
  @Test func aTable() {
    #expect(
      BackupListReport(backups: [open, rotation, strange]).text(appearance: plain, zone: .utc) == """
        ID                     MADE                 RUNBOOK  FILES     SIZE  OUTCOME               SEAL
        13/daily.web           2026-11-21 02:01:00  web          1      7 B  ▸ running             in the making
        12/daily.log_rotation  2026-11-21 02:00:14  rotate       2  1.5 KiB  ↩ rolled back         sealed
        3/runbook:web          2026-11-20 02:00:00               0      0 B  – not in the run log  not sealed

        """)
  }

  @Test func noneAtAllAndNoneOfATarget() {
    func text(_ report: BackupListReport) -> String { report.text(appearance: plain, zone: .utc) }
    #expect(
      text(BackupListReport(backups: []))
        == "No backups yet: a task whose runbook has a backup stage makes one when it runs.\n")
    #expect(text(BackupListReport(backups: [], target: "\u{7}x")) == "No backups of ␇x.\n")
    #expect(
      text(BackupListReport(backups: [], target: "dail", nearest: "daily"))
        == "No backups of dail; did you mean 'daily'?\n")
    #expect(BackupListReport(backups: []).json == "{\n  \"backups\": []\n}\n")
  }

  @Test func asJSON() {
    #expect(
      BackupListReport(backups: [rotation, strange]).json == """
        {
          "backups": [
            {
              "id": "12/daily.log_rotation",
              "run": 12,
              "task": "daily.log_rotation",
              "path": "/s/backups/12/daily.log_rotation",
              "state": "sealed",
              "made_at": "2026-11-21T02:00:14.000000Z",
              "file_count": 2,
              "bytes": 1536,
              "runbook": "rotate",
              "outcome": "rolled_back"
            },
            {
              "id": "3/runbook:web",
              "run": 3,
              "task": "runbook:web",
              "path": "/s/backups/3/runbook:web",
              "state": "not_sealed",
              "made_at": "2026-11-20T02:00:00.000000Z",
              "file_count": 0,
              "bytes": 0,
              "runbook": null,
              "outcome": null
            }
          ]
        }

        """)
  }
}

@Suite struct BackupReportTests {
  private let contents = BackupContents(
    files: [
      .init(path: Array("app.log".utf8), bytes: 1500, checksum: String(repeating: "0a", count: 32)),
      .init(path: Array("new\nline\u{1B}[2J\t".utf8), bytes: 36),
    ], others: 1)

  private var run: RunRecord {
    var run = ExampleRuns.rolledBack
    run.tasks[1].steps.insert(ExampleRuns.step(1, .backup, 0, "copy the logs", 12, 14, .succeeded), at: 0)
    return run
  }

  @Test func withItsRunAndItsFiles() {
    #expect(
      BackupReport(backup: rotation, contents: contents, run: run).text(appearance: plain, zone: .utc) == """
        Backup 12/daily.log_rotation: 2 files, 1.5 KiB, sealed
          made 2026-11-21 02:00:14 in run 12 (daily) by root on web1
          runbook rotate: ↩ rolled back: exit code 1; read more: maint show 12
          folder /s/backups/12/daily.log_rotation
          ✓ copy the logs  2.0 s

           SIZE  SHA-256                                                           FILE
        1.5 KiB  0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a  app.log
           36 B  –                                                                 new␊line␛[2J␉
        and 1 link or special file without a checksum

        """)
  }

  @Test func ofARunThatIsNotInTheLog() {
    #expect(
      BackupReport(backup: strange, contents: BackupContents(files: []), run: nil).text(appearance: plain, zone: .utc)
        == """
        Backup 3/runbook:web: 0 files, 0 B, not sealed
          made 2026-11-20 02:00:00
          – not in the run log
          folder /s/backups/3/runbook:web

        no files

        """)
  }

  @Test func asJSON() {
    let json = BackupReport(backup: rotation, contents: contents, run: run).json
    #expect(json.hasPrefix("{\n  \"id\": \"12/daily.log_rotation\",\n"))
    #expect(
      json.hasSuffix(
        """
          "outcome": "rolled_back",
          "targets": [
            "daily"
          ],
          "user": "root",
          "host": "web1",
          "cleanup_failed": false,
          "warnings": 0,
          "failed_step": null,
          "reason": "exit code 1",
          "steps": [
            {
              "name": "copy the logs",
              "started_at": "2026-11-21T02:00:12.000000Z",
              "duration_seconds": 2,
              "outcome": "succeeded"
            }
          ],
          "files": [
            {
              "path": "app.log",
              "bytes": 1500,
              "sha256": "\(String(repeating: "0a", count: 32))"
            },
            {
              "path": "new\\nline\\u001b[2J\\t",
              "bytes": 36,
              "sha256": null
            }
          ],
          "others": 1
        }

        """))
  }
}

@Suite struct BackupCheckReportTests {
  private var sealed: BackupRecord {
    var backup = strange
    backup.state = .sealed
    return backup
  }

  private var damaged: BackupCheck {
    BackupCheck(
      rotation,
      problems: [
        .sealLine(3), .damaged(Array("a\n".utf8)), .missing(Array("b".utf8)), .notListed(Array("c".utf8)),
        .unreadable([0xFF]), .notChecked("no memory"),
      ])
  }

  @Test func whatIsWrongWithWhich() {
    let report = BackupCheckReport([
      BackupCheck(open), damaged, BackupCheck(sealed, others: 2), BackupCheck(strange),
    ])
    #expect(!report.isGood)
    #expect(
      report.text(appearance: plain) == """
        – 13/daily.web           in the making: not looked at
        ✗ 12/daily.log_rotation  damaged: 6 problems
            SHA256SUMS: line 3 is not as maint wrote it
            damaged: a␊
            missing: b
            not listed: c
            cannot be read: \u{FFFD}
            not checked: no memory
        ✓ 3/runbook:web          whole: 0 files, 0 B, 2 links or special files without a checksum
        ✗ 3/runbook:web          incomplete: it was never sealed, or its SHA256SUMS was removed

        Whole: 1 of 4 backups. Do not restore from the others; check the disk (dmesg, smartctl) and who writes there.

        """)
  }

  @Test func goodOnes() {
    #expect(BackupCheckReport([]).isGood)
    #expect(BackupCheckReport([]).text(appearance: plain) == "No backups to verify.\n")
    let report = BackupCheckReport([BackupCheck(open), BackupCheck(sealed)])
    #expect(report.isGood)
    #expect(report.text(appearance: plain).hasSuffix("\n\nWhole: 1 of 2 backups.\n"))
  }

  @Test func asJSON() {
    let report = BackupCheckReport([BackupCheck(rotation, problems: [.sealLine(3), .damaged(Array("a".utf8))])])
    #expect(report.json.hasPrefix("{\n  \"good\": false,\n  \"backups\": [\n    {\n      \"id\": \"12/daily."))
    #expect(
      report.json.hasSuffix(
        """
              "verdict": "damaged",
              "problems": [
                {
                  "problem": "seal_line",
                  "path": null,
                  "message": "SHA256SUMS: line 3 is not as maint wrote it"
                },
                {
                  "problem": "damaged",
                  "path": "a",
                  "message": "damaged"
                }
              ],
              "others": 0
            }
          ]
        }

        """))
  }
}
