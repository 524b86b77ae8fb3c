import Catalog
import Diagnostics
import Planning
import Scheduling

/// A plan with one of everything that a plan can hold.
enum PlanFixture {
  static let now = Timestamp(microseconds: 1_795_269_600_000_000)

  static var plan: Plan {
    let first = PlannedTask(
      task: task(.weekly, "security_updates", runbook: "noop"), selection: .needed, runbook: 0,
      estimate: Estimate(median: .seconds(75), percentile95: .seconds(190), count: 14))
    var deploy = PlannedTask(
      task: task(.daily, "deploy", runbook: "deploy"), runbook: 1, needs: [0],
      metNeeds: [
        .init(
          task: TaskName(tier: .monthly, name: "system_updates"),
          success: .init(run: 41, startedAt: now + .seconds(-7260), finishedAt: now + .seconds(-7260)))
      ],
      parameters: [
        .init(name: "source", value: "/srv/new", origin: .task(place: "schedules/daily.yaml:7")),
        .init(name: "note", value: "", origin: .runbook(place: "runbooks/deploy.yaml:5")),
        .init(name: "message", value: "one\ntwo", origin: .commandLine),
      ],
      locks: ["nginx", "packages"], timeout: .seconds(7200), wave: 1)
    deploy.task.alert = .critical
    let last = PlannedTask(task: task(.daily, "check", runbook: "noop"), runbook: 0, needs: [0, 1], wave: 2)
    return Plan(
      targets: [.tier(.daily)], tasks: [first, deploy, last], runbooks: [noop, self.deploy], jobs: 2,
      defaults: Defaults())
  }

  private static func task(_ tier: Tier, _ name: String, runbook: String) -> MaintenanceTask {
    MaintenanceTask(name: TaskName(tier: tier, name: name), runbook: runbook, place: .path("schedules/x.yaml"))
  }

  private static var noop: Runbook {
    let place = Place.path("runbooks/noop.yaml")
    var runbook = Runbook(name: "noop", place: place)
    runbook.precheck = [Step(name: "true", run: "true\n", place: place)]
    return runbook
  }

  private static var deploy: Runbook {
    let place = Place.path("runbooks/deploy.yaml")
    var runbook = Runbook(name: "deploy", place: place)
    runbook.description = "Deploy a new configuration,\nand prove it."
    runbook.category = .adaptive
    runbook.kind = .feature
    runbook.secrets = [
      Secret(name: "API_TOKEN", origin: .file("/etc/maint/token"), place: place),
      Secret(name: "KEY", origin: .command("pass show key"), place: place),
      Secret(name: "CRED", origin: .credential("cred"), place: place),
    ]
    runbook.requires = ["nginx", "curl"]
    runbook.backup = [Step(name: "schema", run: "dump > \"$MAINT_BACKUP_DIR/schema.sql\"", place: place)]
    var install = Step(name: "install", run: "cp -r new /etc\n\nprintf '\u{1B}[31mred\u{202E}'\n", place: place)
    install.undo = "cp -r old /etc\n"
    install.condition = "test -d new"
    install.user = "www-data"
    var reload = Step(name: "reload", run: "systemctl reload nginx", place: place)
    reload.undo = "systemctl stop nginx\nsystemctl start nginx\n"
    reload.onFailure = .warn
    reload.processes = .keep
    reload.exitCodes = [0, 3]
    reload.workingDirectory = "/"
    reload.shell = .bash
    reload.environment = [("LANG", "C"), ("TZ", "UTC")]
    runbook.change = [install, reload]
    var verify = Step(name: "curl -fsS localhost", run: "curl -fsS localhost", place: place)
    verify.retries = 5
    verify.delay = .seconds(2)
    verify.backoff = 1.5
    verify.timeout = .seconds(10)
    runbook.verify = [verify]
    runbook.rollback = [Step(name: "reload again", run: "systemctl reload nginx", place: place)]
    runbook.cleanup = [Step(name: "rm -f x", run: "rm -f x", place: place)]
    return runbook
  }
}
