import Foundation
import Testing

/// `maint changelog` of a real history: packages by lists that the tests write, files by what tasks do.
@Suite struct ChangelogTests {
  private let maint: Maint
  private var data: String { "\(maint.folder)/data" }
  private var list: String { "\(maint.folder)/packages/var/lib/dpkg/status" }

  init() throws {
    maint = try Maint(in: "/var/tmp")
    for path in ["\(maint.folder)/packages/var/lib/dpkg", "\(maint.folder)/packages/lib/apk/db", data] {
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }
    try install(["curl": "1", "vim": "9"])
    try "a\n".write(toFile: "\(data)/a", atomically: false, encoding: .utf8)
    try "b\n".write(toFile: "\(data)/b", atomically: false, encoding: .utf8)
  }

  /// As dpkg writes its list: another file takes its name.
  private func install(_ versions: [String: String]) throws {
    let text = versions.sorted { $0.key < $1.key }.map { name, version in
      "Package: \(name)\nStatus: install ok installed\nArchitecture: amd64\nDescription: text\n Version: 0\nVersion: \(version)\n"
    }.joined(separator: "\n")
    let removed = "\nPackage: gone\nStatus: deinstall ok config-files\nArchitecture: all\nVersion: 3\n"
    try (text + removed).write(toFile: list, atomically: true, encoding: .utf8)
  }

  /// A task `conf` that changes files, `ask` that only looks, and `update` that makes the list of packages another.
  private func runbooks(verify: String = "true") throws {
    try maint.runbook(
      "conf",
      """
      description: Change the configuration
      category: adaptive
      backup: [{path: \(data)}]
      change: ['cd \(data); echo new > a; rm -f b; echo c > "c d"; chmod 600 .']
      """)
    try maint.runbook("ask", "precheck: ['true']\nchange: [{run: 'true', if: 'false', undo: 'true'}]\n")
    try maint.runbook(
      "update",
      """
      params: {version: {default: '2'}}
      change:
        - run: sed -E -i "s/^(Version.) 1/\\1 $version/" \(list)
          undo: sed -E -i "s/^(Version.) $version/\\1 1/" \(list)
      verify: ['\(verify)']
      """)
    try maint.daily("conf", "ask", "update")
  }

  private func changes(_ words: String..., location: SourceLocation = #_sourceLocation) throws -> [[String: Any]] {
    let ended = try maint.start(["changelog"] + words + ["--json"]).wait()
    let json = try JSONSerialization.jsonObject(with: Data(ended.outputBytes)) as? [String: Any]
    return try #require(json?["changes"] as? [[String: Any]], "\(ended.both)", sourceLocation: location)
  }

  private func packages(_ change: [String: Any]) -> [String] {
    (change["packages"] as? [[String: Any]] ?? []).map { package in
      ["name", "before", "after"].map { package[$0] as? String ?? "-" }.joined(separator: " ")
    }
  }

  private func kinds(_ changes: [[String: Any]]) -> [String] {
    changes.map { "\($0["kind"] as? String ?? "") \($0["what"] as? String ?? "")" }
  }

