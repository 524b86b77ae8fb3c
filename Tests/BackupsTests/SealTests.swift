import Foundation
import Testing

@Suite struct SealTests {
  let driver: Driver

  init() throws { driver = try Driver() }

  private var list: String? { try? String(contentsOfFile: "\(driver.backups)/SHA256SUMS", encoding: .utf8) }

  @Test func filesOfAnyNameAreListedAndSorted() throws {
    try FileManager.default.createDirectory(atPath: "\(driver.backups)/b/-x", withIntermediateDirectories: true)
    for name in ["z", "-n", "a b\nc", "it's \\ \"", "b/-x/é", "SHA256SUMS", "b/SHA256SUMS"] {
      try Data(name.utf8).write(to: URL(filePath: "\(driver.backups)/\(name)"))
    }
    let sealed = try driver.run("seal", driver.backups)
    #expect(sealed.status == 0, "\(sealed.err)")
    let names = try #require(list).split(separator: "\n").map { $0.drop { $0 != " " }.dropFirst(2) }
    #expect(names == ["./-n", "./a b\\nc", "./b/-x/é", "./b/SHA256SUMS", "./it's \\\\ \"", "./z"])
    try driver.shell("cd backups; sha256sum --check --strict --status SHA256SUMS")
    try driver.shell("test \"$(sha256sum < backups/SHA256SUMS)\" = '\(sealed.out.prefix(64))  -'")
    let first = list
    #expect(try driver.run("seal", driver.backups).out == sealed.out)
    #expect(list == first)
  }

  /// A wrong one, so that it shows where the line comes from.
  @Test func aFileWhoseChecksumIsKnownIsNotReadAgain() throws {
    try driver.shell("echo x > backups/a.tar; echo x > backups/b; mkdir backups/d; echo x > backups/d/a.tar")
    let sum = String(repeating: "0", count: 64)
    #expect(try driver.run("seal", driver.backups, "a.tar", sum).status == 0)
    let lines = try #require(list).split(separator: "\n").map(String.init)
    #expect(lines.map { $0.dropFirst(64) } == ["  ./a.tar", "  ./b", "  ./d/a.tar"])
    #expect(lines[0].hasPrefix(sum) && !lines[2].hasPrefix(sum))
    let gone = try driver.run("seal", driver.backups, "gone.tar", sum)
    #expect(gone.status == 3 && gone.err.contains("gone.tar is not there any more"), "\(gone.err)")
  }

  @Test func anEmptyFolderIsNotSealed() throws {
    try driver.shell("touch backups/SHA256SUMS.partial; mkdir backups/empty; ln -s / backups/link")
    let sealed = try driver.run("seal", driver.backups)
    #expect(sealed.status == 3 && sealed.err.contains("the backup is empty"), "\(sealed.err)")
    #expect(list == nil)
  }

  /// A `sha256sum` that fails stands for any that cannot read: permissions do not hold root back.
  @Test func aFileThatCannotBeReadLeavesNoSeal() throws {
    try driver.shell(
      "echo x > backups/x; mkdir tools; printf '#!/bin/sh\\nexit 1\\n' > tools/sha256sum; chmod 755 tools/*")
    driver.environment["TOOLS"] = "\(driver.folder)/tools:/usr/bin:/bin"
    let sealed = try driver.run("seal", driver.backups)
    #expect(sealed.status == 3 && sealed.err.contains("could not be sealed"), "\(sealed.err)")
    #expect(list == nil)
  }
}
