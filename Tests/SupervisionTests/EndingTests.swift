import Foundation
@testable import Supervision
import Testing

extension SupervisionTests {
  /// Every way in which a process is known to outlive its step.
  @Suite struct EndingTests {
    enum Escape: String, CaseIterable, CustomTestStringConvertible {
      case plain = "sleep 300 &"
      case session = "setsid sleep 300 &"
      case doubleFork = "(setsid sh -c 'sleep 300 & sleep 300' &)"
      case ignoringTerm = "sh -c 'trap \"\" TERM HUP INT; while :; do sleep 1; done' &"
      case ignoringTermInSession = "setsid sh -c 'trap \"\" TERM HUP INT; while :; do sleep 1; done' &"
      case closedPipes = "setsid sleep 300 >/dev/null 2>&1 &"
      case stopped = "setsid sh -c 'kill -STOP $$; sleep 300' &"
      case stoppedIgnoringTerm = "setsid sh -c 'trap \"\" TERM; kill -STOP $$; sleep 300' &"
      case emptyEnvironment = "env -i /usr/bin/setsid /usr/bin/sleep 300 &"
      case emptyEnvironmentOrphan = "(env -i /usr/bin/setsid /usr/bin/sleep 300 >/dev/null 2>&1 &)"
      case deep = "setsid sh -c 'setsid sh -c \"setsid sleep 300; :\"; :' &"

      var testDescription: String { "\(self)" }

      /// The script leaves processes with the token in their arguments and prints their pids, as their environment
      /// may not tell whose they are.
      func script(_ token: Int) -> String {
        """
        \(rawValue.replacing("300", with: "300.\(token)").replacing("while :", with: "while : \(token)"))
        sleep 0.05; pgrep -f '[.: ]\(token)' | grep -vx $$

        """
      }
    }

    @Test(arguments: Escape.allCases) func nothingOutlivesATimeout(_ escape: Escape) throws {
      let stage = try Stage()
      let script = escape.script(.random(in: 100_000...999_999)) + "sleep 200"
      let ending = try Self.run(stage, stage.shell(script, timeout: .milliseconds(250), grace: .milliseconds(100)))
      #expect(ending.timedOut && !ending.stopped)
      #expect(ending.cause == .signalled(SIGTERM, coreDumped: false))
      #expect(ending.elapsed >= .milliseconds(250) && ending.elapsed < .seconds(5))
    }

    @Test(arguments: Escape.allCases) func nothingOutlivesTheStep(_ escape: Escape) throws {
      let stage = try Stage()
      let script = escape.script(.random(in: 100_000...999_999)) + "exit 4"
      let ending = try Self.run(stage, stage.shell(script, grace: .milliseconds(100)))
      #expect(!ending.timedOut && !ending.stopped && ending.cause == .exited(4))
      #expect(!ending.leftovers.isEmpty && ending.leftovers.allSatisfy { $0.fate == .ended })
      #expect(ending.leftovers.contains { ["sleep", "sh"].contains($0.command) })
    }

    @Test(arguments: [Escape.plain, .doubleFork, .ignoringTermInSession, .stoppedIgnoringTerm, .emptyEnvironmentOrphan])
    func nothingOutlivesAStop(_ escape: Escape) throws {
      let stage = try Stage()
      let script = escape.script(.random(in: 100_000...999_999)) + "echo ready; sleep 200"
      let child = try stage.supervisor.start(stage.shell(script))
      try stage.hear("ready", from: child.id)
      let pids = Self.pids(in: Outcome.text(stage.head(of: child.id), .output))
      #expect(!pids.isEmpty && pids.allSatisfy(Host.isAlive))
      stage.supervisor.kill(child.id)
      let ending = try stage.end(of: child.id).ending
      #expect(ending.stopped && !ending.timedOut)
      #expect(ending.cause == .signalled(SIGKILL, coreDumped: false))
      #expect(pids.filter(Host.isAlive).isEmpty)
      #expect(stage.survivors.isEmpty)
    }

    private static func run(_ stage: Stage, _ specification: ProcessSpecification) throws -> Ending {
      let outcome = try stage.run(specification, within: .seconds(8))
      let pids = pids(in: outcome.output)
      #expect(!pids.isEmpty, "the script left nothing to find: \(outcome.output)\(outcome.error)")
      #expect(pids.filter(Host.isAlive).isEmpty)
      #expect(stage.survivors.isEmpty)
      #expect(Host.zombies.isEmpty)
      return outcome.ending
    }

