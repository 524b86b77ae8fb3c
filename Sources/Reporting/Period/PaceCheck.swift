import Catalog
import Planning
import Scheduling

/// Holds the timeouts of tasks against the time that they take. A timeout is right at twice the 95th percentile: what takes
/// longer hangs, and what does not is let end.
struct PaceCheck {
  private let paces: [Upkeep.Pace]

  init(_ paces: [Upkeep.Pace]) { self.paces = paces.filter { $0.estimate.count >= RecommendationRule.fewest } }

  var tight: [Recommendation] {
    paces.compactMap { pace in
      guard let timeout = pace.timeout, timeout < pace.estimate.percentile95 * 2 else { return nil }
      return Recommendation(
        .timeoutTight, "\(pace.task)",
        "its timeout of \(DurationText.format(timeout)) is below twice the 95th percentile of \(pace.estimate.count) "
          + "successes, \(HumanDuration(pace.estimate.percentile95)): \(Self.advice(pace))",
        command: "plan \(pace.task)")
    }
  }

  var loose: [Recommendation] {
    paces.compactMap { pace in
      let usual = pace.estimate.percentile95
      guard let timeout = pace.timeout, timeout > usual * 10, timeout - usual > .seconds(3_600) else { return nil }
      return Recommendation(
        .timeoutLoose, "\(pace.task)",
        "may hang for \(DurationText.format(timeout)) before it is ended, and 95 % of \(pace.estimate.count) successes took "
          + "\(HumanDuration(usual)) at most: \(Self.advice(pace))", command: "plan \(pace.task)")
    }
  }

  /// One for all: where nobody sets timeouts, all tasks have none.
  var none: [Recommendation] {
    let without = paces.filter { $0.timeout == nil }
    guard let first = without.first else { return [] }
    let (named, rest) = (without.dropFirst().prefix(5).map { "\($0.task)" }, max(0, without.count - 6))
    let others =
      named.isEmpty
      ? "" : "; without one as well: \(named.joined(separator: ", "))\(rest > 0 ? " and \(rest) more" : "")"
    return [
      Recommendation(
        .noTimeout, "\(first.task)",
        "may hang for ever; 95 % of \(first.estimate.count) successes took \(HumanDuration(first.estimate.percentile95)) at "
          + "most: \(Self.advice(first))\(others)", command: "plan \(first.task)")
    ]
  }

  /// Twice the 95th percentile, in whole minutes; below five minutes, ten seconds.
  private static func advice(_ pace: Upkeep.Pace) -> String {
    let seconds = max(10, Int((pace.estimate.percentile95 * 2).components.seconds) + 1)
    let unit = seconds > 300 ? 60 : 10
    return "timeout: \(DurationText.format(.seconds((seconds + unit - 1) / unit * unit)))"
  }
}
