import Foundation
import Testing

/// State folders and run logs that cannot be used: each a clear error, exit 74 (77 where it is unsafe), nothing lost.
@Suite struct BadStateTests {
  let maint: Maint

  init() throws {
    maint = try Maint()
    try maint.runbook("good", "precheck: ['echo ran >> \"$MAINT_PROJECT/ran\"']")
    try maint.daily("good")
  }

  private func expectNothingRun(
    _ exit: Int32, _ texts: String..., reading: Bool = false, location: SourceLocation = #_sourceLocation
  ) throws {
    // A log that is opened to write has empty files beside it; nothing that was there is changed.
    let beside = ["state", "state/maint.db-wal", "state/maint.db-shm"]
    let before = try Snapshot(of: maint.folder, without: beside)
    for verb in reading ? [["run", "daily"], ["status"], ["log"], ["show"], ["plan", "daily"]] : [["run", "daily"]] {
      let ended = try maint.start(verb).wait()
      ended.expect(exit: exit, out: "", location: location).shows("hint: ", location: location)
      for text in texts { ended.shows(text, location: location) }
    }
    let changes = try Snapshot(of: maint.folder, without: beside).changes(since: before)
    #expect(changes == [], sourceLocation: location)
    #expect(maint.text("ran") == nil, sourceLocation: location)
  }

  private func write(_ bytes: some Sequence<UInt8>) throws {
    if !maint.exists(maint.state) { mkdir(maint.state, 0o700) }
    try Data(bytes).write(to: URL(fileURLWithPath: maint.database))
    chmod(maint.database, 0o600)
  }

  @Test func aFileWhereTheFolderBelongs() throws {
    try Data().write(to: URL(fileURLWithPath: maint.state))
    try expectNothingRun(74, "/T/state: the state folder cannot be made: a file has its name")
  }

  @Test func aFolderThatCannotBeMade() throws {
    maint.globals = ["-C", "project", "--state", "none/state"]
    try expectNothingRun(74, "/T/none/state: the state folder cannot be made: No such file", "mkdir -p /T/none")
  }

  @Test func readOnly() throws {
    maint.prefix = BadInputTests.unprivileged
    mkdir(maint.state, 0o500)
    if geteuid() == 0 { chown(maint.state, 65534, 65534) }
    try expectNothingRun(74, "/T/state: the state folder cannot be used: Permission denied", "chmod u+rwx /T/state")
  }

  @Test(.enabled(if: geteuid() == 0, "only root is told"))
  func onAWayThatSomebodyElseCouldChange() throws {
    mkdir("\(maint.folder)/shared", 0o755)
    maint.globals = ["-C", "project", "--state", "shared/state"]
    chmod("\(maint.folder)/shared", 0o777)
    try expectNothingRun(77, "/T/shared: error: anyone may write here", "chmod go-w /T/shared")
    chmod("\(maint.folder)/shared", 0o755)
    chown("\(maint.folder)/shared", 65534, 65534)
    try expectNothingRun(77, "/T/shared: error: belongs to user 65534", "chown root /T/shared")
    #expect(!maint.exists("\(maint.folder)/shared/state"))
  }

  @Test(.enabled(if: geteuid() == 0, "only root is told"))
  func withASecretThatSomebodyElseCouldChangeOrRead() throws {
    let secret = "\(maint.folder)/key"
    try Data("sesame-1234".utf8).write(to: URL(fileURLWithPath: secret))
    try maint.runbook("good", "secrets: {KEY: {file: \(secret)}}\nprecheck: ['echo ran >> \"$MAINT_PROJECT/ran\"']")
    for (mode, hint) in [(mode_t(0o644), "chmod o-rwx /T/key"), (0o620, "chmod g-w,o-rwx /T/key")] {
      chmod(secret, mode)
      try maint.run("run", "daily").expect(exit: 77, out: "").shows("hint: \(hint)", "nothing was run")
    }
    chmod(secret, 0o640)
    chown(secret, 65534, 0)
    try maint.run("run", "daily").expect(exit: 77).shows("hint: chown root /T/key")
    #expect(maint.text("ran") == nil)
    #expect(try maint.run("log", "--json").out.contains("\"runs\": []"))
    chown(secret, 0, 0)
    try maint.run("run", "daily").expect(exit: 0)
  }

  @Test(.enabled(if: geteuid() == 0, "only root can make another user's folder"))
  func onAnotherUsersAccount() throws {
    mkdir(maint.state, 0o700)
    chown(maint.state, 65534, 65534)
    try expectNothingRun(77, "/T/state: the state folder belongs to nobody", "chown root /T/state")
    chown(maint.state, 0, 0)
    maint.prefix = BadInputTests.unprivileged
    try expectNothingRun(
      74, "/T/state: the state folder cannot be used: Permission denied",
      "sudo maint -C project --state state run daily")
  }