    private static func pids(in listing: String) -> [Int32] {
      listing.split(separator: "\n").compactMap { $0.split(separator: " ").first.flatMap { Int32($0) } }
    }

    @Test func leaderThatIgnoresTermIsKilledAfterTheGrace() throws {
      let stage = try Stage()
      let script = "trap '' TERM; while :; do sleep 0.05; done"
      let specification = stage.shell(script, timeout: .milliseconds(200), grace: .milliseconds(300))
      let ending = try stage.run(specification).ending
      #expect(ending.cause == .signalled(SIGKILL, coreDumped: false) && ending.timedOut)
      #expect(ending.elapsed >= .milliseconds(500) && ending.elapsed < .seconds(5))
      #expect(stage.survivors.isEmpty)
    }

    @Test func termIsANoticeAndComesOnce() throws {
      let stage = try Stage()
      let script = "trap 'echo term; sleep 0.3; echo cleaned; exit 9' TERM; echo ready; while :; do sleep 0.01; done"
      let child = try stage.supervisor.start(stage.shell(script))
      try stage.hear("ready", from: child.id)
      stage.supervisor.stop(child.id, grace: .seconds(5))
      let outcome = try stage.end(of: child.id)
      #expect(outcome.output == "ready\nterm\ncleaned\n")
      #expect(outcome.ending.cause == .exited(9) && outcome.ending.stopped)
      #expect(outcome.ending.leftovers.isEmpty)
    }

    @Test func stoppedLeaderIsWokenForTerm() throws {
      let stage = try Stage()
      let script = "trap 'echo term; exit 9' TERM; kill -STOP $$; sleep 300"
      let outcome = try stage.run(stage.shell(script, timeout: .milliseconds(200)))
      #expect(outcome.output == "term\n" && outcome.ending.cause == .exited(9) && outcome.ending.timedOut)
    }

    @Test func secondStopShortensTheGrace() throws {
      let stage = try Stage()
      let child = try stage.supervisor.start(stage.shell("trap '' TERM; echo ready; while :; do sleep 0.05; done"))
      try stage.hear("ready", from: child.id)
      stage.supervisor.stop(child.id, grace: .seconds(60))
      stage.serve(for: .milliseconds(200))
      #expect(stage.ending(of: child.id) == nil)
      stage.supervisor.stop(child.id, grace: .milliseconds(100))
      stage.supervisor.stop(child.id, grace: .seconds(60))
      let ending = try stage.end(of: child.id, within: .seconds(5)).ending
      #expect(ending.stopped && ending.cause == .signalled(SIGKILL, coreDumped: false))
      stage.supervisor.stop(child.id, grace: .zero)
      stage.supervisor.kill(child.id)
      stage.serve(for: .milliseconds(20))
      #expect(stage.events.count == stage.head(of: child.id).count + 1)
    }

    @Test func endBeforeTheStopIsNotBlamedOnIt() throws {
      let stage = try Stage()
      let child = try stage.supervisor.start(stage.shell("exit 5"))
      while Host.isAlive(child.identity.pid) { usleep(1000) }
      stage.supervisor.stop(child.id, grace: .zero)
      let ending = try stage.end(of: child.id).ending
      #expect(ending.cause == .exited(5) && !ending.stopped)

      let slow = try stage.supervisor.start(stage.shell("exit 6", timeout: .milliseconds(50)))
      usleep(200_000)
      let late = try stage.end(of: slow.id).ending
      #expect(late.cause == .exited(6) && !late.timedOut)
    }

    @Test func processesThatStartEachOtherAgainAreEnded() throws {
      let stage = try Stage()
      let guardian = """
        cat > "$0.sh" <<'END'
        trap '' TERM
        while :; do
          kill -0 "$1" 2>/dev/null || { setsid sh "$0" $$ & set -- $!; }
          sleep 0.01
        done
        END
        setsid sh "$0.sh" 99999999 & sleep 0.5; echo started; exit 0
        """
      let path = NSTemporaryDirectory() + stage.cookie
      defer { try? FileManager.default.removeItem(atPath: path + ".sh") }
      var specification = stage.shell(guardian, grace: .milliseconds(100))
      specification.arguments.append(path)
      let outcome = try stage.run(specification, within: .seconds(8))
      #expect(outcome.output == "started\n")
      #expect(outcome.ending.leftovers.count >= 2)
      #expect(outcome.ending.leftovers.allSatisfy { $0.fate == .ended })
      usleep(100_000)
      #expect(stage.survivors.isEmpty)
    }

