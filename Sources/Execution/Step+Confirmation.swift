import Catalog
import Scheduling

extension Step {
  /// Why a wait for a confirmation fails that came to its end; nil for any other step.
  var notConfirmed: String? { confirmation.map { "nobody confirmed it within \(DurationText.format($0))" } }
}
