import Foundation
import TestSupport
import Testing

/// Random trees, a random change, the way back, and the same tree again by the kernel's own account.
@Suite struct RandomTreeTests {
  /// Neither zstd nor openssl, which not every host has.
  @Test func everyTreeComesBackWithTheLeastTools() throws {
    for seed in 41...48 {
      let driver = try Driver()
      try driver.shell(
        "mkdir tools; cd tools; for t in tar gzip sha256sum xargs find rm sync; do ln -s $(command -v $t); done")
      driver.environment["TOOLS"] = "\(driver.folder)/tools"
      var tree = RandomTree(driver.tree, seed: seed)
      let before = TreeSnapshot(driver.tree)
      let made = try driver.make()
      try #require(made.status == 0, "seed \(seed): \(made.err)")
      #expect(driver.backupNames == ["one.manifest", "one.tar.gz"])
      tree.change()
      let restored = try driver.restore()
      #expect(restored.status == 0, "seed \(seed): \(restored.err)")
      let differences = TreeSnapshot(driver.tree).differences(from: before)
      #expect(differences.isEmpty, "seed \(seed): \(differences.prefix(5))")
    }
  }

  @Test(arguments: [false, true]) func everyTreeComesBackAsItWas(withoutExchange: Bool) throws {
    for seed in 1...(withoutExchange ? 15 : 25) {
      let driver = seed <= 2 ? try Driver(in: "/tmp") : try Driver()
      if withoutExchange { driver.environment["NO_EXCHANGE"] = "1" }
      var tree = RandomTree(driver.tree, seed: seed)
      let before = TreeSnapshot(driver.tree)
      let made = try driver.make()
      try #require(made.status == 0, "seed \(seed): \(made.err)")
      #expect(TreeSnapshot(driver.tree) == before)
      tree.change()
      let restored = try driver.restore()
      let wanted = withoutExchange ? "fileByFile" : "exchanged"
      #expect(restored.status == 0 && restored.out.hasPrefix(wanted), "seed \(seed): \(restored.out)\(restored.err)")
      let differences = TreeSnapshot(driver.tree).differences(from: before)
      #expect(differences.isEmpty, "seed \(seed): \(differences.prefix(5))")
      #expect(try driver.compare().status == 0)
      #expect(try driver.run("discard", driver.tree, "r1").status == 0)
      #expect(driver.litter.isEmpty)
    }
  }
}
