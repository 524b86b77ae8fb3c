import Backups
import CLinux

/// Paths that are spoken for.
enum CoveredPaths {
  /// The path and all in it.
  case below(String)
  /// What a shell pattern matches, and all in it; no wildcard matches a slash.
  case pattern(String)

  /// As an operator writes them, and with the links resolved that lead to them on this host: what a step changes is told by
  /// where it lies.
  static func below(all paths: [String]) -> [CoveredPaths] { paths.flatMap(spellings).map { .below($0) } }

  static func patterns(_ patterns: [String]) -> [CoveredPaths] { patterns.flatMap(spellings).map { .pattern($0) } }

  /// The path, and where it is another that without links in the folders above its name or its first wildcard.
  private static func spellings(_ path: String) -> [String] {
    let literal = path.prefix { !"*?[\\".contains($0) }
    var end = literal.lastIndex(of: "/") ?? path.startIndex
    while end > path.startIndex {
      let folder = String(path[..<end])
      if let real = TreePath.resolved(folder) { return real == folder ? [path] : [path, real + path[end...]] }
      end = path[..<end].lastIndex(of: "/") ?? path.startIndex
    }
    return [path]
  }

  func cover(_ path: [UInt8]) -> Bool {
    switch self {
    case .below(let folder):
      let folder = Array(folder.utf8)
      return path == folder || path.starts(with: folder + [UInt8(ascii: "/")])
    case .pattern(let pattern):
      let ends = path.indices.dropFirst().filter { path[$0] == UInt8(ascii: "/") } + [path.endIndex]
      return ends.contains { end in
        maint_matches(pattern, path[..<end].map(CChar.init(bitPattern:)) + [0], 1) != 0
      }
    }
  }
}
