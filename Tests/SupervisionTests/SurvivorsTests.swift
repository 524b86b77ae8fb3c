import Foundation
@testable import Supervision
import Testing

extension SupervisionTests {
  /// Processes that are found and ended by who did not start them.
  @Suite struct SurvivorsTests {
    private func survivors(of child: StartedChild, _ specification: ProcessSpecification) -> Survivors {
      Survivors(leaders: [child.identity]) { $0 == specification.cookie }
    }

    @Test func allOfATreeEndsWhateverItDoesAboutIt() throws {
      let stage = try Stage()
      let script = """
        trap '' TERM
        setsid sleep 60 &
        env -i /bin/sleep 61 &
        (trap '' TERM; while :; do setsid sh -c 'trap "" TERM; sleep 0.01'; done) &
        echo ready
        while :; do sleep 1; done
        """
      let specification = stage.shell(script)
      let other = stage.shell("sleep 60")
      let child = try stage.supervisor.start(specification)
      let bystander = try stage.supervisor.start(other)
      try stage.hear("ready", from: child.id)
      let survivors = survivors(of: child, specification)
      #expect(survivors.find().count >= 4)
      #expect(!survivors.find().contains(bystander.identity))
      #expect(survivors.end(grace: .milliseconds(100)) == [])
      #expect(survivors.find() == [])
      #expect(Host.isAlive(bystander.identity.pid))
    }

    @Test func whatHeedsTermHasItsGrace() throws {
      let stage = try Stage()
      let specification = stage.shell("trap 'echo bye; exit 0' TERM; echo ready; while :; do sleep 0.05; done")
      let child = try stage.supervisor.start(specification)
      try stage.hear("ready", from: child.id)
      #expect(survivors(of: child, specification).end(grace: .seconds(10)) == [])
      let outcome = try stage.end(of: child.id)
      #expect(outcome.ending.cause == .exited(0))
    }

    @Test func whatEndsByItselfIsWaitedFor() throws {
      let stage = try Stage()
      let path = "/tmp/maint-go-\(UUID().uuidString)"
      defer { unlink(path) }
      let specification = stage.shell("until test -e \(path); do sleep 0.01; done")
      let child = try stage.supervisor.start(specification)
      let survivors = survivors(of: child, specification)
      #expect(!survivors.wait(for: .milliseconds(10)))
      close(open(path, O_WRONLY | O_CREAT, 0o600))
      #expect(survivors.wait(for: .seconds(10)))
      #expect(survivors.end(grace: .zero) == [])
    }

    @Test func aPidThatWasUsedAgainIsNoLeader() throws {
      let stage = try Stage()
      let child = try stage.supervisor.start(stage.shell("sleep 60"))
      let earlier = ProcessIdentity(pid: child.identity.pid, startTime: child.identity.startTime - 1)
      #expect(Survivors(leaders: [earlier]) { _ in false }.find() == [])
    }
  }
}
