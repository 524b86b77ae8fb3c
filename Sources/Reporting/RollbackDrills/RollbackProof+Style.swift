import Planning

extension RollbackProof {
  /// What is proven without a reservation is nothing to look at.
  var style: Style {
    switch self {
    case .proven(_, _, _, let unknown): unknown.isEmpty ? .plain : .caution
    case .never, .stale: .caution
    case .failed: .bad
    }
  }
}
