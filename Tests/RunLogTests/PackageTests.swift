import Catalog
import Execution
import Scheduling
import Testing

@testable import RunLog

/// Whose doing a package is that is another than at the last look.
@Suite struct PackageTests {
  let folder = TemporaryFolder()

  private func open() throws -> RunLog { try RunLog.open(state: folder.state, access: .readWrite) }

  private func reading(_ versions: [String: String], at: Int64) -> PackageReading {
    PackageReading(
      stamp: "\(versions.sorted { $0.key < $1.key })", changedAt: Fixture.time(at),
      versions: Dictionary(
        uniqueKeysWithValues: versions.map { (PackageReading.Package(name: $0.key, architecture: "all"), $0.value) }))
  }

  private func look(
    _ log: RunLog, run: Int, _ moment: PackageLook.Moment, at: Int64, lastAt: Int64? = nil, _ reading: PackageReading?
  ) throws {
    let look = PackageLook(run: run, moment, at: Fixture.time(at), lastAt: lastAt.map(Fixture.time))
    _ = try log.lookAtPackages(of: "dpkg", look) { reading }
  }

  private func changes(_ log: RunLog) throws -> [String] {
    var found: [String] = []
    try log.connection.each(
      """
      SELECT name || ' ' || coalesce(old_version, '-') || ' ' || coalesce(new_version, '-') || ' ' || changed_at || ' ' ||
        known_at || ' ' || coalesce(run || '.' || task, 'others') || iif(is_certain, '', '?')
      FROM package_change ORDER BY change
      """
    ) { found.append($0.text(0)) }
    return found
  }

  /// A run of two tasks, of which these have begun their change.
  private func begin(_ log: RunLog, changing tasks: [Int]) throws -> Int {
    let run = try log.beginRun(Fixture.header, plan: Fixture.plan(["daily.a", "daily.b"]))
    for task in tasks {
      try log.write([.taskStarted(task: task, at: Fixture.time(10))] + Fixture.running(Fixture.step(task, .change)))
    }
    return run
  }

  @Test func theFirstReadingIsNoChangeAndTheSameOneIsNone() throws {
    let log = try open()
    let run = try begin(log, changing: [0])
    let first = reading(["a": "1", "b": "1"], at: 5)
    try look(log, run: run, .beforeChange(task: 0), at: 20, first)
    try look(log, run: run, .afterTask(0), at: 30, first)
    try look(log, run: run, .afterTask(0), at: 30, nil)
    #expect(try changes(log) == [])
    #expect(try log.packageStamps() == ["dpkg": first.stamp])
    try look(log, run: run, .afterTask(0), at: 40, lastAt: 30, reading(["b": "2", "c": "1"], at: 35))
    #expect(
      try changes(log) == ["a 1 - 35 30 \(run).0", "b 1 2 35 30 \(run).0", "c - 1 35 30 \(run).0"])
    #expect(try log.integrity() == ["ok"])
  }

  /// What was there before a change began is another's, and of two at work nobody knows.
  @Test func itIsTheDoingOfWhoeverWasAtWork() throws {
    let log = try open()
    let run = try begin(log, changing: [0])
    try look(log, run: run, .beforeChange(task: 0), at: 20, reading(["a": "1"], at: 5))
    try look(log, run: run, .beforeChange(task: 0), at: 25, reading(["a": "2"], at: 24))
    #expect(try changes(log) == ["a 1 2 24 20 others"])

    let second = try open()
    let other = try begin(second, changing: [0])
    try look(second, run: other, .beforeChange(task: 0), at: 30, reading(["a": "3"], at: 26))
    #expect(try changes(log).last == "a 2 3 26 25 \(run).0", "of the other maint, whose task is alone at work")
    try look(second, run: other, .afterTask(0), at: 40, reading(["a": "4"], at: 36))
    #expect(try changes(log).last == "a 3 4 36 30 \(other).0?")
    // By a clock that is behind, the list would be of the future.
    try look(log, run: run, .afterTask(0), at: 39, reading(["a": "5"], at: 99))
    #expect(try changes(log).last == "a 4 5 39 40 \(run).0?")
  }

  /// maint was killed in a change: what is new when its run is recovered may be of that change.
  @Test func whatAKilledMaintLeftIsPerhapsItsOwn() throws {
    let log = try open()
    let run = try begin(log, changing: [0])
    try look(log, run: run, .beforeChange(task: 0), at: 20, reading(["a": "1"], at: 5))
    _ = try log.reconcile(isAlive: { _, _ in false }, now: Fixture.time(60))
    try look(log, run: run, .beforeRollback(task: 0), at: 70, reading(["a": "2"], at: 50))
    #expect(try changes(log) == ["a 1 2 50 20 \(run).0?"])
    // Long after it was found to be interrupted, it is somebody else's.
    try look(log, run: run + 1, .beforeChange(task: 0), at: 90, reading(["a": "3"], at: 80))
    #expect(try changes(log).last == "a 2 3 80 70 others")
  }

  /// Of a log from before the change log, too.
  @Test func tasksThatChangedSomethingAreKnown() throws {
    let log = try open()
    func record(_ stage: Stage, _ outcome: StepOutcome) throws -> Int {
      let run = try log.beginRun(Fixture.header, plan: Fixture.plan(["daily.a"]))
      let step = Fixture.step(0, stage)
      try log.write(
        [.taskStarted(task: 0, at: Fixture.time(10))] + Fixture.running(step) + Fixture.ended(step, outcome) + [
          .taskFinished(task: 0, TaskResult(outcome: .succeeded), at: Fixture.time(50)),
          .runFinished(.succeeded, at: Fixture.time(51)),
        ])
      return run
    }
    let runs = try [
      record(.precheck, .succeeded), record(.change, .skipped), record(.change, .succeeded), record(.change, .warned),
    ]
    func changed() throws -> [Int] {
      var found: [Int] = []
      try log.eachModification(in: Fixture.time(0)..<Fixture.time(100), withFiles: true) { modification in
        if case .task(let task) = modification { found.append(task.run) }
      }
      return found
    }
    #expect(try changed() == [runs[3], runs[2]])
    #expect(try log.connection.first("SELECT group_concat(changed) FROM task") { $0.text(0) } == "0,0,1,1")
    try log.connection.execute("UPDATE task SET changed = NULL")
    #expect(try changed() == [runs[3], runs[2]], "of one that has not ended its steps are looked at")
  }
}
