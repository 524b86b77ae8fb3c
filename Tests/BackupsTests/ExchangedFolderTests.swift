import CLinux
import Foundation
import TestSupport
import Testing

/// Somebody who may write to a folder above a path, or in it, puts a link in the place of a folder again and again while
/// maint is at work there. Nothing outside is touched, and maint tells what it did not do.
@Suite struct ExchangedFolderTests {
  private static let rounds = 12

  /// Exchanges two names, until it is stopped; then each is what it was.
  private final class Swapper: @unchecked Sendable {
    private let (one, other): ([CChar], [CChar])
    private let pause: UInt32
    private let lock = NSLock()
    private let done = DispatchSemaphore(value: 0)
    private var isStopped = false
    private var count = 0

    init(_ one: String, _ other: String, pause: UInt32) {
      (self.one, self.other, self.pause) = (Array(one.utf8CString), Array(other.utf8CString), pause)
      Thread.detachNewThread { [self] in
        while !lock.withLock({ isStopped }) {
          exchange()
          usleep(self.pause)
        }
        done.signal()
      }
    }

    private func exchange() {
      if maint_exchange(AT_FDCWD, one, AT_FDCWD, other) == 0 { count += 1 }
    }

    /// How often they were exchanged.
    func stop() -> Int {
      lock.withLock { isStopped = true }
      done.wait()
      if count % 2 == 1 { exchange() }
      return count
    }
  }

