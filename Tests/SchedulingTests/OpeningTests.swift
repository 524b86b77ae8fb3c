import Scheduling
import TestSupport
import Testing

@Suite struct OpeningTests {
  private func window(
    _ days: [String], _ hours: String, months: [Month] = Month.allCases, cutoff: Duration = .zero
  ) throws -> Window {
    Window(
      name: "x", days: Window.Days(try days.map { try #require(DayRule.parse($0)) }, months: months),
      hours: try #require(Window.Hours.parse(hours)), cutoff: cutoff)
  }

  private func moment(_ text: String, in zone: Zone) throws -> Timestamp {
    try #require(CalendarMoment.parse(text)).timestamp(in: zone)
  }

  private func describe(_ opening: Opening?, in zone: Zone) -> String {
    opening.map { "\(zone.format($0.start)) to \(zone.format($0.end))" } ?? "none"
  }

  @Test func acrossMidnightWithACutoff() throws {
    let berlin = try #require(Zone.named("Europe/Berlin"))
    let window = try window(["Sunday"], "22:00-02:00", cutoff: .seconds(1_800))
    let opening = try #require(window.opening(at: try moment("2026-11-23T01:45", in: berlin), in: berlin))
    #expect(describe(opening, in: berlin) == "2026-11-22 22:00:00 to 2026-11-23 02:00:00")
    #expect(opening.admits(try moment("2026-11-23T01:29", in: berlin)))
    #expect(!opening.admits(try moment("2026-11-23T01:30", in: berlin)))
    #expect(opening.contains(try moment("2026-11-23T01:59", in: berlin)))
    #expect(window.opening(at: try moment("2026-11-23T02:00", in: berlin), in: berlin) == nil)
    #expect(window.opening(at: try moment("2026-11-22T21:59", in: berlin), in: berlin) == nil)
    let next = window.opening(after: opening.start, in: berlin)
    #expect(describe(next, in: berlin) == "2026-11-29 22:00:00 to 2026-11-30 02:00:00")
  }

  @Test func clocksThatAreSet() throws {
    let berlin = try #require(Zone.named("Europe/Berlin"))
    let window = try window(["daily"], "02:30-04:30")
    let spring = window.opening(after: try moment("2026-03-29", in: berlin), in: berlin)
    #expect(describe(spring, in: berlin) == "2026-03-29 03:00:00 to 2026-03-29 05:00:00")
    let autumn = window.openings(
      startingIn: try moment("2026-10-25", in: berlin)..<(try moment("2026-10-26", in: berlin)), in: berlin)
    #expect(autumn.map { describe($0, in: berlin) } == ["2026-10-25 02:30:00 to 2026-10-25 03:30:00"])
    #expect(autumn.first?.start.rfc3339 == "2026-10-25T00:30:00.000000Z")
    // All of a day of 23 hours does not reach into the next.
    let day = try self.window(["daily"], "00:00-24:00").opening(
      at: try moment("2026-03-29T12:00", in: berlin), in: berlin)
    #expect(describe(day, in: berlin) == "2026-03-29 00:00:00 to 2026-03-30 00:00:00")
  }

  @Test func aDayThatTheZoneSkips() throws {
    let apia = try #require(Zone.named("Pacific/Apia"))
    let range = try moment("2011-12-29", in: apia)..<(try moment("2012-01-01", in: apia))
    let daily = try window(["daily"], "10:00-12:00").openings(startingIn: range, in: apia)
    #expect(daily.map(\.date.day) == [29, 31])
    let friday = try window(["Friday"], "10:00-12:00").opening(after: range.lowerBound, in: apia)
    #expect(friday?.date == CivilDate(year: 2012, month: 1, day: 6))
  }

  /// Greenland leaves out the hour before midnight of a Saturday.
  @Test func aStartThatIsSkippedOverMidnightBelongsToItsDay() throws {
    let nuuk = try #require(Zone.named("America/Nuuk"))
    let opening = try window(["Saturday"], "23:30-00:30").opening(after: try moment("2026-03-28", in: nuuk), in: nuuk)
    #expect(opening?.date == CivilDate(year: 2026, month: 3, day: 28))
    #expect(describe(opening, in: nuuk) == "2026-03-29 00:00:00 to 2026-03-29 01:00:00")
  }

  @Test func asNeededHasNoLimits() throws {
    let window = try window(["daily"], "as_needed")
    let opening = try #require(window.opening(at: Timestamp(seconds: 0), in: .utc))
    #expect(opening.admits(Timestamp(seconds: 1 << 40)))
    #expect(window.opening(after: Timestamp(seconds: 0), in: .utc) == nil)
  }

  @Test func rareDaysAreFoundAndDaysThatNeverComeEnd() throws {
    let monday = try window(["Fifth_Monday"], "02:00-04:00", months: [.february])
    let openings = monday.openings(
      startingIn: try moment("2027-01-01", in: .utc)..<(try moment("2130-01-01", in: .utc)), in: .utc)
    // 2100 is no leap year.
    #expect(openings.map(\.date.year) == [2044, 2072, 2112])
    let never = try window(["31"], "02:00-04:00", months: [.april, .june])
    #expect(never.opening(after: Timestamp(seconds: 0), in: .utc) == nil)
    #expect(never.opening(at: Timestamp(seconds: 0), in: .utc) == nil)
    #expect(never.days.isEmpty)
    #expect(!monday.days.isEmpty)
  }

  @Test func monthsWithoutSuchADay() throws {
    func gaps(_ days: [String], _ months: [Month] = Month.allCases) throws -> [Month] {
      try window(days, "02:00-04:00", months: months).days.gaps
    }
    #expect(try gaps(["31"]) == [.february, .april, .june, .september, .november])
    #expect(try gaps(["30"]) == [.february])
    #expect(try gaps(["29"]) == [.february])
    #expect(try gaps(["28"]) == [])
    #expect(try gaps(["31", "1"]) == [])
    #expect(try gaps(["31"], [.january, .march]) == [])
    #expect(try gaps(["Fifth_Sunday"]) == Month.allCases)
    #expect(try gaps(["Last_Sunday"]) == [])
  }
}
