import Scheduling
import Testing

@testable import Metrics

@Suite struct ReportPeriodTests {
  private let today = CivilDate(year: 2026, month: 11, day: 22)

  @Test(arguments: [
    ("2026", "2026-01-01", "2026-12-31", "2025"), ("2026-10", "2026-10-01", "2026-10-31", "2026-09"),
    ("2026-01", "2026-01-01", "2026-01-31", "2025-12"), ("2024-02", "2024-02-01", "2024-02-29", "2024-01"),
    ("2026-Q4", "2026-10-01", "2026-12-31", "2026-Q3"), ("2026-Q1", "2026-01-01", "2026-03-31", "2025-Q4"),
    // The weeks of ISO 8601: 2020 had 53.
    ("2026-W01", "2025-12-29", "2026-01-04", "2025-W52"), ("2020-W53", "2020-12-28", "2021-01-03", "2020-W52"),
    ("0001-W02", "0001-01-08", "0001-01-14", "0001-W01"), ("2021-W01", "2021-01-04", "2021-01-10", "2020-W53"),
  ])
  func periodsByName(text: String, first: String, last: String, before: String) throws {
    let period = try #require(ReportPeriod(text, today: today))
    #expect("\(period.first)" == first)
    #expect("\(period.end.adding(days: -1))" == last)
    #expect(period.name == text)
    #expect(period.previous.name == before)
    #expect(period.previous.end == period.first)
  }

  @Test func daysUpToToday() throws {
    let period = try #require(ReportPeriod("30d", today: today))
    #expect(period.name == "2026-10-24 to 2026-11-22")
    #expect(period.previous.name == "2026-09-24 to 2026-10-23")
    #expect(period.days.count == 30)
  }

  @Test(arguments: [
    "", "d", "0d", "-1d", "99999d", "26", "20260", "2026-", "2026-13", "2026-00", "2026-1", "2026-Q0", "2026-Q5",
    "2026-W00",
    "2026-W54", "2025-W53", "2026-W1", "2026-10-01", "x", "0000", "2026-q1", "2026-+1",
  ])
  func anythingElseIsNone(text: String) { #expect(ReportPeriod(text, today: today) == nil) }
}
