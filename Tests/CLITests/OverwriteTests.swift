import Foundation
import Testing

/// `maint rollback` and what was changed since at the paths of the run.
@Suite struct OverwriteTests {
  let maint: Maint
  let tree: String

  init() throws {
    maint = try Maint()
    tree = "\(maint.folder)/tree"
    try FileManager.default.createDirectory(atPath: "\(tree)/sub", withIntermediateDirectories: true)
    try write("old\n", to: "a")
    try write("old\n", to: "sub/b")
    try write("1\n", to: "app.pid")
    try maint.runbook(
      "one",
      """
      backup: [{path: \(tree), exclude: ['*.pid']}, {path: \(tree).new}]
      change: ['echo new > \(tree)/a; mkdir \(tree).new; rm -r \(tree)/sub']
      cleanup: ['echo cleaned > \(tree)/cleaned']
      """)
    try maint.daily("one")
    try maint.run("run", "daily").expect(exit: 0)
  }

  private func write(_ text: String, to name: String) throws {
    try text.write(toFile: "\(tree)/\(name)", atomically: false, encoding: .utf8)
  }

  private func text(_ name: String) -> String? {
    FileManager.default.contents(atPath: "\(tree)/\(name)").map { String(decoding: $0, as: UTF8.self) }
  }

  private var manifest: String {
    let folder = "\(maint.state)/after/1/daily.one"
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return "\(folder)/\(names.min { $0.count < $1.count } ?? "none")"
  }

  @Test func whatTheRunLeftIsTakenBack() throws {
    // The run's own cleanup, a new time and what was excluded are no changes of somebody else.
    try write("2\n", to: "app.pid")
    var times = [timeval(tv_sec: 1, tv_usec: 0), timeval(tv_sec: 1, tv_usec: 0)]
    utimes("\(tree)/a", &times)
    try maint.run("rollback", "1").expect(exit: 0, err: "")
    #expect(text("a") == "old\n" && text("sub/b") == "old\n" && text("app.pid") == "2\n")
    #expect(!maint.exists("\(tree).new"))
  }

