import Foundation
import Testing

/// A run that backs up, changes, fails and restores is killed at every operation on the files of its backup and its
/// restore, and at every write to the log, those of the processes of its steps included; then `recover` is killed too,
/// at one of its own points after the other, and run again. The tree is what it was each time, and the log says so.
///
/// Needs the failpoints of a debug build, which the tests are.
@Suite struct BackupFailpointTests {
  /// The points that are passed in their order.
  private static func points(of tree: ArchivedTree, _ verb: String...) throws -> [String] {
    let list = "\(tree.maint.folder)/points"
    tree.maint.environment["MAINT_FAILPOINT_LIST"] = list
    let ended = try tree.maint.start(verb).wait()
    tree.maint.environment["MAINT_FAILPOINT_LIST"] = nil
    #expect(ended.exit == 3 || ended.exit == 0, "\(ended.both)")
    return try String(contentsOfFile: list, encoding: .utf8).split(separator: "\n").map(String.init)
  }

  private static func tree() throws -> ArchivedTree {
    let tree = try ArchivedTree()
    try tree.maint.file("failing", "")
    return tree
  }

  /// Those of a recovery from the middle of a restore.
  private static func pointsOfRecovery() throws -> [String] {
    let tree = try tree()
    _ = try kill(tree, at: "rollback.2/files:9", "run", "daily")
    return try points(of: tree, "recover")
  }

  private static func kill(_ tree: ArchivedTree, at point: String, kills: String? = nil, _ verb: String...) throws
    -> Ended
  {
    tree.maint.environment["MAINT_FAILPOINT"] = point
    tree.maint.environment["MAINT_FAILPOINT_KILLS"] = kills
    defer {
      tree.maint.environment["MAINT_FAILPOINT"] = nil
      tree.maint.environment["MAINT_FAILPOINT_KILLS"] = nil
    }
    return try tree.maint.start(verb).wait()
  }

  /// `kills`: which of the two die where the process of a step comes to the point.
  @Test(arguments: ["both", "run", "step"]) func everyPoint(kills: String) throws {
    let all = try Self.points(of: Self.tree(), "run", "daily")
    // Those of the run's own process are the same whoever dies with it.
    let own = all.filter { $0.contains("/") }
    // Where one of the two lives on, each third point, unless all are asked for.
    let step = ProcessInfo.processInfo.environment["MAINT_FAILPOINTS"] == "all" ? 1 : 3
    let points = kills == "both" ? all : stride(from: 0, to: own.count, by: step).map { own[$0] }
    let recovery = try Self.pointsOfRecovery()
    #expect(recovery.count > 10 && points.count > (kills == "both" ? 90 : 20))
    // The run goes on where the last step of the rollback fails: all is restored, and what it was to remove stays.
    let discard = all.last { $0.hasPrefix("rollback.") }.map { $0.prefix { $0 != "/" } + "/" } ?? ""
    var missed = 0
    for (number, point) in points.enumerated() {
      var tree = try Self.tree()
      var ended = try Self.kill(tree, at: point, kills: kills == "both" ? nil : kills, "run", "daily")
      // What falls together in one turn of the run's loop is one write, so there may be fewer than were counted.
      for _ in 0..<3 where ended.exit == 3 && !point.contains("/") {
        tree = try Self.tree()
        ended = try Self.kill(tree, at: point, "run", "daily")
      }
      let isMissed = ended.exit == 3 && kills == "both" && !point.contains("/")
      if isMissed { missed += 1 }
      let place = "\(kills) killed at \(point)"
      if kills == "step" {
        #expect([1, 2, 3].contains(ended.exit), "\(place): \(ended.exit) \(ended.err)")
      } else {
        #expect(ended.exit == -SIGKILL || isMissed, "\(place): \(ended.exit) \(ended.err)")
      }
      let second = recovery[number % recovery.count]
      var recovered = try Self.kill(tree, at: second, "recover", "1")
      if recovered.exit == -SIGKILL { recovered = try tree.maint.run("recover", "1") }
      let problem = try tree.problem()
      let isLeft = kills == "step" && point.hasPrefix(discard) && problem?.hasPrefix("left beside") == true
      #expect(
        (problem == nil || isLeft) && (recovered.exit == 0 || recovered.exit == 66),
        "\(place), the recovery at \(second): \(problem ?? "") \(recovered.exit) \(recovered.err.suffix(2_000))")
    }
    #expect(missed < 6)
    print(
      "killed \(kills) at \(points.count - missed) of \(all.count) points, the recoveries at \(recovery.count) in turn")
  }
}
