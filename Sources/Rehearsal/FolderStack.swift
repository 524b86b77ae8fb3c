/// Folders that lie over each other as overlayfs shows them, the uppermost first.
struct FolderStack {
  /// What is at a name.
  struct Entry {
    var state: FileState
    /// In which of the folders it is.
    var folder: Folder
    /// Those of the folders that have a part of it, where it is a folder itself.
    fileprivate var parts: [Folder]
    /// How many of the parts are among the first folders that were asked for.
    var partsAbove: Int
    /// One of those hides all that lies below it.
    var isHiding: Bool
  }

  let folders: [Folder]

  /// `above`: how many of the first folders are told from the rest.
  func entry(_ name: [CChar], above: Int = 0) throws(SandboxFailure) -> Entry? {
    var found: Entry?
    for (index, folder) in folders.enumerated() {
      guard let state = try FileState(name, in: folder.descriptor) else { continue }
      let isFolder = state.kind == .directory
      if state.isWhiteout || found != nil && !isFolder {
        found?.isHiding = index < above
        break
      }
      var entry = found ?? Entry(state: state, folder: folder, parts: [], partsAbove: 0, isHiding: false)
      if isFolder { entry.parts.append(folder) }
      if isFolder, index < above { entry.partsAbove += 1 }
      let ends = !isFolder || Overlay.isOpaque(name, in: folder.descriptor)
      entry.isHiding = ends && index < above
      found = entry
      if ends { break }
    }
    return found
  }

  /// The parts of a folder that was found.
  func inside(_ entry: Entry, _ name: [CChar]) throws(SandboxFailure) -> FolderStack {
    var parts: [Folder] = []
    for folder in entry.parts { parts.append(try folder.folder(name)) }
    return FolderStack(folders: parts)
  }

  /// Of the first folders, each once.
  func names(above: Int) throws(SandboxFailure) -> [[CChar]] {
    var (names, seen): ([[CChar]], Set<[CChar]>) = ([], [])
    for folder in folders.prefix(above) {
      for name in try folder.names() where seen.insert(name).inserted { names.append(name) }
    }
    return names
  }
}
