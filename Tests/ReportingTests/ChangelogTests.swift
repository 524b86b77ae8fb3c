import Catalog
import Execution
import Scheduling
import Testing

@testable import Reporting
@testable import RunLog

/// The forms of the change log, of a small history with hostile names.
@Suite struct ChangelogTests {
  private static let web = TaskName(tier: .daily, name: "web")

  private static func task(_ run: Int, _ outcome: TaskOutcome?) -> ChangedTask {
    let at = ExampleRuns.at(Double(run) * 60)
    return ChangedTask(
      run: run, position: 0, task: web, runbook: "web", runStartedAt: at, startedAt: at, outcome: outcome, user: "anna",
      isDue: false)
  }

  private static var entries: [ChangelogEntry] {
    var changed = task(2, .succeeded)
    changed.takenBackBy = 3
    changed.files = FileChanges(
      [
        FileChange(path: "/srv/a|b", name: "<b>`x\u{1B}[2J", kind: .added),
        FileChange(path: "/srv/a|b", name: ".", kind: .changed, aspects: ["mode", "time"]),
      ], count: 3)
    changed.packages = [
      PackageChange(manager: "dpkg", name: "cur|l", architecture: "amd64", old: "1<2", new: "2"),
      PackageChange(manager: "dpkg", name: "vim", architecture: "all", old: "9", new: nil),
    ]
    changed.isCertain = false
    changed.override = WindowOverride(by: "ben", uid: 7, reason: "it *burns*")
    (changed.approval, changed.incidents) = (4, [5, 6])
    var back = task(3, .rolledBack)
    back.rollsBack = 2
    var failed = task(1, .rolledBack)
    (failed.reason, failed.isDue) = ("step 'x' failed\n| at once", true)
    var doubtful = task(4, .rollbackFailed)
    doubtful.reason = "no way back"
    doubtful.resolution = Resolution(by: "cleo", reason: "by hand", at: ExampleRuns.at(500))
    var facts = RunbookFacts(nil)
    (facts.description, facts.category, facts.kind) = ("Serve [it](http://evil)", .adaptive, .feature)
    let noticed = NoticedPackages(
      changedAt: ExampleRuns.at(-30), knownAt: ExampleRuns.at(-90), readAt: ExampleRuns.at(60), run: 1,
      packages: [PackageChange(manager: "apk", name: "nano", architecture: "x86", old: nil, new: "7.2")])
    let project = ProjectChange(
      at: ExampleRuns.at(60), run: 1, project: "/etc/maint",
      files: [.init(path: "runbooks/a.yaml", kind: .added), .init(path: "runbooks/b.yaml", kind: .removed)])
    let restore = BackupEvent(
      run: 1, task: web, kind: .restore, path: "/etc/a", detail: "in place", startedAt: ExampleRuns.at(400),
      finishedAt: ExampleRuns.at(401), doneBy: "anna")
    let window = WindowExceptionRecord(
      number: 1, run: nil, override: WindowOverride(by: "ben", uid: 7, reason: "moving"), start: ExampleRuns.at(390),
      end: ExampleRuns.at(600))
    return [
      ChangelogEntry(.restore(restore), runbook: nil), ChangelogEntry(.override(window), runbook: nil),
      ChangelogEntry(.task(doubtful), runbook: nil), ChangelogEntry(.task(back), runbook: facts),
      ChangelogEntry(.task(changed), runbook: facts), ChangelogEntry(.task(failed), runbook: facts),
      ChangelogEntry(.project(project), runbook: nil), ChangelogEntry(.packages(noticed), runbook: nil),
    ]
  }

