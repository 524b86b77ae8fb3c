/// Looks a path up among the entries of a manifest.
package struct ManifestSearch: Sendable {
  package let isFound: Bool
  /// The folder furthest down on the way to the path, relative to the top; empty: the top.
  package let folder: String
  /// What is in that folder, where the path was not found; names that are no text are left out.
  package let names: [String]

  /// `path` is relative to the top of the tree.
  package init(for path: String, in manifest: Manifest) throws(BackupFailure) {
    let wanted = Array(path.utf8)
    var isFound = false
    var folder: [UInt8] = []
    var names: [String] = []
    let reader = try ManifestReader(file: manifest.file)
    while !isFound, let entry = try reader.next() {
      let slash = entry.path.lastIndex(of: UInt8(ascii: "/"))
      if entry.path == wanted {
        isFound = true
      } else if entry.kind == .directory, wanted.starts(with: entry.path + [UInt8(ascii: "/")]) {
        folder = entry.path
        names = []
      } else if !entry.path.isEmpty, entry.path[..<(slash ?? 0)].elementsEqual(folder),
        let name = String(validating: entry.path[(slash.map { $0 + 1 } ?? 0)...], as: UTF8.self)
      {
        names.append(name)
      }
    }
    self.isFound = isFound
    self.folder = String(decoding: folder, as: UTF8.self)
    self.names = names
  }
}
