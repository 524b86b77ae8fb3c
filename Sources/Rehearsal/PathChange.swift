/// One path that is not as it was.
package struct PathChange: Sendable, Hashable {
  package enum Aspect: String, Sendable, CaseIterable {
    case kind, content, mode, owner, time, target, attributes
    /// How many names the file has.
    case links
  }

  /// Absolute.
  package var path: [UInt8]
  /// nil: it was created.
  package var before: FileState?
  /// nil: it was removed, and with a folder all that was in it.
  package var after: FileState?
  /// In what it differs where it was there before and after.
  package var aspects: [Aspect]
  /// The name that a renamed file had; `before` is what stood there.
  package var origin: [UInt8]?

  package init(path: [UInt8], before: FileState?, after: FileState?, aspects: [Aspect]) {
    self.path = path
    self.before = before
    self.after = after
    self.aspects = aspects
  }
}

extension PathChange {
  /// nil where both are the same but for what is ignored. `hasSameContent` is asked of files of equal size. The time of
  /// a folder changes with what is in it, which is told by itself.
  init?(
    path: [UInt8], before: FileState, after: FileState, ignoring ignored: [Aspect] = [],
    hasSameContent: () throws(SandboxFailure) -> Bool
  ) throws(SandboxFailure) {
    var aspects: [Aspect] = []
    if before.kind != after.kind {
      aspects = [.kind]
    } else {
      if before.kind == .file {
        var isSame = before.size == after.size
        if isSame { isSame = try hasSameContent() }
        if !isSame { aspects.append(.content) }
      }
      if before.mode != after.mode { aspects.append(.mode) }
      if (before.user, before.group) != (after.user, after.group) { aspects.append(.owner) }
      let isSameTime = (before.seconds, before.nanoseconds) == (after.seconds, after.nanoseconds)
      if !isSameTime, before.kind != .directory, before.kind != .socket { aspects.append(.time) }
      if before.target != after.target { aspects.append(.target) }
      if before.attributes != after.attributes { aspects.append(.attributes) }
      if before.kind == .file, before.names != after.names { aspects.append(.links) }
    }
    aspects.removeAll { ignored.contains($0) }
    guard !aspects.isEmpty else { return nil }
    self.init(path: path, before: before, after: after, aspects: aspects)
  }
}
