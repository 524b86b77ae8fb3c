import Catalog
import Scheduling
import Testing

@testable import Planning

@Suite struct DueSelectionTests {
  private var builder = CatalogBuilder()
  private var histories: [String: DueHistory] = [:]
  /// Tasks that may not start, and until when.
  private var shut: [String: Timestamp?] = [:]
  private var windows: [Window] = []

  private func moment(_ text: String) throws -> Timestamp {
    try #require(CalendarMoment.parse("2026-\(text)")).timestamp(in: .utc)
  }

  private mutating func succeeded(_ task: String, _ at: String) throws {
    histories[task] = DueHistory(lastSuccess: try moment(at))
  }

  private mutating func failed(_ task: String, times: Int = 1, _ at: String) throws {
    let start = try moment(at)
    let failure = DueHistory.FailedTry(start: start, end: start + .seconds(60))
    histories[task] = DueHistory(failures: Array(repeating: failure, count: times))
  }

  private func select(_ now: String) throws -> (due: DueTasks, selection: DueSelection) {
    var catalog = builder.catalog
    catalog.windows = windows
    let due = DueTasks(catalog, hostZone: .utc) { _ in nil }
    let selection = DueSelection(
      due, at: try moment(now), histories: due.tasks.map { histories["\($0.name)"] ?? DueHistory() }
    ) { task in
      shut["\(due.tasks[task].name)"].map { .shut(until: $0) } ?? .open(until: nil)
    }
    return (due, selection)
  }

  /// Each task that is due, in order, with why it is not started.
  private func say(_ now: String) throws -> [String] {
    let (due, selection) = try select(now)
    return due.tasks.indices.compactMap { task in
      let name = due.tasks[task].name
      return switch selection.verdicts[task] {
      case .selected: "\(name)"
      case .waits(let need): "\(name) waits for \(due.tasks[need].name)"
      case .shut(let until): "\(name) shut until \(until.map { Zone.utc.format($0) } ?? "ever")"
      case .notDue: nil
      }
    }
  }

  private func change(_ now: String) throws -> String? {
    try select(now).selection.change.map { String(Zone.utc.format($0).dropFirst(5).dropLast(3)) }
  }

