import Scheduling
import TestSupport
import Testing

@Suite struct TextTests {
  @Test(arguments: [
    ("2h", 7_200_000), ("90m", 5_400_000), ("1h30m", 5_400_000), ("30s", 30_000), ("500ms", 500), ("7d", 604_800_000),
    ("1w", 604_800_000), ("2_hours", 7_200_000), ("1_hour", 3_600_000), ("45_minutes", 2_700_000),
    ("30_seconds", 30_000), ("1 hour 30 minutes", 5_400_000), ("1d2h3m4s5ms", 93_784_005), ("0s", 0), ("007s", 7_000),
    ("36500d", 3_153_600_000_000),
  ])
  func durations(text: String, milliseconds: Int) {
    #expect(DurationText.parse(text) == .milliseconds(milliseconds))
  }

  @Test(arguments: [
    "", "2", "h", "-2h", "+2h", "2h-1m", "30m1h", "1h1h", "1.5h", "2hours30", "2 h ", " 2h", "2__h", "2H", "36501d",
    "99999999999999999999s", "9223372036854775807w", "1é", "2_", "_2h", "1e3s", "٣h", "2h\n", "36500d1ms",
  ])
  func notDurations(text: String) {
    #expect(DurationText.parse(text) == nil)
  }

  @Test func durationsAreFormattedAsTheyAreRead() {
    #expect(DurationText.format(.seconds(5_400)) == "1h30m")
    #expect(DurationText.format(.zero) == "0s")
    #expect(DurationText.format(.microseconds(999)) == "0s")
    #expect(DurationText.format(.seconds(-3)) == "-3s")
    #expect(DurationText.format(.seconds(Int64.max)).hasSuffix("15h30m7s"))
    var generator = SeededGenerator(seed: 7)
    for _ in 0..<2_000 {
      let duration = Duration.milliseconds(
        Int64.random(in: 0...3_153_600_000_000, using: &generator) >> Int.random(in: 0...40, using: &generator))
      #expect(DurationText.parse(DurationText.format(duration)) == duration)
    }
  }

  @Test func timesOfDay() {
    #expect(TimeOfDay.parse("02:00") == TimeOfDay(hour: 2, minute: 0))
    #expect(TimeOfDay.parse("23:59")?.description == "23:59")
    #expect(TimeOfDay.parse("24:00") == nil)
    #expect(TimeOfDay.parse("24:00", asEnd: true) == .endOfDay)
    for text in ["2:00", "02:60", "25:00", "24:01", "+2:00", "02.00", "02:00:00", "", "0２:00"] {
      #expect(TimeOfDay.parse(text, asEnd: true) == nil, "\(text)")
    }
  }

  @Test func dates() {
    #expect(CivilDate.parse("2026-12-20") == CivilDate(year: 2026, month: 12, day: 20))
    #expect(CivilDate.parse("2028-02-29")?.description == "2028-02-29")
    #expect(CivilDate.parse("2000-02-29") != nil)
    for text in [
      "2026-02-29", "1900-02-29", "2026-13-01", "2026-00-10", "2026-04-31", "2026-1-1", "20261220", "0000-01-01",
      "2026-12-20T", "2026/12/20", "-026-12-20", "",
    ] {
      #expect(CivilDate.parse(text) == nil, "\(text)")
    }
  }

  @Test func everyDayHasANumberAndBack() {
    #expect(CivilDate(year: 1970, month: 1, day: 1).dayNumber == 0)
    #expect(CivilDate(year: 1970, month: 1, day: 1).weekday == .thursday)
    #expect(CivilDate(year: 2026, month: 11, day: 21).weekday == .saturday)
    var expected = CivilDate(year: 1599, month: 12, day: 31)
    for number in expected.dayNumber...CivilDate(year: 2401, month: 3, day: 1).dayNumber {
      let date = CivilDate(dayNumber: number)
      guard date == expected, date.dayNumber == number, date.exists else {
        Issue.record("day \(number) is \(date), not \(expected)")
        return
      }
      expected.day += 1
      if !expected.exists { expected = CivilDate(year: expected.year, month: expected.month + 1, day: 1) }
      if !expected.exists { expected = CivilDate(year: expected.year + 1, month: 1, day: 1) }
    }
  }

