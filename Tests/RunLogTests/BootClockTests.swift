import Testing

@testable import RunLog

/// One wrong clock does not change how long the host was up.
@Suite struct BootClockTests {
  private let second = 1_000_000
  private let boot = 1_000_000 * 1_000_000

  private func clock(_ readings: (at: Int, since: Int)...) -> BootClock {
    var clock = BootClock(at: readings[0].at, sinceBoot: readings[0].since)
    for reading in readings.dropFirst() { clock.see(at: reading.at, sinceBoot: reading.since) }
    return clock
  }

  @Test func theClockThatMostRunsSawCounts() {
    let (day, year) = (86_400 * second, 366 * 86_400 * second)
    let right = clock((boot + day, day), (boot + 2 * day, 2 * day))
    #expect(right == BootClock(bootedAt: boot, votes: 2, firstSeen: day, lastSeen: 2 * day))
    // A wrong one later, with or without the time since the boot; then the right one again.
    for since in [3 * day, boot + year] {
      let found = clock((boot + day, day), (boot + year, since), (boot + 4 * day, 4 * day))
      #expect(found.bootedAt == boot && found.firstSeen == day && found.lastSeen == 4 * day)
      #expect(clock((boot + day, day), (boot + year, since)).bootedAt == boot)
    }
    // A host whose clock is set some time after it was booted.
    let late = clock((5 * second, 5 * second), (boot + day, day), (boot + 2 * day, 2 * day), (boot + 3 * day, 3 * day))
    #expect(late.bootedAt == boot && late.lastSeen == 3 * day)
  }

  @Test func aBootThatContradictsTheOthersIsLeftOut() {
    let boots = [10, 20, 5, 30, 900, 40].map { BootClock(bootedAt: $0, votes: 1, firstSeen: 0, lastSeen: 1) }
    #expect(BootClock.agreeing(boots).map(\.bootedAt) == [10, 20, 30, 40])
    #expect(BootClock.agreeing([]).isEmpty)
  }

  /// In years and votes. The first boots of a host without a clock are in the past, where they contradict nobody by their order.
  @Test func aFalseClockThatComesFirstLoses() {
    let year = 366 * 86_400 * second
    func kept(_ boots: (Double, votes: Int)...) -> [Double] {
      BootClock.agreeing(
        boots.map { BootClock(bootedAt: Int($0.0 * Double(year)), votes: $0.votes, firstSeen: 0, lastSeen: second) }
      ).map { Double($0.bootedAt) / Double(year) }
    }
    #expect(kept((1, 1), (56, 2)) == [56])
    #expect(kept((1, 2), (1, 2), (56, 1), (56.1, 4)) == [56, 56.1])
    // Two that agree with each other against one in which most was seen.
    #expect(kept((56, 50), (1, 1), (2, 1)) == [56])
    // As much before as after, and a host that is booted each half of a year.
    #expect(kept((50, 3), (56, 2)) == [50, 56])
    #expect(kept((50, 1), (50.5, 1), (51, 1), (51.5, 9)) == [50, 50.5, 51, 51.5])
  }
}
