/// What became of a path since a run left it, as `maint rollback` tells it.
package struct ChangedPath: Sendable {
  package enum Finding: Sendable {
    /// The first differences, a line each, and how many there are.
    case different(first: [String], count: Int)
    /// It cannot be told, and why.
    case unknown(String)
  }

  private let path: String
  private let finding: Finding

  package init(path: String, _ finding: Finding) {
    self.path = path
    self.finding = finding
  }

  /// Whole lines, for standard error.
  package func text(run: Int) -> String {
    let lines: [String]
    switch finding {
    case .different(let first, let count):
      let more = count - first.count
      lines =
        ["maint: \(path) is not as run \(run) left it: \(Count(count, "difference"))"] + first.map { "  \($0)" }
        + (more > 0 ? ["  … and \(more) more"] : [])
    case .unknown(let why): lines = ["maint: whether \(path) is as run \(run) left it cannot be told: \(why)"]
    }
    return lines.map { HarmlessText.words($0) + "\n" }.joined()
  }
}
