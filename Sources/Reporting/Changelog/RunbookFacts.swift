import Catalog

/// What a runbook says of itself.
package struct RunbookFacts: Sendable, Hashable {
  package var description: String?
  package var category: Runbook.Category?
  package var kind: Runbook.Kind?

  /// `nil`: the text of the runbook was not kept, or is not understood.
  package init(_ runbook: Runbook?) {
    (description, category, kind) = (runbook?.description, runbook?.category, runbook?.kind)
  }
}