    /// Each generation lives for a moment, in a session of its own, and ignores TERM. It writes to a file, as nobody
    /// who looks for it could be sure to see it; and it gives up by itself should it ever escape.
    @Test func runnerThatIsNeverTheSameProcessIsEnded() throws {
      let stage = try Stage()
      let path = NSTemporaryDirectory() + stage.cookie
      defer { try? FileManager.default.removeItem(atPath: path) }
      let runner = """
        import os, signal, sys, time
        signal.signal(15, signal.SIG_IGN)
        trace = os.open(sys.argv[1], os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        end = time.monotonic() + 12
        print('running', flush=True)
        while time.monotonic() < end:
          if os.fork(): os._exit(0)
          os.setsid()
          os.write(trace, b'.')
        """
      var specification = stage.shell("", grace: .milliseconds(100))
      specification.executable = "/usr/bin/python3"
      specification.arguments = ["python3", "-c", runner, path]
      let outcome = try stage.run(specification, within: .seconds(9))
      let trace = Host.text(path).count
      #expect(outcome.output == "running\n" && outcome.ending.cause == .exited(0))
      #expect(outcome.ending.leftovers.allSatisfy { $0.fate == .ended })
      usleep(100_000)
      #expect(trace > 10 && Host.text(path).count == trace)
      #expect(stage.survivors.isEmpty && Host.zombies.isEmpty)
    }

    @Test func manyProcessesAreEnded() throws {
      let stage = try Stage()
      let bomb = "trap '' TERM; for i in $(seq 40); do (setsid sh -c 'sleep 300 & sleep 300' &); done; sleep 0.3"
      let ending = try stage.run(stage.shell(bomb, grace: .milliseconds(100)), within: .seconds(9)).ending
      #expect(ending.leftovers.count == 64)
      #expect(stage.survivors.isEmpty && Host.zombies.isEmpty)
    }

    @Test func redirectionThatEndsBehindItsShellIsNoLeftover() throws {
      let stage = try Stage()
      let outcome = try stage.run(stage.shell("(sleep 0.03; echo late) & exit 0"))
      #expect(outcome.output == "late\n" && outcome.ending.leftovers.isEmpty)
    }

    @Test func keptDaemonLivesOnAndIsNoted() throws {
      let stage = try Stage()
      let script = "setsid sh -c 'echo $$ >&2; echo held; exec sleep 300' & sleep 0.1"
      let outcome = try stage.run(stage.shell(script, leftovers: .keep), within: .seconds(3))
      let pid = try #require(Int32(outcome.error.dropLast()))
      #expect(outcome.ending.leftovers == [Leftover(pid: pid, command: "sleep", fate: .kept)])
      #expect(outcome.output == "held\n")
      // Neither the end of a later step nor that of the supervisor touches it, and it is reaped when it ends.
      let next = try stage.run(stage.shell("sleep 300 & exit 0", grace: .milliseconds(100)))
      #expect(next.ending.leftovers.map(\.fate) == [.ended])
      #expect(stage.survivors == [pid])
      kill(pid, SIGKILL)
      while Host.isAlive(pid) { usleep(1000) }
      #expect(try stage.run(stage.shell(":")).ending.cause == .exited(0))
      #expect(Host.zombies.isEmpty)
    }

    @Test func keepDoesNotHoldBackATimeout() throws {
      let stage = try Stage()
      let script = "setsid sleep 300 & sleep 300"
      let specification = stage.shell(script, timeout: .milliseconds(200), leftovers: .keep)
      #expect(try stage.run(specification, within: .seconds(3)).ending.timedOut)
      #expect(Host.pids.filter { Host.environment(of: $0).contains(specification.cookie) }.isEmpty)
    }

