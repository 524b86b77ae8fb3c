import Glibc

/// What becomes of what restores have replaced, once all of them came to a good end.
extension Restore {
  /// Removes what a restore kept. Throws where the restore did not come to its end: then it is run again first.
  ///
  /// `file`: the manifest, by which it is known whether the folders above the path were missing too; those go as well.
  package static func discard(
    _ places: RestorePlaces, manifest file: String? = nil, on bench: Workbench
  ) throws(BackupFailure) {
    let manifest = if let file { try Manifest(file: file) } else { nil as Manifest? }
    if let ground = try RestoreGround(places.target, manifest).existing() {
      try discard(RestoreFolder(places, in: ground, on: bench), on: bench)
    }
    if let manifest { try removeParents(above: places.target, manifest, on: bench) }
  }

  private static func discard(_ folder: RestoreFolder, on bench: Workbench) throws(BackupFailure) {
    if folder.isThere, try folder.ready.isThere {
      throw BackupFailure(
        .different,
        "\(folder.places.folder): the restore was interrupted, and this may hold the only copy of excluded files",
        hint: "run the restore again, and discard it then")
    }
    try folder.remove()
  }

  /// The folders above a path that were missing with it when it was backed up, as far as they are empty; what holds
  /// something that somebody else made stays, and is told.
  static func removeParents(
    above target: TreePath, _ manifest: Manifest, on bench: Workbench
  ) throws(BackupFailure) {
    var ground = RestoreGround(target, manifest)
    for _ in 0..<(manifest.header.missingFolders ?? 0) {
      guard let above = ground.above else { return }
      ground = above
      guard let folder = try ground.existing() else { continue }
      let name = ground.target.name
      let code = try bench.change { () throws(BackupFailure) in
        unlinkat(folder.descriptor, name, AT_REMOVEDIR) == 0 ? 0 : errno
      }
      guard code == ENOTEMPTY || code == EEXIST else { continue }
      return bench.note("\(ground.target.path) was not there before the change, and stays: something else is in it")
    }
  }

  /// The same, but what was not as in the manifest stays under a name that no restore knows: nobody may have seen what
  /// was replaced there, or changed it. Where it stays; nil where nothing does.
  package static func discardUnchanged(
    _ places: RestorePlaces, manifest file: String, on bench: Workbench
  ) throws(BackupFailure) -> String? {
    let manifest = try Manifest(file: file)
    var isDifferent = false
    if let ground = try RestoreGround(places.target, manifest).existing() {
      let folder = try RestoreFolder(places, in: ground, on: bench)
      for number in 1..<(folder.isThere ? try folder.replacedCount() + 1 : 1) {
        let old = try folder.tree([places.target.name], in: folder.replaced(number))
        try TreeComparison(manifest: manifest, tree: old, scratch: folder.scratch, bench: bench).run { _, _ in
          isDifferent = true
        }
      }
      if isDifferent, try !folder.ready.isThere { return try folder.setAside(as: "kept") }
    }
    try discard(places, manifest: file, on: bench)
    return nil
  }
}
