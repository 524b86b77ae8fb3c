import Diagnostics
import Scheduling

/// A file of stages, each a list of steps, and the parameters, secrets, commands and locks that they need.
package struct Runbook: Sendable {
  package enum Category: String, CaseIterable, Sendable { case preventive, corrective, adaptive, perfective }
  package enum Kind: String, CaseIterable, Sendable { case security, feature, bugfix, performance, compliance }

  package var name: String
  package var description: String?
  package var category: Category?
  /// The key is `type`.
  package var kind: Kind?
  package var parameters: [Parameter] = []
  package var secrets: [Secret] = []
  /// Commands that must be on PATH before the task starts.
  package var requires: [String] = []
  package var locks: [String] = []
  /// Which of its backups stay; nil: those that the defaults say.
  package var keep: KeepRules?
  /// Paths or patterns that `change` writes beside what is backed up; with a folder all in it.
  package var touches: [String] = []
  /// Of paths whose changes do not matter. The key is `ignore`.
  package var ignored: [String] = []
  package var precheck: [Step] = []
  package var backup: [Step] = []
  package var change: [Step] = []
  package var verify: [Step] = []
  package var rollback: [Step] = []
  package var cleanup: [Step] = []
  /// How long a change that was verified waits to be confirmed before it is rolled back; nil: it does not wait.
  package var confirm: Duration?
  /// nil: what the defaults say.
  package var copyTo: CopyRule?
  /// nil: nothing need have succeeded before.
  package var requiresSuccess: SuccessRule?
  /// nil: nobody need say yes.
  @Rare package var approval: ApprovalRule?
  /// Why there is no way back, where the runbook says `rollback: none`.
  package var noRollbackReason: String?
  package var place: Place
  /// Every shell text in it, in the order of the file.
  package var shellSources: [ShellSource] = []

  package init(name: String, place: Place) {
    self.name = name
    self.place = place
  }

  package func steps(of stage: Stage) -> [Step] {
    switch stage {
    case .precheck: precheck
    case .backup: backup
    case .change: change
    case .verify: verify
    case .rollback: rollback
    case .cleanup: cleanup
    }
  }

  package mutating func setSteps(_ steps: [Step], of stage: Stage) {
    switch stage {
    case .precheck: precheck = steps
    case .backup: backup = steps
    case .change: change = steps
    case .verify: verify = steps
    case .rollback: rollback = steps
    case .cleanup: cleanup = steps
    }
  }
}
