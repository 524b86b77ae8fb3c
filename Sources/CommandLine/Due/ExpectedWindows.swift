import Catalog
import RunLog
import Scheduling

/// When the tasks of a project are due, as `run --due` has taken note of it: in its zone, which that of whoever reads it later
/// need not be. cron has often another one than a login has.
struct ExpectedWindows {
  /// `heldUp`: the windows that a freeze kept shut and in which `run --due` was called, the latest first: from a moment in the
  /// first to one in the last of those without another between them.
  private typealias Expected = (window: String, since: Timestamp, heldUp: [ClosedRange<Timestamp>])
  private typealias Known = [String: Expected]

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
    let known = try log.expectedWindows(of: project).mapValues(Self.expected)
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
    let others = try log.expectedWindows(besides: project).mapValues { $0.mapValues(Self.expected) }
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

  /// Since when it is known that the task is due as it is; nil: it is not known.
  func since(_ task: TaskName) -> Timestamp? { known[task.description]?.since }

  /// Since when it is known that the task is due by the rule; nil: it was due at other times then, or is not known.
  func since(_ task: TaskName, _ rule: DueRule) -> Timestamp? {
    guard let found = known[task.description], means(found, rule) else { return nil }
    return found.since
  }

  /// Whether `run --due` was called in the opening and found that a freeze kept the task from it: the freeze may have left the
  /// schedule since.
  func wasHeldUp(_ task: TaskName, in opening: Opening) -> Bool {
    known[task.description]?.heldUp.contains { $0.lowerBound < opening.end && opening.start <= $0.upperBound } ?? false
  }

  /// What to take note of now: words that mean the same as those that are known stay as they are. `opening`: the one that is now,
  /// of which a freeze leaves nothing to the task.
  func words(of task: TaskName, _ rule: DueRule, heldUpIn opening: Opening?) -> String? {
    guard let new = rule.expectation else { return nil }
    var expected: Expected = (new, now, [])
    if let found = known[task.description], means(found, rule) { expected = found }
    // Of a clock that was ahead: else it would never be known already.
    expected.since = min(expected.since, now)
    expected.heldUp.removeAll { $0.upperBound > now }
    if let opening { expected.heldUp = adding(opening, to: expected.heldUp, rule) }
    return Self.words(expected)
  }

  /// With the opening that is now.
  private func adding(
    _ opening: Opening, to heldUp: [ClosedRange<Timestamp>], _ rule: DueRule
  ) -> [ClosedRange<Timestamp>] {
    guard let last = heldUp.first else { return [now...now] }
    if last.upperBound >= opening.start { return heldUp }
    if let before = rule.lastOpening(endedBy: opening.start), before.start <= last.upperBound {
      return [last.lowerBound...now] + heldUp.dropFirst()
    }
    return [now...now] + heldUp.prefix(Self.mostHeldUp - 1)
  }

  /// Each of which a freeze begins: nobody looks further back.
  private static let mostHeldUp = 12

  /// Whether that and nothing else is known already.
  func areAll(_ words: [String: String]) -> Bool {
    known.count == words.count && known.allSatisfy { words[$0.key] == Self.words($0.value) && $0.value.since <= now }
  }

  /// The log has the moment of the words as they are: where they tell of a freeze, they say themselves since when the rest is known.
  private static func words(_ expected: Expected) -> String {
    if expected.heldUp.isEmpty { return expected.window }
    let times = expected.heldUp.map { held in
      let (first, last) = (held.lowerBound.microseconds, held.upperBound.microseconds)
      return first == last ? "\(last)" : "\(first)..\(last)"
    }
    return "\(expected.window)\(heldUpMark)\(times.joined(separator: " ")) \(expected.since.microseconds)"
  }

  private static func expected(_ kept: (window: String, since: Timestamp)) -> Expected {
    let plain: Expected = (kept.window, kept.since, [])
    guard let mark = kept.window.utf8.lastIndex(of: UInt8(ascii: ";")) else { return plain }
    let rest = kept.window[mark...]
    guard rest.hasPrefix(heldUpMark) else { return plain }
    let words = rest.dropFirst(heldUpMark.count).split(separator: " ")
    let heldUp = words.dropLast().compactMap(held)
    guard let since = words.last.flatMap({ Int64($0) }), !heldUp.isEmpty, heldUp.count == words.count - 1 else {
      return plain
    }
    return (String(kept.window[..<mark]), Timestamp(microseconds: since), heldUp)
  }

  /// `1796000000000000` or `1796000000000000..1796600000000000`.
  private static func held(_ word: Substring) -> ClosedRange<Timestamp>? {
    let times = word.split(separator: ".").compactMap { Int64($0) }
    guard let first = times.first, let last = times.last, first <= last else { return nil }
    return Timestamp(microseconds: first)...Timestamp(microseconds: last)
  }

  private static let heldUpMark = "; last held up by a freeze, known since: "

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

  private func means(_ found: Expected, _ rule: DueRule) -> Bool {
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
