import Catalog
import Planning

/// Draws a plan as trees of lines: each task once, beneath the last of those that it waits for.
///
///     daily.system_health_checks
///     ├─ daily.log_rotation
///     └─ daily.report  after daily.backup_verification too
///
/// A chain deeper than `deepest` goes on in a tree of its own, so that a line stays on the screen; the task where it
/// was cut stands in both.
struct GraphTree {
  static let deepest = 12

  private let plan: Plan
  private let names: [String]
  /// For each task those that stand beneath it.
  private var children: [[Int]]
  private(set) var lines: [StyledText] = []

  init(_ plan: Plan) {
    self.plan = plan
    names = plan.tasks.map(\.name.description)
    children = Array(repeating: [], count: plan.tasks.count)
    var roots: [Int] = []
    for (index, task) in plan.tasks.enumerated() {
      if let parent = Self.parent(of: task, in: plan) { children[parent].append(index) } else { roots.append(index) }
    }
    roots.reverse()
    while let root = roots.popLast() { draw(root, continuingIn: &roots) }
  }

  /// Of the needs in the highest wave the last one.
  private static func parent(of task: PlannedTask, in plan: Plan) -> Int? {
    task.needs.max { (plan.tasks[$0].wave, $0) < (plan.tasks[$1].wave, $1) }
  }

  private struct Place {
    var task: Int
    var depth: Int
    /// What stands before the name, and before the names beneath it.
    var branch: String
    var trunk: String
  }

  /// The tree from a task on; what is too deep is added to `later` and drawn next.
  private mutating func draw(_ root: Int, continuingIn later: inout [Int]) {
    var places = [Place(task: root, depth: 0, branch: "", trunk: "")]
    var deeper: [Int] = []
    while let place = places.popLast() {
      let isTooDeep = place.depth == Self.deepest && !children[place.task].isEmpty
      lines.append(line(place, isContinued: isTooDeep))
      if isTooDeep {
        deeper.append(place.task)
        continue
      }
      for (position, child) in children[place.task].enumerated().reversed() {
        let isLast = position == children[place.task].count - 1
        places.append(
          Place(
            task: child, depth: place.depth + 1, branch: place.trunk + (isLast ? "└─ " : "├─ "),
            trunk: place.trunk + (isLast ? "   " : "│  ")))
      }
    }
    later += deeper.reversed()
  }

  private func line(_ place: Place, isContinued: Bool) -> StyledText {
    let task = plan.tasks[place.task]
    let parent = Self.parent(of: task, in: plan)
    var notes: [String] = []
    if place.depth == 0, parent != nil {
      notes.append("continued")
    } else {
      let others = task.needs.filter { $0 != parent }
      if !others.isEmpty { notes.append("after \(list(others)) too") }
      notes += task.metNeeds.map { "\($0.task) met by run \($0.success.run)" }
    }
    if isContinued { notes.append("continued below") }
    let text = StyledText(place.branch, .faint) + StyledText(names[place.task])
    return notes.isEmpty ? text : text + StyledText("  " + notes.joined(separator: "; "), .faint)
  }

  private func list(_ tasks: [Int]) -> String {
    let shown = tasks.count > 6 ? 4 : tasks.count
    let list = tasks.prefix(shown).map { names[$0] }.joined(separator: ", ")
    return shown == tasks.count ? list : list + " and \(tasks.count - shown) more"
  }
}
