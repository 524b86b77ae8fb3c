import Catalog
import Reporting
import Scheduling

/// The tasks of a cached answer, none of which is due: for each a line with its tier, its name, its zone, the tries it may
/// have, its last success and its state.
struct DueCacheAnswer {
  private static let none = "-"

  private var rest: LineScanner
  private let hostZone: () -> Zone

  /// `rest` stands at the first task.
  init(rest: LineScanner, hostZone: @escaping () -> Zone) {
    self.rest = rest
    self.hostZone = hostZone
  }

  static func text(of tasks: [DueTask], hostZone: Zone) -> String {
    var text = ""
    for task in tasks {
      let zone = task.zone == hostZone ? none : task.zone.name
      text += "\(task.name.tier?.rawValue ?? none) \(task.name.name) \(zone) \(task.maxAttempts) "
      text += "\(word(task.lastSuccess)) \(words(task.state))\n"
    }
    // Who reads it knows by this that it is whole.
    return text + "end\n"
  }

  /// nil where it is not whole.
  func tasks() -> [DueTask]? {
    var lines = rest
    var tasks: [DueTask] = []
    let host = hostZone()
    let zones = ZoneMemory()
    while let line = lines.next() {
      if line == "end" { return tasks }
      // By bytes: to find characters takes longer than all the rest.
      let words = line.utf8.split(separator: UInt8(ascii: " ")).map { Substring($0) }
      guard words.count >= 6, let tier = Tier(rawValue: String(words[0])), let most = Int(words[3]),
        let zone = words[2] == Self.none ? host : zones.zone(named: String(words[2])),
        let state = Self.state(words[5...])
      else { return nil }
      tasks.append(
        DueTask(
          name: TaskName(tier: tier, name: String(words[1])), state: state, maxAttempts: most,
          lastSuccess: Self.moment(words[4]), zone: zone))
    }
    return nil
  }

  private static func words(_ state: DueState) -> String {
    switch state {
    // Such an answer is not kept.
    case .due: ""
    case .notDue(let next): "next \(word(next))"
    case .waiting(let until, let attempts): "waiting \(word(until)) \(attempts)"
    case .givenUp(let attempts, let next): "given_up \(word(next)) \(attempts)"
    case .never: "never"
    }
  }

  private static func state(_ words: ArraySlice<Substring>) -> DueState? {
    let moment = words.dropFirst().first.flatMap(moment)
    let attempts = words.dropFirst(2).first.flatMap { Int($0) }
    switch words.first {
    case "next": return .notDue(next: moment)
    case "waiting": return moment.flatMap { moment in attempts.map { .waiting(until: moment, attempts: $0) } }
    case "given_up": return attempts.map { .givenUp(attempts: $0, next: moment) }
    case "never": return .never
    default: return nil
    }
  }

  private static func word(_ moment: Timestamp?) -> String { moment.map { "\($0.microseconds)" } ?? none }

  private static func moment(_ word: Substring) -> Timestamp? { Int64(word).map { Timestamp(microseconds: $0) } }
}
