import Foundation
import Testing

/// `install` and `uninstall` as an operator uses them, in a root of their own or in the test's home.
@Suite struct InstallTests {
  let maint: Maint
  private var folder: String { "\(maint.folder)/image/etc/systemd/system" }
  private var cronFile: String { "\(maint.folder)/image/etc/cron.d/maint" }
  private var units: [String] { ["\(folder)/maint.service", "\(folder)/maint.timer"] }
  private static let line = "root \(Maint.executable) -C /T/project --state /T/state run --due --quiet"

  init() throws {
    maint = try Maint()
    for name in ["image", "image/etc", "image/etc/cron.d", "image/etc/systemd", "image/etc/systemd/system"] {
      mkdir("\(maint.folder)/\(name)", 0o755)
    }
    try maint.runbook("good", "precheck: [':']").daily("good")
  }

  private func text(_ path: String) -> String {
    FileManager.default.contents(atPath: path).map { String(decoding: $0, as: UTF8.self) } ?? ""
  }

  /// Without what differs from test to test.
  private func lines(_ path: String) -> [String] {
    Normalised(text(path), folder: maint.folder).text.split(separator: "\n").map(String.init)
  }

  private func status(_ path: String) -> stat {
    var found = stat()
    lstat(path, &found)
    return found
  }

  private var image: Snapshot {
    get throws { try Snapshot(of: "\(maint.folder)/image", without: []) }
  }

