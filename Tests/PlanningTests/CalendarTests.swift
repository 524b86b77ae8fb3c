import Catalog
import Scheduling
import Testing

@testable import Planning

@Suite struct CalendarTests {
  private var fixture = CalendarFixture()

  /// When each group is due.
  private static func due(_ calendar: MaintenanceCalendar) -> [String] {
    calendar.dueTimes.map { "\(minute($0.slot.start)) \(calendar.groups[$0.group].name)" }
  }

  @Test func eachPeriodIsDueOnceByItsWindowOrTime() {
    var fixture = fixture
    fixture.task("daily.a")
    fixture.task("weekly.b")
    fixture.task("monthly.c")
    fixture.window("weekly", [.weekday(.sunday)], 2, 4)
    // Opens more often than it is needed.
    fixture.window("monthly", [.weekday(.saturday)], 22, 2)
    let calendar = fixture.calendar(from: "2027-01-02", to: "2027-01-12")
    #expect(
      Self.due(calendar).filter { $0.hasSuffix("weekly") } == ["2027-01-03T02:00 weekly", "2027-01-10T02:00 weekly"])
    #expect(Self.due(calendar).filter { $0.hasSuffix("monthly") } == ["2027-01-02T22:00 monthly"])
    #expect(Self.due(calendar).count { $0.hasSuffix("T02:00 daily") } == 10)
    #expect(calendar.openings.map(\.window) == ["monthly", "weekly", "monthly", "weekly"])
  }

  @Test func tasksWithAWindowOfTheirOwnAreAGroupOfTheirOwn() {
    var fixture = fixture
    fixture.task("daily.a", took: 10)
    fixture.task("daily.b", runbook: "look", took: 20) { $0.window = .init(name: "late", place: .path("x")) }
    fixture.task("daily.c", took: 30)
    fixture.window("late", [.every], 23, 1)
    let calendar = fixture.calendar(to: "2027-01-02")
    #expect(calendar.groups.map(\.name) == ["daily", "daily in late"])
    #expect(calendar.groups.map(\.length) == [.seconds(2_400), .seconds(1_200)])
    #expect(calendar.groups[0].members.map(\.task.name.name) == ["a", "c"])
    #expect(Self.due(calendar) == ["2027-01-01T02:00 daily", "2027-01-01T23:00 daily in late"])
  }

  @Test func aGroupTakesAsLongAsItsTasksDoTogether() {
    var fixture = fixture
    fixture.task("daily.a", took: 10)
    fixture.task("daily.b", took: 20)
    fixture.task("daily.c")
    #expect(fixture.calendar().groups[0].length == .seconds(1_800))
    #expect(fixture.calendar().groups[0].unmeasured == 1)
    fixture.builder.jobs(.daily, 2)
    #expect(fixture.calendar().groups[0].length == .seconds(1_200))
  }

  @Test func anOpeningThatBeganBeforeTheRangeIsShown() {
    var fixture = fixture
    fixture.task("daily.a")
    fixture.window("daily", [.every], 22, 2)
    let calendar = fixture.calendar(from: "2027-01-02", to: "2027-01-03")
    #expect(calendar.openings.map { minute($0.opening.start) } == ["2027-01-01T22:00", "2027-01-02T22:00"])
    #expect(Self.due(calendar) == ["2027-01-02T22:00 daily"])
  }

  @Test func whatAFreezeHoldsUp() {
    var fixture = fixture
    fixture.task("daily.a", runbook: "look")
    fixture.task("weekly.b")
    fixture.window("weekly", [.weekday(.sunday)], 2, 4)
    fixture.freeze("2027-01-03", "2027-01-04")
    let calendar = fixture.calendar(to: "2027-01-12")
    let held = calendar.dueTimes.filter { $0.hold != nil }
    #expect(held.map { minute($0.slot.start) } == ["2027-01-03T02:00"])
    #expect(held.first?.hold?.until.map(minute) == "2027-01-10T02:00")
    #expect(calendar.openings.map(\.isFrozen) == [true, false])
    #expect(calendar.freezes.map { minute($0.end) } == ["2027-01-05T00:00"])
  }
}

