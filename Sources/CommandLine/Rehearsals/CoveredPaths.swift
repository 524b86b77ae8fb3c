import CLinux

/// Paths that are spoken for.
enum CoveredPaths {
  /// The path and all in it.
  case below(String)
  /// What a shell pattern matches, and all in it; no wildcard matches a slash.
  case pattern(String)

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
