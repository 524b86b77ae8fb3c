import Catalog
import Execution
import RunLog
import Scheduling

/// How long tasks took, day by day: those that take most of the time.
struct DurationCharts {
  static let most = 8

  let charts: [DailyChart]

  /// A task that succeeded on one day alone has nothing to be compared with.
  init(_ found: [TaskDay], days: Range<Int>) {
    var points: [TaskName: [DailyChart.Point]] = [:]
    var totals: [TaskName: Double] = [:]
    for line in found where line.outcome == .succeeded && line.count > 0 && days.contains(line.day) {
      let total = Double(line.duration.wholeMicroseconds) / 1e6
      let mean = total / Double(line.count)
      totals[line.name, default: 0] += total
      points[line.name, default: []].append(
        DailyChart.Point(day: line.day, value: mean, low: mean, high: mean, count: line.count))
    }
    let longest = points.filter { $0.value.count > 1 }.keys.sorted { left, right in
      let (one, other) = (totals[left] ?? 0, totals[right] ?? 0)
      return one == other ? left.description < right.description : one > other
    }
    charts = longest.prefix(Self.most).map { name in
      DailyChart(title: name.description, unit: .seconds, days: days, points: points[name] ?? [])
    }
  }
}
