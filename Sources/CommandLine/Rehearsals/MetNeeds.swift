import Glibc
import Planning
import Rehearsal
import Catalog
import Scheduling

/// The needs that the host's run log says are met, handed to the maint inside, whose own log is empty: so both make the
/// same plan.
enum MetNeeds {
  private static let name = "met-needs"

  /// One name a line, in the workplace as the maint outside sees it.
  static func write(of plan: Plan, workplace: String) throws(CommandFailure) {
    let names = Set(plan.tasks.flatMap { $0.metNeeds.map(\.task.description) }).sorted()
    let bytes = Array(names.map { "\($0)\n" }.joined().utf8)
    try NewFile.write(bytes, to: "\(workplace)/\(name)")
  }

  /// Each as a success of now.
  static func read(among tasks: [TaskName], now: Timestamp) -> PlanningHistory {
    var history = PlanningHistory()
    guard let file = fopen("\(Sandbox.workplace)/\(name)", "re") else { return history }
    defer { fclose(file) }
    let known = Dictionary(tasks.map { ($0.description, $0) }) { first, _ in first }
    var line: UnsafeMutablePointer<CChar>?
    var capacity = 0
    defer { free(line) }
    while getline(&line, &capacity, file) > 0, let text = line.map({ String(cString: $0) }) {
      guard let task = known[String(text.dropLast())] else { continue }
      history.lastSuccess[task] = PlanningHistory.Success(run: 1, startedAt: now, finishedAt: now)
    }
    return history
  }
}
