import Catalog
import Metrics
import Reporting
import RunLog
import Scheduling

/// Reads what fills up and what runs out.
struct CapacityReading {
  let frame: PeriodFrame
  let limits: ForecastLimits

  func section(_ log: RunLog) throws(RunLogFailure) -> CapacitySection {
    let all = try log.series()
    let limited = all.filter { limits.limit(of: $0.name) != nil }
    var (entries, ended): ([CapacityEntry], Int) = ([], 0)
    for series in limited.prefix(CapacitySection.mostSeries) {
      let start = frame.asOf + (.zero - CapacitySection.span)
      let found = try DatedValues(log, of: series, from: start, until: frame.asOf)
      guard let limit = limits.limit(of: series.name),
        let entry = CapacityEntry(title: "\(series)", points: found.points(in: frame.zone), limit: limit)
      else { continue }
      if frame.asOf - entry.at > CapacitySection.longestSilence {
        ended += 1
      } else {
        entries.append(entry)
      }
    }
    var expiries: [CapacitySection.Expiry] = []
    for series in all where series.name.hasSuffix("_days_left") {
      guard let latest = try log.latest(of: series, before: frame.asOf),
        frame.asOf - latest.at <= CapacitySection.longestSilence,
        let expiry = CapacitySection.Expiry(series, latest)
      else { continue }
      expiries.append(expiry)
    }
    return CapacitySection(
      entries: entries, left: max(0, limited.count - CapacitySection.mostSeries), ended: ended, expiries: expiries)
  }
}
