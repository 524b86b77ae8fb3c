import Foundation
import Testing

/// `path:` in backup and `restore:` in rollback, from the runbook to the tree on the host.
@Suite struct ArchiveTests {
  let maint: Maint
  /// What the runbook changes.
  let tree: String

  init() throws {
    maint = try Maint()
    tree = "\(maint.folder)/tree"
    try FileManager.default.createDirectory(atPath: "\(tree)/sub", withIntermediateDirectories: true)
    try "one\n".write(toFile: "\(tree)/a", atomically: false, encoding: .utf8)
    try "two\n".write(toFile: "\(tree)/sub/b", atomically: false, encoding: .utf8)
    symlink("a", "\(tree)/link")
    chmod("\(tree)/a", 0o600)
    try maint.daily("one")
  }

  private static let change = """
    change:
      - name: change it
        run: |
          cd "$MAINT_PROJECT/../tree"
          echo changed > a
          chmod 644 a
          rm -r sub link
          mkdir new
          echo 7 > app.pid

    """

  private func runbook(_ more: String, exclude: String = "") throws {
    try maint.runbook("one", "backup:\n  - path: \(tree)\n\(exclude)  - path: \(tree).new\n" + Self.change + more)
  }

  /// Without the time of the folder above what was excluded.
  private func listing() throws -> [String] {
    try FileManager.default.subpathsOfDirectory(atPath: tree).sorted().map { path in
      var status = stat()
      lstat("\(tree)/\(path)", &status)
      let isFile = status.st_mode & S_IFMT == S_IFREG
      let text =
        isFile
        ? FileManager.default.contents(atPath: "\(tree)/\(path)").map { String(decoding: $0, as: UTF8.self) } : nil
      return
        "\(path) \(String(status.st_mode, radix: 8)) \(status.st_mtim.tv_sec).\(status.st_mtim.tv_nsec) \(text ?? "")"
    }
  }

  @Test func aPathAroundTheStateFolderIsRefused() throws {
    let maint = try Maint()
    try maint.runbook(
      "one", "backup: [{path: \(maint.folder), exclude: ['state*']}]\nchange: [': > \"$MAINT_PROJECT/changed\"']")
    try maint.daily("one")
    try maint.run("run", "daily").expect(exit: 1).shows("maint's own state folder", "one by one")
    #expect(!maint.exists("\(maint.project)/changed"))
  }

  @Test func withoutARollbackStageWhatWasBackedUpIsRestored() throws {
    try runbook("verify: [mkdir \(tree).new; false]\n")
    let before = try listing()
    try maint.run("run", "daily").expect(exit: 3)
    #expect(try listing() == before)
    #expect(!maint.exists("\(tree).new"))
    // Nothing of the restore is left beside it.
    let beside = try FileManager.default.contentsOfDirectory(atPath: maint.folder).filter { $0.hasPrefix(".maint") }
    #expect(beside == [])
  }

  @Test func whatWasExcludedStaysAsTheChangeLeftIt() throws {
    try runbook("verify: ['false']\n", exclude: "    exclude: ['*.pid']\n")
    try maint.run("run", "daily").expect(exit: 3)
    #expect(try String(contentsOfFile: "\(tree)/app.pid", encoding: .utf8) == "7\n")
    #expect(try String(contentsOfFile: "\(tree)/a", encoding: .utf8) == "one\n")
  }

  @Test func aWrittenRollbackRestoresWhatItNames() throws {
    try runbook("verify: ['false']\nrollback:\n  - restore: \(tree)\n  - touch \"$MAINT_PROJECT/told\"\n")
    let before = try listing()
    try maint.run("run", "daily").expect(exit: 3)
    #expect(try listing() == before)
    #expect(maint.text("told") == "")
  }

  @Test func aSuccessKeepsTheBackupAndTheChange() throws {
    try runbook("")
    try maint.run("run", "daily").expect(exit: 0)
    #expect(try String(contentsOfFile: "\(tree)/a", encoding: .utf8) == "changed\n")
    let files = try FileManager.default.contentsOfDirectory(atPath: "\(maint.state)/backups/1/daily.one")
    #expect(files.contains { $0.hasSuffix(".manifest") } && files.contains { $0.contains(".tar.") })
  }

  /// One bit of the archive, or one digit of the manifest, between backup and restore.
  @Test(arguments: ["*.tar.*", "*tree.manifest"]) func aDamagedBackupIsNotRestored(name: String) throws {
    try runbook(
      """
      verify:
        - |
          file=$(ls "$MAINT_BACKUP_DIR"/\(name))
          printf '\\377' | dd of="$file" bs=1 seek=40 conv=notrunc status=none
          false

      """)
    try maint.run("run", "daily").expect(exit: 2)
    #expect(try String(contentsOfFile: "\(tree)/a", encoding: .utf8) == "changed\n")
    let told = try maint.run("output", "1", "daily.one").both
    let words = ["not what was written when the backup was made", "could not be unpacked"]
    #expect(words.contains { told.contains($0) }, "\(told)")
    try maint.run("run", "daily").shows("refused")
  }

  @Test func aBackupThatCannotBeMadeTouchesNothing() throws {
    try runbook("")
    try maint.runbook(
      "one", "backup:\n  - path: \(tree)/a/b\n  - rm -rf \"$MAINT_BACKUP_DIR\"\n" + Self.change)
    let before = try listing()
    try maint.run("run", "daily").expect(exit: 1)
    #expect(try listing() == before)
    #expect(!maint.exists("\(maint.state)/backups/1/daily.one"))
  }

  @Test func anEmptyBackupIsNone() throws {
    try maint.runbook("one", "backup: [':']\n" + Self.change + "rollback: [':']\n")
    let before = try listing()
    try maint.run("run", "daily").expect(exit: 1)
    #expect(try listing() == before)
    #expect(try maint.run("output", "1").both.contains("the backup is empty"))
  }

  @Test func theStepsOfArchivesAreForRunsAlone() throws {
    try maint.run("archive-path", tree).expect(exit: 64).shows("is for steps of a run")
    #expect(!(try maint.run("help").out.contains("archive-path")))
  }
}
