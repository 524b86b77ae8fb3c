import Foundation
import Testing

@testable import Supervision

extension SupervisionTests {
  @Suite struct OutputTests {
    @Test func streamsKeepTheirOrderAndTimes() throws {
      let stage = try Stage()
      let before = MonotonicTime.wallClock()
      let outcome = try stage.run(
        stage.shell("for i in 1 2 3; do echo out$i; sleep 0.03; echo err$i >&2; sleep 0.03; done"))
      let texts = outcome.head.map { String(decoding: $0.bytes, as: UTF8.self) }
      #expect(texts == ["out1\n", "err1\n", "out2\n", "err2\n", "out3\n", "err3\n"])
      #expect(outcome.head.map(\.stream) == [.output, .error, .output, .error, .output, .error])
      let times = outcome.head.map(\.time)
      #expect(times == times.sorted() && times[0] >= before && times[5] - times[0] >= 140_000)
      #expect(outcome.ending.tail.isEmpty && outcome.ending.omitted == OmittedBytes())
    }

    @Test func wallClockIsTheOneGiven() throws {
      let supervisor = try Supervisor(wallClock: { 42 })
      let child = try supervisor.start(
        ProcessSpecification(
          executable: "/bin/echo", arguments: ["echo"], environment: [], workingDirectory: "/", cookie: "wall-clock"))
      var events: [SupervisionEvent] = []
      while events.count < 2 { events += supervisor.wait(until: nil) }
      #expect(events[0] == .output(child.id, OutputChunk(stream: .output, time: 42, bytes: [10])))
      guard case .ended(child.id, let ending) = events[1] else {
        Issue.record("\(events)")
        return
      }
      #expect(ending.startedAt == 42 && ending.endedAt == 42)
    }

    @Test func outputIsKeptWholeUpToTheLimit() throws {
      let stage = try Stage()
      let outcome = try stage.run(stage.shell("head -c 1000 /dev/zero | tr '\\0' x", limit: 1000))
      #expect(outcome.output == String(repeating: "x", count: 1000))
      #expect(outcome.head.map(\.bytes.count).reduce(0, +) == 500)
      #expect(outcome.ending.omitted == OmittedBytes())
      let none = try stage.run(stage.shell("echo 12345; echo 123 >&2", limit: 0))
      #expect(none.output.isEmpty && none.ending.omitted == OmittedBytes(output: 6, error: 4))
    }

    @Test func headTailAndOmissionOfALongOutputAreExact() throws {
      let stage = try Stage()
      let outcome = try stage.run(stage.shell("seq 1 200000; echo last >&2", limit: 10000))
      let whole = Array((1...200_000).map { "\($0)\n" }.joined().utf8)
      #expect(outcome.head.flatMap(\.bytes) == Array(whole.prefix(5000)))
      let tail = outcome.ending.tail
      #expect(tail.filter { $0.stream == .error }.flatMap(\.bytes) == Array("last\n".utf8))
      #expect(tail.filter { $0.stream == .output }.flatMap(\.bytes) == Array(whole.suffix(4995)))
      #expect(outcome.ending.omitted == OmittedBytes(output: whole.count - 5000 - 4995, error: 0))
    }

    /// 64 MiB: would not fit in the memory allowed, were it kept.
    @Test func floodIsCappedAndDoesNotStarveOthers() throws {
      let stage = try Stage()
      let flood = try stage.supervisor.start(stage.shell("yes | head -c 67108864"))
      let beat = try stage.supervisor.start(stage.shell("for i in 1 2 3 4 5; do echo $i; sleep 0.02; done"))
      let memory = residentBytes()
      let quiet = try stage.end(of: beat.id)
      #expect(quiet.output == "1\n2\n3\n4\n5\n" && quiet.ending.elapsed < .seconds(2))
      let outcome = try stage.end(of: flood.id)
      #expect(outcome.ending.omitted == OmittedBytes(output: 67_108_864 - 1 << 20, error: 0))
      #expect(outcome.output.utf8.count == 1 << 20)
      #expect(residentBytes() - memory < 8 << 20)
    }

    private func residentBytes() -> Int {
      let pages = Host.text("/proc/self/statm").split(separator: " ")[1]
      return (Int(pages) ?? 0) * Int(sysconf(Int32(_SC_PAGESIZE)))
    }

    @Test func floodLeavesTurnsToOthers() throws {
      let stage = try Stage()
      let flood = try stage.supervisor.start(stage.shell("exec yes"))
      let other = try stage.run(stage.shell("head -c 20000000 /dev/zero", limit: 0))
      #expect(other.ending.cause == .exited(0) && other.ending.omitted.output == 20_000_000)
      #expect(stage.ending(of: flood.id) == nil)
      stage.supervisor.kill(flood.id)
      #expect(try stage.end(of: flood.id).ending.omitted.output > 0)
    }

    @Test func backgroundChildThatHoldsThePipeHoldsNobodyUp() throws {
      let stage = try Stage()
      let ended = try stage.run(stage.shell("sleep 300 & echo done"))
      #expect(ended.output == "done\n" && ended.ending.leftovers.map(\.command) == ["sleep"])
      #expect(stage.survivors.isEmpty)

      let start = MonotonicTime.now()
      let script = "setsid sh -c 'while echo still; do sleep 0.01; done' & sleep 0.05; echo done >&2"
      let kept = try stage.run(stage.shell(script, leftovers: .keep))
      #expect(MonotonicTime.now() - start < .seconds(2))
      #expect(kept.error == "done\n" && kept.output.hasPrefix("still\n"))
      #expect(kept.ending.leftovers.contains { $0.command == "sh" && $0.fate == .kept })
      // It writes into a pipe that nobody reads any more, and SIGPIPE ends it.
      stage.serve(for: .milliseconds(100))
      #expect(stage.survivors.isEmpty)
    }

    @Test func keptFloodDoesNotHoldTheStepUp() throws {
      let stage = try Stage()
      let outcome = try stage.run(stage.shell("yes & sleep 0.05", leftovers: .keep), within: .seconds(5))
      #expect(outcome.ending.elapsed < .seconds(2))
      stage.serve(for: .milliseconds(100))
      #expect(stage.survivors.isEmpty)
    }

    @Test func lastWordsAreRead() throws {
      let stage = try Stage()
      // More than one buffer waits in the pipe when the process is already gone.
      let script = "import fcntl, os; fcntl.fcntl(1, 1031, 1 << 20); os.write(1, b'z' * 1000000)"
      let child = try stage.supervisor.start(stage.shell("exec python3 -c \"\(script)\""))
      while Host.isAlive(child.identity.pid) { usleep(1000) }
      #expect(try stage.end(of: child.id).output.utf8.count == 1_000_000)
      for _ in 0..<30 { #expect(try stage.run(stage.shell("echo a; echo b >&2")).output == "a\n") }
    }

    @Test func secretsAreReplaced() throws {
      let stage = try Stage()
      let script =
        "printf hun; sleep 0.05; printf 'ter2 hun\\n'; printf 'key\\nline' >&2; echo; sleep 0.05; echo hunter"
      let outcome = try stage.run(stage.shell(script, secrets: ["hunter2", "", "key\nline", "hunter2!"]))
      #expect(outcome.output == "*** hun\n\nhunter\n")
      #expect(outcome.error == "***")
      // Also where the head ends and the tail begins, and in what was counted as omitted.
      let cut = try stage.run(stage.shell("printf 1234hunter25678", limit: 10, secrets: ["hunter2"]))
      #expect(cut.output == "1234*" + "*5678")
      #expect(cut.ending.omitted == OmittedBytes(output: 1, error: 0))
    }
  }
}
