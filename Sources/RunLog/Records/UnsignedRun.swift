import Execution
import Scheduling

/// A run that is over and lacks signatures.
package struct UnsignedRun: Sendable, Hashable {
  package var run: Int
  package var startedAt: Timestamp
  package var outcome: RunOutcome
  /// That have to sign, and have not.
  package var roles: [String]

  package init(run: Int, startedAt: Timestamp, outcome: RunOutcome, roles: [String]) {
    (self.run, self.startedAt, self.outcome, self.roles) = (run, startedAt, outcome, roles)
  }
}
