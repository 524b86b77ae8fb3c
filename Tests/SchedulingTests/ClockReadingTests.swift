import Scheduling
import Testing

@Suite struct ClockReadingTests {
  private func reading(_ wall: Int, up: Int?, boot: String = "a") -> ClockReading {
    ClockReading(wall: Timestamp(seconds: wall), sinceBoot: up.map { .seconds($0) }, bootID: boot)
  }

  @Test func aMinuteAndAThousandthOfTheTimeBetweenGoUnsaid() {
    let before = reading(1_000, up: 100)
    #expect(reading(1_060, up: 100).jump(since: before) == nil)
    #expect(reading(1_061, up: 100).jump(since: before) == .seconds(61))
    #expect(reading(940, up: 100).jump(since: before) == nil)
    #expect(reading(939, up: 100).jump(since: before) == .seconds(-61))
    #expect(reading(1_000 + 100_000 + 160, up: 100_100).jump(since: before) == nil)
    #expect(reading(1_000 + 100_000 + 161, up: 100_100).jump(since: before) == .seconds(161))
  }

  @Test func aJumpIsToldWithItsSign() {
    let before = reading(10_000, up: 100)
    #expect(reading(13_700, up: 200).jump(since: before) == .seconds(3_600))
    #expect(reading(6_500, up: 200).jump(since: before) == .seconds(-3_600))
    #expect(reading(10_100, up: 200).jump(since: before) == nil)
    // A host that sleeps does not jump.
    #expect(reading(1_010_000, up: 1_000_100).jump(since: before) == nil)
  }

  @Test func overABootOnlyAClockThatIsBehindIsSeen() {
    let before = reading(10_000, up: 5_000)
    #expect(reading(9_000, up: 10, boot: "b").jump(since: before) == .seconds(-1_000))
    #expect(reading(9_941, up: 10, boot: "b").jump(since: before) == nil)
    #expect(reading(99_000, up: 10, boot: "b").jump(since: before) == nil)
    #expect(reading(9_000, up: nil).jump(since: before) == .seconds(-1_000))
    #expect(reading(99_000, up: nil).jump(since: before) == nil)
  }

  /// As a damaged run log may have them.
  @Test func momentsThatAreTooFarApartTrapNobody() {
    let (first, last) = (Timestamp(microseconds: .min), Timestamp(microseconds: .max))
    #expect(last - first == .microseconds(Int64.max))
    #expect(first - last == .microseconds(Int64.min))
    #expect(last + .seconds(1) == last)
    #expect(first + .seconds(-1) == first)
    #expect((Timestamp(seconds: 5) - Timestamp(seconds: 7)) == .seconds(-2))
  }
}
