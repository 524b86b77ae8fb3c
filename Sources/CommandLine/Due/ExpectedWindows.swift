import Catalog
import RunLog
import Scheduling

/// When the tasks of a project are due, as `run --due` has taken note of it: in its zone, which that of whoever reads it later
/// need not be. cron has often another one than a login has.
struct ExpectedWindows {
  private typealias Known = [String: (window: String, since: Timestamp)]

  private let known: Known
  /// Where that was before the project was moved; nil: it is where it was, as far as is known.
  let formerFolder: String?
  private let now: Timestamp
  private let zones: ZoneMemory

  /// `followingMoves`: of a folder in which `run --due` was never called counts what it knew in those that are not there any more:
  /// who moved the project has perhaps left cron behind.
  init(
    of project: String, in log: RunLog, at now: Timestamp, zones: ZoneMemory = ZoneMemory(),
    followingMoves: Bool = false
  ) throws(RunLogFailure) {
    (self.now, self.zones) = (now, zones)
    let known = try log.expectedWindows(of: project)
    guard known.isEmpty, followingMoves, let former = try Self.former(besides: project, in: log) else {
      (self.known, formerFolder) = (known, nil)
      return
    }
    (self.known, formerFolder) = (former.known, former.folder)
  }

  /// Of the folder without a project of which it took note last, unless it has come to know one of its tasks elsewhere since.
  private static func former(
    besides project: String, in log: RunLog
  ) throws(RunLogFailure) -> (folder: String, known: Known)? {
    func latest(_ known: Known) -> Int64 { known.values.map(\.since.microseconds).max() ?? .min }
    let others = try log.expectedWindows(besides: project)
    let newest = others.filter { gone in
      if FolderChoice.isProject(gone.key) { return false }
      return !others.contains { other in
        other.key != gone.key && latest(other.value) > latest(gone.value)
          && other.value.keys.contains { gone.value[$0] != nil }
      }
    }.max { (latest($0.value), $0.key) < (latest($1.value), $1.key) }
    return newest.map { ($0.key, $0.value) }
  }

  /// `run --due` has never been called here.
  var isEmpty: Bool { known.isEmpty }

  /// It has called this task its own, at whatever time.
  func knows(_ task: TaskName) -> Bool { known[task.description] != nil }

  /// Since when it is known that the task is due by the rule; nil: it was due at other times then, or is not known.
  func since(_ task: TaskName, _ rule: DueRule) -> Timestamp? {
    guard let found = known[task.description], means(found, rule) else { return nil }
    return found.since
  }

  /// What to take note of now: words that mean the same as those that are known stay as they are.
  func words(of task: TaskName, _ rule: DueRule) -> String? {
    guard let found = known[task.description], means(found, rule) else { return rule.expectation }
    return found.window
  }

  /// Whether that and nothing else is known already.
  func areAll(_ words: [String: String]) -> Bool {
    known.count == words.count && known.allSatisfy { words[$0.key] == $0.value.window && $0.value.since <= now }
  }

  /// The zone in which `run --due` counts what is due, less windows with a zone of their own; nil: it is not known, or is none of
  /// this host.
  func zone(for catalog: Catalog, reader: Zone) -> Zone? {
    let tasks = catalog.tiers.values.flatMap(\.tasks).filter { catalog.window(of: $0)?.timezone == nil }
    // Of what was taken note of last.
    let newest = tasks.compactMap { task in known[task.name.description].map { (task: task, known: $0) } }
      .max { ($0.known.since, "\($0.task.name)") < ($1.known.since, "\($1.task.name)") }
    guard let newest else { return nil }
    let rule = catalog.dueRule(of: newest.task, hostZone: reader) { zones.zone(named: $0) }
    let name =
      rule?.zoneName(inExpectation: newest.known.window) ?? DueRule.zoneName(ofExpectation: newest.known.window)
    return name.flatMap { zone(named: $0, reader: reader) }
  }

  private func means(_ found: (window: String, since: Timestamp), _ rule: DueRule) -> Bool {
    if found.window == rule.expectation { return true }
    guard let name = rule.zoneName(inExpectation: found.window), let zone = zone(named: name, reader: rule.zone) else {
      return false
    }
    return rule.zone.agrees(with: zone, in: min(found.since, now)..<now + .seconds(366 * 86_400))
  }

  /// As `Context.zone` names it: of a name, of a rule that TZ holds, or of a host without a name for its own.
  private func zone(named name: String, reader: Zone) -> Zone? {
    if name == reader.name { return reader }
    if let zone = zones.zone(named: name) { return zone }
    let database = ZoneDatabase()
    let host = database.hostZone(variable: nil)
    return host.name == name ? host : database.zone(ofVariable: name)
  }
}
