/// How reports and the dashboard tell of what fills up and runs out.
struct CapacityWords {
  let section: CapacitySection
  let frame: PeriodFrame

  init(_ section: CapacitySection, _ frame: PeriodFrame) { (self.section, self.frame) = (section, frame) }

  /// For the summary: what ends within a month; nil: nothing.
  var expiries: Phrase? {
    let near = section.nearExpiries(frame)
    let first = near.min { $0.left(at: frame.asOf) < $1.left(at: frame.asOf) }
    guard let first else { return nil }
    let over = near.count { $0.left(at: frame.asOf) < 0 }
    let words = Phrase("\(first.series) ") + Phrase(first.words(frame), .bad)
    if near.count == 1 { return words + "." }
    // The first of those that ran out is the one that did so first of all.
    let others = [
      over > 1 ? "\(over - 1) more ran out" : nil,
      near.count > max(over, 1)
        ? "\(near.count - max(over, 1)) more within \(Int(RecommendationRule.fewDays)) days" : nil,
    ].compactMap { $0 }
    return words + "; \(others.joined(separator: ", "))."
  }

  /// For the summary: what reaches its limit within a quarter, or may soon; nil: nothing.
  var arrivals: Phrase? {
    guard let first = section.near(frame).first else {
      return section.approaching(frame).first.map { Phrase("\($0.title):") + pace($0) + "." }
    }
    let rest = section.near(frame).count - 1
    return Phrase("\(first.title) ") + Phrase(forecast(first), .bad)
      + (rest > 0 ? "; \(rest) more within 90 days." : ".")
  }

  /// Of the table of a report.
  func row(_ entry: CapacityEntry) -> [Phrase] {
    let isNear = section.near(frame).contains { $0.title == entry.title }
    return [
      Phrase(entry.title), Phrase(MetricText.significant(entry.last)), Phrase(MetricText.significant(entry.limit)),
      Phrase(forecast(entry), isNear ? .bad : .plain) + departure(entry) + silence(entry)
        + worth(entry),
    ]
  }

  private func silence(_ entry: CapacityEntry) -> Phrase {
    entry.isSilent(at: frame.asOf) ? Phrase("; not measured since \(frame.day(entry.at))", .caution) : ""
  }

  /// Of a last value that is far from the line, from which the forecast goes on.
  private func departure(_ entry: CapacityEntry) -> Phrase {
    if section.approaching(frame).contains(where: { $0.title == entry.title }) { return ";" + pace(entry) }
    if let usual = entry.excursion?.usual, let until = entry.leftUsualAt, let since = entry.standsSince {
      let before = "\(MetricText.significant(usual)) until \(frame.day(until))"
      return Phrase("; was \(before), and stands still since \(frame.day(since))", .caution)
    }
    guard let departure = entry.forecast.departure else { return "" }
    return Phrase("; far from \(MetricText.significant(departure.usual)), where its line is", .caution)
  }

  /// Of what is told by its last days alone.
  private func pace(_ entry: CapacityEntry) -> Phrase {
    let days = entry.daysAtPace.map(MetricText.left) ?? ""
    return Phrase(" \(climb(entry)), and ")
      + Phrase("at this pace \(MetricText.significant(entry.limit)) is \(days) away", .bad)
  }

  /// What such forecasts were worth in the past of the series, beside the day that this one names.
  private func worth(_ entry: CapacityEntry) -> Phrase {
    guard case .reaches = entry.forecast.outcome else { return "" }
    if let stairs = entry.forecast.staircase { return Phrase("; \(stairs.words), \(stairs.count) so far", .faint) }
    guard let test = entry.forecast.backTest else {
      return Phrase("; too few samples, or too many changes, to try it on the past", .faint)
    }
    let days = test.medianErrorInDays.map { " (\(MetricText.significant($0)) days)" } ?? ""
    return Phrase(
      "; tried \(Count(test.cases, "time")) on its past, \(MetricText.days(test.ahead)) ahead: off by "
        + "\(MetricText.significant(test.medianError))\(days) in the median", .faint)
  }

  /// When it reaches its limit, as far as can be told.
  func forecast(_ entry: CapacityEntry) -> String {
    let limit = MetricText.significant(entry.limit)
    switch entry.forecast.outcome {
    case .alreadyReached:
      let words = entry.runsOut ? "is down to \(limit)" : "has reached \(limit)"
      return entry.isThere ? words : "\(words) by what is usual"
    case .movesAway: return entry.standsBeyond ? "above it, and rises" : "moves away"
    case .noTrend(.tooFewPoints): return "too few samples to tell"
    case .noTrend(.partOfDay):
      return "less than two days\(entry.excursion == nil ? ", which may be a rhythm" : ""): no date yet"
    case .noTrend(.constant):
      let words = entry.forecast.departure == nil ? "does not move" : "did not move until now"
      return entry.standsBeyond ? "above it, and \(words)" : words
    case .noTrend(.notDistinguishable): return entry.standsBeyond ? "above it, without a trend" : "no trend"
    case .noTrend(.fallsBack(let every)): return "brought back about every \(MetricText.decimal(every, 1)) days"
    case .notWithinHorizon: return "not soon"
    case .reaches:
      let (earliest, latest) = entry.interval
      let day = entry.arrival.map(frame.day) ?? ""
      if entry.forecast.isUnsettled {
        return "would reach \(limit) on \(day) if it goes on as in the last days, which are too few to tell"
      }
      if entry.isDoubtful {
        return "would reach \(limit) on \(day) if it were a straight line; forecasts of it did not hold in the past"
      }
      let end = latest.map { "to \(frame.day($0))" } ?? "on, or never"
      // Nobody has measured since.
      let reaches = entry.arrival.map { $0 < frame.asOf } == true ? "was to reach" : "reaches"
      return "\(reaches) \(limit) on \(day)" + " (80 %: \(earliest.map(frame.day) ?? "") \(end))"
    }
  }

  /// How it comes nearer.
  func climb(_ entry: CapacityEntry) -> String {
    guard let excursion = entry.excursion, let until = entry.leftUsualAt else {
      return "on each day beyond the one before"
    }
    return "far from \(MetricText.significant(excursion.usual)), where it was until \(frame.day(until))"
  }

  static let unknownLimits =
    "The schedules of the project cannot be read, so the limits of maintenance_metrics are not known, and not what reaches them."

  /// A sentence; nil: each name with a limit has samples.
  var unmeasured: String? {
    if section.unmeasured.isEmpty { return nil }
    let have = section.unmeasured.count == 1 ? "has a limit" : "have limits"
    let names = section.unmeasured.joined(separator: ", ")
    return "Of \(names), which \(have) in maintenance_metrics, there are no samples of the last 90 days: is that how "
      + "it is written where it is measured?"
  }

  /// Where no entry is.
  var absence: String {
    "No series with a limit has samples\(section.ended > 0 ? " of the last 90 days" : ""): those whose names end in "
      + "\(CapacitySection.suffix) have one, and those of maintenance_metrics with a limit."
      + (section.ended > 0 ? " \(section.ended) had some before." : "")
  }
}
