import Testing

private let name = "system_health_checks"

/// The health checks on hosts that are made up by files mounted over the real ones, in a namespace of the test's own.
@Suite(.enabled(if: Tools.canMount, "needs root and the right to mount"))
struct MadeUpHostTests {
  private func run(
    _ mounts: String, _ parameters: [String: String] = [:], account: Account = .own,
    prepare: (Place) throws -> Void = { _ in }
  ) throws -> Report {
    let place = try Place(account)
    try prepare(place)
    place.mounts = mounts
    return try place.run(name, calm.merging(parameters) { $1 })
  }

  /// Commands in a folder that comes first on the steps' PATH.
  private static func commands(_ scripts: [String: String]) -> String {
    "mount -t tmpfs none /usr/local/sbin\n"
      + scripts.sorted { $0.key < $1.key }.map { command, script in
        "printf '#!/bin/sh\\n%s\\n' '\(script)' > /usr/local/sbin/\(command); chmod 755 /usr/local/sbin/\(command)\n"
      }.joined()
  }

  private static let systemd =
    "mkdir -p /run/systemd 2> /dev/null; mount -t tmpfs none /run; mkdir -p /run/systemd/system\n"

  @Test func swapAlmostFull() throws {
    let swap = """
      sed 's/^SwapTotal:.*/SwapTotal: 2097152 kB/; s/^SwapFree:.*/SwapFree: 104857 kB/' /proc/meminfo > "$d/meminfo"
      mount --bind "$d/meminfo" /proc/meminfo
      """
    try run(swap, ["swap_warn_percent": "80"]).expect("succeeded").warns("swap 95 % of 2048 MiB in use: above 80 %")
    try run(swap, ["swap_fail_percent": "94"]).expect("failed").complains("1 checks failed: swap.")
  }

  @Test func memoryIsHeldAgainstTheLimitOfTheContainer() throws {
    let limit = """
      mount -t tmpfs none /sys/fs/cgroup
      echo 1000000000 > /sys/fs/cgroup/memory.max
      echo 990000000 > /sys/fs/cgroup/memory.current
      echo 'inactive_file 40000000' > /sys/fs/cgroup/memory.stat
      """
    let report = try run(limit, ["memory_warn_percent": "90"]).warns("memory 95 % of 954 MiB")
    #expect(report.metrics["maint_memory_used_percent"] == 95)
  }

  @Test func failedServices() throws {
    let units = "echo \"a.service loaded failed failed A\"; echo \"b@1.service loaded failed failed B\""
    let host = Self.systemd + Self.commands(["systemctl": units])
    var report = try run(host, ["failed_units_warn": "0", "failed_units_fail": "5"]).expect("succeeded")
    report.warns("2 failed services: a.service b@1.service")
    #expect(report.metrics["maint_failed_units"] == 2)
    let strict = ["failed_units_warn": "0", "failed_units_fail": "0", "failed_units_ignore": "b@*.service x"]
    report = try run(host, strict, account: .nobody).expect("failed")
    report.complains("1 failed services: a.service: above 0")
    try run(Self.systemd + Self.commands(["systemctl": "echo no bus >&2; exit 1"])).expect("succeeded")
      .summarises("not checked: failed services (systemctl: no bus)")
  }

  @Test func failedLoginsOfTheAuthenticationLog() throws {
    let host = """
      mount -t tmpfs none /var/log
      [ ! -d /run/log/journal ] || mount -t tmpfs none /run/log/journal
      iso() { date -d "$1" +%Y-%m-%dT%H:%M:%S.123456+00:00; }
      bsd() { LC_ALL=C date -d "$1" '+%b %e %H:%M:%S'; }
      {
        echo "$(iso '1 minute ago') h sshd[1]: Failed password for root from 192.0.2.7 port 22 ssh2"
        echo "$(iso '1 minute ago') h sshd[1]: pam_unix(sshd:auth): authentication failure; logname= rhost=192.0.2.7"
        echo "$(iso '3 days ago') h sshd[1]: Failed password for root from 192.0.2.8 port 22 ssh2"
        echo "$(bsd '1 minute ago') h sshd[1]: message repeated 4 times:" \\
          "[ Failed password for invalid user x from 192.0.2.9 port 1 ssh2]"
        echo "$(bsd '3 days ago') h sshd[1]: Failed password for root from 192.0.2.8 port 22 ssh2"
        echo "$(bsd '1 minute ago') h sudo: pam_unix(sudo:auth): authentication failure; logname=a ruser=a rhost=  user=a"
      } > /var/log/auth.log
      """
    let report = try run(host, ["failed_logins_warn": "5"]).expect("succeeded")
    report.warns("6 failed logins").summarises("most from 192.0.2.9 (4)", "192.0.2.7 (1)")
    #expect(report.metrics["maint_failed_logins"] == 6)
    try run(host, ["failed_logins_fail": "5"]).expect("failed").complains("6 failed logins", "checks failed: logins.")
    try run(host + "\nchmod 600 /var/log/auth.log", account: .nobody).expect("succeeded")
      .summarises("not checked: failed logins")
  }

