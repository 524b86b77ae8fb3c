import Foundation
import Testing

/// `maint fmt`: what it prints, what it writes, and what it leaves alone.
@Suite struct FormatTests {
  private static let untidy = "maintenance_schedule:\n    daily:   # c\n    - good\n"
  private static let tidy = "maintenance_schedule:\n  daily:  # c\n    - good\n"

  let maint: Maint

  init() throws {
    maint = try Maint()
    try maint.runbook("good", "precheck: [ ':' ]\n")
    try maint.schedule(Self.untidy)
  }

  private var schedule: String { "schedules/main.yaml" }

  private func status(_ name: String) -> stat {
    var status = stat()
    lstat("\(maint.project)/\(name)", &status)
    return status
  }

  @Test func checkNamesWhatWouldChangeAndWritesNothing() throws {
    let before = status(schedule)
    try maint.run("fmt", "--check").expect(
      exit: 1, out: "project/schedules/main.yaml\nproject/runbooks/good.yaml", err: "")
    #expect(maint.text(schedule) == Self.untidy && status(schedule).st_ino == before.st_ino)
    try maint.run("fmt", "--check", "project/runbooks/good.yaml").expect(exit: 1, out: "project/runbooks/good.yaml")
  }

  @Test func theWholeProjectOnce() throws {
    try maint.run("fmt").expect(exit: 0, out: "project/schedules/main.yaml\nproject/runbooks/good.yaml", err: "")
    #expect(maint.text(schedule) == Self.tidy && maint.text("runbooks/good.yaml") == "precheck: [':']\n")
    let before = status(schedule)
    try maint.run("fmt").expect(exit: 0, out: "", err: "")
    try maint.run("fmt", "--check").expect(exit: 0, out: "", err: "")
    #expect(status(schedule).st_ino == before.st_ino)
    #expect(try FileManager.default.contentsOfDirectory(atPath: "\(maint.project)/schedules") == ["main.yaml"])
  }

  @Test func aFileWithMistakesIsLeftAloneAndTheOthersAreDone() throws {
    try maint.runbook("bad", "a: [b\n")
    try maint.run("fmt").expect(exit: 65).shows("project/runbooks/bad.yaml:1:4: error: ", "unclosed-bracket")
    #expect(maint.text("runbooks/bad.yaml") == "a: [b\n" && maint.text(schedule) == Self.tidy)
    try maint.run("fmt", "project/none.yaml", "project/runbooks/bad.yaml").expect(exit: 65).shows("no such file")
    try maint.run("fmt", "project/none.yaml").expect(exit: 66).shows("project/none.yaml: error: no such file")
  }

  @Test func whatTheFileMeansDoesNotMatter() throws {
    try maint.file("note.yaml", "a:   b\n").run("fmt", "project/note.yaml").expect(exit: 0, out: "project/note.yaml")
    #expect(maint.text("note.yaml") == "a: b\n")
  }

  @Test func standardInputToStandardOutput() throws {
    let input = "\(maint.project)/\(schedule)"
    try maint.run("fmt", "-", input: input).expect(exit: 0, out: Self.tidy, err: "")
    try maint.run("fmt", "-", "--check", input: input).expect(exit: 1, out: "standard input", err: "")
    #expect(maint.text(schedule) == Self.untidy)
    try maint.run("fmt", "-").expect(exit: 0, out: "", err: "")
    try maint.run("fmt", "-", input).expect(exit: 64).shows("stands alone")
    try maint.runbook("bad", "a: \"b\n")
    try maint.run("fmt", "-", input: "\(maint.project)/runbooks/bad.yaml").expect(exit: 65, out: "").shows(
      "-:1:4: error: ")
  }

  @Test func linkModeAndGroupAreKept() throws {
    try FileManager.default.moveItem(atPath: "\(maint.project)/\(schedule)", toPath: "\(maint.project)/real")
    #expect(symlink("../real", "\(maint.project)/\(schedule)") == 0)
    chmod("\(maint.project)/real", 0o640)
    if geteuid() == 0 { chown("\(maint.project)/real", 0, 65534) }
    let before = status("real")
    try maint.run("fmt").expect(exit: 0)
    let after = status("real")
    #expect(maint.text("real") == Self.tidy && status(schedule).st_mode & S_IFMT == S_IFLNK)
    #expect(after.st_mode == before.st_mode && after.st_gid == before.st_gid && after.st_ino != before.st_ino)
  }

