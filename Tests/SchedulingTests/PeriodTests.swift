import Scheduling
import TestSupport
import Testing

@Suite struct PeriodTests {
  private func period(_ tier: Tier, _ date: CivilDate, _ time: TimeOfDay, in zone: Zone) throws -> (String, String) {
    let period = try #require(Period.current(of: tier, at: zone.timestamp(of: date, at: time), in: zone))
    return (zone.format(period.start), zone.format(period.end))
  }

  @Test func calendarPeriods() throws {
    let zone = try #require(Zone.named("Europe/Berlin"))
    let date = CivilDate(year: 2026, month: 11, day: 21)
    let time = TimeOfDay(hour: 14, minute: 5)
    #expect(try period(.hourly, date, time, in: zone) == ("2026-11-21 14:00:00", "2026-11-21 15:00:00"))
    #expect(try period(.daily, date, time, in: zone) == ("2026-11-21 00:00:00", "2026-11-22 00:00:00"))
    #expect(try period(.weekly, date, time, in: zone) == ("2026-11-16 00:00:00", "2026-11-23 00:00:00"))
    #expect(try period(.monthly, date, time, in: zone) == ("2026-11-01 00:00:00", "2026-12-01 00:00:00"))
    #expect(try period(.quarterly, date, time, in: zone) == ("2026-10-01 00:00:00", "2027-01-01 00:00:00"))
    #expect(try period(.annual, date, time, in: zone) == ("2026-01-01 00:00:00", "2027-01-01 00:00:00"))
    #expect(Period.current(of: .emergency, at: Timestamp(seconds: 0), in: zone) == nil)
  }

  @Test func daysOn23And25Hours() throws {
    let zone = try #require(Zone.named("Europe/Berlin"))
    for (month, day, hours) in [(3, 29, 23), (10, 25, 25)] {
      let noon = zone.timestamp(of: CivilDate(year: 2026, month: month, day: day), at: TimeOfDay(hour: 12, minute: 0))
      let period = try #require(Period.current(of: .daily, at: noon, in: zone))
      #expect(period.end - period.start == .seconds(hours * 3_600))
    }
  }

  @Test(arguments: [
    ("Europe/Berlin", CivilDate(year: 2026, month: 10, day: 25), 2, 120),
    ("Australia/Lord_Howe", CivilDate(year: 2026, month: 4, day: 5), 1, 90),
    ("Australia/Lord_Howe", CivilDate(year: 2026, month: 10, day: 4), 2, 30),
    // At one past midnight back to one past eleven: what is shown of yesterday again belongs to today's first hour.
    ("America/St_Johns", CivilDate(year: 2006, month: 10, day: 29), 0, 120),
  ]) func anHourShownTwiceIsOnePeriod(name: String, date: CivilDate, hour: Int, minutes: Int) throws {
    let zone = try #require(Zone.named(name))
    let start = zone.timestamp(of: date, at: TimeOfDay(hour: hour, minute: 0))
    let expected = Period(start: start, end: start + .seconds(minutes * 60))
    for minute in [0, minutes / 2, minutes - 1] {
      #expect(Period.current(of: .hourly, at: start + .seconds(minute * 60), in: zone) == expected)
    }
    #expect(Period.current(of: .hourly, at: start + .seconds(-1), in: zone)?.end == start)
    #expect(Period.current(of: .hourly, at: expected.end, in: zone)?.start == expected.end)
  }

  /// Summer ends as the next begins, in the middle of an hour: no clock is set.
  @Test func summerAllYearCutsNoHour() throws {
    let zone = ZoneDatabase().hostZone(variable: "EST5EDT,0/0:30,J365/25:30")
    for minute in [15, 45] {
      let found = try period(
        .hourly, CivilDate(year: 2026, month: 1, day: 1), TimeOfDay(hour: 1, minute: minute), in: zone)
      #expect(found == ("2026-01-01 01:00:00", "2026-01-01 02:00:00"))
    }
  }

  /// Every moment lies in its period, the next period begins where it ends, and all its moments agree on it.
  @Test(arguments: [
    "Europe/Berlin", "America/St_Johns", "Australia/Lord_Howe", "Pacific/Apia", "America/Sao_Paulo", "Asia/Gaza",
    "Africa/Monrovia", "America/Havana", "Pacific/Kwajalein", "Asia/Manila",
  ])
  func periodsTouchAndNeverOverlap(name: String) throws {
    let zone = try #require(Zone.named(name))
    var generator = SeededGenerator(seed: 3)
    for tier in Tier.allCases where tier != .emergency {
      for _ in 0..<12 {
        var moment = Timestamp(
          microseconds: .random(in: -4_000_000_000_000_000...6_000_000_000_000_000, using: &generator))
        for _ in 0..<30 {
          let period = try #require(Period.current(of: tier, at: moment, in: zone))
          guard period.contains(moment), period.start < period.end else {
            Issue.record("\(name) \(tier): \(period.start.rfc3339)–\(period.end.rfc3339) without \(moment.rfc3339)")
            return
          }
          let length = period.end.microseconds - period.start.microseconds
          for _ in 0..<3 {
            let inside = Timestamp(
              microseconds: period.start.microseconds + .random(in: 0..<length, using: &generator))
            #expect(Period.current(of: tier, at: inside, in: zone) == period)
          }
          moment = period.end
        }
      }
    }
  }

  /// St John's set its clocks back at one past midnight: today, then yesterday again, then today.
  @Test func clocksSetBackOverMidnight() throws {
    let zone = try #require(Zone.named("America/St_Johns"))
    let midnight = zone.timestamp(of: CivilDate(year: 2006, month: 10, day: 29))
    let again = midnight + .seconds(10 * 60)
    #expect(zone.date(of: again) == CivilDate(year: 2006, month: 10, day: 28))
    let period = try #require(Period.current(of: .daily, at: again, in: zone))
    #expect(period.start == midnight)
    #expect(period.end - period.start == .seconds(25 * 3_600))
  }

  @Test func theEndsOfTimeAreHarmless() {
    for name in ["UTC", "Europe/Berlin", "Pacific/Apia"] {
      guard let zone = Zone.named(name) else { continue }
      for tier in Tier.allCases {
        for moment in [Timestamp(microseconds: .min), Timestamp(microseconds: .max)] {
          _ = Period.current(of: tier, at: moment, in: zone)
        }
      }
    }
  }
}
