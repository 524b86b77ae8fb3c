import Foundation
import Testing

/// Of what goes by the project as it was when a run began, people are told by the project as it is now.
@Suite struct PresentProjectTests {
  /// What goes by the project of then; run 1 is such that each of them has something to do.
  enum Way: CaseIterable {
    case recover, rollback, resume

    var words: [String] {
      switch self {
      case .recover: ["recover", "1", "--quiet"]
      case .rollback: ["rollback", "1", "--quiet"]
      case .resume: ["resume", "1", "--use", "then", "--quiet"]
      }
    }

    fileprivate var schedule: String {
      self == .resume
        ? "maintenance_schedule: {daily: [first, {task: then, needs: [first]}" : "maintenance_schedule: {daily: [then"
    }

    fileprivate func prepare(_ maint: Maint) throws {
      try maint.runbook("first", "change: [{run: ':', undo: ':'}]\n")
      switch self {
      case .recover:
        try maint.runbook("then", "change: [exit 4]\nrollback: ['test -e \"$MAINT_PROJECT/mended\"']\n")
      case .rollback: try maint.runbook("then", "change: [{run: ':', undo: ':'}]\n")
      case .resume:
        try maint.runbook("then", "change: [{run: 'test -e \"$MAINT_PROJECT/mended\"', undo: ':'}]\n")
      }
    }
  }

  private let maint: Maint

  init() throws { maint = try Maint() }

  /// `channel`: the one that is told of everything grave.
  private func people(_ channel: String) throws {
    try maint.file(
      "schedules/people.yaml",
      """
      maintenance_coordination:
        channels:
          \(channel): {kind: command, run: '{ echo "<\(channel) $level> $subject"; cat; } >> \(maint.folder)/told'}
        alerts: {critical: [\(channel)], warning: [\(channel)], info: none}

      """)
  }

  /// Run 1 by the project of then, which told `old`; run 2 by that of now, in which there is daily.new, which fails, and `fresh`.
  private func change(_ way: Way) throws {
    try way.prepare(maint)
    try people("old")
    try maint.schedule("\(way.schedule)]}\n")
    let code: Int32 = way == .recover ? 2 : way == .rollback ? 0 : 3
    try maint.run("run", "daily", "--quiet").expect(exit: code)
    try maint.runbook("new", Maint.failing).schedule("\(way.schedule), new]}\n")
    try people("fresh")
    try maint.run("run", "daily.new", "--quiet").expect(exit: 1)
    try maint.file("mended", "")
  }

  private func told(by words: [String], _ code: Int32 = 0) throws -> (text: String, subjects: [String], ended: Ended) {
    let (length, count) = (maint.told.utf8.count, maint.toldSubjects.count)
    let ended = try maint.start(words).wait().expect(exit: code)
    return (
      String(decoding: maint.told.utf8.dropFirst(length), as: UTF8.self), Array(maint.toldSubjects.dropFirst(count)),
      ended
    )
  }

  /// Whether what fails is a task still says the project as it is, and who is told by what.
  @Test(arguments: Way.allCases) func whatGoesByThePastTellsByThePresent(_ way: Way) throws {
    try change(way)
    let told = try told(by: way.words)
    #expect(!told.text.contains("no longer a task") && !told.ended.err.contains("warning"), "\(told)")
    #expect(told.subjects.allSatisfy { $0.hasPrefix("<fresh ") }, "\(told)")
    switch way {
    case .recover: #expect(told.subjects.count { $0.contains("rolled back: daily.then") } == 1, "\(told)")
    case .resume: #expect(told.subjects.count { $0.contains("well again: daily.then") } == 1, "\(told)")
    case .rollback: #expect(told.subjects.isEmpty, "\(told)")
    }
    try maint.sqlite("UPDATE failing SET told_at = told_at - 200000000000")
    let reminder = try self.told(by: ["notify", "flush", "--quiet"])
    #expect(reminder.subjects.count { $0.contains("still failing: ") && $0.contains("daily.new") } == 1, "\(reminder)")
    try maint.run("audit", "verify").expect(exit: 0)
  }

