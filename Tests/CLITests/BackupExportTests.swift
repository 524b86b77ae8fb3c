import Foundation
import Testing

/// `maint backup export`: what comes out is restored with tar and sha256sum alone.
@Suite struct BackupExportTests {
  private func shell(_ text: String, _ host: BackedUp) throws -> Ended {
    try Running(
      ["/bin/sh", "-euc", text], environment: ["PATH": "/usr/bin:/bin"], in: host.maint.folder, input: "/dev/null"
    ).wait()
  }

  @Test(.enabled(if: geteuid() == 0, "the text of the export is for root"))
  func byHandItIsRestoredAsTheReadmeSays() throws {
    let host = try BackedUp()
    try host.maint.run("backup", "export", "1", "out.tar").expect(exit: 0, out: "1/daily.one: exported to out.tar")
    let unpack = "cd '\(host.maint.folder)' && tar -xf out.tar && cd maint-backup-1-daily.one"
    try shell("\(unpack) && sha256sum --check --quiet --strict SHA256SUMS && cat d/*", host).expect(
      exit: 0, out: "step")
    let readme = try String(
      contentsOfFile: "\(host.maint.folder)/maint-backup-1-daily.one/MAINT-README.txt", encoding: .utf8)
    let lines = readme.split(separator: "\n").filter { $0.hasPrefix("    ") }.joined(separator: "\n")
    #expect(lines.contains("mkdir -p \(host.maint.folder)\n") && readme.contains("rm -r \(host.tree).new"))
    try FileManager.default.removeItem(atPath: host.tree)
    try shell("\(unpack)\n\(lines)", host).expect(exit: 0)
    #expect(try BackedUp.listing(host.tree) == host.before)
  }

  @Test func toStandardOutputItIsTheSame() throws {
    let host = try BackedUp()
    let maint = "'\(Maint.executable)' --state '\(host.maint.state)'"
    try shell("cd '\(host.maint.folder)'; \(maint) backup export 1 - > out.tar; tar -tf out.tar", host).expect(exit: 0)
      .shows("maint-backup-1-daily.one/SHA256SUMS\n", "maint-backup-1-daily.one/d/x y\n", "/MAINT-README.txt")
    #expect(try shell("\(maint) backup export 1 - > /dev/full", host).exit == 74)
  }

  @Test func aFileThatIsThereIsReplacedOnlyByForce() throws {
    let host = try BackedUp()
    let file = "\(host.maint.folder)/out.tar"
    try "mine".write(toFile: file, atomically: false, encoding: .utf8)
    try host.maint.run("backup", "export", "1", "out.tar").expect(exit: 74).shows("--force replaces it")
    #expect(try String(contentsOfFile: file, encoding: .utf8) == "mine")
    try host.maint.run("backup", "export", "1", "out.tar", "--force").expect(exit: 0)
    #expect(try Data(contentsOf: URL(filePath: file)).count > 10_000)
    try host.maint.run("backup", "export", "1", "project", "--force").expect(exit: 74).shows("is no file")
    try host.maint.run("backup", "export", "1", "nowhere/out.tar").expect(exit: 74)
    let beside = try FileManager.default.contentsOfDirectory(atPath: host.maint.folder)
    #expect(!beside.contains { $0.hasSuffix(".partial") })
  }
}