  @Test func cronIsInstalledOnceAndRemovedWhole() throws {
    let before = try image
    maint.prefix = ["/bin/sh", "-c", "umask 077; exec \"$@\"", "sh"]
    try maint.run("install", "cron", "--root", "image").expect(exit: 0, out: "/T/image/etc/cron.d/maint: written")
    maint.prefix = []
    let written = status(cronFile)
    #expect(written.st_mode == S_IFREG | 0o644 && written.st_uid == geteuid())
    // cron passes over a file whose last line has no end, or whose name has a dot.
    #expect(text(cronFile).hasSuffix("\n") && text(cronFile).hasPrefix("# "))
    let settings = lines(cronFile).filter { !$0.hasPrefix("#") }
    #expect(
      settings == [
        "SHELL=/bin/sh", "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "MAILTO=root",
        "*/5 * * * * \(Self.line)",
      ])
    #expect(text(cronFile).contains("'maint uninstall cron'"))
    let installed = try image
    try maint.run("install", "cron", "--root", "\(maint.folder)/image").expect(
      exit: 0, out: "/T/image/etc/cron.d/maint: as it should be, nothing was written")
    #expect(try image.changes(since: installed) == [])
    try maint.run("uninstall", "cron", "--root", "image", "--print").expect(exit: 0, out: "/T/image/etc/cron.d/maint")
    #expect(try image.changes(since: installed) == [])
    try maint.run("uninstall", "cron", "--root", "image").expect(exit: 0, out: "/T/image/etc/cron.d/maint: removed")
    #expect(try image.changes(since: before).filter { $0 != "etc/cron.d" } == [])
    try maint.run("uninstall", "cron", "--root", "image").expect(exit: 0).shows("nothing of maint is there")
  }

  @Test func otherOptionsReplaceAndAreShown() throws {
    try maint.run("install", "cron", "--root", "image").expect(exit: 0)
    try maint.run("install", "cron", "--root", "image", "--every", "15m").expect(
      exit: 0,
      out: """
        /T/image/etc/cron.d/maint: replaced
          - */5 * * * * \(Self.line)
          + */15 * * * * \(Self.line)
        """)
    try FileManager.default.contentsOfDirectory(atPath: "\(maint.folder)/image/etc/cron.d").forEach {
      #expect($0 == "maint")
    }
  }

  @Test func whatMaintDidNotWriteStays() throws {
    try "* * * * * root true\n".write(toFile: cronFile, atomically: false, encoding: .utf8)
    let before = try image
    for verb in ["install", "uninstall"] {
      try maint.run(verb, "cron", "--root", "image").expect(exit: 74, out: "").shows("/T/image/etc/cron.d/maint")
    }
    try maint.run("uninstall", "cron", "--root", "image", "--force").expect(exit: 74).shows("not written by maint")
    #expect(try image.changes(since: before) == [])
    try maint.run("install", "cron", "--root", "image", "--force").expect(exit: 0).shows("  - * * * * * root true")
    unlink(cronFile)
    symlink("/dev/null", cronFile)
    for verb in ["install", "uninstall"] {
      try maint.run(verb, "cron", "--root", "image", "--force").expect(exit: 74).shows("a link")
    }
    #expect(status(cronFile).st_mode & S_IFMT == S_IFLNK)
  }

  @Test func changesByHandAreTold() throws {
    try maint.run("install", "systemd", "--root", "image").expect(exit: 0)
    let changed = text(units[1]).replacing("0/5", with: "0/2")
    try changed.write(toFile: units[1], atomically: false, encoding: .utf8)
    let before = try image
    for verb in ["install", "uninstall"] {
      try maint.run(verb, "systemd", "--root", "image").expect(exit: 74, out: "").shows(
        "/T/image/etc/systemd/system/maint.timer: what maint wrote was changed by hand", "--force")
    }
    #expect(try image.changes(since: before) == [])
    try maint.run("install", "systemd", "--root", "image", "--force").expect(
      exit: 0,
      out: """
        /T/image/etc/systemd/system/maint.service: as it should be, nothing was written
        /T/image/etc/systemd/system/maint.timer: replaced
          - OnCalendar=*:0/2 UTC
          + OnCalendar=*:0/5 UTC
        """)
    try changed.write(toFile: units[1], atomically: false, encoding: .utf8)
    try maint.run("uninstall", "systemd", "--root", "image", "--force").expect(exit: 0).shows("maint.timer: removed")
    #expect(!maint.exists(units[0]) && !maint.exists(units[1]))
  }

  @Test(.enabled(if: access("/usr/bin/systemd-analyze", X_OK) == 0, "systemd is not installed here"))
  func systemdHasNothingToSay() throws {
    let before = try image
    for options in [[], ["--random-delay", "2m", "--every", "1h"]] {
      try maint.start(["install", "systemd", "--root", "image"] + options).wait().expect(exit: 0)
      let verified = try Running(
        ["/usr/bin/systemd-analyze", "verify", "--man=no"] + units, environment: maint.environment, in: maint.folder,
        input: "/dev/null"
      ).wait()
      verified.expect(exit: 0, out: "", err: "")
    }
    #expect(lines(units[1]).contains("RandomizedDelaySec=120s") && lines(units[1]).contains("Persistent=true"))
    #expect(
      lines(units[0]).contains(
        "ExecStart=\(Maint.executable) -C /T/project --state /T/state run --due --quiet"))
    // Enabled, and not any more.
    let link = "\(folder)/timers.target.wants/maint.timer"
    #expect(status(link).st_mode & S_IFMT == S_IFLNK)
    let paths = ["timers.target.wants/maint.timer", "maint.timer", "maint.service"].map {
      "/T/image/etc/systemd/system/\($0)"
    }
    try maint.run("uninstall", "systemd", "--root", "image", "--print").expect(
      exit: 0, out: ([paths[0]] + paths[1...].sorted()).joined(separator: "\n"))
    try maint.run("uninstall", "systemd", "--root", "image").expect(
      exit: 0, out: paths.map { "\($0): removed" }.joined(separator: "\n"))
    #expect(try image.changes(since: before).filter { $0 != "etc/systemd/system" } == [])
  }

  /// The host's own folders are not there to be written to, and only what is printed is seen.
  @Test func printTouchesNothing() throws {
    let before = try Snapshot(of: maint.folder, without: [])
    let cron = try maint.run("install", "cron", "--print").expect(exit: 0)
    #expect(cron.out.hasSuffix(" * * * * \(Self.line)\n") && cron.out.hasPrefix("# "))
    for words in [["cron", "--user"], ["systemd"], ["systemd", "--user"], ["cron", "--root", "nowhere"]] {
      let ended = try maint.start(["install", "--print"] + words).wait().expect(exit: 0)
      #expect(ended.out.contains("run --due --quiet"), "\(ended.out)")
    }
    try maint.run("install", "systemd", "--print").shows(
      "# /etc/systemd/system/maint.service\n", "\n# /etc/systemd/system/maint.timer\n")
    #expect(try Snapshot(of: maint.folder, without: []).changes(since: before) == [])
    // It could be looked at, and would not work.
    try maint.schedule("maintenance_schedule: {daily: [missing]}")
    try maint.run("install", "cron", "--print").expect(exit: 0, out: cron.out).shows(
      "note: without --print nothing would be")
    try maint.schedule("maintenance_schedule: {}")
    // What is printed is what is written.
    try maint.run("install", "cron", "--root", "image").expect(exit: 0)
    #expect(Array(text(cronFile).utf8) == cron.outputBytes)
  }

  @Test func whatCannotWorkIsNotInstalled() throws {
    // To a home of the test's own, where nothing may come to lie.
    let home = "\(maint.folder)/home"
    mkdir(home, 0o755)
    maint.environment["HOME"] = home
    let words = ["install", "systemd", "--user"]
    try maint.schedule("maintenance_schedule: {daily: [missing]}")
    try maint.start(words).wait().expect(exit: 65, out: "").shows("nothing was installed", "missing-runbook")
    maint.globals = ["-C", "nowhere", "--state", "state"]
    try maint.start(words).wait().expect(exit: 66, out: "")
    maint.globals = ["-C", "project", "--state", "state\nline"]
    try maint.start(words).wait().expect(exit: 64, out: "").shows("control character")
    maint.globals = ["-C", "project", "--state", "/" + String(repeating: "s", count: 900)]
    try maint.start(["install", "cron", "--user", "--print"]).wait().expect(exit: 64, out: "").shows("999")
    #expect(try FileManager.default.subpathsOfDirectory(atPath: home) == [])
    maint.globals = ["-C", "project", "--state", "state"]
    try maint.run("install", "cron", "--root", "image", "--random-delay", "1m").expect(exit: 64)
    try maint.run("install", "systemd", "--root", "image", "--random-delay", "5m").expect(exit: 64).shows("5m")
    try maint.run("install", "cron", "--root", "image", "--user").expect(exit: 64)
    try maint.run("install", "cron", "--root", "nowhere").expect(exit: 66, out: "").shows(
      "there is no /T/nowhere\n", "--root takes the folder with the image")
    // A link in the image that leads to the host that builds it.
    for path in ["linked", "host", "host/cron.d"] { #expect(mkdir("\(maint.folder)/\(path)", 0o755) == 0) }
    #expect(symlink("\(maint.folder)/host", "\(maint.folder)/linked/etc") == 0)
    try maint.run("install", "cron", "--root", "linked").expect(exit: 74, out: "").shows(
      "a link leads out of the image")
    #expect(!maint.exists("\(maint.folder)/host/cron.d/maint"))
    #expect(mkdir("\(maint.folder)/empty", 0o755) == 0)
    try maint.run("install", "cron", "--root", "empty").expect(exit: 66, out: "").shows(
      "there is no /T/empty/etc/cron.d", "install cron in the image first")
    maint.prefix = BadInputTests.unprivileged
    try maint.run("install", "cron").expect(exit: 74, out: "").shows("only root", "--user")
  }

  @Test(.enabled(if: geteuid() == 0, "only root is told what others may write"))
  func anExecutableThatOthersMayWriteIsNotInstalled() throws {
    maint.environment["HOME"] = "\(maint.folder)/home"
    // Copied by a process that starts nothing else meanwhile, which would hold it open: execve(2), ETXTBSY.
    let script = "cp \"$0\" maint && chmod 757 maint && exec ./maint -C project --state state install systemd --user"
    let ended = try Running(
      ["/usr/bin/env", "-C", maint.folder, "/bin/sh", "-c", script, Maint.executable],
      environment: maint.environment, in: maint.folder, input: "/dev/null"
    ).wait()
    ended.expect(exit: 77, out: "").shows("chmod go-w", "does not stay")
    #expect(!maint.exists("\(maint.folder)/home"))
  }

  @Test func aUsersUnitsAreBelowTheHome() throws {
    maint.environment["XDG_CONFIG_HOME"] = "\(maint.folder)/config"
    let booted = maint.exists("/run/systemd/system")
    // Without a way to the user's manager, which the tests keep from it, only the link is made, or nothing but told.
    let ended = try maint.run("install", "systemd", "--user").expect(exit: booted ? 74 : 0)
    let folder = "\(maint.folder)/config/systemd/user"
    #expect(ended.out.contains("/T/config/systemd/user/maint.service: written"))
    #expect(lines("\(folder)/maint.timer").contains("WantedBy=timers.target"))
    // Each of these would take sudo and ping from the steps.
    #expect(!text("\(folder)/maint.service").contains("LockPersonality"))
    if booted { ended.shows("systemctl --user daemon-reload") }
    try maint.run("uninstall", "systemd", "--user").expect(exit: booted ? 74 : 0)
  }
}
