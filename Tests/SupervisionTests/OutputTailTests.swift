import TestSupport
import Testing

@testable import Supervision

struct OutputTailTests {
  private func tail(_ capacity: Int, _ writes: [(OutputChunk.Stream, [UInt8], Int64)]) -> OutputTail {
    var tail = OutputTail(capacity: capacity)
    for (stream, bytes, time) in writes { bytes.withUnsafeBytes { tail.append($0, from: stream, at: time) } }
    return tail
  }

  @Test(arguments: 0..<100) func holdsTheLastBytesInOrder(_ seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let capacity = [0, 1, 7, 100, 20_000, 40_000].randomElement(using: &random) ?? 0
    var writes: [(OutputChunk.Stream, [UInt8], Int64)] = []
    for time in 0..<Int.random(in: 0...60, using: &random) {
      let count = Int.random(in: 0...([3, 50, 3000].randomElement(using: &random) ?? 3), using: &random)
      let bytes = (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) }
      writes.append((Bool.random(using: &random) ? .output : .error, bytes, Int64(time) * 30_000))
    }
    let tail = tail(capacity, writes)
    let all = writes.flatMap { stream, bytes, _ in bytes.map { (stream, $0) } }
    let kept = tail.chunks().flatMap { chunk in chunk.bytes.map { (chunk.stream, $0) } }
    #expect(kept.map(\.1) == all.suffix(capacity).map(\.1))
    #expect(kept.map(\.0) == all.suffix(capacity).map(\.0))
    let dropped = all.dropLast(kept.count)
    #expect(tail.omitted.output == dropped.count { $0.0 == .output })
    #expect(tail.omitted.error == dropped.count { $0.0 == .error })
    #expect(tail.chunks().map(\.time) == tail.chunks().map(\.time).sorted())
  }

  @Test func writesThatFollowCloselyAreJoined() {
    let close = tail(1000, (0..<50).map { (.output, [65], $0 * 1000) })
    #expect(close.chunks() == [OutputChunk(stream: .output, time: 0, bytes: Array(repeating: 65, count: 50))])
    let apart = tail(1000, (0..<50).map { (.output, [65], $0 * 200_000) })
    #expect(apart.chunks().count == 50)
  }

  @Test func singleBytesOfTwoStreamsCostLittle() {
    let writes: [(OutputChunk.Stream, [UInt8], Int64)] = (0..<100_000).map {
      ($0 % 2 == 0 ? .output : .error, [66], $0)
    }
    let tail = tail(1 << 20, writes)
    #expect(tail.chunks().count == 8192)
    #expect(tail.omitted == OmittedBytes(output: 50_000 - 4096, error: 50_000 - 4096))
  }
}
