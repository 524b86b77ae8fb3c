import Catalog
import Diagnostics
import Scheduling

@testable import Planning

/// Writes catalogs for tests: every task and need has a place in a text whose lines say what they are.
struct CatalogBuilder {
  private var lines: [Tier: [(name: String, needs: [String], change: (inout MaintenanceTask) -> Void)]] = [:]
  private var runbooks: [String: Runbook] = [:]
  private var jobs: [Tier: Int] = [:]
  var defaults = Defaults()

  /// `needs` are full names, or names of the same tier.
  mutating func task(
    _ tier: Tier, _ name: String, needs: [String] = [], change: @escaping (inout MaintenanceTask) -> Void = { _ in }
  ) {
    lines[tier, default: []].append((name, needs, change))
  }

  mutating func jobs(_ tier: Tier, _ count: Int) { jobs[tier] = count }

  mutating func runbook(_ name: String, change: (inout Runbook) -> Void = { _ in }) {
    let place = Place.path("runbooks/\(name).yaml")
    var runbook = Runbook(name: name, place: place)
    runbook.change = [Step(name: "work", run: "work\n", place: place)]
    change(&runbook)
    runbooks[name] = runbook
  }

  var catalog: Catalog {
    var catalog = Catalog()
    catalog.defaults = defaults
    catalog.runbooks = runbooks
    for (tier, lines) in lines {
      let text = lines.map { "\($0.name): \($0.needs.joined(separator: " "))\n" }.joined()
      let source = Source(path: "schedules/\(tier.rawValue).yaml", text: text)
      var schedule = TierSchedule(tier: tier, jobs: jobs[tier] ?? 1, place: .path(source.path))
      var offset = 0
      for line in lines {
        let end = offset + line.name.utf8.count
        var task = MaintenanceTask(
          name: TaskName(tier: tier, name: line.name), runbook: line.name,
          place: .text(source, SourceRange(offset, end)))
        offset = end + 2
        for need in line.needs {
          let range = SourceRange(offset, offset + need.utf8.count)
          task.needs.append(.init(task: taskName(need, in: tier), place: .text(source, range)))
          offset = range.upper + 1
        }
        if line.needs.isEmpty { offset += 1 }
        line.change(&task)
        if catalog.runbooks[task.runbook] == nil {
          catalog.runbooks[task.runbook] = Runbook(name: task.runbook, place: .path("runbooks/\(task.runbook).yaml"))
        }
        schedule.tasks.append(task)
      }
      catalog.tiers[tier] = schedule
    }
    return catalog
  }
}

/// `daily.x`, or `x` of the tier.
func taskName(_ text: String, in tier: Tier = .daily) -> TaskName {
  let parts = text.split(separator: ".").map(String.init)
  if parts.count == 2, let other = Tier(rawValue: parts[0]) { return TaskName(tier: other, name: parts[1]) }
  return TaskName(tier: tier, name: text)
}

/// A period that every tier but `emergency` is in, from 1,000 up to 2,000 microseconds.
func testPeriod(_ tier: Tier) -> Period? {
  tier == .emergency ? nil : Period(start: Timestamp(microseconds: 1000), end: Timestamp(microseconds: 2000))
}

extension Catalog {
  func planner(history: PlanningHistory = PlanningHistory()) -> Planner {
    Planner(catalog: self, history: history) { task, success in
      task.name.tier.flatMap(testPeriod)?.contains(success.startedAt) ?? false
    }
  }
}

extension Plan {
  var names: [String] { tasks.map(\.name.description) }
}
