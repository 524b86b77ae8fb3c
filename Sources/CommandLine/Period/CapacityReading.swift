import Catalog
import Metrics
import Reporting
import RunLog
import Scheduling

/// Reads what fills up and what runs out.
struct CapacityReading {
  let frame: PeriodFrame
  let limits: ForecastLimits
  var most = CapacitySection.mostSeries

  func section(_ log: RunLog) throws(RunLogFailure) -> CapacitySection {
    let all = try log.latestValues(before: frame.asOf)
    let limited = all.compactMap { series, latest in
      limits.limit(of: series.name).map { LimitedSeries(series: series, latest: latest, limit: $0) }
    }
    let measured = limited.filter { frame.asOf - $0.latest.at <= CapacitySection.longestSilence }
    let chosen = LimitedSeries.nearest(measured, most)
    var entries: [CapacityEntry] = []
    for candidate in chosen {
      let start = frame.asOf + (.zero - CapacitySection.span)
      let found = try DatedValues(log, of: candidate.series, from: start, until: frame.asOf)
      let points = found.points(in: frame.zone)
      if let entry = CapacityEntry(title: "\(candidate.series)", points: points, limit: candidate.limit) {
        entries.append(entry)
      }
    }
    let expiries = all.compactMap { series, latest in
      frame.asOf - latest.at <= CapacitySection.longestSilence ? CapacitySection.Expiry(series, latest) : nil
    }
    var section = CapacitySection(
      entries: entries, left: measured.count - chosen.count, ended: limited.count - measured.count, expiries: expiries)
    section.knowsLimits = limits.isKnown
    // What has a limit today may have been measured later than a period that is over.
    section.unmeasured = frame.isComplete ? [] : limits.names(without: Set(measured.map(\.series.name)))
    return section
  }
}
