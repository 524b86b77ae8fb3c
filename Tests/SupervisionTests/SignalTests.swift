import Foundation
import Testing

@testable import Supervision

extension SupervisionTests {
  @Suite struct SignalTests {
    /// Sent to this thread: the mask is a thread's, and the other threads of the tests do not share it.
    @Test(arguments: [SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGWINCH]) func signalsAreReported(_ signal: Int32) throws {
      let supervisor = try Supervisor()
      pthread_kill(pthread_self(), signal)
      #expect(supervisor.wait(until: .now() + .seconds(5)) == [.signalled(signal)])
      #expect(supervisor.wait(until: .now()) == [])
    }

    @Test func signalInterruptsTheWait() throws {
      let stage = try Stage()
      let child = try stage.supervisor.start(stage.shell("sleep 300"))
      let thread = pthread_self()
      Thread.detachNewThread {
        usleep(100_000)
        pthread_kill(thread, SIGTERM)
      }
      let start = MonotonicTime.now()
      #expect(stage.supervisor.wait(until: .now() + .seconds(10)) == [.signalled(SIGTERM)])
      #expect(MonotonicTime.now() - start < .seconds(5))
      #expect(Host.isAlive(child.identity.pid))
    }

    @Test func deadlineEndsTheWait() throws {
      let supervisor = try Supervisor()
      let start = MonotonicTime.now()
      #expect(supervisor.wait(until: start + .milliseconds(60)) == [])
      #expect(MonotonicTime.now() - start >= .milliseconds(60))
      #expect(supervisor.wait(until: start) == [])
    }

    @Test func everythingIsAsBeforeWhenItIsReleased() throws {
      func state() -> [Substring] {
        Host.text("/proc/thread-self/status").split(separator: "\n").filter {
          $0.hasPrefix("SigBlk") || $0.hasPrefix("SigIgn")
        }
      }
      let before = state()
      do {
        let supervisor = try Supervisor()
        #expect(state() != before)
        // One that comes too late must not end the process when it is unblocked.
        pthread_kill(pthread_self(), SIGTERM)
        withExtendedLifetime(supervisor) {}
      }
      #expect(state() == before)
    }

    @Test func whatTheCallerIgnoresStaysIgnored() async {
      await #expect(processExitsWith: .success) {
        signal(SIGINT, SIG_IGN)
        signal(SIGHUP, SIG_IGN)
        signal(SIGCHLD, SIG_IGN)
        let stage = try Stage()
        for ignored in [SIGINT, SIGHUP] { pthread_kill(pthread_self(), ignored) }
        pthread_kill(pthread_self(), SIGTERM)
        #expect(stage.supervisor.wait(until: .now() + .seconds(1)) == [.signalled(SIGTERM)])
        // With SIGCHLD ignored the kernel reaps, and the status of children would be lost.
        #expect(try stage.run(stage.shell("exit 7")).ending.cause == .exited(7))
      }
    }

    @Test func brokenPipeDoesNotEndMaint() async {
      await #expect(processExitsWith: .success) {
        let supervisor = try Supervisor()
        var ends: [Int32] = [0, 0]
        pipe(&ends)
        close(ends[0])
        #expect(write(ends[1], "x", 1) == -1 && errno == EPIPE)
        withExtendedLifetime(supervisor) {}
      }
    }
  }
}
