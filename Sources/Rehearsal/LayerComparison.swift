import Backups
import CLinux
import Glibc

/// Finds what in the layers is not as on the host: walks what the layers touched, and of the host only the same paths.
///
/// Both sides are walked by open folders, name by name: no link is followed, and no path is too long.
package struct LayerComparison {
  /// Sorted by path.
  package private(set) var changes: [PathChange] = []
  /// Pairs of files that were read and found to be the same, which a later comparison need not read again.
  private var sameContents: Set<[FileState.Stamp]>
  /// Folders of layers whose owner and mode are not told: maint made them.
  private var made: Set<[UInt8]> = []

  /// `after`: what an earlier comparison of the same layers has learnt.
  package init(_ layers: [Layer], after earlier: LayerComparison? = nil) throws(SandboxFailure) {
    sameContents = earlier?.sameContents ?? []
    for layer in layers { try compare(layer) }
    changes.sort { $0.path.lexicographicallyPrecedes($1.path) }
  }

  private mutating func compare(_ layer: Layer) throws(SandboxFailure) {
    let path = layer.path == [UInt8(ascii: "/")] ? [] : layer.path
    let ignored: [PathChange.Aspect] = layer.keepsOwners ? [] : [.owner, .mode]
    switch layer.form {
    case .overlay(let made):
      self.made = made
      try compare(Folder(layer.upper), Folder(at: layer.path), path: path)
    case .skeleton(let mounted):
      try compare(
        Folder(layer.upper), Folder(at: layer.path), path: path, isWhole: true, hidden: mounted, ignoring: ignored)
    case .copy:
      let (copy, original) = (Array(layer.upper.utf8CString), path.map(CChar.init(bitPattern:)) + [0])
      guard let before = try FileState(original, in: AT_FDCWD), let after = try FileState(copy, in: AT_FDCWD)
      else { return }
      let change = try PathChange(path: path, before: before, after: after, ignoring: ignored) {
        () throws(SandboxFailure) in
        try FileContent(copy, in: AT_FDCWD).equals(FileContent(original, in: AT_FDCWD))
      }
      if let change { changes.append(change) }
    }
  }

  /// Compares what is in a folder of a layer with the host's, of which there is none where `lower` is nil. `isWhole`: the
  /// layer's has all names. `hidden` are names that are left alone.
  private mutating func compare(
    _ upper: Folder, _ lower: Folder?, path: [UInt8], isWhole: Bool = false, hidden: Set<[UInt8]> = [],
    ignoring ignored: [PathChange.Aspect] = []
  ) throws(SandboxFailure) {
    var seen = Set(hidden.map { $0.map(CChar.init(bitPattern:)) + [0] })
    for name in try upper.names() where !seen.contains(name) {
      seen.insert(name)
      let inner = path + [UInt8(ascii: "/")] + name.dropLast().map(UInt8.init(bitPattern:))
      try compare(name, upper, lower, path: inner, ignoring: ignored)
    }
    guard isWhole, let lower else { return }
    for name in try lower.names() where !seen.contains(name) {
      guard let before = try FileState(name, in: lower.descriptor) else { continue }
      let path = path + [UInt8(ascii: "/")] + name.dropLast().map(UInt8.init(bitPattern:))
      changes.append(PathChange(path: path, before: before, after: nil, aspects: []))
    }
  }

  private mutating func compare(
    _ name: [CChar], _ upper: Folder, _ lower: Folder?, path: [UInt8], ignoring ignored: [PathChange.Aspect]
  ) throws(SandboxFailure) {
    guard let after = try FileState(name, in: upper.descriptor) else { return }
    let before = try lower.flatMap { folder throws(SandboxFailure) in try FileState(name, in: folder.descriptor) }
    guard !after.isWhiteout else {
      if let before { changes.append(PathChange(path: path, before: before, after: nil, aspects: [])) }
      return
    }
    if let before {
      let ignored = made.contains(path) ? [.owner, .mode, .attributes] : ignored
      let change = try PathChange(path: path, before: before, after: after, ignoring: ignored) {
        () throws(SandboxFailure) in
        try hasSameContent(name, upper, lower, before, after)
      }
      if let change { changes.append(change) }
    } else {
      changes.append(PathChange(path: path, before: nil, after: after, aspects: []))
    }
    guard after.kind == .directory else { return }
    let below = before?.kind == .directory ? try lower?.folder(name) : nil
    let isOpaque = Overlay.isOpaque(name, in: upper.descriptor)
    try compare(try upper.folder(name), below, path: path, isWhole: isOpaque)
  }

  private mutating func hasSameContent(
    _ name: [CChar], _ upper: Folder, _ lower: Folder?, _ before: FileState, _ after: FileState
  ) throws(SandboxFailure) -> Bool {
    let pair = [before.stamp, after.stamp]
    if sameContents.contains(pair) { return true }
    guard let lower else { return false }
    let isSame = try FileContent(name, in: upper.descriptor).equals(FileContent(name, in: lower.descriptor))
    if isSame { sameContents.insert(pair) }
    return isSame
  }
}
