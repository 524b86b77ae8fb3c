/// Why a runbook is refused: the reason of a task's outcome, which the run log keeps in words only.
///
/// `description` and `init(_:)` are each other's inverse, so that the end of a run and `maint show` can say what to do.
enum Refusal: Equatable {
  /// A run left it in doubt.
  case doubt(run: Int)
  /// A run left something in doubt that this runbook backs up.
  case path(String, run: Int)
  /// A step of a run that was interrupted still runs.
  case survivor(run: Int, pid: Int32, step: String)

  /// nil for any other reason.
  init?(_ reason: String) {
    let words = reason.split(separator: " ", maxSplits: 5).map(String.init)
    guard words.count > 4, words[0] == "run", let run = Int(words[1]), words[2] == "left" else { return nil }
    if reason == "\(Refusal.doubt(run: run))" {
      self = .doubt(run: run)
    } else if let path = Self.quoted(reason), reason == "\(Refusal.path(path, run: run))" {
      self = .path(path, run: run)
    } else if words[3] == "pid", let pid = Int32(words[4]), let step = Self.quoted(reason) {
      self = .survivor(run: run, pid: pid, step: step)
    } else {
      return nil
    }
  }

  /// Between the first and the last quotation mark: a step or a path may have them in its name.
  private static func quoted(_ reason: String) -> String? {
    guard let start = reason.firstIndex(of: "'"), let end = reason.lastIndex(of: "'"), start < end else { return nil }
    return String(reason[reason.index(after: start)..<end])
  }
}

extension Refusal: CustomStringConvertible {
  var description: String {
    switch self {
    case .doubt(let run): "run \(run) left it in doubt"
    case .path(let path, let run): "run \(run) left '\(path)' in doubt, which this runbook backs up"
    case .survivor(let run, let pid, let step):
      "run \(run) left pid \(pid) running, step '\(step)'"
    }
  }
}