  @Test func notADatabase() throws {
    try write(Array(repeating: UInt8(ascii: "x"), count: 9_000))
    try expectNothingRun(74, "/T/state/maint.db: not a run log: the file is not a SQLite database", reading: true)
    try write("short".utf8)
    try expectNothingRun(74, "/T/state/maint.db: not a run log", reading: true)
  }

  @Test func aFolderNamedLikeTheDatabase() throws {
    mkdir(maint.state, 0o700)
    mkdir(maint.database, 0o700)
    try expectNothingRun(74, "/T/state/maint.db: ", reading: true)
  }

  @Test(arguments: [("user_version", "99", "schema version 99"), ("application_id", "7", "of another program")])
  func newerOrForeign(pragma: String, value: String, text: String) throws {
    try maint.run("run", "daily").expect(exit: 0)
    try FileManager.default.removeItem(atPath: "\(maint.project)/ran")
    guard try sqlite("PRAGMA \(pragma) = \(value); PRAGMA wal_checkpoint(TRUNCATE)") else { return }
    try expectNothingRun(74, text, reading: true)
  }

  @Test func damaged() throws {
    for _ in 1...3 { try maint.run("run", "daily").expect(exit: 0) }
    guard try sqlite("PRAGMA wal_checkpoint(TRUNCATE)") else { return }
    var bytes = try Data(contentsOf: URL(fileURLWithPath: maint.database))
    for index in 4_096..<bytes.count { bytes[index] = UInt8(truncatingIfNeeded: index &* 7) }
    try bytes.write(to: URL(fileURLWithPath: maint.database))
    try FileManager.default.removeItem(atPath: "\(maint.project)/ran")
    let before = try Data(contentsOf: URL(fileURLWithPath: maint.database))
    for verb in [["run", "daily"], ["log"], ["status"]] {
      try maint.start(verb).wait().expect(exit: 74, out: "").shows("the run log is damaged", ".recover")
    }
    #expect(try Data(contentsOf: URL(fileURLWithPath: maint.database)) == before && maint.text("ran") == nil)
  }

  /// A file system of a megabyte in a namespace of its own, which goes with the test's process.
  @Test(.enabled(if: geteuid() == 0, "only root may mount the small file system here"))
  func full() throws {
    mkdir(maint.state, 0o700)
    let script = """
      mount -t tmpfs -o size=$1,mode=0700 none state || exit 99
      shift; dd if=/dev/zero of=state/filler bs=4k 2>/dev/null; truncate -s -$1 state/filler; shift; exec "$@"
      """
    func small(_ size: String, free: String) {
      maint.prefix = ["/usr/bin/unshare", "-m", "/bin/sh", "-c", script, "sh", size, free]
    }
    small("1m", free: "0")
    let ended = try maint.run("run", "daily")
    guard ended.exit != 99 else { return print("not tested on a full disk: nothing can be mounted here") }
    ended.expect(exit: 74).shows("no space left", "df -h")
    #expect(maint.text("ran") == nil)
    // Full in the middle of a run: what was changed is rolled back, and said.
    try maint.runbook(
      "fills",
      """
      change:
        - 'echo changed > "$MAINT_PROJECT/changed"; cat /dev/zero > "$MAINT_STATE/more" 2>/dev/null || :; head -c 900000 /dev/zero'
        - 'echo more > "$MAINT_PROJECT/more"'
      rollback: ['rm -f "$MAINT_STATE/more" "$MAINT_PROJECT/changed" "$MAINT_PROJECT/more"']
      """)
    try maint.daily("fills")
    small("4m", free: "3000000")
    let filled = try maint.run("run", "daily")
    #expect([0, 74, 3].contains(filled.exit), "\(filled.both)")
    if filled.exit == 0 { #expect(maint.text("more") != nil) } else { #expect(maint.text("changed") == nil) }
  }

  /// False where there is no sqlite3, and then nothing is shown.
  private func sqlite(_ sql: String) throws -> Bool {
    guard access("/usr/bin/sqlite3", X_OK) == 0 else {
      print("not tested: sqlite3 is not installed here")
      return false
    }
    return try Running(
      ["/usr/bin/sqlite3", maint.database, sql], environment: [:], in: maint.folder, input: "/dev/null"
    ).wait().exit == 0
  }

  /// The whole command, as it can be typed, with what was found by variables.
  @Test(.enabled(if: geteuid() == 0)) func whoMustBeRootIsToldHow() throws {
    let maint = try Maint()
    try maint.runbook("a", "precheck: [':']\n").daily("a")
    try maint.run("run", "daily", "--quiet").expect(exit: 0)
    maint.prefix = BadInputTests.unprivileged
    maint.globals = ["--state", "state"]
    maint.environment["MAINT_PROJECT"] = maint.project
    let hint = "hint: the run log in /T/state belongs to root: sudo maint --state state"
    try maint.run("status").expect(exit: 74).shows("\(hint) status -C /T/project\n")
    try maint.run("incident", "open", "it's slow").expect(exit: 74).shows(
      #"\#(hint) incident open 'it'\''s slow' -C /T/project"#)
  }
}