  /// Whoever was told through a channel that is gone is told through no channel that takes nothing.
  @Test(arguments: [["recover", "1", "--quiet"], ["resolve", "1", "--note", "by hand"]])
  func whatIsOverIsToldThroughTheChannelsOfNow(_ words: [String]) throws {
    try change(.recover)
    let told = try told(by: words)
    #expect(!told.subjects.isEmpty && told.subjects.allSatisfy { $0.hasPrefix("<fresh ") }, "\(told)")
    #expect(try maint.sqliteLines("SELECT message FROM delivery WHERE channel = 'old'") == ["1"])
    #expect(!(try maint.run("status").out.contains("the channel old takes no messages")))
  }

  /// What has been no task for a day, by the project as it is, ends here, too.
  @Test func whatIsATaskNoMoreEnds() throws {
    try Way.recover.prepare(maint)
    try people("old")
    try maint.schedule("maintenance_schedule: {daily: [then, left]}\n").runbook("left", Maint.failing)
    try maint.run("run", "daily", "--quiet").expect(exit: 2)
    try maint.schedule("maintenance_schedule: {daily: [then]}\n").file("mended", "")
    try maint.run("notify", "flush", "--quiet").expect(exit: 0)
    try maint.sqlite("UPDATE failing SET away_since = away_since - 90000000000 WHERE task = 'daily.left'")
    let told = try told(by: Way.recover.words)
    #expect(told.subjects.contains { $0.contains("no longer a task: daily.left") }, "\(told)")
  }

  /// Those of then are better than nobody, and what nobody can say ends no alarm.
  @Test(arguments: Way.allCases) func whereThePresentCannotBeReadThoseOfThenAreTold(_ way: Way) throws {
    try change(way)
    try maint.file("schedules/people.yaml", "maintenance_coordination: [\n")
    let told = try told(by: way.words)
    #expect(!told.text.contains("no longer a task"), "\(told)")
    #expect(told.subjects.allSatisfy { $0.hasPrefix("<old ") }, "\(told)")
    #expect(told.subjects.isEmpty == (way == .rollback), "\(told)")
    told.ended.shows(
      "maint: warning: the schedules of /T/project cannot be read, so people are told as these said when run 1 began: "
        + "maint check -C /T/project")
    #expect(try maint.sqliteLines("SELECT task FROM failing").contains("daily.new"))
  }

  /// The project that somebody names stands for the one that was moved.
  @Test func whereTheProjectWasMovedItIsTheOneThatIsNamed() throws {
    try change(.recover)
    try FileManager.default.moveItem(atPath: maint.project, toPath: "\(maint.folder)/elsewhere")
    maint.globals = ["-C", "elsewhere", "--state", "state"]
    let told = try told(by: Way.recover.words, 2)
    #expect(!told.ended.err.contains("warning"), "\(told)")
    #expect(try maint.sqliteLines("SELECT task FROM failing").contains("daily.new"))
  }

  /// Nobody is woken for what is over in the same second.
  @Test func whatIsSettledGoesUpToNobody() throws {
    try Way.recover.prepare(maint)
    try maint.tellIntoFile()
    try maint.schedule("maintenance_schedule: {daily: [then, new]}\n").runbook("new", Maint.failing)
    try maint.run("run", "daily.new", "--quiet").expect(exit: 1)
    try maint.run("run", "daily.then", "--quiet").expect(exit: 2)
    try maint.file("mended", "")
    try maint.sqlite("UPDATE message SET at = at - 3600000000")
    let subjects = try told(by: ["recover", "2", "--quiet"]).subjects
    #expect(!subjects.contains { $0.contains("not acknowledged") && $0.contains("daily.then") }, "\(subjects)")
    #expect(subjects.first?.contains("rolled back: daily.then") == true, "\(subjects)")
    // What is not settled by it goes up.
    #expect(subjects.contains { $0.contains("not acknowledged: daily.new") }, "\(subjects)")
  }
}
