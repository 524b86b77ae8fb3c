import Diagnostics

/// Whose word a task waits for before it begins: `approval`.
package struct ApprovalRule: Sendable {
  package struct Approver: Sendable {
    /// A role, a user or a group of the host; with `%` before it always a group.
    package var name: String
    package var place: Place

    package init(name: String, place: Place) {
      self.name = name
      self.place = place
    }

    /// In lower case, what is no name here: whoever writes it means that anybody may approve, or that nobody has to.
    package static let noNames: Set<String> = ["null", "~", "none", "false", "no", "off", "true", "yes", "on"]
  }

  /// One at least, in the order written.
  package var from: [Approver]
  /// How many different people must say yes.
  package var needed = 1
  /// For how long after it was asked for their word counts.
  package var expires = Duration.seconds(7 * 86_400)
  /// Whether who asked for it may give it, too.
  package var allowsSelf = false
  package var place: Place

  package init(from: [Approver], place: Place) {
    self.from = from
    self.place = place
  }
}

extension Catalog {
  /// What must be approved before a task begins, all of it: what its runbook demands, then what the task adds to that.
  package func approvals(of task: MaintenanceTask) -> [ApprovalRule] {
    [runbooks[task.runbook]?.approval, task.approval].compactMap(\.self)
  }
}
