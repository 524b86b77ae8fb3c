import Foundation
import Testing

/// `maint backup verify` of archives of paths, by the checksums in the run log.
@Suite struct BackupVerifyTests {
  static let archive = "tree.tar"
  static let manifest = "tree.manifest"

  /// A bit at the beginning, in the middle and at the end, a truncation, an extension.
  static let damages: [(name: String, damage: @Sendable (Data) -> Data)] = {
    func flip(_ index: @escaping @Sendable (Int) -> Int) -> @Sendable (Data) -> Data {
      { data in
        var bytes = data
        bytes[index(bytes.count)] ^= 4
        return bytes
      }
    }
    return [
      ("first", flip { _ in 0 }), ("middle", flip { $0 / 2 }), ("last", flip { $0 - 1 }),
      ("cut", { $0.dropLast(1) }), ("longer", { $0 + Data([10]) }),
    ]
  }()

  @Test(arguments: [archive, manifest], damages.indices)
  func whateverIsDamagedIsFoundAndNotRestored(part: String, index: Int) throws {
    let host = try BackedUp()
    let path = try host.file(part)
    let bytes = try Data(contentsOf: URL(filePath: path))
    try Self.damages[index].damage(bytes).write(to: URL(filePath: path))
    let changed = try host.listing
    let name = URL(filePath: path).lastPathComponent
    try host.maint.run("backup", "verify").expect(exit: 1).shows(
      "✗ 1/daily.one  damaged: 1 problem", "damaged: \(name); /T/tree cannot be restored")
    try host.maint.run("backup", "restore", "1", "--yes").expect(exit: 1).shows(
      "maint: 1/daily.one is damaged: /T/tree cannot be restored from it: damaged: \(name); nothing was changed")
    try host.maint.run("backup", "restore", "1", "--dry-run").expect(exit: 1)
    try host.maint.run("backup", "restore", "1", "--to", "out").expect(exit: 1)
    try host.maint.run("backup", "export", "1", "out.tar").expect(exit: 1)
    #expect(try host.listing == changed && !host.maint.exists("\(host.maint.folder)/out"))
    #expect(!host.maint.exists("\(host.maint.folder)/out.tar"))
    #expect(try host.events() == ["verify - - failed"])
    // What is not damaged can be had all the same.
    try host.maint.run("backup", "restore", "1", "--path", "\(host.tree).new", "--yes").expect(exit: 0).shows(
      "maint: warning: 1/daily.one is damaged elsewhere: damaged: \(name)")
    #expect(!host.maint.exists("\(host.tree).new"))
  }

  /// Both agree with each other; only the run log knows better.
  @Test func aManifestThatWasExchangedTogetherWithTheSealIsFound() throws {
    let host = try BackedUp()
    try #require(try host.maint.run("backup", "verify").exit == 0)
    let manifest = try host.file(Self.manifest)
    let text = try String(contentsOfFile: manifest, encoding: .utf8)
    try text.replacingOccurrences(of: "f 0600", with: "f 0666").write(
      toFile: manifest, atomically: false, encoding: .utf8)
    let seal = "cd '\(host.folder())' && find . -type f ! -name SHA256SUMS -exec sha256sum {} + | LC_ALL=C sort -k 2 "
    let made = try Running(
      ["/bin/sh", "-c", "\(seal) > /tmp/.$$ && cat /tmp/.$$ > SHA256SUMS; rm /tmp/.$$"], environment: [:],
      in: host.maint.folder, input: "/dev/null")
    made.wait().expect(exit: 0)
    let name = URL(filePath: manifest).lastPathComponent
    try host.maint.run("backup", "verify").expect(exit: 1).shows(
      "as the seal says, but not what the run log has: \(name); /T/tree cannot be restored")
    let check = try #require(try host.maint.json("backup", "verify", "1")["backups"] as? [[String: Any]])
    let problems = try #require(check.first?["problems"] as? [[String: Any]])
    #expect(problems.map { $0["problem"] as? String } == ["seal_replaced", "not_as_recorded"])
    #expect(problems.last?["affects"] as? String == host.tree)
    try host.maint.run("backup", "restore", "1", "--yes").expect(exit: 1)
  }

  /// The archives are good, and the operator learns which of the two is wrong.
  @Test func aSealThatWasChangedAloneStandsInNoWay() throws {
    let host = try BackedUp()
    let seal = "\(host.folder())/SHA256SUMS"
    let lines = try String(contentsOfFile: seal, encoding: .utf8).split(separator: "\n").map { line in
      line.contains("tree.manifest") ? String(repeating: "0", count: 64) + line.dropFirst(64) : String(line)
    }
    try (lines.joined(separator: "\n") + "\n").write(toFile: seal, atomically: false, encoding: .utf8)
    try host.maint.run("backup", "verify").expect(exit: 1).shows(
      "as the run log has it, but SHA256SUMS says otherwise: ")
    try host.maint.run("backup", "restore", "1", "--yes").expect(exit: 0).shows("damaged elsewhere")
    #expect(try host.listing == host.before)
  }

  @Test func anArchiveThatIsGoneIsMissed() throws {
    let host = try BackedUp()
    unlink(try host.file(Self.archive))
    try host.maint.run("backup", "verify").expect(exit: 1).shows("missing: ", "; /T/tree cannot be restored")
  }

  @Test func whatWasFoundIsWrittenDownOnlyWhereThereIsALog() throws {
    let host = try BackedUp()
    try host.maint.run("backup", "verify", "1", "1/one").expect(exit: 0).shows("Whole: 1 of 1 backup.")
    #expect(try host.events() == ["verify - -"])
    try host.maint.run("backup", "show", "1").shows("✓ verify TIME by ")
    for suffix in ["", "-wal", "-shm"] { unlink(host.maint.database + suffix) }
    try host.maint.run("backup", "verify").expect(exit: 0, err: "")
    #expect(!host.maint.exists(host.maint.database))
  }
}
