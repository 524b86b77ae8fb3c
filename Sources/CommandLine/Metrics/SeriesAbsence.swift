import Execution
import Metrics
import Reporting
import RunLog
import Scheduling

/// Why there are no samples of a NAME in the time that was asked about.
struct SeriesAbsence {
  let words: String
  /// Nothing of the name was ever measured: somebody has mistyped it.
  let isUnknown: Bool

  init(of name: String, from start: Timestamp, zone: Zone, in reading: LogReading) throws(CommandFailure) {
    let shown = TypedWord.harmless(name)
    let wanted = String(name.prefix { $0 != "{" })
    let all = try reading { log throws(RunLogFailure) in try log.series() } ?? []
    let mine = all.filter { $0.name == wanted && (!name.contains("{") || "\($0)" == name) }
    var newest: Timestamp?
    for series in mine {
      let values = try reading { log throws(RunLogFailure) in
        try log.measurements(of: series, from: Timestamp(microseconds: .min), until: start)
      }
      newest = [newest, values?.last?.at].compactMap { $0 }.max()
    }
    let now = SystemClock.wall()
    let future = try reading { log throws(RunLogFailure) in
      try log.measurements(after: now).filter { mine.contains($0.key) }.values.map(\.at).min()
    }
    if newest == nil, let first = future ?? nil {
      words =
        "No samples of \(shown) up to now: the first is of \(zone.minute(first)), as a clock was ahead; they do not count until "
        + "then.\n"
      isUnknown = false
    } else if let newest {
      let days = (now - newest).components.seconds / 86_400 + 1
      words =
        "No samples of \(shown) since \(zone.date(of: start)): the newest is of \(zone.date(of: newest)); "
        + "\(Option.last.flag) \(days + 365)d looks further back.\n"
      isUnknown = false
    } else {
      let near = Suggestion.nearest(to: wanted, among: Set(all.map(\.name)).sorted())
      words =
        "No samples of \(shown): no step has reported it yet"
        + (near.map { $0 == wanted ? "." : "; did you mean '\(TypedWord.harmless($0))'?" } ?? ".") + "\n"
      isUnknown = true
    }
  }
}
