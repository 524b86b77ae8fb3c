import Diagnostics

/// An entry of a tier: a runbook, its parameters and what it needs first.
///
/// Called a task everywhere an operator reads; the longer name keeps clear of Swift's own `Task`.
package struct MaintenanceTask: Sendable {
  package enum AlertLevel: String, CaseIterable, Sendable { case info, warning, critical }

  package struct Need: Sendable {
    package var task: TaskName
    package var place: Place

    package init(task: TaskName, place: Place) {
      self.task = task
      self.place = place
    }
  }

  package struct WindowName: Sendable {
    package var name: String
    package var place: Place

    package init(name: String, place: Place) {
      self.name = name
      self.place = place
    }
  }

  /// A value given to a parameter by `with`.
  package struct Argument: Sendable {
    package var name: String
    package var value: String
    package var place: Place

    package init(name: String, value: String, place: Place) {
      self.name = name
      self.value = value
      self.place = place
    }
  }

  package var name: TaskName
  package var runbook: String
  package var needs: [Need] = []
  package var arguments: [Argument] = []
  /// For precheck to verify together; rollback and cleanup are not cut short by it.
  package var timeout: Duration?
  package var locks: [String] = []
  package var alert = AlertLevel.warning
  /// The window in which it starts, in place of the tier's, also where it only checks; nil: the tier's, and a task that
  /// only checks starts at any time.
  @Rare package var window: WindowName?
  @Rare package var requireDrill: DrillRule?
  /// nil: nobody but those that its runbook says need say yes.
  package var approval: ApprovalRule? {
    get { rareApproval.wrappedValue }
    set { rareApproval.wrappedValue = newValue }
  }
  package var place: Place

  // For loops over all tasks: a look at a stored property is one, and at a computed one a copy of the whole task.
  package private(set) var rareApproval = Rare<ApprovalRule>()

  package init(name: TaskName, runbook: String, place: Place) {
    self.name = name
    self.runbook = runbook
    self.place = place
  }
}