  @Test func whatMayNotBeWrittenIsAsItWas() throws {
    chmod("\(maint.project)/schedules", 0o777)
    let before = geteuid() == 0 ? BadInputTests.unprivileged : []
    if before.isEmpty { chmod("\(maint.project)/\(schedule)", 0o444) }
    maint.prefix = before
    try maint.run("fmt").expect(exit: 74).shows("project/schedules/main.yaml could not be written and is as it was")
    #expect(maint.text(schedule) == Self.untidy)
    #expect(try FileManager.default.contentsOfDirectory(atPath: "\(maint.project)/schedules") == ["main.yaml"])
  }

  /// Owner rw-, user 1234 r--, group ---, mask r--, others ---: the mode's group bits say r--, and the group has nothing.
  private static let accessList: [UInt8] =
    [2, 0, 0, 0] + [1, 0, 6, 0, 255, 255, 255, 255] + [2, 0, 4, 0, 210, 4, 0, 0] + [4, 0, 0, 0, 255, 255, 255, 255]
    + [16, 0, 4, 0, 255, 255, 255, 255] + [32, 0, 0, 0, 255, 255, 255, 255]

  @Test func whoMayReadAndOtherAttributesAreKept() throws {
    let path = "\(maint.project)/\(schedule)"
    let access = "system.posix_acl_access"
    let attributes = Attributes(folder: maint.folder)
    guard attributes.set(path, access, Self.accessList), attributes.set(path, "user.note", [120]) else { return }
    // Files made in the folder get a list from it, which this file does not have.
    #expect(attributes.set("\(maint.project)/runbooks", "system.posix_acl_default", Self.accessList))
    let before = status("runbooks/good.yaml")
    try maint.run("fmt").expect(exit: 0)
    #expect(maint.text(schedule) == Self.tidy && status(schedule).st_mode & 0o777 == 0o640)
    #expect(attributes.get(path, access) == Self.accessList && attributes.get(path, "user.note") == [120])
    #expect(attributes.get("\(maint.project)/runbooks/good.yaml", access) == nil)
    #expect(status("runbooks/good.yaml").st_mode == before.st_mode)
  }

  @Test func aSecondNameIsNotLeftBehind() throws {
    #expect(link("\(maint.project)/\(schedule)", "\(maint.project)/second") == 0)
    try maint.run("fmt").expect(exit: 74).shows("project/schedules/main.yaml is left as it is: it has another name")
    #expect(maint.text(schedule) == Self.untidy && maint.text("second") == Self.untidy)
  }

  @Test func whatNobodyMayWriteRootLeavesAlone() throws {
    chmod("\(maint.project)/\(schedule)", 0o444)
    try maint.run("fmt").expect(exit: 74).shows("project/schedules/main.yaml could not be written and is as it was")
    #expect(maint.text(schedule) == Self.untidy)
  }

  @Test func aLimitOfSizeLeavesNothingBehind() throws {
    try maint.schedule(Self.untidy + "# " + String(repeating: "x", count: 3000) + "\n")
    maint.prefix = ["/bin/bash", "-c", "ulimit -f 1; exec \"$@\"", "bash"]
    try maint.run("fmt", "project/\(schedule)").expect(exit: 74).shows("is as it was: File too large")
    #expect(try FileManager.default.contentsOfDirectory(atPath: "\(maint.project)/schedules") == ["main.yaml"])
  }

  @Test(.enabled(if: geteuid() == 0, "root alone trusts root alone"))
  func rootWritesOnlyWhereNobodyElseDoes() throws {
    chmod("\(maint.project)/schedules", 0o777)
    try maint.run("fmt").expect(exit: 77).shows("chmod go-w")
    try maint.run("fmt", "project/\(schedule)").expect(exit: 77).shows("chmod go-w")
    try maint.run("fmt", "--check").expect(exit: 1)
    #expect(maint.text(schedule) == Self.untidy && maint.text("runbooks/good.yaml") == "precheck: [ ':' ]\n")
  }

  @Test func aProjectThatIsNotThere() throws {
    maint.globals = ["-C", "nowhere"]
    try maint.run("fmt").expect(exit: 66).shows("nowhere: error: ", "[project-not-found]")
  }
}
