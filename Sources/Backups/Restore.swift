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

  package struct Report: Sendable {
    package var method: Method
    /// The folder that keeps what was replaced, until `discard`; nil where nothing was.
    package var kept: String?
    /// Excluded paths that had no folder to go to in the restored tree: they are in the kept folder.
    package var unplaced: [String] = []

    /// What was excluded and has no folder to go to any more is not for maint to remove: what holds it gets a name that
    /// no restore knows and nothing discards. What to tell of it; nil where there is none.
    package func keepExcluded(on bench: Workbench) throws(BackupFailure) -> String? {
      guard let kept, !unplaced.isEmpty else { return nil }
      let place = try Restore.setAside(kept, as: "excluded", on: bench)
      let names = unplaced.prefix(5).joined(separator: ", ") + (unplaced.count > 5 ? " and others" : "")
      return "excluded, and without a folder to go to: \(names); kept in \(place): look through it, then remove it"
    }
  }

  let archive: Archive
  let manifest: Manifest
  let places: RestorePlaces
  /// Members of the archive to take out, the top first; nil for all. The others are there for hard links to them.
  let members: [[UInt8]]?
  let bench: Workbench

  var target: TreePath { places.target }
  /// The unpacked tree, before the exchange; what was replaced, after it.
  var unpacked: TreePath {
    get throws(BackupFailure) { try TreePath(unpackedPath) }
  }
  private var unpackedPath: String {
    let part = manifest.part.isEmpty ? "" : "/" + String(decoding: manifest.part, as: UTF8.self)
    return "\(places.new)/\(manifest.header.root.name)\(part)"
  }

  /// Restores the whole backup or a part of it, by its path within, to where it was or to another place.
  ///
  /// `name` is the same for each attempt at one restore, and no other's; it becomes part of a name beside the target.
  package static func run(
    _ archive: Archive, part: String? = nil, to other: TreePath? = nil, name: String, on bench: Workbench
  ) throws(BackupFailure) -> Report {
    do throws(BackupFailure) {
      let whole = try Manifest(file: archive.manifest)
      let inner = part.map { Array($0.utf8) } ?? []
      let home = whole.header.root.path
      let target = if let other { other } else { try TreePath(inner.isEmpty ? home : "\(home)/\(part ?? "")") }
      let places = RestorePlaces(target: target, name: name)
      try checkManifest(archive, on: bench)
      try makeParents(of: target, on: bench)
      if inner.isEmpty {
        return try Restore(archive: archive, manifest: whole, places: places, members: nil, bench: bench).run()
      }
      try bench.makeFolder(places.folder)
      let cut: ManifestPart
      do throws(BackupFailure) {
        cut = try ManifestPart(inner, of: whole, file: places.manifest, on: bench)
      } catch {
        // Nothing else of this restore can be in the folder, or the part would have been found before.
        _ = try? bench.unlink(places.manifest)
        _ = rmdir(places.folder)
        throw error
      }
      let members = ([inner] + cut.furtherMembers).map { whole.header.root.memberName($0) }
      return try Restore(archive: archive, manifest: cut.manifest, places: places, members: members, bench: bench).run()
    } catch {
      bench.endAll()
      throw error
    }
  }

  private func run() throws(BackupFailure) -> Report {
    try bench.requireOwn(places.folder)
    let mounts = try MountTable.mounts(within: target)
    try checkSurroundings(mounts)
    if try resume() { return Report(method: .alreadyDone, kept: kept, unplaced: try stillExcluded()) }
    if manifest.header.isAbsent { return try removeTarget() }
    if let mount = mounts.first {
      return try restoreInPlace("\(target.shown(mount)) is a mount point")
    }
    try refuseUnchangeable([target.path, target.parent])
    try refuseUnchangeableExcluded()
    try unpack()
    var report = try exchange()
    // Of an earlier exchange, which an interrupted attempt made.
    if access(places.replaced(2), F_OK) == 0 { report.unplaced = try stillExcluded() }
    return report
  }

  /// Throws where the path leads elsewhere than when it was backed up, or what is mounted there is no part of the backup:
  /// what is there now is not what the change found.
  private func checkSurroundings(_ mounts: [[UInt8]]) throws(BackupFailure) {
    guard target.path == manifest.header.root.path else { return }
    if let known = manifest.header.realParent, let now = TreePath.resolved(target.parent), now != known {
      throw BackupFailure(
        .different, "\(target.parent) is \(now) now, and was \(known) when \(target.path) was backed up",
        hint: "put the folder back where the link is, and restore again")
    }
    if let new = mounts.first(where: { !manifest.header.mounts.contains($0) }) {
      let point = target.shown(new)
      throw BackupFailure(
        .different, "\(point) was mounted after the backup; what is in it is not to be removed",
        hint: "umount \(point), and restore again")
    }
  }

  /// The folder that holds what was replaced, if anything was.
  var kept: String? { places.kept }

  /// Before anything is done: what chattr has made immutable can neither be exchanged nor moved.
  func refuseUnchangeable(_ paths: [String]) throws(BackupFailure) {
    guard let path = paths.first(where: { maint_is_unchangeable($0) != 0 }) else { return }
    throw BackupFailure(
      .different,
      "\(path) is immutable or append-only (chattr), so \(target.path) cannot be replaced; nothing was done",
      hint: "lsattr -d shows it; chattr -i -a \(path), and restore again")
  }

  /// They move from the replaced tree to the restored one.
  private func refuseUnchangeableExcluded() throws(BackupFailure) {
    if manifest.header.excluded.isEmpty { return }
    var excluded: [[UInt8]] = []
    let walk = try TreeWalk(target, exclusion: manifest.exclusion, readsAttributes: false)
    walk.onExcluded = { excluded.append($0) }
    while try walk.next() != nil {}
    for path in excluded where maint_is_unchangeable(target.bytes(path)) != 0 {
      try refuseUnchangeable([
        String(decoding: target.bytes(path).dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
      ])
    }
  }

  /// Throws where the tree is not as in the manifest, besides what was added there.
  func prove(_ tree: TreePath, readingFiles: Bool, besides added: Set<[UInt8]> = []) throws(BackupFailure) {
    var first: [Difference] = []
    var count = 0
    let comparison = TreeComparison(manifest: manifest, tree: tree, scratch: places.folder, bench: bench)
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

  private static func makeParents(of target: TreePath, on bench: Workbench) throws(BackupFailure) {
    guard access(target.parent, F_OK) != 0, errno == ENOENT, let above = try? TreePath(target.parent) else { return }
    try makeParents(of: above, on: bench)
    try bench.change { () throws(BackupFailure) in
      guard mkdir(above.path, 0o755) == 0 || errno == EEXIST else {
        throw .call("the folder could not be made", above.path)
      }
    }
    bench.note("\(above.path) did not exist; it was made with mode 755")
  }
}
