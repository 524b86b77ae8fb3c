/// What must have succeeded elsewhere before a runbook may run here: `requires_success`.
package struct SuccessRule: Sendable, Hashable {
  package struct Parameter: Sendable, Hashable {
    package var name: String
    package var value: String

    package init(name: String, value: String) {
      self.name = name
      self.value = value
    }
  }

  /// With these values in place of its own, and otherwise the same.
  package var parameters: [Parameter] = []
  package var within: Duration = .zero
  /// Whether a rehearsal will do.
  package var rehearsal = false

  package init() {}
}
