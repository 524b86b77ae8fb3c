import Foundation
import TestSupport
import Testing

@Suite struct ArchiveTests {
  private func driver(_ script: String) throws -> Driver {
    let driver = try Driver()
    try driver.shell(script)
    return driver
  }

  /// One bit, at many places of either file.
  @Test(arguments: ["tar.zst", "manifest"]) func aFlippedBitIsFoundAndRefused(suffix: String) throws {
    let driver = try driver("mkdir tree; echo one >tree/f; echo two >tree/g")
    try driver.make()
    try driver.shell("echo changed >tree/f")
    let before = TreeSnapshot(driver.tree)
    let file = URL(fileURLWithPath: "\(driver.backups)/one.\(suffix)")
    let whole = try Data(contentsOf: file)
    for step in 0..<12 {
      var damaged = whole
      damaged[step * (whole.count - 1) / 11] ^= 1 << (step % 8)
      try damaged.write(to: file)
      let verified = try driver.verify()
      #expect(verified.status == 3 && verified.err.hasPrefix(file.path), "\(step): \(verified.err)")
      #expect(try driver.restore().status == 3)
      #expect(TreeSnapshot(driver.tree) == before && driver.litter.isEmpty)
    }
    try whole.dropLast().write(to: file)
    #expect(try driver.verify().status == 3)
    try whole.write(to: file)
    #expect(try driver.verify().status == 0 && driver.restore().status == 0)
  }

  /// To the programs that hash and pack it.
  @Test func aNameMayLookLikeAnOption() throws {
    let driver = try driver("mkdir -- -r; echo one >-r/f; echo two >-r/--help")
    let made = try driver.run("make", "\(driver.folder)/-r", driver.backups, "one")
    #expect(made.status == 0, "\(made.err)")
    #expect(try driver.compare(with: "\(driver.folder)/-r").status == 0)
    let manifest = try String(contentsOfFile: "\(driver.backups)/one.manifest", encoding: .utf8)
    // printf 'one\n' | sha256sum
    #expect(manifest.contains("2c8b08da5ce60398e1f19af0e5dccc744df274b826abe585eaba68c525434806"))
  }

  @Test func aFileThatChangesAllTheTimeIsNamed() throws {
    let driver = try driver("mkdir tree; head -c 3000000 /dev/urandom >tree/big; echo 1 >tree/still")
    let writer = try driver.spawn([
      "/bin/sh", "-c", "while [ -d '\(driver.tree)' ]; do echo x >>'\(driver.tree)/busy'; done",
    ])
    let made = try driver.make()
    kill(writer, SIGKILL)
    _ = driver.ended(writer)
    #expect(made.status == 3 && made.err.contains("attempt 2 of 3"), "\(made.err)")
    #expect(made.err.contains("changed while it was read: \(driver.tree)/busy") && !made.err.contains("still"))
    #expect(driver.backupNames.isEmpty)
  }

  @Test func aFileThatChangesOnceIsReadAgain() throws {
    let driver = try driver("mkdir tree; head -c 30000000 /dev/urandom >tree/big; echo 1 >tree/f")
    let pid = try driver.start(["make", driver.tree, driver.backups, "one"])
    // The archive is being written, so the first look is over.
    while driver.backupNames.isEmpty { usleep(500) }
    try driver.shell("echo 2 >>tree/f")
    let ended = driver.ended(pid)
    #expect(ended.status == 0 && ended.err.contains("attempt 1 of 3: changed while it was read"), "\(ended.err)")
    #expect(try driver.compare().status == 0)
  }

  @Test func aSignalLeavesNothingThatCouldBeTakenForABackup() throws {
    let driver = try driver("mkdir tree; head -c 30000000 /dev/urandom >tree/big")
    let pid = try driver.start(["make", driver.tree, driver.backups, "one"])
    while driver.backupNames.isEmpty { usleep(500) }
    kill(pid, SIGTERM)
    let ended = driver.ended(pid)
    #expect(ended.status == 3 && ended.err.contains("stopped by signal 15"), "\(ended.status) \(ended.err)")
    #expect(driver.backupNames.isEmpty)
  }

