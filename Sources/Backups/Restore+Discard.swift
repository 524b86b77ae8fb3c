import Glibc

/// What becomes of what restores have replaced, once all of them came to a good end.
extension Restore {
  /// Removes what a restore kept. Throws where the restore did not come to its end: then it is run again first.
  ///
  /// `file`: the manifest, by which it is known whether the folders above the path were missing too; those go as well.
  package static func discard(
    _ places: RestorePlaces, manifest file: String? = nil, on bench: Workbench
  ) throws(BackupFailure) {
    try bench.requireOwn(places.folder)
    guard access(places.ready, F_OK) != 0 else {
      throw BackupFailure(
        .different, "\(places.folder): the restore was interrupted, and this may hold the only copy of excluded files",
        hint: "run the restore again, and discard it then")
    }
    try bench.removeTree(places.folder)
    if let file { try removeParents(above: places.target, Manifest(file: file), on: bench) }
  }

  /// The folders above a path that were missing with it when it was backed up, as far as they are empty; what holds
  /// something that somebody else made stays, and is told.
  static func removeParents(
    above target: TreePath, _ manifest: Manifest, on bench: Workbench
  ) throws(BackupFailure) {
    var above = target
    for _ in 0..<(manifest.header.missingFolders ?? 0) {
      guard let next = try? TreePath(above.parent) else { return }
      above = next
      let code = try bench.change { () throws(BackupFailure) in rmdir(above.path) == 0 ? 0 : errno }
      guard code == ENOTEMPTY || code == EEXIST else { continue }
      return bench.note("\(above.path) was not there before the change, and stays: something else is in it")
    }
  }

  /// The same, but what was not as in the manifest stays under a name that no restore knows: nobody may have seen what
  /// was replaced there, or changed it. Where it stays; nil where nothing does.
  package static func discardUnchanged(
    _ places: RestorePlaces, manifest file: String, on bench: Workbench
  ) throws(BackupFailure) -> String? {
    try bench.requireOwn(places.folder)
    let manifest = try Manifest(file: file)
    var isDifferent = false
    var number = 1
    while access(places.replaced(number), F_OK) == 0 {
      let old = try TreePath("\(places.replaced(number))/\(places.target.name)")
      try TreeComparison(manifest: manifest, tree: old, scratch: places.folder, bench: bench).run { _, _ in
        isDifferent = true
      }
      number += 1
    }
    guard isDifferent, access(places.ready, F_OK) != 0 else {
      try discard(places, manifest: file, on: bench)
      return nil
    }
    return try setAside(places.folder, as: "kept", on: bench)
  }

  /// Gives the folder of a restore a name that no restore knows.
  static func setAside(_ folder: String, as suffix: String, on bench: Workbench) throws(BackupFailure) -> String {
    var number = 1
    while access("\(folder)-\(suffix)-\(number)", F_OK) == 0 { number += 1 }
    try bench.rename(folder, "\(folder)-\(suffix)-\(number)")
    return "\(folder)-\(suffix)-\(number)"
  }
}
