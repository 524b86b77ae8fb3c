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
  result: TaskResult(outcome: .rolledBack, reason: "exit code 1"), archives: archives)

private let archives = [
  ArchiveRecord(
    path: "/etc/app", file: "etc+app.tar.zst", manifest: "etc+app.manifest", fileChecksum: "0a",
    manifestChecksum: "0b", entries: 12, bytes: 2048, archiveBytes: 700, madeAt: ExampleRuns.at(13)),
  ArchiveRecord(
    path: "/srv/x", file: nil, manifest: "srv+x.manifest", fileChecksum: nil, manifestChecksum: "0c", entries: 0,
    bytes: 0, archiveBytes: 0, madeAt: ExampleRuns.at(13)),
]

private func event(
  _ kind: BackupEvent.Kind, path: String? = nil, detail: String? = nil, at second: Double, error: String? = nil
) -> BackupEvent {
  BackupEvent(
    run: 12, task: ExampleRuns.daily("log_rotation"), kind: kind, path: path, detail: detail,
    startedAt: ExampleRuns.at(second), finishedAt: ExampleRuns.at(second + 1), bytes: 1536, dataAge: .seconds(60),
    error: error, doneBy: "root")
}

/// Of a run that the run log does not have.
private let strange = BackupRecord(
  id: BackupID(run: 3, task: TaskName(tier: nil, name: "web")), path: "/s/backups/3/runbook:web", state: .notSealed,
  madeAt: ExampleRuns.at(-86_400), fileCount: 0, bytes: 0)

private let open: BackupRecord = {
  var record = BackupRecord(
    id: BackupID(run: 13, task: ExampleRuns.daily("web")), path: "/s/backups/13/daily.web", state: .inTheMaking,
    madeAt: ExampleRuns.at(60), fileCount: 1, bytes: 7, runbook: "web")
  record.isAtWork = true
  return record
}()

@Suite struct BackupListReportTests {
  private let pruned = [event(.prune, detail: "beyond last: 3", at: 90)].compactMap { PrunedBackup($0) }