  @Test(arguments: ["exchange", "file by file", "absent"])
  func aRestoreTouchesNothingOutside(way: String) throws {
    var done = 0
    for round in 0..<Self.rounds {
      let driver = try Driver()
      let tree = "\(driver.folder)/site/conf"
      try driver.shell("mkdir site; mkdir -p outside/conf/sub")
      let isAbsent = way == "absent"
      if !isAbsent { try driver.shell(Self.script(original: true)) }
      try #require(try driver.make("one", of: tree).status == 0)
      try driver.shell(Self.script(original: false))
      // The same names, so that a call that is led there has something to do.
      try driver.shell("cp -a site/conf/. outside/conf; chmod 700 outside outside/*; ln -s outside decoy")
      let before = TreeSnapshot("\(driver.folder)/outside")
      if way == "file by file" { driver.environment["NO_EXCHANGE"] = "1" }
      let swapper = Swapper("\(driver.folder)/site", "\(driver.folder)/decoy", pause: UInt32(50 + 150 * (round % 5)))
      let ended = try driver.restore()
      let count = swapper.stop()
      #expect(count > 0)
      let differences = TreeSnapshot("\(driver.folder)/outside").differences(from: before)
      #expect(differences.isEmpty, "\(way) \(round): \(differences.prefix(3)) \(ended.err)")
      #expect(ended.status == 0 || ended.status == 3, "\(ended.err)")
      if ended.status == 0 {
        done += 1
        #expect(isAbsent ? access(tree, F_OK) != 0 : try driver.compare(with: tree).status == 0, "\(ended.err)")
      }
      if ended.status == 3 { #expect(!ended.err.isEmpty) }
      // Left alone, it comes to its end.
      let last = try driver.restore()
      #expect(last.status == 0, "\(way) \(round): \(last.err)")
      #expect(isAbsent ? access(tree, F_OK) != 0 : try driver.compare(with: tree).status == 0)
    }
    print("restores with the folder above exchanged, \(way): \(done) of \(Self.rounds) done at once")
  }

  /// Where trees are not exchanged, their owner is in them all the time: he puts the link there when all that differs has
  /// been removed, and the archive is about to be unpacked.
  @Test func aLinkThatIsPutInTheTreeIsNotFollowed() throws {
    let driver = try Driver()
    let tree = "\(driver.folder)/site/conf"
    try driver.shell("mkdir -p outside tools")
    try driver.shell(Self.script(original: true))
    try #require(try driver.make("one", of: tree).status == 0)
    try driver.shell(Self.script(original: false))
    try driver.shell(
      """
      zstd=$(command -v zstd)
      cat >tools/zstd <<END
      #!/bin/sh
      case "\\$*" in
      -d | *one.tar.zst) mv \(tree)/sub \(tree)/moved; ln -s \(driver.folder)/outside \(tree)/sub ;;
      esac
      exec $zstd "\\$@"
      END
      chmod 755 tools/zstd
      """)
    driver.environment["NO_EXCHANGE"] = "1"
    driver.environment["TOOLS"] = "\(driver.folder)/tools:/usr/bin:/bin"
    let ended = try driver.restore()
    #expect(ended.status == 3 && ended.err.contains("/site/conf/sub/1: the folder that it is in"), "\(ended.err)")
    #expect(try FileManager.default.contentsOfDirectory(atPath: "\(driver.folder)/outside").isEmpty)
    driver.environment["TOOLS"] = nil
    #expect(try driver.restore().status == 0 && driver.compare(with: tree).status == 0)
  }

  @Test func aBackupReadsNothingFromOutside() throws {
    for round in 0..<Self.rounds {
      let driver = try Driver()
      try driver.shell("mkdir site; mkdir -p outside; ln -s outside decoy")
      try driver.shell(Self.script(original: true))
      try driver.shell("cp -a site/conf outside/conf; for f in outside/conf/sub/*; do echo secret >>$f; done")
      let swapper = Swapper("\(driver.folder)/site", "\(driver.folder)/decoy", pause: UInt32(50 + 150 * (round % 5)))
      let made = try driver.make("one", of: "\(driver.folder)/site/conf")
      _ = swapper.stop()
      #expect(made.status == 0 || made.status == 3 && made.err.contains("exchanged"), "\(made.err)")
      if made.status == 0 {
        // Of one of the two, whole.
        let isOfOne = try ["site", "outside"].contains { top in
          try driver.compare(with: "\(driver.folder)/\(top)/conf").status == 0
        }
        #expect(isOfOne, "\(made.err)")
      }
    }
  }

  /// Who owns a link may lead to what is theirs, and nowhere else.
  @Test(.enabled(if: geteuid() == 0, "only root can give files away")) func linksOfOthersLeadToTheirOwnAlone() throws {
    let driver = try Driver()
    try driver.shell(
      """
      mkdir -p theirs/conf roots/conf; echo a >theirs/conf/a; echo a >roots/conf/a; chown -R 65534 theirs
      ln -s theirs good; ln -s roots bad; ln -s \(driver.folder)/./theirs/../good over; ln -s roots mine; ln -s loop loop
      chown -h 65534 good bad over
      """)
    for name in ["good", "over", "mine"] {
      #expect(try driver.make(name, of: "\(driver.folder)/\(name)/conf").status == 0)
    }
    let refused = try driver.make("bad", of: "\(driver.folder)/bad/conf")
    #expect(refused.status == 3)
    #expect(refused.err.contains("the link 'bad' in it belongs to user 65534 and leads to a folder of user 0"))
    // Nothing is there, and nobody has exchanged anything.
    try driver.shell("ln -s nowhere dangling; ln -s theirs/conf/a file")
    for name in ["dangling", "file", "theirs/conf/a"] {
      let made = try driver.make("absent\(name.count)", of: "\(driver.folder)/\(name)/x")
      #expect(made.status == 0, "\(made.err)")
    }
    #expect(try driver.make("loop", of: "\(driver.folder)/loop/conf").err.contains("Too many levels"))
    // Restored through the link that was followed, and not through one that is another's by now.
    try driver.shell("echo b >theirs/conf/a")
    let sums = try driver.make("again", of: "\(driver.folder)/good/conf")
    #expect(sums.status == 0)
    try driver.shell("ln -sfn roots good; chown -h 65534 good; echo b >roots/conf/a")
    #expect(try driver.run("discard", "\(driver.folder)/good/conf", "r1").err.contains("is not followed"))
  }

  @Test func aDiscardRemovesNothingElse() throws {
    for round in 0..<Self.rounds {
      let driver = try Driver()
      try driver.shell("mkdir site outside; ln -s outside decoy")
      try driver.shell(Self.script(original: true))
      try driver.make("one", of: "\(driver.folder)/site/conf")
      try driver.shell("echo changed >site/conf/a")
      try #require(try driver.restore().status == 0)
      try driver.shell("cp -a site/.maint-restore-r1+conf outside/; touch outside/.maint-restore-r1+conf/ready")
      let before = TreeSnapshot("\(driver.folder)/outside")
      let swapper = Swapper("\(driver.folder)/site", "\(driver.folder)/decoy", pause: UInt32(20 + 50 * (round % 5)))
      let ended = try driver.run(
        "discard", "\(driver.folder)/site/conf", "r1", "\(driver.backups)/one.manifest")
      _ = swapper.stop()
      #expect(TreeSnapshot("\(driver.folder)/outside").differences(from: before).isEmpty, "\(ended.err)")
      #expect(ended.status == 0 || ended.status == 3 && !ended.err.isEmpty)
      try #require(try driver.run("discard", "\(driver.folder)/site/conf", "r1").status == 0)
      #expect(access("\(driver.folder)/site/.maint-restore-r1+conf", F_OK) != 0)
    }
  }

  /// `site/conf`, as it is backed up or as a change left it.
  private static func script(original: Bool) -> String {
    let text = original ? "original" : "changed"
    return """
      mkdir -p site/conf/sub; echo \(text) >site/conf/a
      for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do echo \(text) $i >site/conf/sub/$i; done
      chmod \(original ? 750 : 700) site/conf/sub; touch -d @\(original ? 1 : 2) site/conf/sub site/conf
      """
  }
}
