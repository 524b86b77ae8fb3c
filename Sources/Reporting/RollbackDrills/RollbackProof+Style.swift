import Planning

extension RollbackProof {
  /// What is proven is nothing to look at.
  var style: Style {
    switch self {
    case .proven: .plain
    case .never, .stale: .caution
    case .failed: .bad
    }
  }
}
