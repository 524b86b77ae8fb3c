import Foundation
import Testing

/// File systems that are full while maint backs up, logs or restores: nothing half-done is taken for done, what is safe
/// stays safe, and with room again `maint recover` comes to its end.
///
/// The small file systems are in a mount namespace of their own, which goes with the last process in it.
@Suite(.enabled(if: geteuid() == 0, "only root may mount the small file systems"))
struct FullDiskTests {
  let maint: Maint

  init() throws {
    maint = try Maint()
    for name in ["state", "small"] { mkdir("\(maint.folder)/\(name)", 0o700) }
  }

  /// Runs a script with a small file system at `place`, below the test's folder, mounted with `options`. In it `maint`
  /// and `tree` are functions: the executable, and a line for each file of `small/tree`. nil where nothing can be
  /// mounted, which is told.
  private func script(_ text: String, mounting place: String, _ options: String) throws -> Ended? {
    let before = """
      mount -t tmpfs -o \(options),mode=0700 none \(place) || exit 99
      maint() { "$MAINT" -C project --state state "$@"; }
      tree() { find small/tree -printf '%P %y %m %s %T@ ' -type f -exec sha256sum {} \\; ; }
      make() { mkdir small/tree; head -c $1 /dev/urandom > small/tree/a; echo b > small/tree/b; chmod 600 small/tree/b; }

      """
    let ended = try Running(
      ["/usr/bin/unshare", "-m", "/bin/sh", "-c", "cd '\(maint.folder)'\n" + before + text],
      environment: maint.environment.merging(["MAINT": Maint.executable]) { $1 }, in: maint.folder, input: "/dev/null"
    ).wait()
    if ended.exit != 99 { return ended }
    print("not tested on a full disk: nothing can be mounted here")
    return nil
  }

  /// A runbook that backs `small/tree` up after a step of its own, changes it, and then does as `fill` says and fails.
  private func runbook(before: String? = nil, fill: String? = nil) throws {
    let steps = fill.map { ["  - '\($0)'", "verify: ['false']"] } ?? []
    let lines =
      ["backup:"] + (before.map { ["  - '\($0)'"] } ?? []) + [
        "  - path: \(maint.folder)/small/tree", "change:",
        "  - cd \(maint.folder)/small; echo changed > tree/b; chmod 644 tree/b; echo new > tree/new",
      ]
    try maint.runbook("one", (lines + steps).joined(separator: "\n") + "\n")
    try maint.daily("one")
  }

  /// What is said before anything is written: how much may be needed, and how much there is.
  @Test func aBackupThatDoesNotFitTouchesNothing() throws {
    try runbook()
    let ended = try script(
      """
      make 5000000
      tree > before
      maint run daily
      echo "exit $?"
      tree | cmp - before && echo untouched
      ls state/backups
      maint output 1
      """, mounting: "state", "size=5m")
    ended?.shows(
      "exit 1\n", "untouched\n", "may need 4", " has ", "free; nothing was written", "exclude what need not")
    #expect(ended?.out.contains("\n1\n") != true, "the folder of the backup is still there")
  }

  /// A step fills the file system, and the next finds no room.
  @Test func aBackupThatFillsTheDiskIsDiscarded() throws {
    try runbook(before: "cat /dev/zero > \"$MAINT_BACKUP_DIR/zero\" 2> /dev/null || :")
    let ended = try script(
      """
      make 2000000
      tree > before
      maint run daily
      echo "exit $?"
      tree | cmp - before && echo untouched
      test -e state/backups/1 || echo discarded
      maint show 1 --json | grep -m 1 '"outcome"'
      maint status > /dev/null
      maint run daily
      """, mounting: "state", "size=6m")
    ended?.shows("exit 1\n", "untouched\n", "discarded\n", "\"outcome\": \"failed\"")
  }

  /// The change takes all room of the state folder: the way back and the outcome are logged into the reserve.
  @Test func aLogWithoutRoomKeepsWhatWasAcknowledged() throws {
    try runbook(fill: "cat /dev/zero > \"$MAINT_STATE/filler\" 2> /dev/null || :; head -c 300000 /dev/zero")
    let ended = try script(
      """
      make 1000
      tree > before
      maint run daily --events events
      echo "exit $?"
      tree | cmp - before && echo untouched
      df state | tail -n 1
      maint show 1 --json > shown
      grep -c '"outcome": "rolled_back"' shown
      rm state/filler
      maint recover
      maint run daily > /dev/null
      echo "again $?"
      """, mounting: "state", "size=6m")
    ended?.shows("exit 3\n", "untouched\n", "2\n", "nothing to recover", "again 3\n")
  }

  /// By bytes, seen before anything is written, and by inodes, seen only by tar in the middle of it.
  @Test(arguments: [
    ("size=6m", "cat /dev/zero > filler 2> /dev/null || :"), ("size=6m,nr_inodes=40", "touch $(seq 33)"),
  ])
  func aRestoreWithoutRoomIsNoRollback(options: String, fill: String) throws {
    try runbook(fill: "cd \"$MAINT_PROJECT/../small\"; \(fill)")
    let ended = try script(
      """
      make 1000000
      for i in 1 2 3 4; do echo $i > small/tree/f$i; done
      tree > before
      maint run daily
      echo "exit $?"
      maint output 1 2>&1
      ls -A small small/tree
      tree | cmp -s - before || echo changed
      maint recover 1
      echo "recover $?"
      find small -maxdepth 1 -type f -delete
      maint recover 1
      echo "again $?"
      tree | cmp - before && echo untouched
      # What the recovery replaced is kept, since nobody has seen it.
      ls -A small | grep -v kept
      maint status --json | grep -A 1 needs_human
      """, mounting: "small", options)
    ended?.shows(
      "exit 2\n", "make room", "changed\n", "recover 2\n", "again 0\n", "untouched\ntree\n", "\"needs_human\": []")
  }

  /// An alert leaves a host whose disk a task has filled, and that it has left is written down.
  @Test func aFullDiskKeepsNoMessageBack() throws {
    let receiver = try #require(try Receiver(.http, for: maint))
    try maint.tellOfFailures(receiver)
    try maint.runbook("a", "precheck: ['cat /dev/zero > \(maint.state)/fill']\n").daily("a")
    let ended = try script(
      """
      maint run daily --quiet > /dev/null
      rm state/fill
      maint notify flush
      """, mounting: "state", "size=4m")
    guard let ended else { return }
    #expect(ended.out.contains("nothing waits\n"), "\(ended.out) \(ended.err)")
    #expect(receiver.requests.filter(\.isTaken).count == 1)
  }

  /// The index of the log is not there, as after a copy, and there is room for it in the reserve alone.
  @Test func aFullDiskWithoutAnIndexIsOne() throws {
    let receiver = try #require(try Receiver(.http, for: maint))
    try maint.tellOfFailures(receiver)
    try maint.runbook("a", Maint.failing).daily("a")
    try receiver.answer("500")
    let ended = try script(
      """
      maint run daily --quiet > /dev/null
      rm state/maint.db-shm
      cat /dev/zero > state/fill 2> /dev/null || :
      maint status 2>&1
      echo "status $?"
      echo ok > receiver/mode
      maint notify flush --force
      echo "flush $?"
      """, mounting: "state", "size=4m")
    ended?.shows(
      "no space left for the run log", "make room on its file system", "status 74\n", "1 message delivered\n",
      "flush 0\n")
  }
}
