import JSON
import Catalog
import Diagnostics
import Foundation
import Planning
import Scheduling
import Testing

@testable import Reporting

@Suite struct PlanReportTests {
  private static func text(_ plan: Plan, color: Bool = false, utf8: Bool = true, width: Int = 100) -> String {
    PlanReport(plan, now: PlanFixture.now, appearance: .init(color: color, utf8: utf8), width: width).text
  }

  @Test func everything() {
    #expect(
      Self.text(PlanFixture.plan) == """
        Plan for daily: 3 tasks in 3 waves, 2 at a time, no estimate: 2 tasks have no history

          wave 1  1  weekly.security_updates  about 1 min 15 s
          wave 2  2  daily.deploy             no history, after 1
          wave 3  3  daily.check              no history, after 1, 2

        1  weekly.security_updates
           runbook     noop  (runbooks/noop.yaml)
           added       for daily.deploy: it has not succeeded in the current period
           estimate    median 1 min 15 s, 95 % 3 min 10 s, 14 runs

           precheck
             1  true

        2  daily.deploy
           Deploy a new configuration,
           and prove it.
           runbook     deploy  (adaptive, feature, runbooks/deploy.yaml)
           needs       weekly.security_updates
           met         monthly.system_updates by run 41, 2 h 01 min ago
           parameters  source = /srv/new  (with, schedules/daily.yaml:7)
                       note = ''  (default, runbooks/deploy.yaml:5)
                       message =  (command line)
                         one
                         two
           secrets     API_TOKEN = ***  (file /etc/maint/token)
                       KEY = ***  (output of: pass show key)
                       CRED = ***  (systemd credential cred)
           requires    nginx, curl
           locks       nginx, packages
           timeout     2h
           alert       critical when it fails
           estimate    no history

           backup
             1  schema
                  dump > "$MAINT_BACKUP_DIR/schema.sql"
             2  seal the backup with checksums
                  exec "$MAINT_EXECUTABLE" seal-backup

           change
             1  install
                  cp -r new /etc

                  printf '␛[31mred<U+202E>'
                if          test -d new
                undo        cp -r old /etc
                user        www-data
             2  reload
                  systemctl reload nginx
                undo
                  systemctl stop nginx
                  systemctl start nginx
                env         LANG=C
                env         TZ=UTC
                cwd         /
                shell       bash
                exit_codes  0, 3 mean success
                on_failure  warn, and go on
                processes   keep: what it leaves running is not ended

           verify
             1  curl -fsS localhost
                timeout     10s
                retries     5, after 2s, then each time 1.5 times as long

           rollback  when change or verify fails: undo of change 2, 1, where started; then
             1  reload again
                  systemctl reload nginx

           cleanup
             1  rm -f x

        3  daily.check
           runbook     noop  (as shown for 1 weekly.security_updates)
           needs       weekly.security_updates, daily.deploy
           estimate    no history

        """)
  }

  @Test func aTaskAloneHasNoOverview() {
    var plan = PlanFixture.plan
    plan.tasks.removeSubrange(1...)
    #expect(
      Self.text(plan) == """
        Plan for daily: 1 task in 1 wave, 2 at a time, about 1 min 15 s

        1  weekly.security_updates
           runbook     noop  (runbooks/noop.yaml)
           estimate    median 1 min 15 s, 95 % 3 min 10 s, 14 runs

           precheck
             1  true

        """)
    plan.tasks = []
    #expect(Self.text(plan) == "Plan for daily: nothing to do\n")
  }

  @Test(arguments: [
    (undo: true, steps: false, "when change or verify fails: undo of change 1, where started"),
    (undo: false, steps: true, "when change or verify fails"),
    (undo: false, steps: false, "none: no step has an undo, and there is no rollback stage"),
  ]) func rollbackIsSaidInWords(undo: Bool, steps: Bool, words: String) {
    var plan = PlanFixture.plan
    var step = Step(name: "x", run: "x", place: .path("x"))
    step.undo = undo ? "y" : nil
    plan.runbooks[1].change = [step]
    plan.runbooks[1].rollback = steps ? [step] : []
    #expect(Self.text(plan).contains("\n   rollback  \(words)\n"))
    plan.runbooks[1].noRollbackReason = "cannot be undone"
    #expect(Self.text(plan).contains("\n   rollback  none: cannot be undone\n"))
  }

  @Test func longListsAreBrokenAtTheWidth() {
    var plan = PlanFixture.plan
    plan.tasks[1].locks = (10..<30).map { "lock\($0)" }
    let lines = Self.text(plan, width: 40).split(separator: "\n").filter { $0.contains("lock") }
    #expect(lines.count == 7 && lines.allSatisfy { $0.count <= 40 })
    #expect(lines[0] == "   locks       lock10, lock11, lock12,")
    #expect(lines[1] == "               lock13, lock14, lock15,")
  }

  @Test func colourOnlyAddsSequences() {
    let colored = Self.text(PlanFixture.plan, color: true)
    #expect(colored != Self.text(PlanFixture.plan))
    #expect(colored.replacing(/\u{1B}\[[0-9;]*m/, with: "") == Self.text(PlanFixture.plan))
  }

  @Test func withoutUTF8EverythingIsASCII() {
    #expect(Self.text(PlanFixture.plan, utf8: false).utf8.allSatisfy { $0 < 0x80 })
  }

  @Test func jsonReadsBack() throws {
    for layout in [JSONWriter.Layout.compact, .pretty] {
      var json = JSONWriter(layout: layout)
      PlanJSON(PlanFixture.plan, now: Timestamp(seconds: 0)).write(to: &json)
      let object = try #require(try JSONSerialization.jsonObject(with: Data(json.bytes)) as? [String: Any])
      #expect(object["jobs"] as? Int == 2 && object["waves"] as? Int == 3)
      #expect(object["targets"] as? [String] == ["daily"] && object["estimated_seconds"] is NSNull)
      let tasks = try #require(object["tasks"] as? [[String: Any]])
      #expect(tasks.map { $0["name"] as? String } == ["weekly.security_updates", "daily.deploy", "daily.check"])
      #expect(tasks[2]["needs"] as? [String] == ["weekly.security_updates", "daily.deploy"])
      let runbooks = try #require(object["runbooks"] as? [[String: Any]])
      let stages = try #require(runbooks[1]["stages"] as? [String: [[String: Any]]])
      #expect(stages.count == 6 && stages["backup"]?.count == 2)
      #expect(stages["change"]?[0]["run"] as? String == PlanFixture.plan.runbooks[1].change[0].run)
    }
  }

  @Test func jsonOfATask() {
    var plan = PlanFixture.plan
    plan.tasks = [plan.tasks[1]]
    plan.tasks[0].runbook = 0
    plan.tasks[0].needs = []
    plan.tasks[0].wave = 0
    plan.tasks[0].parameters.remove(at: 1)
    var runbook = Runbook(name: "deploy", place: plan.runbooks[1].place)
    runbook.verify = plan.runbooks[1].verify
    runbook.secrets = [plan.runbooks[1].secrets[0]]
    plan.runbooks = [runbook]
    var json = JSONWriter(layout: .pretty)
    PlanJSON(plan, now: Timestamp(seconds: 0)).write(to: &json)
    #expect(
      json.text == #"""
        {
          "targets": [
            "daily"
          ],
          "jobs": 2,
          "waves": 1,
          "estimated_seconds": null,
          "tasks": [
            {
              "name": "daily.deploy",
              "runbook": "deploy",
              "selection": "asked",
              "wave": 1,
              "needs": [],
              "met_needs": [
                {
                  "task": "monthly.system_updates",
                  "run": 41,
                  "finished_at": "2026-11-21T11:59:00.000000Z"
                }
              ],
              "parameters": [
                {
                  "name": "source",
                  "value": "/srv/new",
                  "source": "with",
                  "place": "schedules/daily.yaml:7"
                },
                {
                  "name": "message",
                  "value": "one\ntwo",
                  "source": "command_line",
                  "place": null
                }
              ],
              "locks": [
                "nginx",
                "packages"
              ],
              "timeout_seconds": 7200,
              "alert": "critical",
              "estimate": null,
              "gate": null,
              "rollback_proof": null,
              "approval": null
            }
          ],
          "runbooks": [
            {
              "name": "deploy",
              "path": "runbooks/deploy.yaml",
              "description": null,
              "category": null,
              "type": null,
              "secrets": [
                {
                  "name": "API_TOKEN",
                  "source": "file",
                  "from": "/etc/maint/token"
                }
              ],
              "requires": [],
              "confirm_seconds": null,
              "no_rollback_reason": null,
              "stages": {
                "precheck": [],
                "backup": [],
                "change": [],
                "verify": [
                  {
                    "name": "curl -fsS localhost",
                    "run": "curl -fsS localhost",
                    "undo": null,
                    "if": null,
                    "timeout_seconds": 10,
                    "retries": 5,
                    "delay_seconds": 2,
                    "backoff": 1.5,
                    "env": [],
                    "cwd": null,
                    "user": null,
                    "shell": "sh",
                    "exit_codes": [
                      0
                    ],
                    "on_failure": "fail",
                    "processes": "end"
                  }
                ],
                "rollback": [],
                "cleanup": []
              },
              "copy_to": null
            }
          ]
        }
        """#)
  }
}
