import Catalog
import Execution
import RunLog
import Scheduling

/// The outcomes of the last days, a row for each tier and each task that did not always succeed.
struct HeatMap: Sendable, Hashable {
  /// A day on which something ended.
  struct Cell: Sendable, Hashable {
    var counts: [TaskOutcome: Int] = [:]
    /// On request, which is no failure.
    var takenBack = 0

    var worst: DayOutcome {
      max(counts.keys.map(DayOutcome.init).max() ?? .skipped, takenBack > 0 ? .takenBack : .skipped)
    }

    /// Something succeeded, and something else went worse.
    var isMixed: Bool { worst > .succeeded && counts[.succeeded] != nil }

    /// `22 succeeded, 1 rolled back`, as many of each, in a fixed order.
    var words: String {
      let known = TaskOutcome.allCases.compactMap { outcome in
        counts[outcome].map { "\($0) \(OutcomeText(outcome).words)" }
      }
      let back = takenBack == 0 ? [] : ["\(takenBack) \(DayOutcome.takenBack.words)"]
      return (known + back).joined(separator: ", ")
    }
  }

  struct Row: Sendable, Hashable {
    var title: String
    /// By the number of the day since 1970-01-01.
    var cells: [Int: Cell] = [:]

    var badDays: Int { cells.values.count { $0.worst.isBad } }
    /// Days on which it did not fail, and was held up.
    var heldDays: Int { cells.values.count { $0.worst == .held } }

    /// What a screen reader says of all of it.
    var words: String {
      if cells.isEmpty { return "nothing ran" }
      let held = heldDays == 0 ? "" : ", \(heldDays) on which something was held up"
      return "\(Count(cells.count, "day")) with runs, \(badDays) of them with a failure\(held)"
    }

    var neverBegan: Bool { heldDays == cells.count }

    mutating func add(_ line: TaskDay) {
      if line.isTakenBack {
        cells[line.day, default: Cell()].takenBack += line.count
      } else {
        cells[line.day, default: Cell()].counts[line.outcome, default: 0] += line.count
      }
    }
  }

  static let dayCount = 90
  /// Of those that did not always succeed; of more those with the fewest bad days are left out.
  static let mostTasks = 24

  /// Since 1970-01-01; the last one is today.
  var days: Range<Int>
  var tiers: [Row]
  var tasks: [Row]
  /// Tasks that did not always succeed, and are not among `tasks`.
  var leftOut = 0
  /// Tasks that always succeeded.
  var untroubled = 0
  /// Tasks that were only held up, and never began.
  var neverBegun = 0

  init(_ found: [TaskDay], today: Int) {
    days = today + 1 - Self.dayCount..<today + 1
    var tiers: [Tier?: Row] = [:]
    var tasks: [TaskName: Row] = [:]
    for line in found where days.contains(line.day) {
      let tier = line.name.tier
      tiers[tier, default: Row(title: tier?.rawValue ?? "by name")].add(line)
      tasks[line.name, default: Row(title: line.name.description)].add(line)
    }
    self.tiers = (Tier.allCases + [nil]).compactMap { tiers[$0] }
    let (never, begun) = (tasks.values.filter(\.neverBegan), tasks.values.filter { !$0.neverBegan })
    let troubled = begun.filter { $0.badDays + $0.heldDays > 0 }.sorted {
      ($1.badDays, $1.heldDays, $0.title) < ($0.badDays, $0.heldDays, $1.title)
    }
    neverBegun = never.count
    untroubled = begun.count - troubled.count
    leftOut = max(0, troubled.count - Self.mostTasks)
    self.tasks = Array(troubled.prefix(Self.mostTasks))
  }
}
