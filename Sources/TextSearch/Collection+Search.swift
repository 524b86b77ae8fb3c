extension Collection where Element == UInt8 {
  package func contains(bytes wanted: some Collection<UInt8>) -> Bool { firstRange(ofBytes: wanted) != nil }

  /// Of the first place that has these bytes; nil where there is none. No bytes are at the start.
  package func firstRange(ofBytes wanted: some Collection<UInt8>) -> Range<Index>? {
    guard let first = wanted.first else { return startIndex..<startIndex }
    var rest = self[...]
    while let candidate = rest.firstIndex(of: first) {
      rest = rest[candidate...]
      if rest.starts(with: wanted) { return candidate..<index(candidate, offsetBy: wanted.count) }
      rest = rest.dropFirst()
    }
    return nil
  }
}
