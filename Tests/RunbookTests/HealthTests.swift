import Testing

private let name = "system_health_checks"

/// Parameters with which nothing depends on how busy or full the host is that runs the tests.
let calm = [
  "load_warn_per_core": "9999", "load_fail_per_core": "9999", "memory_warn_percent": "100",
  "memory_fail_percent": "100", "swap_warn_percent": "100", "disk_warn_percent": "100", "disk_fail_percent": "100",
  "inode_warn_percent": "100", "inode_fail_percent": "100", "failed_units_warn": "99999",
  "failed_units_fail": "99999", "failed_logins_warn": "99999999", "failed_logins_fail": "99999999",
  "reboot_fail_days": "9999",
]

/// A check of the host passes, warns or fails by its thresholds, and the others go on.
@Suite struct HealthTests {
  struct Threshold: CustomTestStringConvertible {
    /// What its two parameters are named, with `warn` or `fail` in the place of `*`.
    let parameter: String
    let step: String
    let check: String
    let words: String
    let metric: String

    var testDescription: String { parameter }
  }

  static let thresholds = [
    Threshold(
      parameter: "load_*_per_core", step: "load", check: "load", words: "a core: above 0", metric: "maint_load_per_core"
    ),
    Threshold(
      parameter: "memory_*_percent", step: "memory", check: "memory", words: "above 0 %",
      metric: "maint_memory_used_percent"),
    Threshold(
      parameter: "disk_*_percent", step: "file system has space", check: "disk", words: "file system /",
      metric: "maint_disk_used_percent{mount=\"/\"}"),
    Threshold(
      parameter: "inode_*_percent", step: "file system has space", check: "disk", words: "of inodes in use: above 0",
      metric: "maint_disk_inodes_used_percent{mount=\"/\"}"),
  ]

  @Test(arguments: Account.available)
  func aCalmHostPasses(account: Account) throws {
    let report = try Place(account).run(name, calm).expect("succeeded")
    #expect(report.error.isEmpty, "\(report.text)")
    #expect(report.metrics["maint_health_checks_failed"] == 0)
    #expect(report.steps.count == 14)
  }

  /// All of them at once: each warns by itself, none fails the task.
  @Test(arguments: Account.available)
  func aboveTheFirstThresholdItWarns(account: Account) throws {
    let place = try Place(account)
    let lowered = Self.thresholds.map { ($0.parameter.replacing("*", with: "warn"), "0") }
    let report = try place.run(name, calm.merging(lowered) { $1 }).expect("succeeded")
    for threshold in Self.thresholds where (report.metrics[threshold.metric] ?? 0) > 0 {
      #expect(report.outcome(of: threshold.step) == "warned")
      report.warns(threshold.words)
    }
    #expect(report.metrics["maint_health_checks_failed"] == 0)
    #expect(report.error.isEmpty, "\(report.text)")
  }

  @Test(arguments: thresholds)
  func aboveTheSecondItFailsAndTheOthersGoOn(threshold: Threshold) throws {
    let place = try Place()
    let lowered = [threshold.parameter.replacing("*", with: "fail"): "0"]
    let report = try place.run(name, calm.merging(lowered) { $1 })
    // A host may be so idle, or its file system so empty, that its figure is 0.
    guard (report.metrics[threshold.metric] ?? 0) > 0 else { return _ = report.expect("succeeded") }
    report.expect("failed").complains(threshold.words, "1 checks failed: \(threshold.check).")
    // What was found stands with the outcome, as cron mails it.
    #expect(report.console.contains(threshold.words), "\(report.console)")
    #expect(report.outcome(of: "certificate") == "succeeded")
    #expect(report.metrics["maint_health_checks_failed"] == 1)
  }

  @Test func ignoredMountsAreNotJudged() throws {
    let place = try Place()
    let found = try place.run(name, calm).metrics.keys
    let mounts = found.compactMap { metric in
      metric.wholeMatch(of: /maint_disk_used_percent\{mount="(.*)"\}/).map { String($0.output.1) }
    }
    let report = try place.run(
      name,
      calm.merging(["disk_fail_percent": "0", "inode_fail_percent": "0", "disk_ignore": mounts.joined(separator: " ")])
      { $1 })
    report.expect("succeeded")
    #expect(!report.summary.contains("file system"))
  }

  @Test(arguments: Account.available)
  func namesResolveOrNot(account: Account) throws {
    let report = try Place(account).run(
      name, calm.merging(["resolve_hosts": "localhost no-such.invalid", "network_warn_ms": "999999"]) { $1 })
    report.expect("failed").complains("no-such.invalid does not resolve", "1 checks failed: names.")
    #expect(report.metrics["maint_name_resolution_seconds{host=\"localhost\"}"] != nil, "\(report.metrics)")
  }

  @Test(.enabled(if: Tools.has("bash")), arguments: Account.available)
  func endpointsAcceptOrNot(account: Account) throws {
    let open = try Listener()
    let shut = try Listener(accepts: false)
    let endpoints = ["endpoints": "127.0.0.1:\(shut.port) localhost:\(open.port)", "network_warn_ms": "999999"]
    let report = try Place(account).run(name, calm.merging(endpoints) { $1 })
    report.expect("failed").complains("127.0.0.1:\(shut.port) accepts no connection", "1 checks failed: endpoints.")
    #expect(report.metrics["maint_endpoint_up{endpoint=\"127.0.0.1:\(shut.port)\"}"] == 0)
    #expect(report.metrics["maint_endpoint_up{endpoint=\"localhost:\(open.port)\"}"] == 1)
  }

  @Test(.enabled(if: Tools.has("bash")))
  func anEndpointThatAcceptsPasses() throws {
    let open = try Listener()
    let place = try Place()
    let endpoints = ["endpoints": "127.0.0.1:\(open.port)", "network_warn_ms": "999999"]
    try place.run(name, calm.merging(endpoints) { $1 }).expect("succeeded")
      .summarises("`127.0.0.1:\(open.port)` accepts connections")
  }

  @Test func aValueThatIsNoNumberIsRefusedBeforeAnythingRuns() throws {
    let ended = try Place().maint("run", "runbook:\(name)", "--with", "disk_warn_percent=many")
    #expect([64, 65].contains(ended.exit), "\(ended.error)")
    #expect(ended.error.contains("disk_warn_percent"), "\(ended.error)")
  }
}
