import Foundation
import Testing

/// maint is killed at every write to the run log, before it and after it: what `recover` leaves is as before the change
/// or as after it, and the log says which.
///
/// Needs the failpoints of a debug build, which the tests are.
@Suite struct FailpointTests {
  private static let most = 80

  @Test(arguments: [("before", false), ("after", false), ("before", true), ("after", true)])
  func everyWriteOfARun(moment: String, fails: Bool) throws {
    for write in 1...Self.most {
      let tree = try Tree()
      if fails { try tree.maint.file("failing", "") }
      tree.maint.environment["MAINT_FAILPOINT"] = "\(moment):\(write)"
      let ended = try tree.maint.run("run", "daily")
      tree.maint.environment["MAINT_FAILPOINT"] = nil
      guard ended.exit == -SIGKILL else {
        #expect(ended.exit == (fails ? 3 : 0), "\(ended.err)")
        #expect(write > 10, "so few writes cannot hold every intent")
        print("killed \(moment) each of \(write - 1) writes of a run that \(fails ? "fails" : "succeeds")")
        return
      }
      let place = "\(moment) write \(write)\(fails ? " of a run that fails" : "")"
      let recovered = try tree.maint.run("recover")
      #expect(recovered.exit == 0 || recovered.exit == 66, "\(place): \(recovered.exit) \(recovered.err)")
      let problem = try tree.disagreement(place)
      #expect(problem == nil)
      let verified = try tree.maint.run("audit", "verify")
      #expect(verified.exit == 0 || recovered.exit == 66, "\(place): \(verified.both)")
      // Nothing is refused afterwards.
      #expect(try tree.maint.run("recover").out.contains("nothing to recover") || recovered.exit == 66, "\(place)")
    }
    Issue.record("the run never came to its end")
  }

  /// A run that is killed in the middle of its second change.
  private func interrupted() throws -> Tree {
    let tree = try Tree()
    try tree.maint.file("slow", "")
    let running = try tree.maint.start("run", "daily")
    try #require(eventually { tree.entries.contains { $0.contains("/x ") } })
    running.signal(SIGKILL)
    running.wait(5)
    return tree
  }

  @Test(arguments: ["before", "after"]) func everyWriteOfARecovery(moment: String) throws {
    for write in 1...Self.most {
      let tree = try interrupted()
      tree.maint.environment["MAINT_FAILPOINT"] = "\(moment):\(write)"
      let ended = try tree.maint.run("recover")
      tree.maint.environment["MAINT_FAILPOINT"] = nil
      #expect(ended.exit == -SIGKILL || ended.exit == 0, "\(ended.err)")
      try tree.maint.run("recover").expect(exit: 0)
      let problem = try tree.disagreement("\(moment) write \(write) of the recovery")
      #expect(problem == nil)
      #expect(tree.isUntouched)
      try tree.maint.run("audit", "verify").expect(exit: 0)
      guard ended.exit == -SIGKILL else {
        #expect(write > 5, "so few writes cannot hold every intent")
        return print("killed \(moment) each of \(write - 1) writes of a recovery")
      }
    }
    Issue.record("the recovery never came to its end")
  }
}
