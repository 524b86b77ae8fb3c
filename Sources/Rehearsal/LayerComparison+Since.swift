extension LayerComparison {
  /// What happened between an earlier comparison and this one, sorted by path; nil: since the sandbox was made.
  ///
  /// Between two comparisons only stamps are at hand for files without a kept text: one of the same size and time counts
  /// as the same content. Against the host every byte is compared, so in the end nothing is missed.
  package func changes(since earlier: LayerComparison?, texts: KeptTexts) -> [PathChange] {
    guard let earlier else { return Self.withRenames(changes, texts) }
    let before = Dictionary(earlier.changes.map { ($0.path, $0) }) { $1 }
    var found: [PathChange] = []
    var removed: Set<[UInt8]> = []
    for change in changes {
      guard let last = before[change.path] else {
        if change.after == nil { removed.insert(change.path) }
        found.append(change)
        continue
      }
      guard let step = Self.step(from: last.after, to: change.after, at: change.path, texts) else { continue }
      if step.after == nil { removed.insert(step.path) }
      found.append(step)
    }
    let now = Set(changes.map(\.path))
    // In order of their paths, so that a folder comes before what was in it.
    for last in earlier.changes where !now.contains(last.path) && !Self.isWithin(last.path, removed) {
      guard let step = Self.step(from: last.after, to: last.before, at: last.path, texts) else { continue }
      if step.after == nil { removed.insert(step.path) }
      found.append(step)
    }
    return Self.withRenames(found.sorted { $0.path.lexicographicallyPrecedes($1.path) }, texts)
  }

  private static func step(
    from before: FileState?, to after: FileState?, at path: [UInt8], _ texts: KeptTexts
  ) -> PathChange? {
    switch (before, after) {
    case (nil, nil): return nil
    case (nil, _), (_, nil): return PathChange(path: path, before: before, after: after, aspects: [])
    case (let before?, let after?):
      return try? PathChange(path: path, before: before, after: after) {
        if before.stamp == after.stamp { return true }
        if let old = texts.text(of: before), let new = texts.text(of: after) { return old == new }
        return (before.seconds, before.nanoseconds) == (after.seconds, after.nanoseconds)
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
      guard change.before == nil, let after = change.after, let key = nameless(after), let from = gone[key]?.first,
        texts.text(of: after) == from.before.flatMap({ texts.text(of: $0) })
      else { return change }
      gone[key]?.removeFirst()
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
