import Catalog
import Scheduling

/// That a runbook came through a drill, a rehearsal or a run, or did not.
package struct ProofRecord: Sendable, Hashable {
  package enum Kind: String, CaseIterable, Sendable { case drill, rehearsal, run }

  /// All that a proof rests on: where some of it is different now, it proves nothing.
  package struct Basis: Sendable, Hashable {
    /// SHA-256 of the runbook's text.
    package var runbookHash: String
    /// By name.
    package var parameters: [SuccessRule.Parameter]
    /// SHA-256 of the files that its shell texts source.
    package var sourcesHash: String
    /// The release of the operating system.
    package var system: String
    /// Of maint.
    package var version: String

    package init(
      runbookHash: String, parameters: [SuccessRule.Parameter], sourcesHash: String, system: String, version: String
    ) {
      self.runbookHash = runbookHash
      self.parameters = parameters
      self.sourcesHash = sourcesHash
      self.system = system
      self.version = version
    }

    /// What of it is not as in a later one, in words; nil: it is the same.
    package func difference(from now: Basis) -> String? {
      if runbookHash != now.runbookHash { return "the runbook changed" }
      if parameters != now.parameters { return "the parameters changed" }
      if sourcesHash != now.sourcesHash { return "a file that it sources changed" }
      if system != now.system { return "the operating system was \(system)" }
      if version != now.version { return "maint was \(version)" }
      return nil
    }
  }

  package var kind: Kind
  package var task: TaskName
  package var runbook: String
  package var at: Timestamp
  package var basis: Basis
  /// Of a drill; else 1.
  package var points: Int
  package var proven: Int
  /// The run that it is; nil: it was none.
  package var run: Int?
  /// Of a drill, from each point.
  package var rollbacks: [Duration] = []

  package init(
    kind: Kind, task: TaskName, runbook: String, at: Timestamp, basis: Basis, points: Int = 1, proven: Int = 1,
    run: Int? = nil, rollbacks: [Duration] = []
  ) {
    self.kind = kind
    self.task = task
    self.runbook = runbook
    self.at = at
    self.basis = basis
    self.points = points
    self.proven = proven
    self.run = run
    self.rollbacks = rollbacks
  }

  package var isSound: Bool { proven == points && points > 0 }
}