  @Test func whatCannotBeReadOrRestoredByTheUserIsNamed() throws {
    let driver = try driver("mkdir tree; echo 1 >tree/secret; chmod 0 tree/secret; chmod 777 backups")
    var words = ["/usr/bin/env"]
    if geteuid() == 0 {
      try driver.shell("chown -R 65534 tree; chmod 755 .")
      words = ["/usr/bin/setpriv", "--reuid=65534", "--clear-groups"]
    }
    let ended = try driver.run(["make", driver.tree, driver.backups, "one"], before: words)
    #expect(ended.status == 3 && ended.err.hasPrefix("\(driver.tree)/secret may not be read by user"), "\(ended.err)")
    if geteuid() == 0 {
      try driver.shell("chown 0 tree/secret; chmod 644 tree/secret")
      let other = try driver.run(["make", driver.tree, driver.backups, "one"], before: words)
      #expect(other.status == 3 && other.err.contains("belongs to user 0, so only root could restore it"))
    }
    #expect(driver.backupNames.isEmpty)
  }

  @Test func aBackupIsOpenToItsOwnerAlone() throws {
    let driver = try driver("mkdir tree; echo secret >tree/f")
    try driver.make()
    for name in driver.backupNames {
      let mode = try FileManager.default.attributesOfItem(atPath: "\(driver.backups)/\(name)")[.posixPermissions]
      #expect(mode as? Int == 0o600, "\(name)")
    }
  }

  @Test func aFolderThatHoldsItsOwnBackupIsRefused() throws {
    let driver = try driver("mkdir tree; mkdir tree/state")
    let refused = try driver.run("make", driver.tree, "\(driver.tree)/state", "one")
    #expect(refused.status == 3 && refused.err.contains("lies within what is backed up"))
    #expect(try driver.run("make", driver.tree, "\(driver.tree)/state", "one", "state").status == 0)
    for path in ["/", "relative", "/a/../b"] { #expect(try driver.run("make", path, driver.backups, "x").status == 3) }
  }

  @Test func aFullDiskIsToldBeforehandAndLeavesNothing() throws {
    guard geteuid() == 0 else { return print("not tested with a full disk: only root may mount") }
    let driver = try driver(
      "mkdir tree small; head -c 3000000 /dev/urandom >tree/f; mkdir -p small2/t; echo 1 >small2/t/f")
    let script = """
      cd '\(driver.folder)'; mount -t tmpfs -o size=1m none small; "$@" || echo "status $?"; ls small
      # Sparse, so that the estimate is small, and then filled by someone else.
      mount -t tmpfs -o size=8m none small2; mkdir small2/t; head -c 2000000 /dev/urandom >small2/t/f
      '\(Driver.executable)' make "$PWD/small2/t" '\(driver.backups)' two >made; A=$(cut -f1 made); M=$(cut -f2 made)
      echo changed >small2/t/f; head -c 7900000 /dev/zero >small2/fill || :
      '\(Driver.executable)' restore '\(driver.backups)' two $A $M r1 || echo "status $?"
      cat small2/t/f; ls -A small2; rm small2/fill
      '\(Driver.executable)' restore '\(driver.backups)' two $A $M r1 >/dev/null; wc -c <small2/t/f
      """
    let ended = try driver.run(in: script, ["make", driver.tree, "\(driver.folder)/small", "one"])
    if ended.err.contains("mount:") { return print("not tested with a full disk: \(ended.err)") }
    #expect(ended.err.contains("the backup of \(driver.tree) may need 2930 KiB"), "\(ended.err)")
    #expect(ended.err.contains("restoring \(driver.folder)/small2/t may need"), "\(ended.err)")
    #expect(ended.out == "status 3\nstatus 3\nchanged\nfill\nt\n2000000\n", "\(ended.out)")
  }
}
