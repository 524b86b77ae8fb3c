import Scheduling
import Testing

@testable import Metrics

@Suite struct TimeSpansTests {
  private func spans(_ pairs: (Int64, Int64)...) -> TimeSpans {
    TimeSpans(pairs.map { Timestamp(microseconds: $0.0)..<Timestamp(microseconds: $0.1) })
  }

  @Test func whatOverlapsOrTouchesBecomesOne() {
    #expect(spans((5, 7), (1, 3), (2, 4), (4, 5), (9, 9)) == spans((1, 7)))
    #expect(spans((1, 9), (2, 3)).total == .microseconds(8))
  }

  @Test func holesAreCutOut() {
    let all = spans((0, 10), (20, 30))
    #expect(all.without(spans()) == all)
    #expect(all.without(spans((2, 3), (5, 22), (29, 40))) == spans((0, 2), (3, 5), (22, 29)))
    #expect(all.without(spans((0, 30))) == spans())
    #expect(all.without(spans((10, 20))) == all)
    #expect(all.within(Timestamp(microseconds: 5)..<Timestamp(microseconds: 21)) == spans((5, 10), (20, 21)))
  }

  /// By each microsecond on its own.
  @Test func anySpansBesideAny() {
    var state: UInt64 = 42
    func next(_ limit: UInt64) -> Int64 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int64((state >> 33) % limit)
    }
    func random() -> [(Int64, Int64)] { (0..<next(6)).map { _ in (next(30), 0) }.map { ($0.0, $0.0 + next(9)) } }
    for _ in 1...2_000 {
      let (one, other) = (random(), random())
      func make(_ pairs: [(Int64, Int64)]) -> TimeSpans {
        TimeSpans(pairs.map { Timestamp(microseconds: $0.0)..<Timestamp(microseconds: $0.1) })
      }
      let left = make(one).without(make(other))
      for moment in 0..<45 as Range<Int64> {
        let isIn = { (pairs: [(Int64, Int64)]) in pairs.contains { $0.0 <= moment && moment < $0.1 } }
        let found = left.spans.contains { $0.contains(Timestamp(microseconds: moment)) }
        #expect(found == (isIn(one) && !isIn(other)), "\(one) without \(other) at \(moment)")
      }
    }
  }
}