  @Test func theClock() throws {
    func host(_ status: String, _ offset: String) -> String {
      Self.commands([
        "chronyc": "echo \"Leap status     : \(status)\"; echo \"System time     : \(offset) seconds fast of NTP time\""
      ])
    }
    let good = try run(host("Normal", "0.001234567"))
    #expect(good.metrics["maint_clock_offset_seconds"] == 0.001 && good.outcome(of: "clock") == "succeeded")
    try run(host("Normal", "2.5")).expect("succeeded").warns("2500 ms off")
    try run(host("Normal", "2.5"), ["clock_offset_fail_ms": "1000"]).expect("failed").complains("above 1000 ms")
    #expect(try run(host("Not synchronised", "0")).outcome(of: "clock") == "warned")
    try run(host("Not synchronised", "0"), ["require_clock_sync": "yes"]).expect("failed")
      .complains("checks failed: clock.")
  }

  @Test func aPendingReboot() throws {
    let asked = """
      mount -t tmpfs none /run
      touch -d '3 days ago' /run/reboot-required
      echo libc6 > /run/reboot-required.pkgs
      """
    try run(asked).expect("succeeded").warns("a reboot is pending for 3 days: asked for by libc6")
    try run(asked, ["reboot_fail_days": "2"], account: .nobody).expect("failed").complains("longer than 2 days")
  }

  @Test func aNewerKernelOfTheSameFlavour() throws {
    func host(_ kernels: String) -> String {
      Self.commands(["uname": "echo 6.1.0-9-amd64"]) + "mount -t tmpfs none /run; mount -t tmpfs none /boot\n"
        + "cd /boot; touch \(kernels)\n"
    }
    try run(host("vmlinuz-6.1.0-9-amd64 vmlinuz-6.1.0-10-amd64 vmlinuz-6.1.0-11-cloud-amd64"))
      .summarises("kernel 6.1.0-9-amd64 runs, 6.1.0-10-amd64 is installed")
    for kernels in ["vmlinuz-6.1.0-9-amd64 vmlinuz-6.1.0-8-amd64", "vmlinuz-6.1.0-10-amd64"] {
      #expect(try run(host(kernels)).metrics["maint_reboot_pending"] == 0)
    }
  }

  @Test func noDefaultRoute() throws {
    let place = try Place()
    // The last command before maint itself: a network namespace of its own has no route.
    place.mounts = "exec unshare -n \"$@\""
    let report = try place.run(name, calm).expect("succeeded").warns("no default route")
    #expect(report.metrics["maint_network_default_routes"] == 0)
    try place.run(name, calm.merging(["require_default_route": "yes"]) { $1 }).expect("failed")
      .complains("checks failed: route.")
  }

  /// A tool that breaks off must not look like a check that passed.
  @Test func aCheckThatBreaksOffCountsAsFailed() throws {
    try run(Self.commands(["getconf": "exit 1"])).expect("failed").complains("1 checks failed: load.")
  }

  @Test func aNameServerThatNeverAnswersIsGivenUp() throws {
    let report = try run(
      Self.commands(["getent": "exec sleep 30"]), ["resolve_hosts": "x", "network_timeout_seconds": "1"])
    report.expect("failed").complains("x does not resolve within 1 s")
  }
}
