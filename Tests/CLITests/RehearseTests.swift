import Foundation
import TestSupport
import Testing

/// `maint rehearse` runs a plan for real, tells what it changed, and leaves the host as it was.
@Suite struct RehearseTests {
  @Test(arguments: Rehearsing.accounts) func theWholeReport(account: Account) throws {
    let rehearsing = try Rehearsing(account).runbook(
      """
      precheck:
        - test -e $host/conf
        - {run: systemctl is-active web, rehearse: skip}
      backup:
        - path: $host
      change:
        - name: install
          run: |
            echo installs
            sed -i s/b/B/ $host/conf
            chmod 600 $host/conf
            rm $host/gone
            mv $host/one $host/two
            echo new > $host/new
        - {run: systemctl reload web, rehearse: echo instead}
        - if: 'false'
          run: 'true'
        - {if: 'false', run: systemctl stop web, rehearse: echo never, undo: 'true'}
      verify:
        - grep B $host/conf
      """
    ).prepare("printf 'a\\nb\\nc\\n' > conf; chmod 644 conf; echo old > gone; echo one > one")
    let before = TreeSnapshot(rehearsing.host)
    let ended = try rehearsing.maint.run("rehearse", "daily")
    let note =
      account.isRoot
      ? ""
      : "\n  note: what belongs to other users could not be changed here, even where the host lets all write to it: "
        + "rehearse as root"
    // How well it compresses depends on times and owners.
    let out = ended.out.replacing(/archived in \d+/, with: "archived in SIZE")
      .replacing(/(\S) {3,}(?=skipped)/) { "\($0.1)  " }
    ended.expect(exit: 0, err: "")
    #expect(
      out == """
        ✓ Rehearsal of daily: succeeded in SPAN. Nothing of it is left on the host.\(note)

        ✓ daily.web SPAN
        ✓  precheck 1 test -e /T/host/conf SPAN
        –  precheck 2 systemctl is-active web  skipped, as 'rehearse' says: it needs systemd
        ✓  backup 1 back up /T/host SPAN
              │ /T/host: 4 entries, 14 bytes, archived in SIZE
        ✓  backup 2 seal the backup with checksums SPAN
              │ files sealed: 2
        ✓  change 1 install SPAN
              │ installs
              ~ /T/host/conf  other content, mode 0644 became 0600, time
                  @@ -1,3 +1,3 @@
                   a
                  -b
                  +B
                   c
              - /T/host/gone  file
              + /T/host/new  4 B, mode 0644
              > /T/host/two  was /T/host/one
        ✓  change 2 systemctl reload web SPAN  replaced, as 'rehearse' says
              │ instead
        –  change 3 true  skipped: its 'if' said no
        –  change 4 systemctl stop web  skipped: its 'if' said no
        ✓  verify 1 grep B /T/host/conf SPAN
              │ B
        ✓  cleanup 1 note what is left at the paths SPAN

        6 steps ran, 1 replaced, 1 skipped (need systemd), 0 unknown, 2 skipped by their 'if'

        """)
    #expect(TreeSnapshot(rehearsing.host) == before)
    let left = try FileManager.default.contentsOfDirectory(atPath: rehearsing.maint.state)
    #expect(left == ["rehearsal"])
  }

  @Test(arguments: Rehearsing.accounts) func aFailureIsRolledBackThere(account: Account) throws {
    let rehearsing = try Rehearsing(account).runbook(
      """
      backup:
        - path: $host
      change:
        - rm -r $host
        - {run: 'setsid sleep 3456 > /dev/null 2>&1 &', processes: keep}
      verify:
        - exit 3
      """
    ).prepare("echo a > f")
    let before = TreeSnapshot(rehearsing.host)
    let ended = try rehearsing.maint.run("rehearse", "daily")
    ended.expect(exit: 1).shows(
      "↩ Rehearsal of daily: rolled back", "      - /T/host  folder", "✓  rollback 1 restore /T/host",
      "      + /T/host  folder", "left running, and ended with the sandbox:\n  sleep 3456")
    #expect(!ended.out.contains("different from the host"))
    // What maint itself makes beside the path to restore it is no change of a step.
    #expect(!ended.out.contains(".maint-restore"), "\(ended.out)")
    let data = try rehearsing.maint.run("rehearse", "daily", "--json")
    #expect(!data.out.contains(".maint-restore"), "\(data.out)")
    let report = String(decoding: ended.outputBytes, as: UTF8.self)
    let ends = report.split(separator: "\n").compactMap { line -> Int? in
      guard line.first.map("✓✗↩".contains) == true, let time = line.firstMatch(of: /\d (ms|s)(  |$)/) else {
        return nil
      }
      return line.distance(from: line.startIndex, to: time.output.1.endIndex)
    }
    #expect(ends.count > 4 && Set(ends).count == 1, "\(report)")
    #expect(TreeSnapshot(rehearsing.host) == before)
  }

  @Test(arguments: Rehearsing.accounts) func hostileStepsHarmNothing(account: Account) throws {
    let rehearsing = try Rehearsing(account).runbook(
      """
      rollback: none
      reason: a test
      change:
        - echo "in $MAINT_REHEARSAL"
        - rm -rf $host; kill -9 $$
      cleanup:
        - {run: timeout 1 rm -rf --no-preserve-root /etc /home /root /srv, on_failure: warn}
      """
    ).prepare("mkdir d; echo a > d/f")
    let before = TreeSnapshot(rehearsing.host)
    let ended = try rehearsing.maint.run("rehearse", "daily")
    ended.expect(exit: 1).shows("│ in 1", "was ended by KILL")
    #expect(TreeSnapshot(rehearsing.host) == before && access("/etc/passwd", R_OK) == 0)
  }

  /// Nothing says how it would have ended.
  @Test(arguments: Rehearsing.accounts) func aStepThatEndsEverything(account: Account) throws {
    let rehearsing = try Rehearsing(account).runbook("precheck: ['kill -9 -1']\n")
    try rehearsing.maint.run("rehearse", "daily").expect(
      exit: 74, out: "",
      err: """
        maint: the rehearsal came to no end: maint in the sandbox was ended by KILL
        hint: a step that ends every process ends maint too

        """)
  }

  @Test(arguments: Rehearsing.accounts) func unknownStepsAndUncoveredChanges(account: Account) throws {
    let runbook = """
      backup:
        - path: $host/conf
      change:
        - echo b > $host/conf; echo x > $host/other; mkdir -p $host/cache/a; echo y > $host/cache/a/b
        - {run: echo z > $host/undone, undo: rm $host/undone}
      verify:
        - systemctl is-active web || true
      """
    let rehearsing = try Rehearsing(account).runbook(runbook).prepare("echo a > conf")
    let ended = try rehearsing.maint.run("rehearse", "daily")
    ended.expect(exit: 0).shows(
      "?  verify 1 systemctl is-active web || true",
      "unknown: it needs systemd, which no sandbox has; say with 'rehearse' what to do here",
      "! uncovered-change: daily.web, change 1 '",
      "    /T/host/cache\n    /T/host/cache/a\n    /T/host/cache/a/b\n    /T/host/other\n",
      "  add to project/runbooks/web.yaml:\n", "5 steps ran, 0 replaced, 0 skipped, 1 unknown\n")
    try rehearsing.maint.run("rehearse", "daily", "--strict").expect(exit: 1)
    try rehearsing.runbook(
      "touches: [$host/other]\nignore: ['$host/cac*']\n"
        + runbook.replacing(
          "- systemctl is-active web || true", with: "- {run: systemctl --version || true, rehearse: run}"))
    let mended = try rehearsing.maint.run("rehearse", "daily", "--strict")
    mended.expect(exit: 0).shows("6 steps ran, 0 replaced, 0 skipped, 0 unknown\n")
    #expect(!mended.out.contains("uncovered"))
  }

  @Test(arguments: Rehearsing.accounts) func secretsAreCovered(account: Account) throws {
    let rehearsing = try Rehearsing(account).runbook(
      """
      secrets:
        TOKEN: {command: echo verysecret}
      touches: [$host]
      rollback: [':']
      change:
        - echo "key=$TOKEN" > $host/key; echo "$TOKEN"
      """)
    let page = "\(rehearsing.maint.folder)/page.html"
    let ended = try rehearsing.maint.run("rehearse", "daily", "--json", "--html", page)
    ended.expect(exit: 0).shows("+key=***")
    let text = try String(contentsOfFile: page, encoding: .utf8)
    #expect(text.contains("+key=***") && !(text + ended.out).contains("verysecret"))
    #expect(!text.contains("<script") && !text.contains("http"))
  }

  @Test(arguments: Rehearsing.accounts) func theSamePlanWithoutTheHostsLog(account: Account) throws {
    let rehearsing = try Rehearsing(account).runbook("precheck: [echo web]\n")
    let maint = rehearsing.maint
    try maint.runbook("base", "precheck: [echo base]\n")
    try maint.schedule(
      "maintenance_schedule:\n  weekly: [base]\n  daily:\n    - {task: web, needs: [weekly.base]}\n")
    try maint.run("rehearse", "daily").expect(exit: 0).shows("weekly.base", "2 steps ran")
    try maint.run("run", "weekly").expect(exit: 0)
    let ended = try maint.run("rehearse", "daily")
    ended.expect(exit: 0).shows("1 step ran")
    #expect(!ended.out.contains("weekly.base"))
    // Nothing of it stands in the log.
    #expect(try maint.json("log")["runs"].map { "\($0)" }?.contains("daily") == false)
  }

  @Test(arguments: Rehearsing.accounts) func pathsThroughLinksAreCovered(account: Account) throws {
    let rehearsing = try Rehearsing(account)
    try rehearsing.prepare("mkdir -p real/conf real/logs; echo a > real/conf/f; ln -s real link").runbook(
      """
      backup: [{path: $host/link/conf}]
      touches: [$host/link/new]
      ignore: ['$host/link/logs/*.log']
      change:
        - echo b > $host/link/conf/f; mkdir $host/real/new; echo a > $host/real/new/f; echo a > $host/link/logs/a.log
      """)
    let ended = try rehearsing.maint.run("rehearse", "daily")
    ended.expect(exit: 0)
    #expect(!ended.out.contains("uncovered"))
  }

  /// What is open in a process can be opened again through /proc, and then be written.
  @Test(arguments: Rehearsing.accounts) func whatTheOperatorHasOpenIsOutOfReach(account: Account) throws {
    let rehearsing = try Rehearsing(account).runbook(
      """
      precheck:
        - |
          for file in /proc/[0-9]*/fd/[0-9]*; do
            case $file in /proc/$$/*|/proc/self/*) ;; *) (: > "$file") 2>/dev/null || true ;; esac
          done
      """)
    let input = "\(rehearsing.maint.folder)/input"
    try Data("kept\n".utf8).write(to: URL(fileURLWithPath: input))
    try FileManager.default.setAttributes([.posixPermissions: 0o666], ofItemAtPath: input)
    _ = try rehearsing.maint.run("rehearse", "daily", input: input)
    #expect(rehearsing.maint.text("../input") == "kept\n")
  }

  /// Its mode says why the inode has a new time; the content has none.
  @Test(arguments: Rehearsing.accounts) func contentWhoseTimeWasSetBackIsTold(account: Account) throws {
    let rehearsing = try Rehearsing(account).prepare(
      "head -c 400000 /dev/zero > f; chmod 644 f; touch -d @1000000000 f"
    ).runbook(
      """
      change:
        - {run: chmod 600 $host/f, undo: chmod 644 $host/f}
        - {run: "printf x | dd of=$host/f conv=notrunc; touch -d @1000000000 $host/f", undo: ':'}
      """)
    try rehearsing.maint.run("rehearse", "daily").shows("      ~ /T/host/f  other content\n")
  }

  @Test(arguments: Rehearsing.accounts) func nobodyIsWaitedForAndNothingIsCopied(account: Account) throws {
    let rehearsing = try Rehearsing(account).runbook(
      """
      confirm: 1h
      copy_to: touch $host/copied
      backup:
        - path: $host
      change:
        - echo a > $host/f
      """)
    let ended = try rehearsing.maint.run("rehearse", "daily")
    ended.expect(exit: 0)
    #expect(!ended.out.contains("copied") && !ended.out.contains("confirm"))
  }

  @Test(arguments: Rehearsing.accounts) func holesAreOpenedOnPurpose(account: Account) throws {
    let rehearsing = try Rehearsing(account).runbook(
      "rollback: none\nreason: a test\nchange:\n  - echo real > $host/real; ls /sys/class/net | wc -l\n")
    try rehearsing.maint.run("rehearse", "daily", "--bind", rehearsing.host, "--share-net").expect(exit: 0).shows(
      "  open to the host: the host's network (--share-net)\n  open to the host: /T/host (--bind)\n")
    #expect(rehearsing.maint.exists("\(rehearsing.host)/real"))
  }

  @Test(arguments: Rehearsing.accounts) func layersInAFolder(account: Account) throws {
    let rehearsing = try Rehearsing(account).runbook(
      "rollback: none\nreason: a test\nchange:\n  - mkdir $host/d; echo a > $host/d/f; rm $host/old\n"
    ).prepare("echo a > old; mkdir ../scratch")
    let scratch = "\(rehearsing.maint.folder)/scratch"
    try rehearsing.maint.run("rehearse", "daily", "--scratch", scratch).expect(exit: 0, err: "").shows("- /T/host/old")
    #expect(try FileManager.default.contentsOfDirectory(atPath: scratch) == [])
    // What a maint left that was killed is removed by the next one.
    let running = try rehearsing.runbook("precheck: [sleep 34567]\n").maint.start(
      "rehearse", "daily", "--scratch", scratch)
    #expect(eventually { rehearsing.maint.processes.count >= 2 })
    running.signal(SIGKILL)
    _ = running.wait()
    #expect(eventually { rehearsing.maint.processes.isEmpty })
    try rehearsing.runbook("precheck: [':']\n").maint.run("rehearse", "daily", "--scratch", scratch).expect(
      exit: 0, err: "")
    #expect(try FileManager.default.contentsOfDirectory(atPath: scratch) == [])
  }

  @Test(arguments: Rehearsing.accounts) func noSpaceIsAnError(account: Account) throws {
    let rehearsing = try Rehearsing(account).runbook(
      "rollback: none\nreason: a test\nchange:\n  - head -c 40000000 /dev/zero > $host/big\n")
    try rehearsing.maint.run("rehearse", "daily", "--scratch-size", "20MiB").expect(exit: 1).shows("No space left")
    try rehearsing.maint.run("rehearse", "daily", "--scratch-size", "x").expect(exit: 64)
  }

  @Test func theInnerVerbIsForSandboxesOnly() throws {
    let maint = try Maint()
    try maint.daily("web").runbook("web", "precheck: [':']\n")
    try maint.run("carry-out-rehearsal", "daily").expect(
      exit: 64, err: "maint: carry-out-rehearsal runs in a sandbox only\nhint: maint rehearse TARGET\n")
  }
}
