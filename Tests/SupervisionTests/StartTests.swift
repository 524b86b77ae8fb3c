import Foundation
@testable import Supervision
import Testing

extension SupervisionTests {
  @Suite struct StartTests {
    @Test func programGetsExactlyWhatWasAsked() throws {
      let stage = try Stage()
      var specification = stage.shell("")
      specification.executable = "/usr/bin/env"
      specification.arguments = ["env"]
      specification.environment = ["A=1", "B= two words", "MAINT_COOKIE=another"]
      let outcome = try stage.run(specification)
      #expect(outcome.output == "A=1\nB= two words\nMAINT_COOKIE=\(specification.cookie)\n")
      #expect(outcome.ending.cause == .exited(0))

      specification.executable = "/bin/sh"
      specification.arguments = ["sh", "-c", "pwd; printf '<%s>' \"$@\"; echo wrong >&2; exit 7", "sh", "", "a b", "*"]
      specification.workingDirectory = "/usr"
      let second = try stage.run(specification)
      #expect(second.output == "/usr\n<><a b><*>")
      #expect(second.error == "wrong\n")
      #expect(second.ending.cause == .exited(7))
    }

    @Test func standardInputIsEmpty() throws {
      let stage = try Stage()
      let outcome = try stage.run(stage.shell("readlink /proc/self/fd/0; cat; echo end"), within: .seconds(5))
      #expect(outcome.output == "/dev/null\nend\n")
    }

    @Test func sessionAndGroupAreItsOwn() throws {
      let stage = try Stage()
      let child = try stage.supervisor.start(stage.shell("cut -d' ' -f1,5,6 < /proc/$$/stat"))
      let pid = child.identity.pid
      #expect(try stage.end(of: child.id).output == "\(pid) \(pid) \(pid)\n")
    }

    @Test func masksAndDispositionsAreClean() throws {
      signal(SIGUSR2, SIG_IGN)
      defer { signal(SIGUSR2, SIG_DFL) }
      let stage = try Stage()
      let ours = Host.text("/proc/thread-self/status").split(separator: "\n").filter { $0.hasPrefix("Sig") }
      #expect(ours.contains { $0.hasPrefix("SigBlk") && !$0.hasSuffix("\t0000000000000000") })
      #expect(ours.contains { $0.hasPrefix("SigIgn") && !$0.hasSuffix("\t0000000000000000") })
      let outcome = try stage.run(stage.shell("exec cat /proc/self/status"))
      let child = outcome.output.split(separator: "\n").filter { $0.hasPrefix("Sig") && !$0.hasPrefix("SigQ") }
      let none = "0000000000000000"
      #expect(child == ["SigPnd:\t\(none)", "SigBlk:\t\(none)", "SigIgn:\t\(none)", "SigCgt:\t\(none)"])
    }

    @Test func noDescriptorReachesTheChild() throws {
      let inherited = dup(2)
      defer { close(inherited) }
      let high = fcntl(2, F_DUPFD, 300)
      defer { close(high) }
      let stage = try Stage()
      let list = "exec ls /proc/self/fd"
      // The first shows that one that is open is seen. The listing has the folder itself open.
      #expect(try stage.run(stage.shell("exec 9</dev/null; \(list)")).output == "0\n1\n2\n3\n9\n")
      #expect(try stage.run(stage.shell(list)).output == "0\n1\n2\n3\n")
    }

    @Test func noDescriptorStaysBehind() async {
      await #expect(processExitsWith: .success) {
        let first = Host.descriptors
        do {
          let stage = try Stage()
          let idle = Host.descriptors
          #expect(idle.count > first.count)
          for _ in 0..<100 { _ = try stage.run(stage.shell("echo out; echo error >&2; exit 3")) }
          for _ in 0..<3 { _ = try stage.run(stage.shell("sleep 60 & exit 3")) }
          for _ in 0..<100 {
            var specification = stage.shell(":")
            specification.executable = "/nonexistent"
            #expect(throws: StartFailure.self) { try stage.supervisor.start(specification) }
          }
          let running = try stage.supervisor.start(stage.shell("sleep 60"))
          #expect(Host.descriptors.count == idle.count + 3)
          stage.supervisor.kill(running.id)
          _ = try stage.end(of: running.id)
          #expect(Host.descriptors == idle)
        }
        #expect(Host.descriptors == first)
        #expect(Host.zombies.isEmpty)
      }
    }

    @Test func startsWithStandardDescriptorsClosed() async {
      await #expect(processExitsWith: .success) {
        for descriptor: Int32 in 0...2 { close(descriptor) }
        let stage = try Stage()
        let outcome = try stage.run(stage.shell("cat; echo out; echo error >&2"))
        #expect(outcome.output == "out\n")
        #expect(outcome.error == "error\n")
      }
    }

    @Test func usageAndTimesAreMeasured() throws {
      let stage = try Stage()
      let before = MonotonicTime.wallClock()
      let script = "i=0; while [ $i -lt 300000 ]; do i=$((i+1)); done; sleep 0.2"
      let ending = try stage.run(stage.shell(script)).ending
      #expect(ending.usage.userTime + ending.usage.systemTime > .milliseconds(20))
      #expect(ending.usage.maximumResidentBytes > 500_000)
      #expect(ending.elapsed > .milliseconds(220) && ending.elapsed < .seconds(10))
      #expect(before <= ending.startedAt && ending.endedAt <= MonotonicTime.wallClock())
      #expect(ending.endedAt - ending.startedAt >= 200_000)
    }

    @Test func causesAreToldApart() throws {
      let stage = try Stage()
      #expect(try stage.run(stage.shell("exit 255")).ending.cause == .exited(255))
      #expect(try stage.run(stage.shell("kill -TERM $$")).ending.cause == .signalled(SIGTERM, coreDumped: false))
      let failed = try stage.run(stage.shell("false; echo unreached"))
      #expect(failed.ending.cause == .exited(1) && failed.output.isEmpty)
      #expect(!failed.ending.timedOut && !failed.ending.stopped && failed.ending.leftovers.isEmpty)
    }
  }
}
