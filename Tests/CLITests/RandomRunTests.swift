import Foundation
import TestSupport
import Testing

/// Runs over random trees that fail and roll back: each tree is what it was, by the kernel's own account.
@Suite struct RandomRunTests {
  @Test func everyTreeComesBackAsItWas() throws {
    for seed in 100..<112 {
      let tree = try ArchivedTree(seed: seed, entries: 30)
      try tree.maint.file("failing", "")
      try tree.maint.run("run", "daily").expect(exit: 3)
      let problem = try tree.problem()
      #expect(problem == nil, "seed \(seed)")
    }
  }
}
