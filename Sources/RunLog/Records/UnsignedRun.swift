import Execution
import Scheduling

/// A run that is over and lacks signatures.
package struct UnsignedRun: Sendable, Hashable {
  package var run: Int
  package var startedAt: Timestamp
  package var outcome: RunOutcome
  /// That have to sign, and have not.
  package var roles: [String]
  /// All have signed, after the end of the period.
  package var isSignedSince = false

  package init(run: Int, startedAt: Timestamp, outcome: RunOutcome, roles: [String], isSignedSince: Bool = false) {
    (self.run, self.startedAt, self.outcome, self.roles) = (run, startedAt, outcome, roles)
    self.isSignedSince = isSignedSince
  }
}
