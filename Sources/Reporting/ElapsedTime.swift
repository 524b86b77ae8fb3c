import Scheduling

/// How long something that is under way has taken so far. Where the clock was set back since it began, nobody knows that.
struct ElapsedTime: Sendable, Hashable {
  /// nil: not known.
  let duration: Duration?

  init(since start: Timestamp, to now: Timestamp) { duration = now < start ? nil : now - start }

  /// `2 h 05 min`, or `not known`.
  var words: String { duration.map { "\(HumanDuration($0))" } ?? "not known" }

  /// In a sentence.
  var phrase: String { duration.map { "for \(HumanDuration($0))" } ?? "for how long is not known" }

  /// Beside how long it usually takes.
  func words(of usual: Duration?) -> String {
    guard let usual, duration != nil else { return words }
    return "\(words) of ~\(HumanDuration(usual))"
  }
}
