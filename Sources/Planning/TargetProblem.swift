import Catalog
import Scheduling

/// Why a text names no target.
package struct TargetProblem: Error, Hashable, Sendable {
  package enum Kind: Sendable, Hashable {
    /// Nothing has that name.
    case unknown
    /// A task of several tiers; or a runbook that was named without `runbook:`.
    case unclear
    /// A tier without tasks.
    case empty
  }

  package var kind: Kind
  /// One sentence without a full stop, in lower case, as in a diagnostic.
  package var message: String
  /// What to write instead, in the same form.
  package var hint: String?

  package init(_ kind: Kind, _ message: String, hint: String?) {
    self.kind = kind
    self.message = message
    self.hint = hint
  }
}