  @Test func whatSomebodyElseChangedIsNotOverwritten() throws {
    try write("mine\n", to: "a")
    try write("x", to: "n\u{1B}[2J\nl")
    try FileManager.default.removeItem(atPath: "\(tree).new")
    try maint.run("rollback", "1/one").expect(
      exit: 66, out: "",
      err: #"""
        maint: /T/tree is not as run 1 left it: 2 differences
          a: other content, time
          n\x1b[2J\x0al: added
        maint: /T/tree.new is not as run 1 left it: 1 difference
          .: missing
        maint: nothing of run 1 is taken back, since that could overwrite what was changed since
        hint: look at it and keep what is needed; then 'maint rollback 1/one --force' overwrites it
        """#)
    #expect(text("a") == "mine\n")
    #expect(try !maint.run("log").out.contains("\n  2 "), "something was started")
    try maint.run("rollback", "1", "--force").expect(exit: 0).shows(
      "  a: other content", "maint: --force overwrites that")
    #expect(text("a") == "old\n" && text("sub/b") == "old\n")
  }

  /// While it waits for a lock, whoever has that may do something at the paths.
  @Test func whatWasChangedWhileItWaitedIsNotOverwritten() throws {
    try maint.runbook("one", (maint.text("runbooks/one.yaml") ?? "") + "\nlocks: [shared]\n")
    try maint.runbook(
      "two",
      """
      locks: [shared]
      precheck:
        - |
          touch "$MAINT_PROJECT/started"
          while [ ! -e "$MAINT_PROJECT/go" ]; do sleep 0.02; done
          echo mine > \(tree)/a
      """)
    try maint.daily("one", "two")
    try write("old\n", to: "a")
    try FileManager.default.removeItem(atPath: "\(tree).new")
    try FileManager.default.createDirectory(atPath: "\(tree)/sub", withIntermediateDirectories: true)
    try maint.run("run", "one").expect(exit: 0)
    let other = try maint.start("run", "two")
    try #require(eventually { maint.exists("\(maint.project)/started") })
    try maint.run("rollback", "2", "--wait", "100ms").expect(exit: 75).shows("the lock 'shared' is held", "daily.two")
    let waiting = try maint.start("rollback", "2", "--wait", "1m")
    try #require(eventually { (waiting.out + waiting.err).contains("wait") })
    try maint.file("go", "")
    other.wait(30).expect(exit: 0)
    waiting.wait(30).expect(exit: 66).shows("a: other content", "nothing of run 2 is taken back")
    #expect(text("a") == "mine\n")
    try maint.run("rollback", "2", "--force").expect(exit: 0)
  }

  /// Not even begun: one path restored and the other not would be worse than neither.
  @Test func aDamagedArchiveIsFoundBeforeAnythingIsTakenBack() throws {
    let folder = "\(maint.state)/backups/1/daily.one"
    let archive = try #require(
      try FileManager.default.contentsOfDirectory(atPath: folder).first { $0.contains(".tar.") })
    let file = try FileHandle(forWritingTo: URL(filePath: "\(folder)/\(archive)"))
    try file.seek(toOffset: 40)
    try file.write(contentsOf: Data("XXXX".utf8))
    try file.close()
    try maint.run("rollback", "1", "--force").expect(exit: 66).shows(
      "cannot be restored, so nothing of run 1 is taken back", "not what was written when the backup was made",
      "maint backup list daily.one")
    #expect(text("a") == "new\n")
    #expect(try maint.run("log").out.contains("\n  2 ") == false)
  }

  @Test func aLongListIsCut() throws {
    for number in 1...25 { try write("", to: "f\(number)") }
    let ended = try maint.run("rollback", "1").expect(exit: 66).shows("25 differences", "  … and 5 more\n")
    #expect(ended.err.split(separator: "\n").filter { $0.hasSuffix(": added") }.count == 20)
  }

  @Test func whatIsNotKnownIsNotGuessed() throws {
    var bytes = [UInt8](FileManager.default.contents(atPath: manifest) ?? Data())
    try #require(!bytes.isEmpty)
    bytes[bytes.count / 2] ^= 1
    try Data(bytes).write(to: URL(fileURLWithPath: manifest))
    try maint.run("rollback", "1").expect(exit: 66).shows(
      "maint: whether /T/tree is as run 1 left it cannot be told: ", "is not what was written")
    unlink(manifest)
    try maint.run("rollback", "1").expect(exit: 66).shows("does not exist any more")
    #expect(text("a") == "new\n")
    try maint.run("rollback", "1", "--force").expect(exit: 0)
    #expect(text("a") == "old\n")
  }

  @Test func whatTwoTasksOfARunDidIsTakenBackTogether() throws {
    try maint.runbook("first", "backup: [{path: \(tree)}]\nchange: ['echo first > \(tree)/a']")
    try maint.runbook("second", "backup: [{path: \(tree)/sub}]\nchange: ['echo second > \(tree)/sub/b']")
    mkdir("\(tree)/sub", 0o755)
    try maint.daily("first", "second")
    try maint.run("run", "daily").expect(exit: 0)
    // The second did that, and would stay.
    try maint.run("rollback", "2/first").expect(exit: 66).shows("sub/b: added")
    try maint.run("rollback", "2").expect(exit: 0)
    #expect(text("a") == "new\n" && text("sub/b") == nil)
  }

  @Test func whereItCouldNotBeNotedTheRunStillSucceeds() throws {
    try FileManager.default.removeItem(atPath: "\(maint.state)/after")
    try "".write(toFile: "\(maint.state)/after", atomically: false, encoding: .utf8)
    try FileManager.default.removeItem(atPath: "\(tree).new")
    try FileManager.default.createDirectory(atPath: "\(tree)/sub", withIntermediateDirectories: true)
    try maint.run("run", "daily").expect(exit: 0).shows("succeeded with 1 warning", "note what is left at the paths")
    try write("mine\n", to: "a")
    try maint.run("rollback", "2").expect(exit: 0)
  }

  @Test func whatIsNotedGoesWithItsBackup() throws {
    try FileManager.default.removeItem(atPath: "\(maint.state)/backups/1")
    try FileManager.default.removeItem(atPath: "\(tree).new")
    try FileManager.default.createDirectory(atPath: "\(tree)/sub", withIntermediateDirectories: true)
    try maint.run("run", "daily").expect(exit: 0)
    #expect(!maint.exists("\(maint.state)/after/1") && maint.exists("\(maint.state)/after/2/daily.one"))
  }
}