@Suite struct CalendarConflictTests {
  private var fixture = CalendarFixture()

  @Test func twoWindowsThatShareALock() {
    var fixture = fixture
    fixture.builder.runbook("locked") { $0.locks = ["packages", "disk"] }
    fixture.task("weekly.a") { $0.locks = ["packages"] }
    fixture.task("monthly.b", runbook: "locked")
    fixture.window("weekly", [.weekday(.sunday)], 2, 4)
    fixture.window("monthly", [.nth(1, .sunday)], 3, 6)
    let conflicts = fixture.calendar(to: "2027-03-01").conflicts
    let times = ["2027-01-03", "2027-02-07"].map { moment("\($0)T03:00")..<moment("\($0)T04:00") }
    #expect(conflicts == [.sharedLocks(first: 0, second: 1, locks: ["packages"], times: times)])
    fixture.windows[1].hours = .span(start: TimeOfDay(hour: 4, minute: 0), end: TimeOfDay(hour: 6, minute: 0))
    #expect(fixture.calendar().conflicts.isEmpty, "one begins as the other ends")
  }

  @Test func aWindowInAFreeze() {
    var fixture = fixture
    fixture.task("weekly.a")
    fixture.window("weekly", [.weekday(.sunday)], 2, 4, cutoff: 30)
    fixture.freeze("2027-01-03T02:00", "2027-01-10T03:00")
    guard case .windowInFreeze("weekly", _, let covered, let cut)? = fixture.calendar().conflicts.first else {
      Issue.record("no conflict: \(fixture.calendar().conflicts)")
      return
    }
    #expect(covered.map(\.date) == [CivilDate(year: 2027, month: 1, day: 3)])
    #expect(cut.map(\.date) == [CivilDate(year: 2027, month: 1, day: 10)])
  }

  @Test func aFreezeKeepsNoTaskFromChecking() {
    var fixture = fixture
    fixture.task("weekly.a", runbook: "look")
    fixture.window("weekly", [.weekday(.sunday)], 2, 4)
    fixture.freeze("2027-01-01", "2027-01-31")
    let calendar = fixture.calendar()
    #expect(calendar.conflicts.isEmpty)
    #expect(calendar.openings.allSatisfy { $0.freeze == nil } && calendar.dueTimes.allSatisfy { $0.hold == nil })
  }

  @Test func aTierThatCanNeverBeDue() {
    var fixture = fixture
    fixture.task("weekly.a")
    fixture.task("monthly.b")
    fixture.task("daily.c")
    fixture.window("monthly", [.dayOfMonth(31)], 2, 4)
    fixture.windows[0].days.months = [.april]
    fixture.window("daily", [.every], 2, 4, cutoff: 120)
    let calendar = fixture.calendar()
    #expect(calendar.conflicts == [.neverDue(group: 0), .neverDue(group: 2)])
    #expect(calendar.groups.map(\.name) == ["daily", "weekly", "monthly"])
    #expect(Set(calendar.dueTimes.map(\.group)) == [1])
  }

  @Test func aTierThatAlwaysOverruns() {
    var fixture = fixture
    fixture.task("hourly.a", took: 61)
    fixture.task("weekly.b", took: 50)
    fixture.task("weekly.c", took: 41)
    fixture.task("monthly.d", took: 90)
    fixture.window("weekly", [.weekday(.sunday)], 2, 4, cutoff: 30)
    fixture.window("monthly", [.weekday(.sunday)], 2, 4, cutoff: 30)
    #expect(
      fixture.calendar().conflicts == [
        .overruns(group: 0, length: .seconds(3_660), room: .seconds(3_600)),
        .overruns(group: 1, length: .seconds(5_460), room: .seconds(5_400)),
      ])
    // The next opening is the measure where none lies in the range.
    #expect(fixture.calendar(from: "2027-01-04", to: "2027-01-05").conflicts.count == 2)
  }
}
