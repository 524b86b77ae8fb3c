import Catalog
import Scheduling

/// That a runbook came through a drill, a rehearsal or a run, or did not.
package struct ProofRecord: Sendable, Hashable {
  package enum Kind: String, CaseIterable, Sendable { case drill, rehearsal, run }

  /// All that a proof rests on: where some of it is different now, it proves nothing.
  package struct Basis: Sendable, Hashable {
    /// The folder of the project, all links resolved: what a runbook calls lies there, too.
    package var project: String
    /// SHA-256 of the runbook's text.
    package var runbookHash: String
    /// By name.
    package var parameters: [SuccessRule.Parameter]
    /// SHA-256 of the files that its shell texts source, and that these source.
    package var sourcesHash: String
    /// Commands of which only the shell knows what they read in or run. It follows from the rest, and is not kept with it.
    package var unknownSources: [String] = []
    /// The release of the operating system.
    package var system: String
    /// Of maint.
    package var version: String

    package init(
      project: String, runbookHash: String, parameters: [SuccessRule.Parameter], sourcesHash: String, system: String,
      version: String
    ) {
      self.project = project
      self.runbookHash = runbookHash
      self.parameters = parameters
      self.sourcesHash = sourcesHash
      self.system = system
      self.version = version
    }

    /// Whether the same was run with these parameters, wherever and by whichever maint. A run may itself bring the next
    /// release of the system, which others then wait for.
    package func isRun(of now: Basis, with parameters: [SuccessRule.Parameter]) -> Bool {
      project == now.project && runbookHash == now.runbookHash && sourcesHash == now.sourcesHash
        && self.parameters == parameters
    }

    /// What of it is not as in a later one of the same project, in words; nil: it is the same.
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
  /// Of a drill or a rehearsal.
  package var untried: UntriedSteps
  /// Of a drill, from each point.
  package var rollbacks: [Duration] = []
  /// Of a rehearsal: SHA-256 of what the steps of the task changed.
  package var changesHash: String?

  package init(
    kind: Kind, task: TaskName, runbook: String, at: Timestamp, basis: Basis, points: Int = 1, proven: Int = 1,
    run: Int? = nil, untried: UntriedSteps = UntriedSteps(), rollbacks: [Duration] = []
  ) {
    self.kind = kind
    self.task = task
    self.runbook = runbook
    self.at = at
    self.basis = basis
    self.points = points
    self.proven = proven
    self.run = run
    self.untried = untried
    self.rollbacks = rollbacks
  }

  package var isSound: Bool { proven == points && points > 0 }
}
