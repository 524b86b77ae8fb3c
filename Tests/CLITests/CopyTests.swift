import Foundation
import Testing

/// `copy_to`: backups leave the host after their run, whatever becomes of it, and are tried again until they have.
@Suite struct CopyTests {
  let maint: Maint
  private var vault: String { "\(maint.folder)/vault" }

  /// Copies into the folder `vault`, unless the file `down` is there; waits while `slow` is.
  private static let copy = #"""
    copy_to: |
            echo "$MAINT_BACKUP" >> "$MAINT_PROJECT/tries"
            if [ -e "$MAINT_PROJECT/down" ]; then echo connecting; echo "no route with $TOKEN" >&2; exit 3; fi
            echo $$ > "$MAINT_PROJECT/pid"
            while [ -e "$MAINT_PROJECT/slow" ]; do sleep 0.02; done
            mkdir -p "$MAINT_PROJECT/../vault/$MAINT_BACKUP"
            cp -a "$MAINT_BACKUP_DIR/." "$MAINT_PROJECT/../vault/$MAINT_BACKUP/"
            env | sort > "$MAINT_PROJECT/env"
    """#
  private static let stages = """
    params: {site: {default: web1}}
    secrets: {TOKEN: {command: echo s3cret-token}}
    precheck: ['echo "$site $TOKEN"']
    backup: ['echo x > "$MAINT_BACKUP_DIR/x"']
    change: [':']
    rollback: [':']