  @Test func whatTasksAndOthersHaveDone() throws {
    let user = NSUserName()
    try runbooks()
    try maint.run("changelog").expect(exit: 0, out: "")
    try maint.run("run", "daily", "--quiet").expect(exit: 0, out: "", err: "")
    try install(["curl": "2", "nano": "7"])
    try maint.run("run", "daily.ask", "--quiet").expect(exit: 0)
    #expect(try changes().count == 3, "a task that changes nothing looks at nothing")
    try maint.run("run", "daily.conf", "--quiet").expect(exit: 0)
    try maint.run("rollback", "3/daily.conf", "--quiet").expect(exit: 0)
    try maint.run("backup", "restore", "1/daily.conf", "--to", "elsewhere").expect(exit: 0)
    try maint.run("changelog").expect(
      exit: 0,
      out: """
        TIME  ✓ restore of 1/daily.conf (run 1, by \(user)): restored: /T/elsewhere
        TIME  ↩ daily.conf (run 4, taking back run 3, by \(user)): taken back. Change the configuration; adaptive
        TIME  ↩ daily.conf (run 3, by \(user)): 2 files; taken back by run 4. Change the configuration; adaptive
        TIME  ! packages of the host (seen by run 3, by others): 2 packages: nano 7 installed, vim 9 removed
        TIME  ✓ daily.update (run 1, by \(user)): 1 package: curl 1 → 2; in place
        TIME  ✓ daily.conf (run 1, by \(user)): 4 files; in place. Change the configuration; adaptive
        TIME  ! project /T/project (seen first by run 1): 4 files: runbooks/ask.yaml, runbooks/conf.yaml, runbooks/update.yaml, and 1 more
        """)
    try maint.run("changelog", "1").expect(exit: 0).shows(
      "    why: Change the configuration; adaptive\n    runbook: conf\n    ~ /T/data  mode, time\n    ~ /T/data/a  content, time\n"
        + "    - /T/data/b  removed\n    + /T/data/c d  added\n", "    package curl 1 → 2  dpkg amd64\n")
    try maint.runbook("ask", "precheck: ['true']\n")
    try maint.run("run", "daily.ask", "--quiet").expect(exit: 0)
    try maint.run("changelog", "1").expect(exit: 0).shows("    + runbooks/ask.yaml  first seen\n")
    try maint.run("changelog", "5").expect(exit: 0).shows("1 file: runbooks/ask.yaml\n    ~ runbooks/ask.yaml\n")
    let first = try changes("1")
    #expect(first.allSatisfy { $0["run"] as? Int == 1 } && first.count == 4)
    #expect(try changes("--since", "2000-01-01").count == 8)
    try maint.run("changelog", "9").expect(exit: 66)
    try maint.run("changelog", "--since", "yesterday").expect(exit: 64).shows("write it as 2027-01-31")
    try maint.run("changelog", "--since", "2100-01-01").expect(exit: 64).shows("2100-01-01 is yet to come")
  }

  @Test func whatWasTakenBackIsToldSo() throws {
    let user = NSUserName()
    try runbooks(verify: "false")
    try maint.run("run", "daily.update", "--quiet").expect(exit: 3)
    let change = try #require(try changes().first)
    #expect(change["state"] as? String == "taken_back" && change["outcome"] as? String == "rolled_back")
    // What comes and goes within a task is no change.
    #expect(packages(change) == [])
    try maint.run("changelog").expect(exit: 0).shows("↩ daily.update (run 1, by \(user)): rolled back: ")
  }

  /// The state folder of the host knows nothing of what happens in a sandbox.
  @Test func rehearsalsAndDrillsLeaveNothing() throws {
    try runbooks()
    let ended = try maint.run("rehearse", "daily")
    if ended.exit == 75 { return print("skipped: \(ended.err)") }
    ended.expect(exit: 0)
    try maint.run("drill", "daily.conf").expect(exit: 0)
    #expect(try maint.json("log")["runs"] as? [Int] == [])
    try maint.run("run", "daily.ask", "--quiet").expect(exit: 0)
    #expect(try kinds(changes()) == ["project /T/project".replacing("/T", with: maint.folder)].map { "project \($0)" })
    #expect(try rows("SELECT count(*) FROM package_database") == ["0"])
  }

