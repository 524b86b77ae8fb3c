/// A backup and what its verification found.
package struct BackupCheck: Sendable, Hashable {
  package enum Verdict: String, Sendable {
    case whole, damaged
    /// It was never sealed, so nothing tells what it should be.
    case incomplete
    /// Its run is at it; it was not looked at.
    case inTheMaking = "in_the_making"
    /// Its folder is gone, though maint did not prune it.
    case missing
  }

  package var backup: BackupRecord
  package var problems: [BackupProblem]
  /// Links, sockets and the like, for which the seal does not speak.
  package var others: Int

  package init(_ backup: BackupRecord, problems: [BackupProblem] = [], others: Int = 0) {
    self.backup = backup
    self.problems = problems
    self.others = others
  }

  /// The path whose restore a problem stands in the way of; nil for a problem of no archive.
  package func affected(by problem: BackupProblem) -> String? {
    problem.isOfContent ? problem.path.flatMap(backup.path(restoredFrom:)) : nil
  }

  package var verdict: Verdict {
    switch backup.state {
    case .inTheMaking: .inTheMaking
    case .notSealed: .incomplete
    case .missing: .missing
    case .sealed: problems.isEmpty ? .whole : .damaged
    }
  }
}

extension BackupCheck {
  /// Each problem as a line.
  package var problemWords: [String] {
    problems.map { problem in
      let path = problem.path.map { ": \(HarmlessText.name($0))" } ?? ""
      let affected = affected(by: problem).map { "; \(HarmlessText.words($0)) cannot be restored" } ?? ""
      return HarmlessText.words(problem.words) + path + affected
    }
  }
}