  @Test mutating func allThatIsDueRunsInTheOrderOfTheTiers() throws {
    builder.task(.emergency, "never")
    builder.task(.annual, "a")
    builder.task(.weekly, "w")
    builder.task(.daily, "late", needs: ["early"])
    builder.task(.daily, "early")
    builder.task(.daily, "done")
    builder.task(.hourly, "h")
    try succeeded("daily.done", "11-18T02:00")
    try succeeded("annual.a", "01-01T02:00")
    #expect(try say("11-18T03:00") == ["hourly.h", "daily.late", "daily.early", "weekly.w"])
    let (due, selection) = try select("11-18T03:00")
    #expect(
      selection.selected.map { "\(due.tasks[$0].name)" } == ["hourly.h", "daily.late", "daily.early", "weekly.w"])
  }

  @Test mutating func aNeedThatIsNeitherDoneNorDueHoldsBackWhatNeedsIt() throws {
    builder.task(.daily, "main", needs: ["check", "weekly.deep"])
    builder.task(.daily, "after", needs: ["main"])
    builder.task(.daily, "check")
    builder.task(.weekly, "deep")
    #expect(try say("11-18T03:00") == ["daily.main", "daily.after", "daily.check", "weekly.deep"])
    try succeeded("daily.check", "11-18T02:00")
    try failed("weekly.deep", "11-18T02:30")
    // It waits an hour to be tried again, and is not tried for the sake of others.
    #expect(try say("11-18T03:00") == ["daily.main waits for weekly.deep", "daily.after waits for daily.main"])
    #expect(try say("11-18T03:31") == ["daily.main", "daily.after", "weekly.deep"])
    try failed("weekly.deep", times: 3, "11-18T02:30")
    #expect(try say("11-18T05:00") == ["daily.main waits for weekly.deep", "daily.after waits for daily.main"])
    try succeeded("weekly.deep", "11-16T02:00")
    #expect(try say("11-18T03:00") == ["daily.main", "daily.after"])
  }

  @Test mutating func whatMayNotStartHoldsBackWhatNeedsIt() throws {
    builder.task(.daily, "first")
    builder.task(.daily, "second", needs: ["first"])
    shut["daily.first"] = .some(try moment("11-18T22:00"))
    #expect(
      try say("11-18T03:00") == ["daily.first shut until 2026-11-18 22:00:00", "daily.second waits for daily.first"])
    #expect(try change("11-18T03:00") == "11-18 22:00")
    shut["daily.first"] = .some(nil)
    #expect(try say("11-18T03:00").first == "daily.first shut until ever")
    shut = ["daily.second": nil]
    #expect(try say("11-18T03:00") == ["daily.first", "daily.second shut until ever"])
  }

  @Test mutating func aTaskOfEmergencyJoinsWhatNeedsIt() throws {
    builder.task(.daily, "main", needs: ["emergency.help"])
    builder.task(.emergency, "help", needs: ["weekly.deep"])
    builder.task(.weekly, "deep")
    // A success of it is never enough.
    try succeeded("emergency.help", "11-18T02:00")
    #expect(try say("11-18T03:00") == ["daily.main", "weekly.deep"])
    try failed("weekly.deep", "11-18T02:30")
    #expect(try say("11-18T03:00") == ["daily.main waits for emergency.help"])
    try succeeded("weekly.deep", "11-18T02:30")
    shut["emergency.help"] = .some(nil)
    #expect(try say("11-18T03:00") == ["daily.main waits for emergency.help"])
  }

  @Test mutating func aNeedIsDoneInThePeriodOfItsWindow() throws {
    windows = [
      Window(
        name: "daily", hours: .span(start: TimeOfDay(hour: 22, minute: 0), end: TimeOfDay(hour: 4, minute: 0)))
    ]
    builder.task(.daily, "night")
    builder.task(.hourly, "watch", needs: ["daily.night"])
    try succeeded("daily.night", "11-17T23:00")
    #expect(try say("11-18T03:59") == ["hourly.watch"])
    #expect(try say("11-18T04:00") == ["hourly.watch waits for daily.night"])
    // The day of the window is over, though the task is not due before the next.
    #expect(try change("11-18T03:59") == "11-18 04:00")
  }

  @Test mutating func theNextChangeIsTheFirstOfAll() throws {
    builder.task(.daily, "a")
    builder.task(.weekly, "b")
    try succeeded("weekly.b", "11-16T02:00")
    #expect(try change("11-18T01:00") == "11-18 02:00")
    try succeeded("daily.a", "11-18T02:00")
    #expect(try change("11-18T02:30") == "11-19 02:00")
    try failed("daily.a", "11-18T02:30")
    #expect(try change("11-18T02:40") == "11-18 03:31")
    builder = CatalogBuilder()
    builder.task(.emergency, "x")
    #expect(try change("11-18T01:00") == nil)
  }

  @Test mutating func tasksThatNeedEachOtherAreNeverStarted() throws {
    builder.task(.daily, "a", needs: ["b"])
    builder.task(.daily, "b", needs: ["a"])
    builder.task(.daily, "c", needs: ["a"])
    #expect(
      try say("11-18T03:00") == [
        "daily.a waits for daily.b", "daily.b waits for daily.a", "daily.c waits for daily.a",
      ])
  }

  /// What a simulation relies on: between a moment and the next change, the answer is one and the same.
  @Test mutating func nothingChangesBeforeTheNextChange() throws {
    builder.task(.daily, "a")
    builder.task(.hourly, "h", needs: ["daily.a"])
    builder.task(.weekly, "w", needs: ["daily.a", "monthly.m"])
    builder.task(.monthly, "m")
    windows = [
      Window(
        name: "weekly", days: Window.Days([.weekday(.sunday)]),
        hours: .span(start: TimeOfDay(hour: 22, minute: 0), end: TimeOfDay(hour: 2, minute: 0)), cutoff: .seconds(1_800)
      )
    ]
    try succeeded("monthly.m", "11-01T02:00")
    try succeeded("daily.a", "11-20T02:00")
    try failed("weekly.w", "11-15T22:10")
    var now = try moment("11-20T00:00")
    let end = try moment("12-03T00:00")
    var (known, change) = try answer(now)
    while now < end {
      now = now + .seconds(300)
      let (found, next) = try answer(now)
      if let changes = change, now >= changes { (known, change) = (found, next) }
      #expect(found == known, "at \(Zone.utc.format(now))")
    }
  }

  private func answer(_ now: Timestamp) throws -> ([DueSelection.Verdict], Timestamp?) {
    let text = Zone.utc.format(now).dropFirst(5).dropLast(3).split(separator: " ").joined(separator: "T")
    let selection = try select(text).selection
    return (selection.verdicts, selection.change)
  }
}
