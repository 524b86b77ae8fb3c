import Backups
import CLinux
import Glibc

/// Finds what in the layers is not as in the original: walks what the layers touched, and of the original only the same
/// paths.
///
/// Both sides are walked by open folders, name by name: no link is followed, and no path is too long. Compared is what
/// the layers show together with what lies below them, so a file that was written and brought back, and a mark that hides
/// nothing, are no difference.
package struct LayerComparison {
  /// Sorted by path.
  package private(set) var changes: [PathChange] = []
  /// Pairs of files that were read and found to be the same, which a later comparison need not read again.
  private var sameContents: Set<[FileState.Stamp]>
  /// Folders of layers whose owner and mode are not told: maint made them.
  private var made: Set<[UInt8]> = []

  /// Whether how many names a file has is compared. An overlay takes up one name alone where a step writes to a file with
  /// several, so what it says is not what the host would.
  private let comparesLinks: Bool

  /// `after`: what an earlier comparison of the same layers has learnt.
  package init(
    _ layers: [Layer], after earlier: LayerComparison? = nil, comparesLinks: Bool = false
  ) throws(SandboxFailure) {
    self.comparesLinks = comparesLinks
    sameContents = earlier?.sameContents ?? []
    for layer in layers { try compare(layer) }
    changes.sort { $0.path.lexicographicallyPrecedes($1.path) }
  }

  private mutating func compare(_ layer: Layer) throws(SandboxFailure) {
    var pair = FolderPair(path: layer.path == [UInt8(ascii: "/")] ? [] : layer.path)
    if !layer.keepsOwners { pair.ignored = [.owner, .mode] }
    switch layer.form {
    case .overlay(let made):
      self.made = made
      var below: [Folder] = []
      for lower in layer.lowers { below.append(try Folder(lower)) }
      if let host = Folder(at: layer.path) { below.append(host) }
      var above: [Folder] = []
      for upper in layer.uppers { above.append(try Folder(upper)) }
      (pair.after, pair.above) = (FolderStack(folders: above + below), above.count)
      pair.before = FolderStack(folders: below)
      pair.ignored = []
      try compare(pair)
    case .skeleton(let mounted):
      (pair.after, pair.above) = (FolderStack(folders: [try Folder(layer.uppers[0])]), 1)
      pair.before = Folder(at: layer.path).map { FolderStack(folders: [$0]) }
      (pair.isHiding, pair.hidden) = (true, mounted)
      try compare(pair)
    case .fresh(let mounted):
      var (above, below): ([Folder], [Folder]) = ([], [])
      for upper in layer.uppers { above.append(try Folder(upper)) }
      for lower in layer.lowers { below.append(try Folder(lower)) }
      (pair.after, pair.above) = (FolderStack(folders: above + below), above.count)
      (pair.before, pair.hidden) = (FolderStack(folders: below), mounted)
      try compare(pair)
    case .copy:
      let original = layer.lowers.first.map { Array($0.utf8CString) } ?? layer.path.map(CChar.init(bitPattern:)) + [0]
      try compareCopy(Array(layer.uppers[0].utf8CString), original, pair)
    }
  }

  private mutating func compareCopy(
    _ copy: [CChar], _ original: [CChar], _ pair: FolderPair
  ) throws(SandboxFailure) {
    guard let before = try FileState(original, in: AT_FDCWD), let after = try FileState(copy, in: AT_FDCWD)
    else { return }
    let change = try PathChange(path: pair.path, before: before, after: after, ignoring: pair.ignored + [.links]) {
      () throws(SandboxFailure) in
      try FileContent(copy, in: AT_FDCWD).equals(FileContent(original, in: AT_FDCWD))
    }
    if let change { changes.append(change) }
  }

  /// The same folder after and before.
  private struct FolderPair {
    var path: [UInt8]
    var after = FolderStack(folders: [])
    /// How many folders of `after` have what was changed; the rest is the original.
    var above = 0
    /// nil: there was none.
    var before: FolderStack?
    /// Nothing of the original is seen through what was changed.
    var isHiding = false
    /// Names that are left alone.
    var hidden: Set<[UInt8]> = []
    var ignored: [PathChange.Aspect] = []
  }

  private mutating func compare(_ pair: FolderPair) throws(SandboxFailure) {
    var names = try pair.after.names(above: pair.above)
    if pair.isHiding, let before = pair.before {
      let seen = Set(names)
      names += try before.names(above: before.folders.count).filter { !seen.contains($0) }
    }
    for name in names {
      let bytes = name.dropLast().map(UInt8.init(bitPattern:))
      if !pair.hidden.contains(bytes) { try compare(name, pair, path: pair.path + [UInt8(ascii: "/")] + bytes) }
    }
  }

  private mutating func compare(_ name: [CChar], _ pair: FolderPair, path: [UInt8]) throws(SandboxFailure) {
    let after = try pair.after.entry(name, above: pair.above)
    let before = try pair.before.flatMap { stack throws(SandboxFailure) in try stack.entry(name) }
    guard let after else {
      if let before { changes.append(PathChange(path: path, before: before.state, after: nil, aspects: [])) }
      return
    }
    if let before {
      let ignored =
        (made.contains(path) ? [.owner, .mode, .attributes] : pair.ignored) + (comparesLinks ? [] : [.links])
      let change = try PathChange(path: path, before: before.state, after: after.state, ignoring: ignored) {
        () throws(SandboxFailure) in
        try hasSameContent(name, after, before)
      }
      if let change { changes.append(change) }
    } else {
      changes.append(PathChange(path: path, before: nil, after: after.state, aspects: []))
    }
    guard after.state.kind == .directory else { return }
    var inner = FolderPair(path: path)
    (inner.after, inner.above) = (try pair.after.inside(after, name), after.partsAbove)
    if let before, before.state.kind == .directory { inner.before = try pair.before?.inside(before, name) }
    inner.isHiding = after.isHiding
    try compare(inner)
  }

  private mutating func hasSameContent(
    _ name: [CChar], _ after: FolderStack.Entry, _ before: FolderStack.Entry
  ) throws(SandboxFailure) -> Bool {
    // The layer shows the original itself.
    if before.state.stamp == after.state.stamp { return true }
    let pair = [before.state.stamp, after.state.stamp]
    if sameContents.contains(pair) { return true }
    let isSame = try FileContent(name, in: after.folder.descriptor).equals(
      FileContent(name, in: before.folder.descriptor))
    if isSame { sameContents.insert(pair) }
    return isSame
  }
}
