import Glibc

/// The texts of small files as they were at each comparison, for telling how a file was changed after it was changed
/// again.
package struct KeptTexts: Sendable {
  /// Bytes of one file, and of all together.
  private static let longest = 256 << 10
  private static let most = 64 << 20

  private var texts: [FileState.Stamp: [UInt8]] = [:]
  private var count = 0

  package init() {}

  /// Reads what is new in a comparison: both sides of what was changed, and what was removed.
  ///
  /// A file that cannot be read, or was changed since, is not kept; nor is one that is no text.
  package mutating func keep(_ comparison: LayerComparison, _ layers: [Layer]) {
    for change in comparison.changes {
      if let before = change.before, change.after == nil || change.aspects.contains(.content) {
        keep(before, change.path)
      }
      if let after = change.after, change.before == nil || change.aspects.contains(.content),
        let place = layers.place(of: change.path)
      {
        keep(after, place)
      }
    }
  }

  /// nil where it was not kept.
  package func text(of state: FileState) -> [UInt8]? { texts[state.stamp] }

  private mutating func keep(_ state: FileState, _ path: [UInt8]) {
    guard state.kind == .file, state.size <= Self.longest, count + state.size <= Self.most, texts[state.stamp] == nil,
      let content = try? FileContent(path.map(CChar.init(bitPattern:)) + [0], in: AT_FDCWD),
      let text = try? content.bytes(atMost: state.size), text.count == state.size, !text.contains(0)
    else { return }
    texts[state.stamp] = text
    count += text.count
  }
}

extension [Layer] {
  /// Where the maint outside finds what a sandbox that goes on from no other has changed at a path; nil where no layer is.
  func place(of path: [UInt8]) -> [UInt8]? {
    let over = filter { SandboxLayout.isWithin(path, $0.path) }.max { $0.path.count < $1.path.count }
    guard let over else { return nil }
    let rest = over.path == [UInt8(ascii: "/")] ? path[...] : path.dropFirst(over.path.count)
    return over.uppers.first.map { [UInt8]($0.utf8) + rest }
  }
}
