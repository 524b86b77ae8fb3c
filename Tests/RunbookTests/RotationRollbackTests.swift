import Foundation
import Testing

private let name = "log_rotation"

/// A rotation that fails leaves every log as it was; one that somebody interferes with loses nothing.
@Suite struct RotationRollbackTests {
  /// Names, rights, times, sizes and inodes of all logs.
  private func picture(of place: Place) throws -> String {
    try place.shell("cd logs; find . ! -type d -printf '%p %m %T@ %s %i\\n' | sort")
  }

  private static let failing = "  - name: injected\n    run: echo injected >&2; exit 1\n"

  @Test(
    arguments: [
      "  - name: compress the idle logs", "  - name: give the current logs a new file", "verify:", "rollback:",
    ], Account.available)
  func everyLogIsBackAfterAFailure(before mark: String, account: Account) throws {
    let place = try Place(account)
    try makeLogs(in: place)
    let before = try picture(of: place)
    try place.changeRunbook(name, before: mark, insert: Self.failing)
    try place.run(name, ["log_dir": "\(place.folder)/logs"]).expect("rolled_back").complains("injected")
    #expect(try picture(of: place) == before)
    #expect(try place.shell("find logs -name '.maint*'; find state -maxdepth 1 -name 'log_rotation*'") == "")
  }

  /// A service that opens a log between the list and the end keeps it, and what it writes.
  @Test func aLogWrittenToMeanwhileIsPutBack() throws {
    let place = try Place()
    let logs = "\(place.folder)/logs"
    try place.shell(
      """
      mkdir logs; for n in a b c d; do seq 2000 > logs/$n.log; done
      touch -d '9 days ago' logs/*; touch -d '40 days ago' logs/a.log
      """)
    // Two are held open, one is written to and closed before it is moved; then b gets a new file of its name.
    try place.changeRunbook(
      name, before: "  - name: set the expired logs aside",
      insert: """
          - processes: keep
            run: |
              cd \(logs)
              sh -c 'exec 3>> a.log 4>> b.log; echo $$ > ../holder; while [ ! -e ../moved ]; do sleep 0.02; done
                echo late >&4; touch ../written; exec sleep 60' > /dev/null 2>&1 &
              while [ ! -s ../holder ]; do sleep 0.02; done
              echo late >> c.log

        """)
    let changed = try place.text("project/runbooks/\(name).yaml")
    try place.write(
      name,
      changed.replacing(
        "\nverify:\n",
        with: """

          verify:
            - run: |
                cd \(logs)
                touch ../moved
                while [ ! -e ../written ]; do sleep 0.02; done
                echo 'new one' > b.log

          """))
    defer {
      if let text = try? place.text("holder"), let pid = pid_t(text.trimmingCharacters(in: .whitespacesAndNewlines)) {
        kill(pid, SIGKILL)
      }
    }
    let report = try place.run(name, ["log_dir": logs]).expect("succeeded")
    let files = try logFiles(in: place)
    let run = try #require(files.first { $0.hasPrefix("b.log.run") }, "\(files) \(report.text)")
    #expect(Set(files) == ["a.log", "b.log", run, "c.log", "d.log-\(Place.day(9)).gz"])
    #expect(try place.text("logs/\(run)").hasSuffix("late\n"))
    #expect(try place.text("logs/c.log").hasSuffix("late\n"))
    #expect(try place.text("logs/b.log") == "new one\n")
    #expect(report.warnings.count { $0.contains("put back") } == 2, "\(report.warnings)")
    #expect(report.metrics["maint_logs_compressed"] == 1)
  }

  @Test(.enabled(if: Tools.canMount, "needs root and the right to mount"))
  func aDamagedCopyIsFoundBeforeTheOriginalGoes() throws {
    let place = try Place()
    try makeLogs(in: place)
    let before = try picture(of: place)
    place.mounts = """
      mount -t tmpfs none /usr/local/sbin
      printf '#!/bin/sh\\ncase $1 in -c) head -c 10 | /usr/bin/gzip -c ;; *) exec /usr/bin/gzip "$@" ;; esac\\n' \
        > /usr/local/sbin/gzip
      chmod 755 /usr/local/sbin/gzip
      """
    let report = try place.run(name, ["log_dir": "\(place.folder)/logs"]).expect("rolled_back")
    #expect(report.outcome(of: "every compressed log") == "failed")
    #expect(try picture(of: place) == before)
  }

  /// gzip that dies on its second file, as the kernel ends it when memory is short.
  @Test(.enabled(if: Tools.canMount, "needs root and the right to mount"))
  func aCompressionThatDiesIsRolledBack() throws {
    let place = try Place()
    try makeLogs(in: place)
    let before = try picture(of: place)
    place.mounts = """
      mount -t tmpfs none /usr/local/sbin
      printf '#!/bin/sh\\n[ -e %s ] || { : > %s; exec /usr/bin/gzip "$@"; }; printf half; kill -9 $$\\n' \
        "$d/first" "$d/first" > /usr/local/sbin/gzip
      chmod 755 /usr/local/sbin/gzip
      """
    try place.run(name, ["log_dir": "\(place.folder)/logs"]).expect("rolled_back")
    #expect(try picture(of: place) == before)
  }

  @Test(.enabled(if: Tools.has("logrotate"), "logrotate is not installed"))
  func newFilesGoBackToo() throws {
    let place = try Place()
    try makeLogs(in: place)
    let before = try place.shell("cd logs; find . -type f -printf '%p %T@ %s\\n' | sort")
    try place.changeRunbook(name, before: "rollback:", insert: Self.failing)
    let report = try place.run(name, ["log_dir": "\(place.folder)/logs", "use": "logrotate"]).expect("rolled_back")
    #expect(report.outcome(of: "give the current logs a new file") == "succeeded")
    #expect(try place.shell("cd logs; find . -type f -printf '%p %T@ %s\\n' | sort") == before)
  }

  @Test(.enabled(if: Tools.has("logrotate"), "logrotate is not installed"), arguments: Account.available)
  func logrotateGivesNewFiles(account: Account) throws {
    let place = try Place(account)
    try makeLogs(in: place)
    let report = try place.run(name, ["log_dir": "\(place.folder)/logs", "use": "logrotate"]).expect("succeeded")
    let files = try place.files("logs")
    let rotated = files.filter { $0.hasPrefix("new.log-") && $0.hasSuffix("-run1") }
    #expect(rotated.count == 1, "\(files)\n\(report.text)")
    #expect(try place.text("logs/new.log").isEmpty)
    #expect(report.metrics["maint_logs_compressed"] == 7)
  }

  @Test(.enabled(if: Tools.canMount, "needs root and the right to mount"))
  func withoutLogrotateItSaysSoAndCompresses() throws {
    let place = try Place()
    try makeLogs(in: place)
    // No tool of the runbook but logrotate is in sbin.
    place.mounts = "mount -t tmpfs none /usr/sbin; [ -L /sbin ] || mount -t tmpfs none /sbin"
    let report = try place.run(name, ["log_dir": "\(place.folder)/logs", "use": "logrotate"]).expect("succeeded")
    report.warns("logrotate is not installed")
    #expect(report.metrics["maint_logs_compressed"] == 7)
  }
}
