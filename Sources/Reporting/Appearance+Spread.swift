extension Appearance {
  /// One text at the left edge, cut where need be, and at the right the first of several that leaves it room enough.
  func spread(_ left: StyledText, _ rights: [String], width: Int) -> StyledText {
    let right = rights.first { $0.utf8.count + 2 <= max(width - left.width, width * 3 / 10) } ?? ""
    let room = right.isEmpty ? width : width - right.utf8.count - 2
    return fit(left, width: room).padded(to: room) + StyledText(right.isEmpty ? "" : "  \(right)", .faint)
  }
}
