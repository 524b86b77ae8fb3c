import CLinux
import Glibc

/// Puts a path back as it was when it was backed up.
///
/// The archive is unpacked beside the target and checked against the manifest; then the two trees change places in one
/// step. Where that cannot be (a mount point, a file system that cannot exchange) files are replaced one by one, and the
/// report says so. Killed at any point, it is run again with the same name and comes to the same end.
package struct Restore {
  package enum Method: Sendable, Equatable {
    /// In one step.
    case exchanged
    /// One file after the other, and why.
    case fileByFile(String)
    /// The path did not exist when it was backed up; what was there was moved aside.
    case removed
    /// An earlier attempt had done it all.
    case alreadyDone
  }

  package struct Report {
    package var method: Method
    /// The folder that keeps what was replaced, until `discard`; nil where nothing was.
    package var kept: String?
    /// Excluded paths that had no folder to go to in the restored tree: they are in the kept folder.
    package var unplaced: [String] = []
    /// What `kept` names.
    var folder: RestoreFolder?

    /// What was excluded and has no folder to go to any more is not for maint to remove: what holds it gets a name that
    /// no restore knows and nothing discards. What to tell of it; nil where there is none.
    package func keepExcluded() throws(BackupFailure) -> String? {
      guard let folder, kept != nil, !unplaced.isEmpty else { return nil }
      let place = try folder.setAside(as: "excluded")
      let names = unplaced.prefix(5).joined(separator: ", ") + (unplaced.count > 5 ? " and others" : "")
      return "excluded, and without a folder to go to: \(names); kept in \(place): look through it, then remove it"
    }
  }

  let archive: Archive
  let manifest: Manifest
  /// Its folder above is held.
  let target: TreePath
  let folder: RestoreFolder
  /// Members of the archive to take out, the top first; nil for all. The others are there for hard links to them.
  let members: [[UInt8]]?
  let bench: Workbench

  /// The unpacked tree, before the exchange; what was replaced, after it.
  var unpacked: TreePath {
    get throws(BackupFailure) { try folder.tree([manifest.header.root.name] + partNames, in: folder.new) }
  }

  /// What an exchange has replaced.
  func replaced(_ number: Int) throws(BackupFailure) -> TreePath {
    try folder.tree([target.name], in: folder.replaced(number))
  }

  private var partNames: [String] {
    manifest.part.split(separator: UInt8(ascii: "/")).map { String(decoding: $0, as: UTF8.self) }
  }

  /// Restores the whole backup or a part of it, by its path within, to where it was or to another place.
  ///
  /// `name` is the same for each attempt at one restore, and no other's; it becomes part of a name beside the target.
  /// There is no link in the path of the other place.
  package static func run(
    _ archive: Archive, part: String? = nil, to other: TreePath? = nil, name: String, on bench: Workbench
  ) throws(BackupFailure) -> Report {
    do throws(BackupFailure) {
      let whole = try Manifest(file: archive.manifest)
      let inner = part.map { Array($0.utf8) } ?? []
      let home = whole.header.root.path
      let target = if let other { other } else { try TreePath(inner.isEmpty ? home : "\(home)/\(part ?? "")") }
      let realHome = whole.header.realParent.map { ($0 == "/" ? "" : $0) + "/\(whole.header.root.name)" }
      let above = inner.split(separator: UInt8(ascii: "/")).dropLast().map { "/" + String(decoding: $0, as: UTF8.self) }
      let expected = other?.parent ?? (inner.isEmpty ? whole.header.realParent : realHome.map { $0 + above.joined() })
      try checkManifest(archive, on: bench)
      let ground = try RestoreGround(target: target, expected: expected).make(on: bench)
      let folder = try RestoreFolder(RestorePlaces(target: target, name: name), in: ground, on: bench)
      let cut = inner.isEmpty ? nil : try Self.cut(inner, of: whole, in: folder, on: bench)
      let members = cut.map { ([inner] + $0.furtherMembers).map { whole.header.root.memberName($0) } }
      let restore = Restore(
        archive: archive, manifest: cut?.manifest ?? whole, target: target.held(in: ground), folder: folder,
        members: members, bench: bench)
      let report = try restore.run()
      try RestoreGround.prove(ground, of: target)
      // Empty folders that were missing too go with what was added.
      if report.method == .removed, report.kept == nil { try removeParents(above: target, whole, on: bench) }
      return report
    } catch {
      bench.endAll()
      throw error
    }
  }

  private static func cut(
    _ part: [UInt8], of whole: Manifest, in folder: RestoreFolder, on bench: Workbench
  ) throws(BackupFailure) -> ManifestPart {
    try folder.make()
    do throws(BackupFailure) {
      return try ManifestPart(part, of: whole, file: folder.manifest.reach, on: bench)
    } catch {
      // Nothing else of this restore can be in the folder, or the part would have been found before.
      _ = try? bench.unlink(folder.manifest)
      _ = try? folder.removeIfEmpty()
      throw error
    }
  }

  private func run() throws(BackupFailure) -> Report {
    let mounts = try MountTable.mounts(within: target)
    try checkSurroundings(mounts)
    if try resume() { return try report(.alreadyDone, unplaced: stillExcluded()) }
    if manifest.header.isAbsent { return try removeTarget() }
    if let mount = mounts.first {
      return try restoreInPlace("\(target.shown(mount)) is a mount point")
    }
    try refuseUnchangeable()
    try unpack()
    var report = try exchange()
    // Of an earlier exchange, which an interrupted attempt made.
    if folder.isThere, try folder.replaced(2).isThere { report.unplaced = try stillExcluded() }
    return report
  }

  func report(_ method: Method, unplaced: [String] = []) throws(BackupFailure) -> Report {
    let isKept = try folder.isKept
    return Report(
      method: method, kept: isKept ? folder.places.folder : nil, unplaced: unplaced, folder: isKept ? folder : nil)
  }

  /// Throws where what is mounted there is no part of the backup: what is there now is not what the change found.
  private func checkSurroundings(_ mounts: [[UInt8]]) throws(BackupFailure) {
    guard target == manifest.header.root else { return }
    if let new = mounts.first(where: { !manifest.header.mounts.contains($0) }) {
      let point = target.shown(new)
      throw BackupFailure(
        .different, "\(point) was mounted after the backup; what is in it is not to be removed",
        hint: "umount \(point), and restore again")
    }
  }

  /// Before anything is done: what chattr has made immutable can neither be exchanged nor moved, and what is in the tree
  /// not be discarded later.
  func refuseUnchangeable() throws(BackupFailure) {
    var found: [UInt8]?
    let folders = try TreeFolders(target)
    let walk = try TreeWalk(target, exclusion: manifest.exclusion, readsAttributes: false)
    walk.onUnchangeable = { if found == nil { found = $0 } }
    var excluded: [[UInt8]] = []
    walk.onExcluded = { excluded.append($0) }
    let top = try folders.spot([])
    var path = maint_is_unchangeable(top.folder, [0]) == 0 ? nil : target.parent
    var count = 0
    while path == nil, try walk.next() != nil {
      count += 1
      if count % 512 == 0 { try bench.breathe() }
      path = found.map(target.shown)
    }
    for one in excluded where path == nil {
      guard let spot = try folders.spotIfThere(one), maint_is_unchangeable(spot.folder, spot.name) != 0 else {
        continue
      }
      path = target.shown(one)
    }
    guard let path else { return }
    throw BackupFailure(
      .different,
      "\(path) is immutable or append-only (chattr), so \(target.path) cannot be replaced; nothing was done",
      hint: "lsattr -d shows it; chattr -i -a \(path), and restore again")
  }

  /// Throws where the tree is not as in the manifest, besides what was added there.
  func prove(_ tree: TreePath, readingFiles: Bool, besides added: Set<[UInt8]> = []) throws(BackupFailure) {
    var first: [Difference] = []
    var count = 0
    let comparison = try TreeComparison(manifest: manifest, tree: tree, scratch: folder.scratch, bench: bench)
    try comparison.run(readingFiles: readingFiles) { difference, _ in
      if difference.kind == .added, added.contains(difference.path) { return }
      count += 1
      if count <= 10 { first.append(difference) }
    }
    guard count > 0 else { return }
    throw BackupFailure(
      .different,
      "\(tree.path): \(count) paths are not as in the manifest: \(first.map(\.description).joined(separator: "; "))",
      hint: tree.path == target.path ? "see what changes them, and restore again" : "nothing was replaced")
  }

  private static func checkManifest(_ archive: Archive, on bench: Workbench) throws(BackupFailure) {
    let whole = Archive(
      file: nil, manifest: archive.manifest, fileChecksum: nil, manifestChecksum: archive.manifestChecksum)
    try whole.verify(on: bench)
  }
}