  @Test func daysOfWindows() {
    #expect(DayRule.parse("daily") == .every)
    #expect(DayRule.parse("Sunday") == .weekday(.sunday))
    #expect(DayRule.parse("SUN") == .weekday(.sunday))
    #expect(DayRule.parse("First_Sunday") == .nth(1, .sunday))
    #expect(DayRule.parse("fifth_fri") == .nth(5, .friday))
    #expect(DayRule.parse("Last_Friday") == .last(.friday))
    #expect(DayRule.parse("31") == .dayOfMonth(31))
    for text in [
      "Sunda", "S", "Sixth_Sunday", "First_", "_Sunday", "First_Sunday_", "First-Sunday", "0", "32", "-1", "",
    ] {
      #expect(DayRule.parse(text) == nil, "\(text)")
    }
    for text in DayRule.knownTexts { #expect(DayRule.parse(text)?.description == text) }
    #expect(Window.Days().description == "every day")
    #expect(
      Window.Days([.nth(1, .sunday), .dayOfMonth(15)], months: [.march, .june]).description
        == "First_Sunday, 15 in March, June")
  }

  @Test func months() {
    #expect(Month.parse("June") == .june)
    #expect(Month.parse("SEP") == .september)
    #expect(Month.parse("06") == .june)
    for text in ["", "0", "13", "J", "Juni", "June "] { #expect(Month.parse(text) == nil, "\(text)") }
    for month in Month.allCases { #expect(Month.parse(month.name) == month) }
  }

  @Test func calendarMoments() {
    let date = CivilDate(year: 2026, month: 12, day: 20)
    let time = TimeOfDay(hour: 18, minute: 0)
    #expect(CalendarMoment.parse("2026-12-20") == .day(date))
    #expect(CalendarMoment.parse("2026-12-20T18:00") == .local(date, time))
    #expect(CalendarMoment.parse("2026-12-20T18:00Z") == .fixed(date, time, offset: 0))
    #expect(CalendarMoment.parse("2026-12-20T18:00-03:30") == .fixed(date, time, offset: -12_600))
    for text in ["2026-12-20", "2026-12-20T18:00", "2026-12-20T18:00Z", "2026-12-20T18:00+05:45"] {
      #expect(CalendarMoment.parse(text)?.description == text)
    }
    for text in [
      "", "2026-12-2", "2026-12-20T", "2026-12-20T18", "2026-12-20 18:00", "2026-12-20T24:00", "2026-12-20T18:00z",
      "2026-12-20T18:00+1", "2026-12-20T18:00+01:00x", "2026-12-20T18:00:00", "2026-13-20T18:00", "2026-12-20T18:00é",
    ] {
      #expect(CalendarMoment.parse(text) == nil, "\(text)")
    }
  }

  @Test func hoursOfWindows() {
    #expect(Window.Hours.parse("02:00-04:00")?.length == .seconds(7_200))
    #expect(Window.Hours.parse("22:00-02:00")?.length == .seconds(14_400))
    #expect(Window.Hours.parse("00:00-24:00")?.length == .seconds(86_400))
    #expect(Window.Hours.parse("as_needed") == .asNeeded)
    #expect(Window.Hours.parse("as_needed")?.length == nil)
    for text in ["02:00", "02:00-", "02:00-02:00", "24:00-02:00", "02:00 - 04:00", "02:00-04:00-06:00", ""] {
      #expect(Window.Hours.parse(text) == nil, "\(text)")
    }
  }

  @Test func timestampsInRFC3339() {
    #expect(Timestamp(microseconds: 1_795_269_903_123_456).rfc3339 == "2026-11-21T14:05:03.123456Z")
    #expect(Timestamp(microseconds: -1).rfc3339 == "1969-12-31T23:59:59.999999Z")
    #expect(!Timestamp(microseconds: .min).rfc3339.isEmpty)
    #expect(!Timestamp(microseconds: .max).rfc3339.isEmpty)
  }
}
