import Glibc
import Testing

private let name = "log_rotation"

/// Folders in which nothing may be rotated, whatever the schedule says.
@Suite struct RotationRefusalTests {
  @Test(arguments: [
    ("/", "root of the system"), ("/etc", "the system's"), ("/usr/../etc/ssl", "the system's"),
    ("/var/lib", "root of the system"), ("/proc/sys", "the system's"), ("/home", "root of the system"),
  ])
  func foldersOfTheSystem(folder: String, words: String) throws {
    let report = try Place().run(name, ["log_dir": folder]).expect("failed").complains(words)
    #expect(report.metrics.isEmpty)
  }

  @Test(arguments: [
    ("link", "the system's"), ("state", "maint's state"), ("state/backups", "maint's state"),
    (".", "holds maint's state"), ("absent", "is not a folder"), ("file.log", "is not a folder"),
    ("open", "other accounts"), ("line\nbreak", "line break"),
  ])
  func foldersOfTheTest(folder: String, words: String) throws {
    let place = try Place()
    try place.shell(
      """
      mkdir -m 700 state; mkdir -p state/backups/1 open; chmod 777 open; ln -s /etc link; echo > file.log
      mkdir "$(printf 'line\\nbreak')"
      """)
    let report = try place.run(name, ["log_dir": "\(place.folder)/\(folder)"]).expect("failed").complains(words)
    #expect(report.metrics.isEmpty)
  }

  @Test func retentionBelowCompression() throws {
    try Place().run(name, ["retention_days": "5"]).expect("failed").complains("less than compress_days")
  }

  @Test(.enabled(if: Account.available.contains(.nobody)))
  func foldersOfOtherAccounts() throws {
    let place = try Place()
    try place.shell(
      "mkdir -p logs/theirs; echo > logs/a.log; echo > logs/theirs/b.log; touch -d '9 days ago' logs/*.log logs/*/*")
    chown("\(place.folder)/logs/theirs", Account.nobodyID, Account.nobodyID)
    let logs = ["log_dir": "\(place.folder)/logs"]
    try place.run(name, logs).expect("succeeded").warns("theirs")
    #expect(try place.files("logs/theirs") == ["b.log"])
    let theirs = ["log_dir": "\(place.folder)/logs/theirs"]
    try place.run(name, theirs).expect("failed").complains("other accounts")
    try place.run(name, theirs.merging(["trust_folder_owners": "yes"]) { $1 }).expect("succeeded")
    #expect(try logFiles(in: place, "logs/theirs") == ["b.log-\(Place.day(9)).gz"])
    // Who may not write there says so before anything is touched.
    let shut = try Place(.nobody)
    try shut.shell("mkdir logs; chmod 555 logs")
    try shut.run(name, ["log_dir": "\(shut.folder)/logs"]).expect("failed").complains("cannot be written to by")
  }
}
