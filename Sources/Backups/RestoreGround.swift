import CLinux
import Glibc

/// The folder above what is restored: opened once, known to be the one that was meant, and held until the end.
struct RestoreGround {
  let target: TreePath
  /// Where it must lie, without links; nil where that is not known.
  let expected: String?

  init(target: TreePath, expected: String?) {
    self.target = target
    self.expected = expected
  }

  /// Of what was restored, perhaps to where it was.
  init(_ target: TreePath, _ manifest: Manifest?) {
    self.init(target: target, expected: target == manifest?.header.root ? manifest?.header.realParent : nil)
  }

  /// Of the folder itself; nil for the topmost.
  var above: RestoreGround? {
    guard let folder = try? TreePath(target.parent) else { return nil }
    return RestoreGround(target: folder, expected: expected.flatMap { try? TreePath($0).parent })
  }

  /// Where it is missing, it is made, and what is missing above it.
  func make(on bench: Workbench) throws(BackupFailure) -> HeldFolder {
    if let found = try existing() { return found }
    guard let above else { throw .call("the folder could not be opened", target.parent, errno: ENOENT) }
    let folder = try above.make(on: bench)
    let name = above.target.name
    if let expected, (try? TreePath(expected).name) != name { throw elsewhere(target.parent) }
    try bench.change { () throws(BackupFailure) in
      guard mkdirat(folder.descriptor, name, 0o755) == 0 || errno == EEXIST else {
        throw .call("the folder could not be made", target.parent)
      }
    }
    bench.note("\(target.parent) did not exist; it was made with mode 755")
    guard let made = HeldFolder(name, in: folder) else { throw .call("the folder could not be opened", target.parent) }
    return try checked(made)
  }

  /// nil where it is missing.
  func existing() throws(BackupFailure) -> HeldFolder? {
    guard let found = try HeldFolder(walking: target.parent) else {
      if errno == ENOENT { return nil }
      throw .call("the folder could not be opened", target.parent)
    }
    return try checked(found)
  }

  /// What is there now is what the change found: nobody has put a link in its place, or does so again and again.
  private func checked(_ folder: HeldFolder) throws(BackupFailure) -> HeldFolder {
    if expected == nil || folder.location == expected { return folder }
    throw elsewhere(folder.location ?? "nowhere")
  }

  private func elsewhere(_ now: String) -> BackupFailure {
    BackupFailure(
      .different, "\(target.parent) is \(now) now, and was \(expected ?? "") when \(target.path) was backed up",
      hint:
        "see who put it there (ls -ld), put back what was there, and restore again; or restore to another folder with --to"
    )
  }

  /// After the restore. What was done to the folder that is held was done; but what the operator's path names is another
  /// one by now, which a human has to look at.
  static func prove(_ folder: HeldFolder, of target: TreePath) throws(BackupFailure) {
    if folder.isInPlace { return }
    throw BackupFailure(
      .different,
      "\(folder.path) was exchanged while \(target.path) was restored: what was restored is in "
        + "\(folder.location ?? "a folder that was removed"), and \(folder.path) is another folder now",
      hint: "see who may write to the folders above \(target.path), put the right one back, and restore again")
  }
}
