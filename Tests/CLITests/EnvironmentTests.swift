import Foundation
import Testing

/// Steps find the same world under cron, systemd and at a terminal.
@Suite struct EnvironmentTests {
  let maint: Maint

  init() throws {
    maint = try Maint()
    try maint.runbook(
      "looks",
      """
      precheck:
        - |
          {
            env | grep -v '^MAINT_\\|^_=' | LC_ALL=C sort
            umask; pwd; set -o | grep -v off
            ls -l /proc/self/fd | sed 's/.* //' | grep -v '^0$\\|/proc/' | sed 's/[0-9][0-9]*/N/'
            grep '^Sig[BIC]' /proc/self/status
            if read -r line; then echo "input: $line"; fi
            ulimit -c; nice
          } > "$MAINT_PROJECT/seen" 2>&1
      """)
    try maint.daily("looks")
  }

  private func seen(_ start: () throws -> Running) throws -> String {
    try? FileManager.default.removeItem(atPath: "\(maint.project)/seen")
    try start().wait().expect(exit: 0)
    return try #require(maint.text("seen"))
  }

  @Test func theEnvironmentIsTheSameWhateverStartedMaint() throws {
    maint.environment = ["TZ": "UTC"]
    let cron = try seen { try maint.start("run", "daily") }
    maint.environment = [
      "TZ": "UTC", "PATH": "/home/me/bin:/usr/bin:/bin", "HOME": "/home/me", "LANG": "de_DE.UTF-8",
      "LC_ALL": "tr_TR.UTF-8",
      "ENV": "/home/me/.shrc", "BASH_ENV": "/home/me/.bashrc", "IFS": "x", "CDPATH": "/tmp",
      "LD_LIBRARY_PATH": "/home/me",
      "MAINT_RUN": "99", "SSH_AUTH_SOCK": "/tmp/agent", "PS4": "$(touch /tmp/x)", "TERM": "xterm",
    ]
    try maint.file("input", "typed\n")
    let terminal = try seen { try maint.start(["run", "daily"], input: "\(maint.project)/input") }
    #expect(terminal == cron)
    // Another umask, working directory, priority of signals and open files than those of cron.
    maint.prefix = ["/bin/sh", "-c", "umask 077; trap '' INT PIPE USR1; exec 7< /dev/null 9>> more; exec \"$@\"", "sh"]
    let shell = try seen { try maint.start("run", "daily") }
    #expect(shell == cron)
    let expected = [
      "HOME=", "LANG=C.UTF-8", "LOGNAME=", "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
      "SHELL=/bin/sh", "TZ=UTC", "USER=", "\n0022\n", "errexit", "nounset", "SigBlk:\t0000000000000000",
      "SigIgn:\t0000000000000000",
    ]
    for text in expected { #expect(cron.contains(text), "\(text) in:\n\(cron)") }
    #expect(!cron.contains("input:") && !cron.contains("/dev/N"), "\(cron)")
    #expect(try maint.run("output").out == "")
  }

  /// What a terminal and its shell would add is left off. `Tests/cron` compares with a real cron.
  @Test func asCronNothingOfTheTerminalIsThere() throws {
    maint.environment = ["PATH": "/usr/bin:/bin"]
    let plain = try seen { try maint.start("run", "daily") }
    maint.environment = [
      "TZ": "Asia/Tokyo", "LANG": "de_DE.UTF-8", "TERM": "xterm-256color", "PATH": "/home/me/bin:/usr/bin:/bin",
      "HOME": maint.folder, "MAINT_PROJECT": "/nowhere", "MAINT_STATE": "\(maint.folder)/other", "COLUMNS": "40",
    ]
    maint.prefix = ["/bin/sh", "-c", "umask 077; exec \"$@\"", "sh"]
    let terminal = try PseudoTerminal(columns: 70, rows: 20)
    let dressed = try seen {
      try maint.start(["run", "daily", "--as-cron", "--events", "events"], terminal: terminal.path)
    }
    // What the host's /etc/environment says of the zone counts for cron as well.
    let zone = /TZ=.*\n/
    #expect(dressed.replacing(zone, with: "") == plain.replacing(zone, with: "") && !dressed.contains("Tokyo"))
    let printed = String(decoding: terminal.bytes, as: UTF8.self)
    #expect(printed.contains("daily.looks") && !printed.contains("\u{1B}"), "\(printed)")
    // Relative paths are those of where it was typed.
    #expect(maint.exists("\(maint.folder)/events") && maint.exists(maint.database))
    maint.globals = []
    maint.environment["MAINT_PROJECT"] = maint.project
    try maint.run("run", "daily").expect(exit: 0)
    #expect(maint.exists("\(maint.folder)/other/maint.db"))
    try maint.run("run", "daily", "--dry-run", "--as-cron").expect(exit: 66).shows("/etc/maint")
  }

  @Test func whatMaintTellsAStep() throws {
    let told = """
      echo "$MAINT_RUN $MAINT_TASK $MAINT_STAGE $MAINT_STEP $MAINT_ATTEMPT $MAINT_REHEARSAL"
      echo "$MAINT_STATE $MAINT_PROJECT $MAINT_EXECUTABLE"
      """
    try maint.runbook(
      "told", "precheck:\n  - ':'\n  - |\n" + told.split(separator: "\n").map { "    \($0)\n" }.joined())
    try maint.daily("told").run("run", "daily").expect(exit: 0)
    #expect(try maint.run("output").out == "1 daily.told precheck 2 1 0\n/T/state /T/project \(Maint.executable)\n")
  }

  @Test func theProjectAndStateAreFoundAsTheHelpSays() throws {
    maint.globals = []
    maint.environment["MAINT_PROJECT"] = maint.project
    maint.environment["XDG_STATE_HOME"] = "\(maint.folder)/xdg"
    maint.environment["MAINT_STATE"] = maint.state
    try maint.run("run", "daily").expect(exit: 0)
    #expect(maint.exists(maint.database))
    maint.environment["MAINT_STATE"] = nil
    maint.environment["MAINT_PROJECT"] = nil
    maint.globals = ["-C", "project"]
    if geteuid() == 0 { maint.prefix = BadInputTests.unprivileged }
    try maint.run("log").expect(exit: 0)
    maint.globals = []
    try maint.run("plan", "daily").expect(exit: 66).shows("/etc/maint")
  }
}