  @Test func aTable() {
    #expect(
      BackupListReport(backups: [open, rotation, strange]).text(appearance: plain, zone: .utc) == """
        ID                     MADE                 RUNBOOK  FILES     SIZE  OUTCOME               SEAL           PATHS
        13/daily.web           2026-11-21 02:01:00  web          1      7 B  ▸ running             in the making
        12/daily.log_rotation  2026-11-21 02:00:14  rotate       2  1.5 KiB  ↩ rolled back         sealed         /etc/app, /srv/x
        3/runbook:web          2026-11-20 02:00:00               0      0 B  – not in the run log  not sealed

        """)
  }

  @Test func whatWentLastIsNamedBelow() {
    #expect(PrunedBackup(event(.prune, at: 90, error: "no")) == nil && PrunedBackup(event(.copy, at: 90)) == nil)
    let text = BackupListReport(backups: [], pruned: Array(repeating: pruned[0], count: 6)).text(
      appearance: plain, zone: .utc)
    #expect(
      text.hasSuffix(
        """
        when it runs.

        """
          + String(
            repeating: "\n12/daily.log_rotation: pruned on 2026-11-21 02:01:30 by root (beyond last: 3)", count: 5)
          + "\nand others; --json lists the last 6\n"))
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
    #expect(BackupListReport(backups: []).json == "{\n  \"backups\": [],\n  \"pruned\": []\n}\n")
  }

  @Test func asJSON() {
    #expect(
      BackupListReport(backups: [rotation, strange], pruned: pruned).json == """
        {
          "backups": [
            {
              "id": "12/daily.log_rotation",
              "run": 12,
              "task": "daily.log_rotation",
              "path": "/s/backups/12/daily.log_rotation",
              "state": "sealed",
              "made_at": "2026-11-21T02:00:14.000000Z",
              "found_damaged_at": null,
              "file_count": 2,
              "bytes": 1536,
              "runbook": "rotate",
              "outcome": "rolled_back",
              "paths": [
                {
                  "path": "/etc/app",
                  "absent": false,
                  "entries": 12,
                  "bytes": 2048,
                  "archive_bytes": 700,
                  "made_at": "2026-11-21T02:00:13.000000Z"
                },
                {
                  "path": "/srv/x",
                  "absent": true,
                  "entries": 0,
                  "bytes": 0,
                  "archive_bytes": 0,
                  "made_at": "2026-11-21T02:00:13.000000Z"
                }
              ]
            },
            {
              "id": "3/runbook:web",
              "run": 3,
              "task": "runbook:web",
              "path": "/s/backups/3/runbook:web",
              "state": "not_sealed",
              "made_at": "2026-11-20T02:00:00.000000Z",
              "found_damaged_at": null,
              "file_count": 0,
              "bytes": 0,
              "runbook": null,
              "outcome": null,
              "paths": []
            }
          ],
          "pruned": [
            {
              "id": "12/daily.log_rotation",
              "run": 12,
              "task": "daily.log_rotation",
              "state": "pruned",
              "pruned_at": "2026-11-21T02:01:30.000000Z",
              "by": "root",
              "reason": "beyond last: 3",
              "bytes": 1536
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
      BackupReport(
        backup: rotation, contents: contents, run: run,
        events: [
          event(.verify, at: 20), event(.verify, at: 30, error: "damaged: a"),
          event(.restore, path: "/etc/app", detail: "/root/old", at: 40),
        ]
      ).text(appearance: plain, zone: .utc, now: ExampleRuns.at(13 + 7200)) == """
        Backup 12/daily.log_rotation: 2 files, 1.5 KiB, sealed
          made 2026-11-21 02:00:14 in run 12 (daily) by root on web1
          runbook rotate: ↩ rolled back: exit code 1; read more: maint show 12
          folder /s/backups/12/daily.log_rotation
          ✓ copy the logs  2.0 s
          ✗ verify 2026-11-21 02:00:30 by root: damaged: a
          ✓ restore of /etc/app (/root/old) 2026-11-21 02:00:40 by root

           SIZE  ARCHIVE  ENTRIES         AGE  PATH
        2.0 KiB    700 B       12  2 h 00 min  /etc/app
         absent                 0  2 h 00 min  /srv/x

           SIZE  SHA-256                                                           FILE
        1.5 KiB  0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a  app.log
           36 B  –                                                                 new␊line␛[2J␉
        and 1 link or special file without a checksum

        """)
  }

  @Test func ofARunThatIsNotInTheLog() {
    #expect(
      BackupReport(backup: strange, contents: BackupContents(files: []), run: nil).text(
        appearance: plain, zone: .utc, now: ExampleRuns.at(0))
          == """
          Backup 3/runbook:web: 0 files, 0 B, not sealed
            made 2026-11-20 02:00:00
            – not in the run log
            folder /s/backups/3/runbook:web

          no files

          """)
  }

  @Test func asJSON() {
    let json = BackupReport(
      backup: rotation, contents: contents, run: run, events: [event(.verify, at: 20)]
    ).json
    #expect(json.hasPrefix("{\n  \"id\": \"12/daily.log_rotation\",\n"))
    #expect(
      json.hasSuffix(
        """
              "made_at": "2026-11-21T02:00:13.000000Z"
            }
          ],
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
          "others": 1,
          "events": [
            {
              "kind": "verify",
              "path": null,
              "detail": null,
              "started_at": "2026-11-21T02:00:20.000000Z",
              "finished_at": "2026-11-21T02:00:21.000000Z",
              "bytes": 1536,
              "data_age_seconds": 60,
              "error": null,
              "by": "root"
            }
          ]
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
        .unreadable([0xFF]), .notChecked("no memory"), .damaged(Array("etc+app.tar.zst".utf8)),
        .notAsRecorded(Array("srv+x.manifest".utf8)), .sealDiffers(Array("etc+app.manifest".utf8)),
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
        ✗ 12/daily.log_rotation  damaged: 9 problems
            SHA256SUMS: line 3 is not as maint wrote it
            damaged: a␊
            missing: b
            not listed: c
            cannot be read: \u{FFFD}
            not checked: no memory
            damaged: etc+app.tar.zst; /etc/app cannot be restored
            as the seal says, but not what the run log has: srv+x.manifest; /srv/x cannot be restored
            as the run log has it, but SHA256SUMS says otherwise: etc+app.manifest
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
    let report = BackupCheckReport([
      BackupCheck(rotation, problems: [.sealLine(3), .damaged(Array("etc+app.manifest".utf8))])
    ])
    #expect(report.json.hasPrefix("{\n  \"good\": false,\n  \"backups\": [\n    {\n      \"id\": \"12/daily."))
    #expect(
      report.json.hasSuffix(
        """
              "verdict": "damaged",
              "problems": [
                {
                  "problem": "seal_line",
                  "path": null,
                  "message": "SHA256SUMS: line 3 is not as maint wrote it",
                  "affects": null
                },
                {
                  "problem": "damaged",
                  "path": "etc+app.manifest",
                  "message": "damaged",
                  "affects": "/etc/app"
                }
              ],
              "others": 0
            }
          ]
        }

        """))
  }
}

@Suite struct PruneReportTests {
  private let decisions = [
    PruneDecision(open, .stays, because: ["its run is unresolved", "the newest of 2026-11-21 of /etc/app"]),
    PruneDecision(rotation, .goes, because: ["beyond last: 3"]),
  ]

  @Test func aTable() {
    let report = PruneReport(decisions, isDryRun: true)
    #expect(
      report.text(appearance: plain, zone: .utc) == """
        ID                     MADE                    SIZE  FATE   WHY
        13/daily.web           2026-11-21 02:01:00      7 B  stays  its run is unresolved; the newest of 2026-11-21 of /etc/app
        12/daily.log_rotation  2026-11-21 02:00:14  1.5 KiB  goes   beyond last: 3

        To go: 1 of 2 backups, 1.5 KiB.

        """)
    #expect(PruneReport([], isDryRun: false).text(appearance: plain, zone: .utc) == "No backups to prune.\n")
    var done = decisions
    done[1].fate = .pruned
    #expect(PruneReport(done, isDryRun: false).tally == "1 of 2 backups, 1.5 KiB")
    done[1].fate = .failed
    #expect(PruneReport(done, isDryRun: false).tally == "0 of 2 backups, 0 B")
  }

  @Test func asJSON() {
    let json = PruneReport(decisions, isDryRun: true).json
    #expect(json.hasPrefix("{\n  \"freed_bytes\": 1536,\n  \"backups\": [\n    {\n      \"id\": \"13/daily.web\","))
    #expect(
      json.hasSuffix(
        """
              "fate": "goes",
              "reasons": [
                "beyond last: 3"
              ]
            }
          ]
        }

        """))
  }
}
