import Catalog
import Foundation
import Planning
import Scheduling
import Testing

@testable import Reporting

@Suite struct ICalendarWriterTests {
  @Test func longLinesAreFoldedBetweenCharacters() {
    for shift in 0..<6 {
      let text = String(repeating: "x", count: shift) + String(repeating: "ä€😀", count: 40)
      var writer = ICalendarWriter()
      writer.property("SUMMARY", text: text)
      let lines = writer.text.components(separatedBy: "\r\n")
      #expect(lines.last == "" && lines.count > 4)
      #expect(lines.dropLast().allSatisfy { $0.utf8.count <= 75 })
      #expect(lines.dropLast(2).allSatisfy { $0.utf8.count > 70 })
      #expect(lines.dropFirst().dropLast().allSatisfy { $0.hasPrefix(" ") })
      #expect(writer.text.replacingOccurrences(of: "\r\n ", with: "") == "SUMMARY:\(text)\r\n")
    }
    var writer = ICalendarWriter()
    writer.property("X", String(repeating: "1", count: 73))
    #expect(writer.text.components(separatedBy: "\r\n").count == 2, "75 octets are not too long")
  }

  @Test func textIsEscaped() {
    #expect(ICalendarWriter.escaped("a,b;c\\d\ne\r\u{1B}[31m:\"") == #"a\,b\;c\\d\ne[31m:""#)
  }

  @Test func durations() {
    #expect(ICalendarWriter.duration(.seconds(86_400 + 3_600)) == "PT25H")
    #expect(ICalendarWriter.duration(.seconds(5_405)) == "PT1H30M5S")
    #expect(ICalendarWriter.duration(.zero) == "PT0S")
  }

  @Test func parametersAreQuoted() {
    var writer = ICalendarWriter()
    writer.property("DTSTART", parameters: [("TZID", "CET-1CEST,M3.5.0")], "20270101T000000")
    #expect(writer.text == "DTSTART;TZID=\"CET-1CEST,M3.5.0\":20270101T000000\r\n")
  }
}

@Suite struct CalendarEventTests {
  private static let start = CivilDate(year: 2026, month: 12, day: 1)