  /// maint is killed when its task has changed the list: `recover` finds it, and cannot be sure.
  @Test func aKilledMaintIsMadeUpFor() throws {
    try maint.runbook(
      "update",
      """
      change:
        - run: sed -E 's/^(Version.) 1/\\1 2/' \(list) > list; mv list \(list); touch "$MAINT_PROJECT/done"; sleep 60
          cwd: \(maint.folder)
          undo: 'true'
      """)
    try maint.daily("update")
    let running = try maint.start("run", "daily")
    try #require(eventually { maint.exists("\(maint.project)/done") })
    running.signal(SIGKILL)
    running.wait(5)
    #expect(try changes().map { $0["state"] as? String } == ["under_way", "in_place"])
    try maint.run("recover", "--quiet").expect(exit: 0)
    let change = try #require(try changes().first)
    #expect(change["state"] as? String == "taken_back" && packages(change) == ["curl 1 2"])
    #expect(change["packages_certain"] as? Bool == false)
    try maint.run("changelog").expect(exit: 0).shows("perhaps not by this task")
  }

  @Test func theListOfAlpineIsReadToo() throws {
    let list = "\(maint.folder)/packages/lib/apk/db/installed"
    try "C:Q1=\nP:busybox\nV:1.36-r0\nA:x86_64\nF:bin\nR:busybox\n\nP:musl\nV:1.2\nA:x86_64\n".write(
      toFile: list, atomically: true, encoding: .utf8)
    try maint.runbook(
      "update", "change: [{run: \"sed -i 's/r0/r1/; s/^P:musl/P:m|usl/' \(list)\", undo: 'true'}]\n")
    try maint.daily("update")
    try maint.run("run", "daily", "--quiet").expect(exit: 0)
    #expect(try packages(#require(changes().first)) == ["busybox 1.36-r0 1.36-r1", "musl 1.2 -", "m|usl - 1.2"])
  }

