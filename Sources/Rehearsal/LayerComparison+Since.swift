extension LayerComparison {
  /// What happened between an earlier comparison and this one, sorted by path; nil: since the sandbox was made.
  ///
  /// Between two comparisons only stamps are at hand for files without a kept text: one of the same size and time counts
  /// as the same content. Against the host every byte is compared, so in the end nothing is missed.
  package func changes(since earlier: LayerComparison?, texts: KeptTexts) -> [PathChange] {
    guard let earlier else { return Self.withRenames(changes, texts) }
    let before = Dictionary(earlier.changes.map { ($0.path, $0) }) { $1 }
    let gone = Set(earlier.changes.filter(\.isWithoutInside).map(\.path))
    var found: [PathChange] = []
    for change in changes {
      let step =
        if let last = before[change.path] {
          Self.step(from: last, to: change, texts)
        } else if Self.isWithin(change.path, gone) {
          Self.step(from: nil, to: change.after, at: change.path, texts)
        } else {
          change as PathChange?
        }
      if let step { found.append(step) }
    }
    let now = Set(changes.map(\.path))
    // In order of their paths, so that a folder comes before what was in it.
    var removed = Set(found.filter(\.isWithoutInside).map(\.path))
    for last in earlier.changes where !now.contains(last.path) && !Self.isWithin(last.path, removed) {
      guard let step = Self.step(from: last.after, to: last.before, at: last.path, texts) else { continue }
      if step.isWithoutInside { removed.insert(step.path) }
      found.append(step)
    }
    return Self.withRenames(found.sorted { $0.path.lexicographicallyPrecedes($1.path) }, texts)
  }

  /// Each knows whether the content was the original's.
  private static func step(from last: PathChange, to change: PathChange, _ texts: KeptTexts) -> PathChange? {
    let isKnown = last.before?.kind == .file && last.after?.kind == .file && change.after?.kind == .file
    let (was, isNow) = (last.aspects.contains(.content), change.aspects.contains(.content))
    return step(
      from: last.after, to: change.after, at: change.path, texts,
      hasSameContent: isKnown && !(was && isNow) ? was == isNow : nil)
  }

  private static func step(
    from before: FileState?, to after: FileState?, at path: [UInt8], _ texts: KeptTexts, hasSameContent: Bool? = nil
  ) -> PathChange? {
    switch (before, after) {
    case (nil, nil): return nil
    case (nil, _), (_, nil): return PathChange(path: path, before: before, after: after, aspects: [])
    case (let before?, let after?):
      return try? PathChange(path: path, before: before, after: after, ignoring: [.links]) {
        if before.stamp == after.stamp { return true }
        if let hasSameContent { return hasSameContent }
        if let old = texts.text(of: before), let new = texts.text(of: after) { return old == new }
        guard (before.seconds, before.nanoseconds) == (after.seconds, after.nanoseconds) else { return false }
        // Its time was set back, unless another change is why the inode has a new time.
        return before.mode != after.mode || (before.user, before.group) != (after.user, after.group)
          || before.attributes != after.attributes || before.names != after.names
          || before.stamp.inode != after.stamp.inode
      }
    }
  }

  private static func isWithin(_ path: [UInt8], _ folders: Set<[UInt8]>) -> Bool {
    guard !folders.isEmpty else { return false }
    return path.indices.dropFirst().contains { path[$0] == UInt8(ascii: "/") && folders.contains(Array(path[..<$0])) }
  }

  /// A file that is gone and a file that is new, the same in all but the name, are one that was renamed.
  private static func withRenames(_ changes: [PathChange], _ texts: KeptTexts) -> [PathChange] {
    var gone: [[Int]: [PathChange]] = [:]
    for change in changes {
      if let key = nameless(change.before), change.after == nil { gone[key, default: []].append(change) }
    }
    guard !gone.isEmpty else { return changes }
    var old: Set<[UInt8]> = []
    let renamed = changes.map { change -> PathChange in
      guard change.before == nil, let after = change.after, let key = nameless(after),
        let index = gone[key]?.firstIndex(where: { texts.text(of: after) == $0.before.flatMap { texts.text(of: $0) } }),
        let from = gone[key]?.remove(at: index)
      else { return change }
      old.insert(from.path)
      var change = change
      (change.origin, change.before) = (from.path, from.before)
      return change
    }
    return renamed.filter { !old.contains($0.path) }
  }

  /// All of a file but its name; nil for what is no file.
  private static func nameless(_ state: FileState?) -> [Int]? {
    guard let state, state.kind == .file else { return nil }
    return [state.size, state.seconds, state.nanoseconds, Int(state.mode), Int(state.user), Int(state.group)]
  }
}

extension PathChange {
  /// It was a folder, and is none any more: nothing is told of what was in it.
  fileprivate var isWithoutInside: Bool { before?.kind == .directory && after?.kind != .directory }
}