  @Test func anOpening() {
    var fixture = CalendarFixture()
    fixture.task(.weekly, "updates", changes: true, took: 1_800)
    fixture.window("weekly", .weekday(.sunday), 2, 4, cutoff: 1_800)
    let text = fixture.render(.ics, from: Self.start, days: 7)
    #expect(
      text.replacingOccurrences(of: "\r\n", with: "\n") == """
        BEGIN:VCALENDAR
        VERSION:2.0
        PRODID:-//maint//maint 1.2//EN
        CALSCALE:GREGORIAN
        NAME:maintenance of web1
        X-WR-CALNAME:maintenance of web1
        REFRESH-INTERVAL;VALUE=DURATION:PT12H
        X-PUBLISHED-TTL:PT12H
        BEGIN:VTIMEZONE
        TZID:Europe/Berlin
        BEGIN:DAYLIGHT
        DTSTART:20260329T020000
        TZOFFSETFROM:+0100
        TZOFFSETTO:+0200
        END:DAYLIGHT
        BEGIN:STANDARD
        DTSTART:20261025T030000
        TZOFFSETFROM:+0200
        TZOFFSETTO:+0100
        END:STANDARD
        END:VTIMEZONE
        BEGIN:VEVENT
        UID:window-weekly-20261206-1ed19061df5af880@web1
        DTSTAMP:20261121T140000Z
        LAST-MODIFIED:20261121T140000Z
        DTSTART;TZID=Europe/Berlin:20261206T020000
        DURATION:PT2H
        SUMMARY:maintenance window weekly
        DESCRIPTION:weekly: 1 task\\, about 30 min 00 s\\n- updates 30 min 00 s\\nNo t
         ask starts after 03:30.
        LOCATION:web1
        CATEGORIES:maintenance
        TRANSP:TRANSPARENT
        END:VEVENT
        END:VCALENDAR

        """)
  }

  /// So that a program knows an event again, whatever else has changed about it.
  @Test func identitiesStay() throws {
    func uids(_ change: (inout CalendarFixture) -> Void, from day: CivilDate = Self.start) -> [String] {
      var fixture = CalendarFixture.full
      change(&fixture)
      return fixture.render(.ics, from: day, days: 60).components(separatedBy: "\r\n").filter { $0.hasPrefix("UID:") }
    }
    let before = uids { _ in }
    #expect(Set(before).count == before.count && before.count > 60)
    let changed = uids { fixture in
      fixture.catalog.windows[0].hours = .span(start: TimeOfDay(hour: 5, minute: 0), end: TimeOfDay(hour: 7, minute: 0))
      fixture.catalog.tiers[.daily]?.at = TimeOfDay(hour: 4, minute: 30)
      fixture.catalog.freezes[0].to = .day(CivilDate(year: 2027, month: 1, day: 5))
      fixture.task(.weekly, "more", took: 10)
    }
    #expect(Set(changed) == Set(before))
    let later = uids({ _ in }, from: Self.start.adding(days: 30))
    #expect(Set(later).intersection(before).count > 30)
  }

  @Test func freezesAreDaysOrTimes() throws {
    var fixture = CalendarFixture.full
    let moment = CalendarMoment.local(CivilDate(year: 2026, month: 12, day: 5), TimeOfDay(hour: 18, minute: 0))
    fixture.catalog.freezes.append(
      Freeze(from: moment, to: .day(CivilDate(year: 2026, month: 12, day: 5)), reason: "evening"))
    let text = fixture.render(.ics, from: Self.start, days: 40)
    #expect(text.contains("DTSTART;VALUE=DATE:20261220\r\nDTEND;VALUE=DATE:20270103\r\n"))
    #expect(text.contains("DTSTART;TZID=Europe/Berlin:20261205T180000\r\nDURATION:PT6H\r\n"))
    #expect(text.contains("SUMMARY:change freeze: holiday\\; trading\r\n"))
  }

  @Test func anotherProgramReadsIt() throws {
    let text = CalendarFixture.full.render(.ics, from: Self.start, days: 60)
    guard let read = try ICalendarReference.read(text) else { return }
    #expect(read.folded.isEmpty && read.strange.isEmpty)
    #expect(read.events.allSatisfy { $0.stamp == 1_795_269_600 })
    let weekly = try #require(read.events.first { $0.summary == "maintenance window weekly (frozen)" })
    #expect(
      weekly.description == """
        weekly: 1 task, about 30 min 00 s
        - updates 30 min 00 s
        No task starts after 03:30.
        frozen: what changes something waits until 2027-01-03 02:00
        the window weekly opens in the freeze 2026-12-20 to 2027-01-02 (holiday; trading): 2 times, first on \
        2026-12-20 02:00 no change may start
        """)
    let freeze = try #require(read.events.first { $0.days == ["2026-12-20", "2027-01-03"] })
    #expect(freeze.summary == "change freeze: holiday; trading")
    #expect(read.events.contains { $0.uid.hasPrefix("due-hourly-") && $0.days?.first == "2026-12-01" })
  }

  /// Two of a tier that are due by other clocks are two events.
  @Test func eachEventHasItsOwnUID() {
    var fixture = CalendarFixture()
    for (name, zone) in [("a", "Asia/Tokyo"), ("b", "America/New_York")] {
      fixture.catalog.windows.append(Window(name: name, hours: .asNeeded, timezone: zone))
    }
    for tier in [Tier.hourly, .daily] {
      for name in ["host", "a", "b"] {
        fixture.task(tier, name)
        let last = (fixture.catalog.tiers[tier]?.tasks.count ?? 1) - 1
        fixture.catalog.tiers[tier]?.tasks[last].window =
          name == "host" ? nil : MaintenanceTask.WindowName(name: name, place: .path("x"))
      }
    }
    let text = fixture.render(.ics, from: Self.start, days: 3)
    let uids = text.split(separator: "\r\n").filter { $0.hasPrefix("UID:") }
    #expect(uids.count == 3 + 3 * 3 && Set(uids).count == uids.count, "\(uids)")
    #expect(text.contains("UID:due-daily-20261") && text.contains("UID:due-daily-Asia/Tokyo-20261"))
    #expect(text.contains("SUMMARY:maintenance daily by Asia/Tokyo\r\n"))
  }

  /// The moments of a subscriber are ours, by the zone's name and by the VTIMEZONE, also on days on which clocks are set.
  @Test(arguments: [
    "Europe/Berlin", "America/St_Johns", "Australia/Lord_Howe", "Africa/Casablanca", "Europe/Dublin", "Asia/Kathmandu",
    "America/Nuuk", "Pacific/Apia", "UTC",
  ])
  func momentsAgree(zone: String) throws {
    var fixture = CalendarFixture()
    fixture.zone = try #require(Zone.named(zone))
    fixture.task(.weekly, "more", took: 90)
    for (hour, minute) in [(1, 30), (2, 15), (23, 30)] {
      fixture.window("w\(hour)x\(minute)", .every, hour, (hour + 3) % 24, minute: minute)
    }
    let start = CivilDate(year: 2026, month: 2, day: 1)
    let calendar = fixture.calendar(from: start, days: 310)
    guard let read = try ICalendarReference.read(fixture.render(.ics, from: start, days: 310)) else { return }
    #expect(read.folded.isEmpty && read.strange.isEmpty, "\(read.strange.prefix(3)) \(read.folded.prefix(3))")
    let windows = read.events.filter { $0.uid.hasPrefix("window-") }
    let ours = calendar.openings.map(\.opening)
    #expect(windows.map(\.start) == ours.map { $0.start.seconds })
    #expect(windows.map(\.end) == ours.map { $0.end.seconds })
    let due = calendar.dueTimes.map(\.slot.start.seconds)
    #expect(read.events.filter { $0.uid.hasPrefix("due-weekly-") }.map(\.start) == due)
    #expect(due.count >= 44 && ours.count >= 3 * 310)
  }
}
