import Catalog
import Execution
import RunLog
import Scheduling

/// The outcomes of the last days, a row for each tier and each task that did not always succeed.
struct HeatMap: Sendable, Hashable {
  /// A day on which something ended.
  struct Cell: Sendable, Hashable {
    var counts: [TaskOutcome: Int] = [:]

    var worst: DayOutcome { counts.keys.map(DayOutcome.init).max() ?? .skipped }

    /// Something succeeded, and something else went worse.
    var isMixed: Bool { worst > .succeeded && counts[.succeeded] != nil }

    /// `22 succeeded, 1 rolled back`, as many of each, in a fixed order.
    var words: String {
      let known = TaskOutcome.allCases.compactMap { outcome in
        counts[outcome].map { "\($0) \(OutcomeText(outcome).words)" }
      }
      return known.joined(separator: ", ")
    }
  }

  struct Row: Sendable, Hashable {
    var title: String
    /// By the number of the day since 1970-01-01.
    var cells: [Int: Cell] = [:]

    var badDays: Int { cells.values.count { $0.worst.isBad } }

    /// What a screen reader says of all of it.
    var words: String {
      cells.isEmpty
        ? "nothing ran" : "\(Count(cells.count, "day")) with runs, \(badDays) of them with a failure"
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
      tiers[tier, default: Row(title: tier?.rawValue ?? "by name")].cells[line.day, default: Cell()].counts[
        line.outcome, default: 0] += line.count
      tasks[line.name, default: Row(title: line.name.description)].cells[line.day, default: Cell()].counts[
        line.outcome, default: 0] += line.count
    }
    self.tiers = (Tier.allCases + [nil]).compactMap { tiers[$0] }
    let troubled = tasks.values.filter { $0.badDays > 0 }.sorted { ($1.badDays, $0.title) < ($0.badDays, $1.title) }
    neverBegun = tasks.values.count { $0.cells.values.allSatisfy { $0.worst == .held } }
    untroubled = tasks.count - troubled.count - neverBegun
    leftOut = max(0, troubled.count - Self.mostTasks)
    self.tasks = Array(troubled.prefix(Self.mostTasks))
  }
}