    """

  init() throws {
    maint = try Maint()
    try maint.runbook("one", Self.stages)
    try schedule(Self.copy)
  }

  private func schedule(_ copy: String, tasks: String = "one") throws {
    try maint.schedule("maintenance_schedule: {daily: [\(tasks)]}\ndefaults:\n    grace: 200ms\n    \(copy)\n")
  }

  private func remove(_ name: String) { unlink("\(maint.project)/\(name)") }

  private var tries: [String] { (maint.text("tries") ?? "").split(separator: "\n").map(String.init) }

  private func dueCopies() throws -> [String] {
    let due = try #require(try maint.json("status")["due_copies"] as? [[String: Any]])
    return due.compactMap { $0["backup"] as? String }
  }

  @Test func aBackupIsCopiedWhenItsRunHasEnded() throws {
    maint.environment["LEAK"] = "yes"
    try maint.run("run", "daily.one", "--with", "site=web2").expect(exit: 0).shows(
      "✓ Run 1 (daily.one) succeeded", "Copying the backup 1/daily.one off-site …\nThe backup 1/daily.one is copied")
    #expect(maint.exists("\(vault)/1/daily.one/x") && maint.exists("\(vault)/1/daily.one/SHA256SUMS"))
    let environment = try #require(maint.text("env")).split(separator: "\n")
    for line in [
      "MAINT_BACKUP=1/daily.one", "MAINT_BACKUP_DIR=\(maint.state)/backups/1/daily.one", "MAINT_TASK=daily.one",
      "site=web2", "TOKEN=s3cret-token", "LANG=C.UTF-8",
    ] { #expect(environment.contains { $0 == line }, "\(line)") }
    #expect(!environment.contains { $0.hasPrefix("LEAK=") })
    try maint.run("status").expect(exit: 0)
    try maint.run("backup", "copy").expect(exit: 0, out: "", err: "")
    try maint.run("backup", "copy", "1").expect(exit: 0).shows("is copied off-site")
    #expect(tries == ["1/daily.one", "1/daily.one"])
    #expect(try maint.run("run", "daily", "--quiet").both == "")
  }

  @Test func aCopyThatFailsChangesNoOutcomeAndIsMadeByTheNextRun() throws {
    try maint.file("down", "")
    let ended = try maint.run("run", "daily", "--quiet")
    ended.expect(exit: 0, out: "").shows(
      "maint: warning: the backup 1/daily.one is not copied off-site: exited with 3: connecting / no route with ***",
      "hint: it is whole on this host", "so does maint backup copy")
    try maint.run("show", "1").expect(exit: 0).shows("succeeded")
    try maint.run("status").expect(exit: 1).shows(
      "! This host needs attention: 1 backup is not copied off-site.", "Not copied off-site", "  ! 1/daily.one, ",
      "exited with 3: connecting / no route with ***", "maint backup copy")
    #expect(try dueCopies() == ["1/daily.one"])
    try maint.run("backup", "copy").expect(exit: 1)
    remove("down")
    try maint.run("run", "daily").expect(exit: 0)
    #expect(maint.exists("\(vault)/1/daily.one/x") && maint.exists("\(vault)/2/daily.one/x"))
    #expect(tries == ["1/daily.one", "1/daily.one", "2/daily.one", "1/daily.one"])
    try maint.run("status").expect(exit: 0)
  }

  @Test func aSecretInAnotherFormIsCoveredToo() throws {
    try schedule("copy_to: printf %s \"$TOKEN\" | base64; printf %s \"$TOKEN\" | od -An -tx1 | tr -d ' \\n'; exit 3")
    let ended = try maint.run("run", "daily").expect(exit: 0).shows("is not copied off-site: exited with 3: ***")
    let encoded = Data("s3cret-token".utf8).base64EncodedString()
    #expect(!ended.both.contains(encoded) && !ended.both.contains("s3cret"))
    let status = try maint.run("status", "--json").out
    #expect(status.contains("exited with 3: ***") && !status.contains(encoded))
  }

  @Test func aVaultThatIsDownCostsOneAttemptHoweverManyWait() throws {
    try maint.file("down", "")
    for _ in 1...4 { try maint.run("run", "daily").expect(exit: 0) }
    #expect(tries.count == 4)
    try maint.run("backup", "copy").expect(exit: 1).shows("3 backups more of the same copy_to were not tried")
    #expect(tries.count == 5)
    try maint.run("status").shows("4 backups are not copied off-site", "and 1 more; maint backup copy")
    remove("down")
    try maint.run("backup", "copy").expect(exit: 0)
    #expect(try dueCopies() == [])
  }

  @Test func whatIsOlderThanCopyToIsTold() throws {
    try schedule("lock_wait: 1s")
    for _ in 1...3 { try maint.run("run", "daily").expect(exit: 0) }
    try maint.run("backup", "copy").expect(exit: 0, out: "", err: "")
    try schedule(Self.copy)
    try maint.run("run", "daily").expect(exit: 0)
    try maint.run("backup", "copy").expect(
      exit: 0,
      out: "3 backups are older than the copy_to now in force, and never copied; to copy them: "
        + "maint backup copy 3/daily.one 2/daily.one 1/daily.one")
    try maint.run("backup", "copy", "3/daily.one", "2/daily.one").expect(exit: 0)
    try maint.run("backup", "copy").expect(exit: 0).shows("1 backup is older than", "to copy it: maint backup copy 1/")
    try FileManager.default.removeItem(atPath: "\(maint.state)/backups/1")
    try maint.run("backup", "copy").expect(exit: 0, out: "")
  }

  @Test func oneThatHasStillToBeCopiedIsNotPruned() throws {
    try maint.file("down", "")
    try maint.runbook("one", "keep: {last: 1}\n" + Self.stages)
    for _ in 1...3 { try maint.run("run", "daily").expect(exit: 0) }
    try maint.run("backup", "prune", "--dry-run").expect(exit: 0).shows(
      "stays  the last good one; number 1 of the newest; not copied off-site yet", "stays  not copied off-site yet",
      "To go: 0 of 3 backups")
    remove("down")
    try maint.run("run", "daily").expect(exit: 0).shows("Pruned of daily.one: 3 of 4 backups")
    for run in 1...4 { #expect(maint.exists("\(vault)/\(run)/daily.one/x"), "\(run)") }
  }

  /// What the killed maint left of the copy is ended before another begins, and no other run copies it unasked.
  @Test func aCopyInWhichMaintIsKilledIsMadeAgain() throws {
    try maint.runbook("two", "precheck: [':']")
    try schedule(Self.copy, tasks: "one, two")
    try maint.file("slow", "")
    let running = try maint.start("run", "daily.one")
    try #require(eventually { maint.text("pid")?.hasSuffix("\n") == true })
    try maint.run("status").expect(exit: 0)
    running.signal(SIGKILL)
    running.wait(5).expect(exit: -SIGKILL)
    let pid = try #require(pid_t(maint.text("pid")?.dropLast() ?? ""))
    #expect(kill(pid, 0) == 0)
    try maint.run("status").expect(exit: 1).shows("! 1/daily.one, its copy was not begun, or was interrupted")
    try maint.run("show", "1").shows("succeeded")
    try maint.run("run", "daily.two").expect(exit: 0)
    #expect(kill(pid, 0) == 0 && tries.count == 1)
    remove("pid")
    let again = try maint.start("backup", "copy")
    try #require(eventually { maint.text("pid")?.hasSuffix("\n") == true })
    #expect(!maint.processes.contains(pid))
    remove("slow")
    again.wait(10).expect(exit: 0)
    #expect(maint.exists("\(vault)/1/daily.one/x"))
    #expect(maint.processes == [])
    try maint.run("status").expect(exit: 0)
  }

  @Test func oneCopyIsNeverMadeTwiceAtOnce() throws {
    try maint.file("down", "")
    try maint.run("run", "daily").expect(exit: 0)
    remove("down")
    remove("tries")
    try maint.file("slow", "")
    let first = try maint.start("backup", "copy")
    try #require(eventually { maint.text("pid")?.hasSuffix("\n") == true })
    try maint.run("backup", "copy").expect(exit: 75).shows("is left to the maint that copies backups of this task now")
    // A run does not wait for it either, and leaves its own backup to it.
    try maint.run("run", "daily").expect(exit: 0).shows("2/daily.one is left to")
    #expect(tries == ["1/daily.one"])
    remove("slow")
    first.wait(10).expect(exit: 0).shows("1/daily.one is copied", "2/daily.one is copied")
    #expect(tries == ["1/daily.one", "2/daily.one"])
    #expect(try dueCopies() == [])
  }

  @Test func whileItCopiesTheNextRunMayBegin() throws {
    try maint.file("slow", "")
    let first = try maint.start("run", "daily")
    try #require(eventually { maint.text("pid")?.hasSuffix("\n") == true })
    try maint.run("run", "daily").expect(exit: 0)
    first.signal(SIGTERM)
    first.wait(10).expect(exit: 0).shows("copying the backup 1/daily.one off-site was stopped by TERM")
    #expect(try dueCopies() == ["2/daily.one", "1/daily.one"])
    #expect(maint.processes == [])
  }

  @Test func itsOwnTimeLimitAndARunbooksOwnTextOrNone() throws {
    try maint.runbook("one", Self.stages + "copy_to: {run: sleep 60, timeout: 100ms}\n")
    try maint.runbook("two", Self.stages + "copy_to: none\n")
    try schedule(Self.copy, tasks: "one, two")
    try maint.run("run", "daily").expect(exit: 0).shows("1/daily.one is not copied", "did not end within its timeout")
    #expect(tries == [])
    #expect(try dueCopies() == ["1/daily.one"])
    try maint.run("backup", "copy", "1/daily.two").expect(exit: 66).shows(
      "no copy_to is in force for the runbook 'two'")
    // Nobody wants it any more.
    try maint.runbook("one", Self.stages + "copy_to: none\n")
    try maint.run("backup", "copy").expect(exit: 0).shows("1/daily.one is no longer to be copied: no copy_to")
    try maint.run("status").expect(exit: 0)
  }

  @Test func whatIsNotThereIsNotCopied() throws {
    try maint.file("down", "")
    try maint.run("run", "daily").expect(exit: 0)
    try FileManager.default.removeItem(atPath: "\(maint.state)/backups/1")
    #expect(try dueCopies() == [])
    try maint.runbook("one", Self.stages.replacing("precheck: [", with: "precheck: ['false', "))
    try maint.run("run", "daily").expect(exit: 1)
    #expect(tries.count == 1)
    remove("down")
    try maint.run("backup", "copy").expect(exit: 0, out: "", err: "")
  }

  @Test func thePlanShowsItAndADryRunCopiesNothing() throws {
    try maint.runbook("one", Self.stages + "copy_to: {run: 'touch \"$MAINT_PROJECT/tries\"', timeout: 1h}\n")
    try maint.run("run", "daily", "--dry-run").expect(exit: 0).shows(
      "copy_to  after the run, within 1h\n     touch \"$MAINT_PROJECT/tries\"")
    #expect(maint.text("tries") == nil)
    let runbooks = try #require(try maint.json("plan", "daily")["runbooks"] as? [[String: Any]])
    let copy = try #require(runbooks.first?["copy_to"] as? [String: Any])
    #expect(copy["timeout_seconds"] as? Int == 3600)
  }

  @Test func whatIsWrongWithItIsTold() throws {
    try maint.runbook("one", Self.stages + "copy_to: 'rsync -a \"$MAINT_BACKUP_DIR\" \"vault:$MAINT_BACKUPS\"'\n")
    try maint.run("check").shows("MAINT_BACKUPS", "did you mean '$MAINT_BACKUP'?")
    try maint.runbook("one", Self.stages + "copy_to: {timeout: 1h}\n")
    try maint.run("check").expect(exit: 65).shows("missing-key")
    try maint.runbook("one", Self.stages + "copy_to: [rsync]\n")
    try maint.run("check").expect(exit: 65).shows("error: YAML takes '[' for the beginning of a list")
  }
}
