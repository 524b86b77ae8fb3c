import Foundation
import Testing

private let name = "log_rotation"

/// Logs of every age and with names that a careless script would trip over, in `logs`.
func makeLogs(in place: Place) throws {
  try place.shell(
    #"""
    put() { mkdir -p "$(dirname "$1")"; seq 2000 > "$1"; touch -d "$2 days ago" "$1"; }
    cd "$d"; mkdir -p logs
    put logs/new.log 1; put logs/idle.log 10; chmod 640 logs/idle.log
    put logs/app.log.1 8; put logs/old.log.2.gz 31; put logs/old.log 40
    put "$(printf 'logs/sub dir/we ird\nname.log')" 9
    put logs/-rf.log 9; put 'logs/$(touch pwned) '\''q".log' 9; put 'logs/back\slash*.log' 9
    put "$(printf 'logs/not \377 utf.log')" 9
    put logs/keep.txt 90; : > logs/empty.log; touch -d '90 days ago' logs/empty.log
    put outside/secret.log 90
    ln -s ../outside/secret.log logs/link.log; ln -s ../outside logs/linkdir
    """#)
}

/// The logs of a folder, without what a rotation keeps there for the way back until the next one.
func logFiles(in place: Place, _ folder: String = "logs") throws -> [String] {
  try place.files(folder).filter { !$0.hasPrefix(".maint-rotation-") }
}

@Suite struct RotationTests {
  @Test(arguments: Account.available)
  func idleLogsAreCompressedAndExpiredOnesRemoved(account: Account) throws {
    let place = try Place(account)
    try makeLogs(in: place)
    let logs = ["log_dir": "\(place.folder)/logs"]
    let owner = try place.shell("stat -c '%a %u %g %Y' logs/idle.log")
    let report = try place.run(name, logs).expect("succeeded").isQuiet()
    let nine = Place.day(9)
    let packed = "logs/idle.log-\(Place.day(10)).gz"
    let expected = [
      "$(touch pwned) 'q\".log-\(nine).gz", "-rf.log-\(nine).gz", "app.log.1.gz", "back\\slash*.log-\(nine).gz",
      "empty.log", "idle.log-\(Place.day(10)).gz", "keep.txt", "link.log", "linkdir", "new.log",
      "not \u{FFFD} utf.log-\(nine).gz", "sub dir/we ird\nname.log-\(nine).gz",
    ]
    #expect(Set(try logFiles(in: place)) == Set(expected))
    // The copy looks like the original, and holds what it held.
    #expect(try place.shell("stat -c '%a %u %g %Y' \(packed)") == owner)
    try place.shell("gzip -dc \(packed) | cmp - <(seq 2000)")
    #expect(report.metrics["maint_logs_removed"] == 2 && report.metrics["maint_logs_compressed"] == 7)
    #expect((report.metrics["maint_logs_freed_bytes"] ?? 0) > 4096)
    report.summarises("2 logs removed, 7 compressed", "removed: `old.log`", "compressed: `sub dir/we ird?name.log`")
    #expect(place.exists("outside/secret.log"))

    let again = try place.run(name, logs).expect("succeeded").summarises("no log is due")
    #expect(again.metrics["maint_logs_removed"] == 0 && again.metrics["maint_logs_compressed"] == 0)
    try place.shell("touch -d '31 days ago' \(packed)")
    #expect(try place.run(name, logs).metrics["maint_logs_removed"] == 1)
    #expect(!place.exists(packed))
  }

  /// Whoever has a log open for writing may write to it again, however old it is.
  @Test(arguments: Account.available)
  func logsOpenForWritingAreLeftAlone(account: Account) throws {
    let place = try Place(account)
    try place.shell(
      "mkdir logs; for n in a b r rw; do seq 2000 > logs/$n.log; touch -d '40 days ago' logs/$n.log; done")
    // Of the same account, as what others have open cannot be seen without rights.
    let holder = Process()
    let words =
      account.prefix + [
        "/bin/bash", "-c", "exec 3>> logs/a.log 4>> logs/b.log 5< logs/r.log 6<> logs/rw.log; echo open; exec sleep 60",
      ]
    holder.executableURL = URL(fileURLWithPath: words[0])
    holder.arguments = Array(words.dropFirst())
    holder.currentDirectoryURL = URL(fileURLWithPath: place.folder)
    let output = Pipe()
    holder.standardOutput = output
    try holder.run()
    defer {
      kill(holder.processIdentifier, SIGKILL)
      holder.waitUntilExit()
    }
    _ = output.fileHandleForReading.availableData
    try place.run(name, ["log_dir": "\(place.folder)/logs"]).expect("succeeded").isQuiet()
    #expect(try logFiles(in: place) == ["a.log", "b.log", "rw.log"])
  }

  @Test func namesThatAreTakenAreNeverWrittenOver() throws {
    let place = try Place()
    let nine = Place.day(9)
    try place.shell(
      """
      mkdir logs; cd logs
      echo two > a.log.1; echo one > a.log.1.gz; echo x > x.log; ln -s /etc/passwd x.log-\(nine).gz
      touch -d '9 days ago' a.log.1 x.log; touch -d '10 days ago' a.log.1.gz
      """)
    try place.run(name, ["log_dir": "\(place.folder)/logs"]).expect("succeeded")
    #expect(try place.text("logs/a.log.1.gz") == "one\n")
    #expect(try place.shell("gzip -dc logs/a.log.1-\(nine).gz") == "two\n")
    #expect(try place.shell("readlink logs/x.log-\(nine).gz") == "/etc/passwd\n")
    #expect(try place.files("logs").count { $0.hasPrefix("x.log-\(nine)") } == 2)
  }

  @Test func ownPatternAndDays() throws {
    let place = try Place()
    try place.shell("mkdir logs; cd logs; echo a > a.txt; echo b > b.log; touch -d '4 days ago' *")
    let parameters = ["log_dir": "\(place.folder)/logs", "pattern": "*.txt", "compress_days": "3"]
    try place.run(name, parameters).expect("succeeded")
    #expect(try logFiles(in: place) == ["a.txt.gz", "b.log"])
    let shorter = parameters.merging(["compress_days": "1", "retention_days": "3"]) { $1 }
    try place.run(name, shorter).expect("succeeded")
    #expect(try logFiles(in: place) == ["b.log"])
  }

  /// maint's own logs are the default, so that a first run on any host touches nothing else.
  @Test func withoutAFolderItsOwnLogs() throws {
    let place = try Place()
    let report = try place.run(name)
    #expect(report.outcome == "skipped" && report.exit == 0, "\(report.text)")
    #expect(report.console.contains("only where log_dir is given, or maint keeps logs"), "\(report.text)")
    try place.shell("mkdir state/logs; echo x > state/logs/a.log; touch -d '9 days ago' state/logs/a.log")
    #expect(try place.run(name).expect("succeeded").metrics["maint_logs_compressed"] == 1)
  }

  @Test func whatABrokenRunSetAsideIsToldAndKept() throws {
    let place = try Place()
    try place.shell(
      "mkdir -p logs/.maint-rotation-9-x/idle; echo x > logs/.maint-rotation-9-x/idle/a.log; "
        + "touch -d '90 days ago' logs/.maint-rotation-9-x/idle/a.log")
    try place.run(name, ["log_dir": "\(place.folder)/logs"]).expect("succeeded").warns(".maint-rotation-9-x")
    #expect(try place.files("logs") == [".maint-rotation-9-x/idle/a.log"])
  }

  @Test func manyLogsInOneGo() throws {
    let place = try Place()
    try place.shell("mkdir logs; for i in {1..150}; do echo $i > logs/$i.log; done; touch -d '9 days ago' logs/*")
    let report = try place.run(name, ["log_dir": "\(place.folder)/logs"]).expect("succeeded")
    #expect(report.metrics["maint_logs_compressed"] == 150)
  }
}
