import CLinux
import Glibc

/// File by file, where trees cannot be exchanged. Killed in between, the tree is neither as before nor as after; the
/// next attempt finds what still differs.
extension Restore {
  func restoreInPlace(_ reason: String) throws(BackupFailure) -> Report {
    bench.note("\(target.path) is restored file by file: \(reason)")
    try archive.verify(archiveAlone: true, on: bench)
    try folder.make()
    try keepCopy()
    let staying = try removeDifferent()
    for folder in staying { bench.note("\(target.shown(folder)) was added and stays: excluded files are in it") }
    try makeMissing()
    try makeNodes(in: target)
    try mend(target)
    try prove(target, readingFiles: true, besides: staying)
    guard let tree = HeldFolder(at: "\(target.reach)/\(target.name)", path: target.path) else {
      throw .call("it could not be opened", target.path)
    }
    try bench.syncFileSystem(of: tree.place("."))
    return try report(.fileByFile(reason))
  }

  /// What is missing is made anew from the archive, one by one.
  private func makeMissing() throws(BackupFailure) {
    guard let file = archive.file else { return }
    let missing = try MissingFiles(of: manifest, in: target, on: bench)
    let unpacking = try bench.start(
      bench.tools.packing(of: file).program, ["-dc", "--", file], in: "/"
    ) { bytes throws(BackupFailure) in try missing.take(bytes) }
    try bench.wait(for: [unpacking])
    guard unpacking.status == 0 else { throw unpacking.failure("\(file) could not be unpacked") }
  }

  /// What is about to be replaced may lie on several file systems, so it is kept as an archive.
  private func keepCopy() throws(BackupFailure) {
    let copy = try folder.replaced(1)
    try folder.makeFolder(copy)
    guard !(copy + "/replaced.manifest").isThere else { return }
    do throws(BackupFailure) {
      _ = try Archive.make(target, excluding: manifest.header.excluded, into: copy.reach, name: "replaced", on: bench)
    } catch {
      // The way back matters more than a copy of what it leads away from.
      guard error.kind == .changed || error.kind == .space else { throw error }
      bench.note("\(target.path): what is replaced could not be kept: \(error.message)")
    }
  }

  /// Removes all that is not as in the manifest, so that it can be made anew; folders that stay are mended later. The
  /// added folders that stay, since excluded files are in them: those are nobody's to remove.
  private func removeDifferent() throws(BackupFailure) -> Set<[UInt8]> {
    var paths: [[UInt8]] = []
    var added: Set<[UInt8]> = []
    var firstNames: Set<[UInt8]> = []
    let comparison = try TreeComparison(manifest: manifest, tree: target, scratch: folder.scratch, bench: bench)
    try comparison.run { difference, entry in
      if let entry, entry.kind != .directory {
        firstNames.insert(entry.kind.isFurtherName ? entry.content : entry.path)
      }
      switch difference.kind {
      case .missing: break
      case .added:
        paths.append(difference.path)
        added.insert(difference.path)
      case .changed(let aspects):
        if entry?.kind != .directory || aspects == [.kind] { paths.append(difference.path) }
      }
    }
    // All names of a file are made anew together, or they would not be the same file.
    let reader = try ManifestReader(file: manifest.file)
    while let entry = try reader.next() {
      guard entry.kind.isFurtherName, firstNames.contains(entry.content) else { continue }
      paths += [entry.content, entry.path]
    }
    paths.sort { Entry.isOrdered($1, before: $0) }
    let folders = try TreeFolders(target)
    for path in paths { try refuseUnchangeable(path, folders) }
    var staying: Set<[UInt8]> = []
    for path in paths where try !remove(path, folders) {
      guard added.contains(path) else {
        throw BackupFailure(
          .different, "\(target.shown(path)): it was no folder when it was backed up, and excluded files are in it now",
          hint: "move them elsewhere, and restore again")
      }
      staying.insert(path)
    }
    return staying
  }

  private func refuseUnchangeable(_ path: [UInt8], _ folders: TreeFolders) throws(BackupFailure) {
    guard let spot = try folders.spotIfThere(path) else { return }
    let isAbove = maint_is_unchangeable(spot.folder, [0]) != 0
    guard isAbove || maint_is_unchangeable(spot.folder, spot.name) != 0 else { return }
    throw BackupFailure(
      .different,
      "\(target.shown(path))\(isAbove ? ": the folder it is in" : "") is immutable or append-only (chattr), so it "
        + "cannot be replaced; nothing was removed", hint: "lsattr shows it; chattr -i -a, and restore again")
  }

  /// Whether it is gone: a folder with excluded files in it is not.
  private func remove(_ path: [UInt8], _ folders: TreeFolders) throws(BackupFailure) -> Bool {
    guard let spot = try folders.spotIfThere(path) else { return true }
    return try bench.change { () throws(BackupFailure) in
      if unlinkat(spot.folder, spot.name, 0) == 0 || errno == ENOENT { return true }
      if errno == EISDIR || errno == EPERM {
        if unlinkat(spot.folder, spot.name, AT_REMOVEDIR) == 0 || errno == ENOENT { return true }
        if errno == ENOTEMPTY || errno == EEXIST { return false }
      }
      throw .call("it could not be removed", target.shown(path))
    }
  }
}
