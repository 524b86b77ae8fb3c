import Catalog

extension Runbook {
  /// Locks that keep tasks apart whose changes lie in the same place: the rollback of one restores all of a path, and would
  /// take with it what another one has changed there meanwhile.
  ///
  /// Each is the path itself, which no lock of an operator's is; whoever has it has all below it. Sorted; none is within
  /// another. As paths are written: links are not followed.
  package var pathLocks: [String] {
    guard !change.isEmpty else { return [] }
    let paths = backup.compactMap { $0.pathAction?.path } + touches.map(Self.folder)
    return PathLock.outermost(paths.map { "/" + $0.split(separator: "/").joined(separator: "/") })
  }

  /// The folders of a pattern before its first wildcard.
  private static func folder(_ pattern: String) -> String {
    let literal = pattern.prefix { !"*?[\\".contains($0) }
    guard literal.count < pattern.count, let slash = literal.lastIndex(of: "/") else { return pattern }
    return String(literal[...slash])
  }
}

/// How locks of paths stand to each other.
package enum PathLock {
  package static func isOne(_ name: String) -> Bool { name.hasPrefix("/") }

  /// Without those that lie within another, sorted.
  package static func outermost(_ names: some Sequence<String>) -> [String] {
    let all = Set(names)
    return all.filter { name in !above(name).contains(where: all.contains) }.sorted()
  }

  /// The folders above, from `/` on; none of a lock that is no path.
  package static func above(_ name: String) -> [String] {
    guard isOne(name), name != "/" else { return [] }
    let parts = name.split(separator: "/").dropLast()
    return ["/"] + parts.indices.map { "/" + parts[...$0].joined(separator: "/") }
  }

  /// Whether who has one of them must wait for the other.
  package static func conflict(_ one: String, _ other: String) -> Bool {
    one == other || above(one).contains(other) || above(other).contains(one)
  }
}
