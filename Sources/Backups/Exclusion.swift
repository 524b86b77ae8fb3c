import CLinux

/// Which paths of a tree are left out of its backup, and stay as they are when it is restored.
///
/// A pattern without a slash matches a name at any depth, one with a slash a path from the top of the tree, one that
/// begins with a slash a whole path. `*`, `?` and `[…]` are the shell's and match no slash. What is below a folder that
/// matches is left out with it; the top itself never is.
package struct Exclusion: Sendable {
  package let patterns: [String]
  private let names: [[CChar]]
  private let paths: [[CChar]]
  /// What the paths asked for are relative to, where that is not the top of the tree.
  private let prefix: [UInt8]

  /// `root` is the path of the tree, by which patterns that are whole paths are understood.
  package init(_ patterns: [String], root: String) { self.init(patterns, root: root, prefix: []) }

  init(_ patterns: [String], root: String, prefix: [UInt8]) {
    self.patterns = patterns
    self.prefix = prefix.isEmpty ? [] : prefix + [UInt8(ascii: "/")]
    // What a restore keeps of something further down is no part of the tree.
    var names = [Array("\(RestorePlaces.prefix)*".utf8CString)]
    var paths: [[CChar]] = []
    for pattern in patterns {
      var text = pattern[...]
      while text.count > 1, text.last == "/" { text.removeLast() }
      if text.hasPrefix(root + "/") {
        paths.append(Array(String(text.dropFirst(root.count + 1)).utf8CString))
      } else if text.hasPrefix("/") {
        // A whole path elsewhere: nothing of this tree.
        continue
      } else if text.contains("/") {
        paths.append(Array(String(text.hasPrefix("./") ? text.dropFirst(2) : text).utf8CString))
      } else if !text.isEmpty {
        names.append(Array(String(text).utf8CString))
      }
    }
    self.names = names
    self.paths = paths
  }

  func matches(_ path: [UInt8]) -> Bool {
    let name = path.suffix(while: { $0 != UInt8(ascii: "/") })
    return names.contains { Self.matches($0, Array(name), isPath: false) }
      || paths.contains { Self.matches($0, prefix + path, isPath: true) }
  }

  private static func matches(_ pattern: [CChar], _ text: [UInt8], isPath: Bool) -> Bool {
    let text = text.map(CChar.init(bitPattern:)) + [0]
    return maint_matches(pattern, text, isPath ? 1 : 0) != 0
  }
}

extension Array<UInt8> {
  fileprivate func suffix(while predicate: (UInt8) -> Bool) -> ArraySlice<UInt8> {
    self[((lastIndex { !predicate($0) }).map { $0 + 1 } ?? 0)...]
  }
}
