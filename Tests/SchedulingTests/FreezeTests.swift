import Scheduling
import Testing

@Suite struct FreezeTests {
  private func freeze(_ from: String, _ to: String, _ reason: String = "x") throws -> Freeze {
    Freeze(
      from: try #require(CalendarMoment.parse(from)), to: try #require(CalendarMoment.parse(to)), reason: reason)
  }

  private func moment(_ text: String) throws -> Timestamp {
    try #require(CalendarMoment.parse(text)).timestamp(in: .utc)
  }

  @Test func bothDaysBelongToAFreezeAndTheLastMomentDoesNot() throws {
    let berlin = try #require(Zone.named("Europe/Berlin"))
    let days = try freeze("2026-12-20", "2027-01-02")
    let moments = try freeze("2026-12-20T18:00", "2027-01-02T06:00Z")
    for (text, isOfDays, isOfMoments) in [
      ("2026-12-19T22:59", false, false), ("2026-12-19T23:00", true, false), ("2026-12-20T16:59", true, false),
      ("2026-12-20T17:00", true, true), ("2027-01-02T05:59", true, true), ("2027-01-02T06:00", true, false),
      ("2027-01-02T22:59", true, false), ("2027-01-02T23:00", false, false),
    ] {
      let moment = try moment(text)
      #expect(days.contains(moment, in: berlin) == isOfDays, "\(text)")
      #expect(moments.contains(moment, in: berlin) == isOfMoments, "\(text)")
    }
  }

  @Test func ofFreezesThatOverlapTheOneThatEndsLastIsNamed() throws {
    let freezes = [
      try freeze("2026-12-01", "2026-12-31", "closing of the books"),
      try freeze("2026-12-20", "2027-01-02", "holidays"),
      try freeze("2026-12-24", "2026-12-24", "Christmas Eve"),
    ]
    #expect(freezes.covering(try moment("2026-12-24T12:00"), in: .utc)?.reason == "holidays")
    #expect(freezes.covering(try moment("2026-12-02T12:00"), in: .utc)?.reason == "closing of the books")
    #expect(freezes.covering(try moment("2027-01-03T00:00"), in: .utc) == nil)
  }

  @Test func reversedFreezes() throws {
    for (from, to, isReversed) in [
      ("2026-12-20", "2026-12-19", true), ("2026-12-20", "2026-12-20", false),
      ("2026-12-20T18:00", "2026-12-20", false), ("2026-12-20", "2026-12-20T00:00", true),
      ("2026-12-20T18:00", "2026-12-20T18:00", true), ("2026-12-20T18:00", "2026-12-20T18:01", false),
      ("2026-12-20T18:00Z", "2026-12-20T19:00+02:00", true), ("2026-12-20T18:00", "2026-12-20T17:00Z", false),
      ("2026-12-20T18:00", "2026-12-18T17:00Z", true),
    ] {
      #expect(try freeze(from, to).isReversed == isReversed, "\(from) to \(to)")
    }
  }
}
