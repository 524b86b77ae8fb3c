import Catalog

/// Steps that a drill or a rehearsal does not carry out as they stand, because their runbook says so with `rehearse`.
package struct UntriedSteps: Sendable, Hashable {
  /// Another text ran in their place.
  package var replaced: Int
  /// Nothing did.
  package var skipped: Int

  package init(replaced: Int = 0, skipped: Int = 0) {
    self.replaced = replaced
    self.skipped = skipped
  }

  package init(in runbook: Runbook) {
    self.init()
    for step in Stage.allCases.flatMap({ runbook.steps(of: $0) }) {
      switch step.rehearsal {
      case .replace: replaced += 1
      case .skip: skipped += 1
      case nil, .run: break
      }
    }
  }

  /// `2 steps replaced, 1 skipped`; nil: there are none.
  package var words: String? {
    func steps(_ number: Int) -> String { "\(number) step\(number == 1 ? "" : "s")" }
    switch (replaced, skipped) {
    case (0, 0): return nil
    case (0, _): return "\(steps(skipped)) skipped"
    case (_, 0): return "\(steps(replaced)) replaced"
    default: return "\(steps(replaced)) replaced, \(skipped) skipped"
    }
  }

  package static func + (one: UntriedSteps, other: UntriedSteps) -> UntriedSteps {
    UntriedSteps(replaced: one.replaced + other.replaced, skipped: one.skipped + other.skipped)
  }
}