  @Test func aLineForEach() {
    let text = ChangelogText(appearance: Appearance(color: false, utf8: true), zone: .utc, hasDetails: false)
    #expect(
      Self.entries.map(text.lines).joined() == """
        2026-11-21 02:06:40  ✓ restore of 1/daily.web, /etc/a (run 1, by anna): restored: in place
        2026-11-21 02:06:30  · window opened (by ben): moving
        2026-11-21 02:04:00  ! daily.web (run 4, by anna): was in doubt: no way back; resolved by cleo
        2026-11-21 02:03:00  ↩ daily.web (run 3, taking back run 2, by anna): taken back. Serve [it](http://evil); adaptive, feature
        2026-11-21 02:02:00  ↩ daily.web (run 2, by anna): 3 files; 2 packages: cur|l 1<2 → 2, vim 9 removed (perhaps not by this task: others were at work, or maint was killed); taken back by run 3. Serve [it](http://evil); adaptive, feature; windows overridden by ben: it *burns*; approved by request 4; incident 5, 6
        2026-11-21 02:01:00  ↩ daily.web (run 1, by anna (due)): rolled back: step 'x' failed | at once. Serve [it](http://evil); adaptive, feature
        2026-11-21 02:01:00  ! project /etc/maint (seen first by run 1): 2 files: runbooks/a.yaml, runbooks/b.yaml
        2026-11-21 01:59:30  ! packages of the host (seen by run 1, by others): 1 package: nano 7.2 installed

        """)
  }

  @Test func detailsStandBelow() {
    let text = ChangelogText(appearance: Appearance(color: false, utf8: true), zone: .utc, hasDetails: true)
    #expect(
      text.lines(of: Self.entries[4]) == """
        2026-11-21 02:02:00  ↩ daily.web (run 2, by anna): 3 files; 2 packages: cur|l 1<2 → 2, vim 9 removed (perhaps not by this task: others were at work, or maint was killed); taken back by run 3
            why: Serve [it](http://evil); adaptive, feature; windows overridden by ben: it *burns*; approved by request 4; incident 5, 6
            runbook: web
            + /srv/a|b/<b>`x␛[2J  added
            ~ /srv/a|b  mode, time
            and 1 file more
            package cur|l 1<2 → 2  dpkg amd64
            package vim 9 removed  dpkg all

        """)
    #expect(
      text.lines(of: Self.entries[6]).hasSuffix("\n    + runbooks/a.yaml  first seen\n    - runbooks/b.yaml\n"))
    #expect(text.lines(of: Self.entries[7]).contains("\n    after 2026-11-21 01:58:30, when maint last looked\n"))
  }

  /// Each row has its eight cells, whatever the texts hold.
  @Test func markdown() throws {
    let markdown = ChangelogMarkdown(zone: .utc, host: "web_1")
    let head = markdown.head(since: ExampleRuns.at(0), until: ExampleRuns.at(600), run: nil)
    #expect(
      head + Self.entries.map(markdown.row).joined() == #"""
        # Changes on web_1, 2026-11-21 02:00:00 to 2026-11-21 02:10:00

        | when | what | who | run | files | packages | state | why |
        | --- | --- | --- | --- | --- | --- | --- | --- |
        | 2026-11-21 02:06:40 | restore of 1/daily.web, /etc/a | anna | run 1 |  |  | restored: in place |  |
        | 2026-11-21 02:06:30 | window opened | ben |  |  |  |  | moving |
        | 2026-11-21 02:04:00 | daily.web | anna | run 4 |  |  | was in doubt: no way back; resolved by cleo |  |
        | 2026-11-21 02:03:00 | daily.web | anna | run 3, taking back run 2 |  |  | taken back | Serve \[it\](http://evil); adaptive, feature |
        | 2026-11-21 02:02:00 | daily.web | anna | run 2 | 3 files | 2 packages: cur\|l 1\<2 → 2, vim 9 removed (perhaps not by this task: others were at work, or maint was killed) | taken back by run 3 | Serve \[it\](http://evil); adaptive, feature; windows overridden by ben: it \*burns\*; approved by request 4; incident 5, 6 |
        | 2026-11-21 02:01:00 | daily.web | anna (due) | run 1 |  |  | rolled back: step 'x' failed \| at once | Serve \[it\](http://evil); adaptive, feature |
        | 2026-11-21 02:01:00 | project /etc/maint |  | seen first by run 1 | 2 files: runbooks/a.yaml, runbooks/b.yaml |  | seen |  |
        | 2026-11-21 01:59:30 | packages of the host | others | seen by run 1 |  | 1 package: nano 7.2 installed | seen |  |

        """#)
    #expect(
      markdown.details(of: Self.entries[4]) == #"""

        ## 2026-11-21 02:02:00 daily.web (run 2)

        - added: ``/srv/a|b/<b>`x␛[2J``
        - mode, time: `/srv/a|b`
        - and 1 file more
        - cur\|l 1\<2 → 2 (dpkg amd64)
        - vim 9 removed (dpkg all)

        """#)
    #expect(markdown.details(of: Self.entries[0]) == nil)
    #expect(markdown.details(of: Self.entries[6])?.contains("- first seen `runbooks/a.yaml`\n- removed `run") == true)
  }

  @Test func json() {
    var bytes: [UInt8] = []
    ChangelogJSON { bytes += $0 }.write(since: ExampleRuns.at(0), until: ExampleRuns.at(600), run: nil) { add in
      [Self.entries[4], Self.entries[1]].forEach(add)
    }
    #expect(
      String(decoding: bytes, as: UTF8.self) == #"""
        {
          "since": "2026-11-21T02:00:00.000000Z",
          "until": "2026-11-21T02:10:00.000000Z",
          "run": null,
          "changes": [
            {
              "at": "2026-11-21T02:02:00.000000Z",
              "kind": "task",
              "what": "daily.web",
              "who": "anna",
              "run": 2,
              "task": "daily.web",
              "runbook": "web",
              "why": {
                "description": "Serve [it](http://evil)",
                "category": "adaptive",
                "type": "feature",
                "due": false,
                "override": "it *burns*",
                "approval": 4,
                "incidents": [
                  5,
                  6
                ],
                "note": null
              },
              "outcome": "succeeded",
              "reason": null,
              "state": "taken_back",
              "takes_back": null,
              "taken_back_by": 3,
              "files_changed": 3,
              "files": [
                {
                  "file": "/srv/a|b/<b>`x\u001b[2J",
                  "path": "/srv/a|b",
                  "kind": "added",
                  "aspects": []
                },
                {
                  "file": "/srv/a|b",
                  "path": "/srv/a|b",
                  "kind": "changed",
                  "aspects": [
                    "mode",
                    "time"
                  ]
                }
              ],
              "packages": [
                {
                  "manager": "dpkg",
                  "name": "cur|l",
                  "architecture": "amd64",
                  "before": "1<2",
                  "after": "2"
                },
                {
                  "manager": "dpkg",
                  "name": "vim",
                  "architecture": "all",
                  "before": "9",
                  "after": null
                }
              ],
              "packages_certain": false,
              "packages_known_at": null
            },
            {
              "at": "2026-11-21T02:06:30.000000Z",
              "kind": "override",
              "what": "window opened",
              "who": "ben",
              "run": null,
              "task": null,
              "runbook": null,
              "why": {
                "description": null,
                "category": null,
                "type": null,
                "due": false,
                "override": null,
                "approval": null,
                "incidents": [],
                "note": "moving"
              },
              "outcome": null,
              "reason": null,
              "state": null,
              "takes_back": null,
              "taken_back_by": null,
              "files_changed": null,
              "files": [],
              "packages": [],
              "packages_certain": true,
              "packages_known_at": null
            }
          ]
        }

        """#)
  }
}
