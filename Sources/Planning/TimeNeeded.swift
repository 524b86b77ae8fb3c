import Catalog
import Scheduling

/// How much time a task must be given: to go forward to the end of verify and, where it changes something, to come back
/// from there.
package struct TimeNeeded: Sendable, Hashable {
  /// What a length rests on; each with the number of runs that the log has.
  package enum Basis: Sendable, Hashable {
    /// Their 95th percentile.
    case runs(Int)
    /// The task's timeout stands in: they are too few to tell.
    case timeout(runs: Int)
    /// They are too few, and there is no timeout.
    case unknown(runs: Int)
  }

  package struct Part: Sendable, Hashable {
    /// nil: unknown.
    package var length: Duration?
    package var basis: Basis
  }

  /// With fewer runs a percentile is a guess.
  package static let fewestRuns = 5

  package var forward: Part
  /// nil: there is no way back to allow for.
  package var rollback: Part?

  package init(_ samples: TimeSamples, timeout: Duration?, hasWayBack: Bool) {
    forward = Self.part(samples.forward, timeout)
    rollback = hasWayBack ? Self.part(samples.rollback, timeout) : nil
  }

  private static func part(_ durations: [Duration], _ timeout: Duration?) -> Part {
    if durations.count >= fewestRuns, let estimate = Estimate(of: durations) {
      return Part(length: estimate.percentile95, basis: .runs(estimate.count))
    }
    guard let timeout else { return Part(length: nil, basis: .unknown(runs: durations.count)) }
    return Part(length: timeout, basis: .timeout(runs: durations.count))
  }

  /// What is known of both together: it needs this much at least.
  package var known: Duration { (forward.length ?? .zero) + (rollback?.length ?? .zero) }

  /// `40m (95th percentile of 23 runs) + 20m to roll back (timeout: no rollback in the log)`.
  package var words: String {
    let back = rollback.map { " + \(Self.words($0, noun: "rollback", purpose: " to roll back"))" } ?? ""
    return Self.words(forward, noun: "run", purpose: "") + back
  }

  private static func words(_ part: Part, noun: String, purpose: String) -> String {
    func log(_ runs: Int) -> String {
      runs == 0 ? "no \(noun) in the log" : "only \(runs) \(noun)\(runs == 1 ? "" : "s") in the log"
    }
    let length = part.length.map { wholeSeconds($0) } ?? "an unknown time"
    switch part.basis {
    case .runs(let runs): return "\(length)\(purpose) (95th percentile of \(runs) \(noun)s)"
    case .timeout(let runs): return "\(length)\(purpose) (timeout: \(log(runs)))"
    case .unknown(let runs): return "\(length)\(purpose) (\(log(runs)), and no timeout)"
    }
  }

  /// Rounded up: a need is not made smaller than it is.
  static func wholeSeconds(_ duration: Duration) -> String {
    let (seconds, rest) = duration.components
    return DurationText.format(.seconds(seconds + (rest > 0 ? 1 : 0)))
  }
}