    /// The last belongs to a maint that ran in the step and was killed.
    @Test(arguments: ["", "env -i /usr/bin/", "MAINT_COOKIE=$MAINT_COOKIE/inner "])
    func orphanIsEndedWithTheStepThatItCameFrom(_ prefix: String) throws {
      let stage = try Stage()
      let early = try stage.supervisor.start(stage.shell("sleep 0.3"))
      let owner = try stage.supervisor.start(
        stage.shell("sleep 0.1; (\(prefix)setsid /bin/sleep 300 >/dev/null 2>&1 &); echo ready; sleep 0.6"))
      try stage.hear("ready", from: owner.id)
      let late = try stage.run(stage.shell("exit 0"))
      #expect(late.ending.leftovers.isEmpty)
      #expect(try stage.end(of: early.id).ending.leftovers.isEmpty)
      #expect(stage.ending(of: owner.id) == nil)
      let leftovers = try stage.end(of: owner.id).ending.leftovers
      #expect(leftovers.map(\.command) == ["sleep"] && leftovers.map(\.fate) == [.ended])
      #expect(!leftovers.contains { Host.isAlive($0.pid) } && stage.survivors.isEmpty)
    }

    @Test func cookieIsAddedToThatOfTheStepAround() async {
      await #expect(processExitsWith: .success) {
        setenv("MAINT_COOKIE", "outer", 1)
        let stage = try Stage()
        let specification = stage.shell("echo $MAINT_COOKIE; (setsid sleep 300 >/dev/null 2>&1 &)")
        let outcome = try stage.run(specification)
        #expect(outcome.output == "outer/\(specification.cookie)\n")
        #expect(outcome.ending.leftovers.map(\.command) == ["sleep"])
      }
    }

    @Test func orphansThatEndWhileAStepRunsAreReaped() throws {
      let stage = try Stage()
      let script = "for i in $(seq 20); do (setsid sh -c 'kill -9 $$' &); done; sleep 0.2; echo ready; sleep 300"
      let child = try stage.supervisor.start(stage.shell(script))
      try stage.hear("ready", from: child.id)
      // The kernel sends it to the process; here it has to reach this thread, which is not the main one.
      pthread_kill(pthread_self(), SIGCHLD)
      stage.serve(for: .milliseconds(20))
      #expect(Host.zombies.isEmpty)
      #expect(stage.ending(of: child.id) == nil)
      stage.supervisor.kill(child.id)
      #expect(try stage.end(of: child.id).ending.cause == .signalled(SIGKILL, coreDumped: false))
    }

    @Test func childrenOfOthersAreLeftAlone() throws {
      let other = Process()
      other.executableURL = URL(fileURLWithPath: "/bin/sh")
      other.arguments = ["-c", "sleep 0.4; exit 42"]
      let stage = try Stage()
      try other.run()
      for _ in 0..<3 { _ = try stage.run(stage.shell("sleep 300 & exit 0", grace: .zero)) }
      other.waitUntilExit()
      #expect(other.terminationStatus == 42 && other.terminationReason == .exit)
    }

    @Test func releasedSupervisorLeavesNothingRunning() throws {
      var cookie = ""
      do {
        let stage = try Stage()
        let child = try stage.supervisor.start(stage.shell("trap '' TERM; setsid sleep 300 & echo ready; sleep 300"))
        try stage.hear("ready", from: child.id)
        cookie = stage.cookie
      }
      #expect(Host.pids.filter { Host.environment(of: $0).contains(cookie) }.isEmpty)
      #expect(Host.zombies.isEmpty)
    }

    @Test(.enabled(if: geteuid() == 0)) func whatCannotBeEndedIsSaid() async {
      await #expect(processExitsWith: .success) {
        let stage = try Stage()
        let child = try stage.supervisor.start(stage.shell("echo ready; sleep 300"))
        try stage.hear("ready", from: child.id)
        var sleeper: Int32 = 0
        while sleeper == 0 {
          usleep(1000)
          sleeper = stage.survivors.first { Host.status(of: $0)["Name"] == "sleep" } ?? 0
        }
        // From here on this process may not signal root's; the saved id lets it come back.
        setreuid(65534, 0)
        seteuid(65534)
        stage.supervisor.kill(child.id)
        let ending = try stage.end(of: child.id, within: .seconds(7)).ending
        #expect(ending.cause == .stillRunning && ending.stopped)
        #expect(ending.leftovers == [Leftover(pid: sleeper, command: "sleep", fate: .remains(errno: EPERM))])
        seteuid(0)
        kill(-child.identity.pid, SIGKILL)
        // Given up, it is only reaped as a child of the main thread, which it is in maint and not here.
        waitpid(child.identity.pid, nil, 0)
        while Host.isAlive(sleeper) { usleep(1000) }
        #expect(try stage.run(stage.shell(":")).ending.leftovers.isEmpty)
        #expect(Host.zombies.isEmpty && stage.survivors.isEmpty)
      }
    }
  }
}
