import Foundation
@testable import Supervision
import Testing

extension SupervisionTests {
  /// Children that are on their way into their programs while maint goes on.
  @Suite struct BeginTests {
    @Test func whatIsNeverExecutedIsToldByItsEnd() throws {
      let stage = try Stage()
      var missing = stage.shell(":")
      missing.executable = "/nonexistent/program"
      var nowhere = stage.shell(":")
      nowhere.workingDirectory = "/nonexistent"
      var long = stage.shell(":")
      long.arguments += Array(repeating: String(repeating: "y", count: 100_000), count: 100)
      let children = try [missing, nowhere, long].map { try stage.supervisor.begin($0).id }
      #expect(try stage.end(of: children[0]).ending.cause == .notStarted(.programMissing("/nonexistent/program")))
      #expect(try stage.end(of: children[1]).ending.cause == .notStarted(.workingDirectoryMissing("/nonexistent")))
      guard case .notStarted(.argumentsTooLarge) = try stage.end(of: children[2]).ending.cause else {
        Issue.record("not told apart")
        return
      }
      #expect(stage.survivors.isEmpty && Host.zombies.isEmpty)
    }

    /// What a child needs on its way is its own: the caller's texts are gone by then, their memory is used again, and
    /// many are on their way at once.
    @Test func eachIsGivenWhatItWasToldToBe() throws {
      let stage = try Stage()
      for round in 0..<5 {
        let ids = try (0..<40).map { number in
          var specification = stage.shell("printf %s \"$MARK $1\"")
          let mark = String(repeating: "\(round).\(number),", count: 300)
          specification.arguments += ["sh", mark]
          specification.environment.append("MARK=\(mark)")
          return (id: try stage.supervisor.begin(specification).id, mark: mark)
        }
        for (id, mark) in ids {
          let outcome = try stage.end(of: id)
          #expect(outcome.output == "\(mark) \(mark)" && outcome.ending.cause == .exited(0))
        }
      }
    }

    @Test func oneThatIsStoppedOnItsWayEnds() throws {
      let stage = try Stage()
      for _ in 0..<20 {
        let child = try stage.supervisor.begin(stage.shell("sleep 300"))
        stage.supervisor.stop(child.id, grace: .seconds(5))
        let ending = try stage.end(of: child.id).ending
        #expect(ending.stopped && ending.cause == .signalled(SIGTERM, coreDumped: false))
      }
      #expect(stage.survivors.isEmpty)
    }

    @Test func nothingIsKeptOfThoseThatEnded() throws {
      let stage = try Stage()
      let before = Host.descriptors
      let ids = try (0..<8).map { _ in try stage.supervisor.begin(stage.shell("exec sleep 0.01")).id }
      for id in ids { #expect(try stage.end(of: id).ending.cause == .exited(0)) }
      #expect(Host.descriptors == before)
    }
  }
}
