import Catalog
import Scheduling

/// All tasks of a catalog, numbered by tier and then as written, with the needs between them as numbers.
///
/// Each name is hashed once where it is defined and once where it is needed; all else works with numbers.
struct TaskGraph {
  private(set) var tasks: [MaintenanceTask] = []
  /// Edges lead from a task to what it needs, in the order written; a need of a task that does not exist is absent.
  private(set) var needs: Adjacency
  /// Tasks that need something that does not exist, each with that need.
  private(set) var unknownNeeds: [(task: Int, need: MaintenanceTask.Need)] = []
  private var numbers: [Tier: [String: Int]] = [:]
  private var ranges: [Tier: Range<Int>] = [:]

  init(_ catalog: Catalog) {
    let schedules = Tier.allCases.compactMap { catalog.tiers[$0] }
    let count = schedules.reduce(0) { $0 + $1.tasks.count }
    tasks.reserveCapacity(count)
    for schedule in schedules {
      let first = tasks.count
      var numbers = [String: Int](minimumCapacity: schedule.tasks.count)
      for task in schedule.tasks {
        numbers[task.name.name] = tasks.count
        tasks.append(task)
      }
      self.numbers[schedule.tier] = numbers
      ranges[schedule.tier] = first..<tasks.count
    }
    needs = Adjacency(nodes: count, edges: tasks.reduce(0) { $0 + $1.needs.count })
    for schedule in schedules { addNeeds(of: schedule.tier) }
  }

  private mutating func addNeeds(of tier: Tier) {
    let ownNumbers = numbers[tier] ?? [:]
    for number in numbers(of: tier) {
      for need in tasks[number].needs {
        // Most needs stay within their tier, and so are found without hashing it.
        let needed = need.task.tier == tier ? ownNumbers[need.task.name] : self.number(of: need.task)
        if let needed { needs.append(needed) } else { unknownNeeds.append((number, need)) }
      }
      needs.endNode()
    }
  }

  func number(of name: TaskName) -> Int? { name.tier.flatMap { numbers[$0]?[name.name] } }

  /// The tasks of a tier; none where the catalog has no such tier.
  func numbers(of tier: Tier) -> Range<Int> { ranges[tier] ?? 0..<0 }

  /// Adds a task that needs nothing and that nothing needs: a runbook that is run by itself.
  mutating func add(_ task: MaintenanceTask) -> Int {
    tasks.append(task)
    needs.endNode()
    return tasks.count - 1
  }
}
