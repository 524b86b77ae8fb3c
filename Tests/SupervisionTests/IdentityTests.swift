import Foundation
import Testing

@testable import Supervision

extension SupervisionTests {
  @Suite struct IdentityTests {
    @Test func runningProcessIsAliveUntilItEnds() throws {
      let stage = try Stage()
      let bootID = BootID.current()
      #expect(bootID.count == 36)
      let child = try stage.supervisor.start(stage.shell("sleep 300"))
      let identity = child.identity
      #expect(identity.isAlive(bootID: bootID))
      #expect(!identity.isAlive(bootID: "00000000-0000-0000-0000-000000000000"))
      #expect(!identity.isAlive(bootID: ""))
      #expect(!ProcessIdentity(pid: identity.pid, startTime: identity.startTime + 1).isAlive(bootID: bootID))
      kill(identity.pid, SIGKILL)
      while Host.isAlive(identity.pid) { usleep(1000) }
      // A zombie: the pid is still taken, but nothing runs.
      #expect(!identity.isAlive(bootID: bootID))
      _ = try stage.end(of: child.id)
      #expect(!identity.isAlive(bootID: bootID))
    }

    /// It is read from a clock in most cases and from `/proc` in the rest: both have to agree.
    @Test func startTimeIsWhatTheKernelSays() throws {
      let stage = try Stage()
      for _ in 0..<60 {
        let child = try stage.supervisor.start(stage.shell(":"))
        #expect(ProcessStatus.read(pid: child.identity.pid)?.startTime == child.identity.startTime)
        _ = try stage.end(of: child.id)
      }
    }

    @Test func statusOfAProcessWithAHostileName() throws {
      let stage = try Stage()
      let script = "printf 'a) R (b' > /proc/self/comm; cat /proc/$$/comm; echo $$; exec 1>&-; sleep 300"
      let child = try stage.supervisor.start(stage.shell("exec sh -c '\(script.replacing("'", with: "'\\''"))'"))
      try stage.hear("\n\(child.identity.pid)\n", from: child.id)
      let status = try #require(ProcessStatus.read(pid: child.identity.pid))
      #expect(status.parent == getpid() && status.session == child.identity.pid && status.threads == 1)
      #expect(status.startTime == child.identity.startTime)
    }

    @Test func zombieWithLivingThreadsIsAlive() throws {
      let line = "7 (a b) c) Z 1 7 7 0 -1 4 0 0 0 0 0 0 0 0 20 0 2 0 345 0 0"
      let status = try #require(ProcessStatus(pid: 7, line: Array(line.utf8)))
      #expect(status.command == "a b) c" && status.startTime == 345 && status.threads == 2 && status.isAlive)
      let dead = try #require(ProcessStatus(pid: 7, line: Array(line.replacing("20 0 2", with: "20 0 1").utf8)))
      #expect(!dead.isAlive)
      for cut in ["", "7 (", "7 (a)", "7 (a) ", "7 (a) R 1 2"] {
        #expect(ProcessStatus(pid: 7, line: Array(cut.utf8)) == nil)
      }
    }

    @Test func childrenAreFoundWithAndWithoutTheKernelsLists() throws {
      let stage = try Stage()
      let child = try stage.supervisor.start(stage.shell("sleep 300 & sleep 300 & sleep 300 & wait"))
      let list = ChildList()
      defer { list.close() }
      while list.children(of: child.identity.pid).count < 3 { usleep(1000) }
      let found = list.children(of: child.identity.pid)
      #expect(found.sorted() == ChildList.searching(parent: child.identity.pid).sorted())
      #expect(found.allSatisfy { Host.status(of: $0)["PPid"] == "\(child.identity.pid)" })
    }
  }
}