  /// The database of rpm, with headers as rpm writes them; of some packages there are several versions at once.
  @Test(arguments: ["usr/lib/sysimage/rpm", "var/lib/rpm"], ["delete", "wal"])
  func theDatabaseOfRPMIsReadToo(_ place: String, _ journal: String) throws {
    let folder = "\(maint.folder)/packages/\(place)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    func write(_ packages: [(String, String, String, Int?)]) throws {
      let values = packages.map { "(x'\(Self.header($0.0, $0.1, $0.2, epoch: $0.3))')" }.joined(separator: ", ")
      _ = try rows(
        """
        PRAGMA journal_mode = \(journal);
        CREATE TABLE IF NOT EXISTS Packages (hnum INTEGER PRIMARY KEY, blob BLOB NOT NULL);
        DELETE FROM Packages; INSERT INTO Packages (blob) VALUES \(values)
        """, in: "\(folder)/rpmdb.sqlite")
    }
    try write([("bash", "5.1-6", "x86_64", nil), ("kernel", "6.1-1", "x86_64", nil), ("dbus", "1.12-2", "noarch", 1)])
    try maint.runbook("update", "change: [{run: 'true', undo: 'true'}]\n").daily("update")
    try maint.run("run", "daily", "--quiet").expect(exit: 0)
    try write([
      ("kernel", "6.2-1", "x86_64", nil), ("kernel", "6.1-1", "x86_64", nil), ("dbus", "1.12-3", "noarch", 1),
      ("gpg-pubkey", "1-2", "", nil),
    ])
    let files = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
    try maint.run("run", "daily", "--quiet").expect(exit: 0)
    #expect(
      try packages(#require(changes().first { $0["kind"] as? String == "packages" })) == [
        "bash 5.1-6 -", "dbus 1:1.12-2 1:1.12-3", "gpg-pubkey - 1-2", "kernel 6.1-1 6.1-1, 6.2-1",
      ])
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder).sorted() == files)
    // What is no database is nobody's failure, nor is a header that ends too early.
    try write([("bash", "5.2-1", "x86_64", nil)])
    _ = try rows("UPDATE Packages SET blob = substr(blob, 1, 60)", in: "\(folder)/rpmdb.sqlite")
    try maint.run("run", "daily", "--quiet").expect(exit: 0, out: "", err: "")
    try "SQLite format 3".write(toFile: "\(folder)/rpmdb.sqlite", atomically: true, encoding: .utf8)
    try maint.run("run", "daily", "--quiet").expect(exit: 0, out: "", err: "")
  }

  /// In hexadecimal digits: an index of tag, type, offset and count, and the data behind it.
  private static func header(_ name: String, _ version: String, _ architecture: String, epoch: Int?) -> String {
    var (index, data): ([UInt32], [UInt8]) = ([], [])
    // A region as rpm seals it, which says nothing here.
    index += [63, 7, 0, 16]
    data += [UInt8](repeating: 0, count: 16)
    let parts = version.split(separator: "-").map(String.init)
    for (tag, text) in [(1000, name), (1001, parts[0]), (1002, parts[1]), (1022, architecture)] as [(UInt32, String)]
    where !text.isEmpty {
      index += [tag, 6, UInt32(data.count), 1]
      data += Array(text.utf8) + [0]
    }
    if let epoch {
      data += [UInt8](repeating: 0, count: (4 - data.count % 4) % 4)
      index += [1003, 4, UInt32(data.count), 1]
      data += [0, 0, 0, UInt8(epoch)]
    }
    let numbers = [UInt32(index.count / 4), UInt32(data.count)] + index
    let bytes = numbers.flatMap { number in [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: number >> $0) } } + data
    return bytes.map { String(format: "%02x", $0) }.joined()
  }

  /// A list that cannot be read, or is none, is nobody's failure.
  @Test func aListThatCannotBeReadHoldsNothingUp() throws {
    try FileManager.default.removeItem(atPath: list)
    mkfifo(list, 0o600)
    try runbooks()
    try maint.run("run", "daily.conf", "--quiet").expect(exit: 0, out: "", err: "")
    #expect(try changes().count == 2)
  }

  /// More files than are kept by name.
  @Test func ofManyFilesTheFirstAreKept() throws {
    try maint.runbook(
      "many", "backup: [{path: \(data)}]\nchange: ['cd \(data); for i in $(seq 1000 1299); do : > $i; done']\n")
    try maint.daily("many")
    try maint.run("run", "daily", "--quiet").expect(exit: 0)
    let change = try #require(try changes().first)
    #expect(change["files_changed"] as? Int == 300)
    let files = change["files"] as? [[String: Any]] ?? []
    #expect(files.count == 200 && files.last?["file"] as? String == "\(data)/1199")
    try maint.run("changelog", "1").expect(exit: 0).shows("    and 100 files more\n")
  }

  /// One look before and one after the changes of a run, however many tasks it has, and one reading.
  @Test(.enabled(if: access("/usr/bin/strace", X_OK) == 0, "strace is not installed"))
  func looksAreFew() throws {
    for number in 1...20 { try maint.runbook("t\(number)", "change: [{run: ':', undo: ':'}]\n") }
    try maint.schedule(
      "maintenance_schedule:\n  daily:\n" + (1...20).map { "    - t\($0)\n" }.joined() + "defaults: {grace: 200ms}\n")
    try maint.run("run", "daily", "--quiet").expect(exit: 0)
    maint.prefix = ["/usr/bin/strace", "-f", "-o", "\(maint.folder)/trace", "-e", "trace=file"]
    try maint.run("run", "daily", "--quiet").expect(exit: 0)
    let calls = try String(contentsOfFile: "\(maint.folder)/trace", encoding: .utf8).split(separator: "\n")
      .filter { $0.contains("/dpkg/status") }
    #expect(calls.count >= 2 && calls.count <= 41, "\(calls.count)")
    #expect(!calls.contains { $0.contains("open") }, "it is not read while it is the same file")
  }

  private func rows(_ sql: String, in database: String? = nil) throws -> [String] {
    let ended = try Running(
      ["/usr/bin/sqlite3", database ?? maint.database, sql], environment: maint.environment, in: maint.folder,
      input: "/dev/null"
    ).wait()
    return ended.out.split(separator: "\n").map(String.init)
  }
}
