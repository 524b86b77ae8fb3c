/// How one path of a tree is not as in the manifest.
package struct Difference: Sendable, Equatable {
  package enum Aspect: String, Sendable, CaseIterable {
    case kind
    case content
    case mode
    case owner
    case time
    case target
    case device
    case attributes
    /// Which names are the same file.
    case links
  }

  package enum Kind: Sendable, Equatable {
    /// In the manifest and not in the tree.
    case missing
    /// In the tree and not in the manifest.
    case added
    case changed([Aspect])
  }

  /// Relative to the top of the tree, which is empty itself.
  package var path: [UInt8]
  package var kind: Kind
}

extension Difference: CustomStringConvertible {
  /// With nothing in it that a terminal would obey; `.` for the top.
  package var shownPath: String { path.isEmpty ? "." : PathText.shown(path) }

  package var description: String { "\(shownPath): \(words)" }

  var words: String {
    switch kind {
    case .missing: "missing"
    case .added: "added"
    case .changed(let aspects): "other \(aspects.map(\.rawValue).joined(separator: ", "))"
    }
  }
}

extension Difference {
  /// nil where both are the same. Contents of files are compared only where both are known.
  init?(expected: Entry, found: Entry) {
    let aspects = Aspect.allCases.filter { !$0.isSame(expected, found) }
    guard !aspects.isEmpty else { return nil }
    self.init(path: expected.path, kind: .changed(expected.kind == found.kind ? aspects : [.kind]))
  }
}

extension Difference.Aspect {
  fileprivate func isSame(_ expected: Entry, _ found: Entry) -> Bool {
    let kind = expected.kind
    switch self {
    case .kind: return kind == found.kind
    case .content:
      let isKnown = !expected.content.isEmpty && !found.content.isEmpty
      return kind != .file || expected.size == found.size && (!isKnown || expected.content == found.content)
    case .mode: return expected.mode == found.mode
    case .owner: return expected.user == found.user && expected.group == found.group
    // A socket is made anew by whoever listens on it.
    case .time:
      return kind == .socket || expected.seconds == found.seconds && expected.nanoseconds == found.nanoseconds
    case .target: return kind != .symbolicLink || expected.content == found.content
    case .device: return kind != .blockDevice && kind != .characterDevice || expected.content == found.content
    case .attributes: return expected.attributes == found.attributes
    case .links: return !kind.isFurtherName || expected.content == found.content
    }
  }
}
