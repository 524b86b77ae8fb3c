import Catalog
import Scheduling

/// Whether the way back of a task is known to work.
package enum RollbackProof: Sendable, Hashable {
  case never
  /// Of all its steps but `untried`, which are the author's own decision, and with whatever the commands of `unknown` read in
  /// or ran then.
  case proven(at: Timestamp, points: Int, untried: UntriedSteps, unknown: [String])
  case failed(at: Timestamp, proven: Int, points: Int)
  /// It was drilled, and what the drill rested on is not the same any more: what, in words.
  case stale(String)

  /// From the drills of the runbook, the latest first.
  ///
  /// One runbook serves several tasks: a drill of another task is one of this one's where it had the same parameters. What
  /// was drilled as it is now counts, whatever was tried since and taken back.
  package init(_ drills: [ProofRecord], basis: ProofRecord.Basis, task: TaskName) {
    let own = drills.filter { $0.basis.parameters == basis.parameters || $0.task == task }
    guard let last = own.first(where: { $0.basis.difference(from: basis) == nil }) ?? own.first else {
      self = .never
      return
    }
    if let difference = last.basis.difference(from: basis) {
      self = .stale(difference)
    } else if last.isSound {
      self = .proven(at: last.at, points: last.points, untried: last.untried, unknown: basis.unknownSources)
    } else {
      self = .failed(at: last.at, proven: last.proven, points: last.points)
    }
  }

  package func words(now: Timestamp) -> String {
    switch self {
    case .never: "never proven"
    case .proven(let at, let points, let untried, let unknown):
      "rollback proven \(Self.age(now - at)), \(points) point\(points == 1 ? "" : "s")"
        + (untried.words.map { " (\($0))" } ?? "")
        + (unknown.isEmpty ? "" : ", with a reservation: \(Self.reservation(unknown))")
    case .failed(let at, let proven, let points):
      "proven at \(proven) of \(points) points alone \(Self.age(now - at))"
    case .stale(let what): "stale: \(what)"
    }
  }

  /// Why a task must not run that needs a proof of at most this age; nil: it may.
  package func objection(within age: Duration, now: Timestamp) -> String? {
    if case .proven(let at, _, _, let unknown) = self, unknown.isEmpty, now - at <= age { return nil }
    let words = words(now: now)
    return "require_drill demands a proof of its rollback from the last \(DurationText.format(age)): \(words)"
  }

  /// Why nobody can say that what was proven is what will run.
  package static func reservation(_ unknown: [String]) -> String {
    let more = unknown.count > 1 ? ", and \(unknown.count - 1) more," : ""
    return "only the shell knows what '\(unknown.first ?? "")'\(more) reads in or runs"
  }

  private static func age(_ time: Duration) -> String {
    // A clock was wrong; a second or two is no such thing.
    if time < .seconds(-60) { return "at a time that is yet to come" }
    let minutes = Int(time.components.seconds / 60)
    func ago(_ number: Int, _ unit: String) -> String { "\(number) \(unit)\(number == 1 ? "" : "s") ago" }
    if minutes < 1 { return "just now" }
    if minutes < 60 { return ago(minutes, "minute") }
    if minutes < 48 * 60 { return ago(minutes / 60, "hour") }
    return ago(minutes / (24 * 60), "day")
  }
}
