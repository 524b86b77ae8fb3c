import CLinux
import Glibc

/// From the checked tree to its place, and what comes after.
extension Restore {
  func exchange() throws(BackupFailure) -> Report {
    let isThere = target.status != nil
    let (old, new) = (try TreeFolders(unpacked), try TreeFolders(target))
    let (from, to) = (try old.spot([]), try new.spot([]))
    let code = try bench.change { () throws(BackupFailure) in
      let result =
        isThere ? bench.exchange(from, to) : maint_rename_to_free(from.folder, from.name, to.folder, to.name)
      return result == 0 ? 0 : errno
    }
    switch code {
    case 0: break
    // EINVAL, ENOSYS: the file system or kernel cannot exchange. EXDEV, EBUSY: a mount that the table does not show.
    case EINVAL where isThere, ENOSYS where isThere, EXDEV where isThere, EBUSY where isThere:
      return try withoutExchange("\(target.path) cannot be exchanged: \(String(cString: strerror(code)))")
    default: throw .call("the restored tree could not be put there", target.path, errno: code)
    }
    try syncGround()
    let unplaced = try conclude()
    if try folder.isKept { try bench.sync(folder.place(".")) } else { try removeUnpacked() }
    return try report(.exchanged, unplaced: unplaced)
  }

  private func syncGround() throws(BackupFailure) {
    try bench.sync(Place(path: target.parent, reach: target.reach))
  }

  /// After the exchange: what the backup left out moves from the replaced tree to the restored one, and the replaced
  /// tree gets its lasting name. The excluded paths that have no folder to go to.
  private func conclude(isResumed: Bool = false) throws(BackupFailure) -> [String] {
    let old = try unpacked
    guard old.status != nil else {
      try mend(target)
      try bench.removeTree(folder.new)
      try bench.unlink(folder.ready)
      return []
    }
    let (moved, unplaced) = try carryOver(from: old)
    // The tree was checked where it was unpacked; only what was moved into it since can have changed it.
    if moved > 0 || isResumed {
      try mend(target)
      if !isResumed { try prove(target, readingFiles: false) }
    }
    try bench.rename(folder.new, folder.replaced(folder.replacedCount() + 1))
    try bench.unlink(folder.ready)
    return unplaced
  }

  /// What an earlier attempt left is finished or removed. Whether the restore is done with that.
  func resume() throws(BackupFailure) -> Bool {
    guard folder.isThere else { return false }
    let isReady = try folder.ready.isThere
    if isReady, try folder.new.isThere, try !holdsUnexchanged() {
      bench.note("\(target.path): the restore is taken up where it was interrupted")
      _ = try conclude(isResumed: true)
    } else if isReady, try !folder.new.isThere {
      try bench.unlink(folder.ready)
    } else {
      try bench.unlink(folder.ready)
      try bench.unlink(folder.ready + ".partial")
      try bench.removeTree(folder.new)
    }
    guard try folder.isKept || isReady else { return false }
    var isDifferent = false
    try TreeComparison(manifest: manifest, tree: target, scratch: folder.scratch, bench: bench).run { _, _ in
      isDifferent = true
    }
    return !isDifferent && !manifest.header.isAbsent
  }

  /// What an earlier attempt, which was killed before it could say so, found no folder for.
  func stillExcluded() throws(BackupFailure) -> [String] {
    var found: [String] = []
    for number in 1..<(try folder.replacedCount() + 1) {
      let old = try replaced(number)
      let walk = try TreeWalk(old, exclusion: manifest.exclusion, readsAttributes: false)
      walk.onExcluded = { found.append(old.shown($0)) }
      while try walk.next() != nil {}
    }
    return found
  }

  private func holdsUnexchanged() throws(BackupFailure) -> Bool {
    guard let status = try unpacked.status, let line = try LineReader(path: folder.ready.reach).next() else {
      return false
    }
    return String(decoding: line, as: UTF8.self) == "\(status.st_dev) \(status.st_ino)"
  }

  /// Moves excluded paths, and sockets that somebody may listen on. The excluded ones that have no folder to go to.
  private func carryOver(from old: TreePath) throws(BackupFailure) -> (moved: Int, unplaced: [String]) {
    var excluded: [[UInt8]] = []
    let walk = try TreeWalk(old, exclusion: manifest.exclusion, readsAttributes: false)
    walk.onExcluded = { excluded.append($0) }
    var sockets: [[UInt8]] = []
    while let entry = try walk.next() {
      if entry.kind == .socket || entry.kind == .nodeLink && sockets.contains(entry.content) {
        sockets.append(entry.path)
      }
    }
    let (from, to) = (try TreeFolders(old), try TreeFolders(target))
    var moved = 0
    for path in sockets where try to.status(path)?.st_mode.isSocket == true {
      try move(path, from, to, old)
      moved += 1
    }
    var unplaced: [String] = []
    for path in excluded {
      // What was made there meanwhile is not overwritten: then there are two, and both stay.
      if try moveToFree(path, from, to, old) { moved += 1 } else { unplaced.append(old.shown(path)) }
    }
    return (moved, unplaced)
  }

  private func move(
    _ path: [UInt8], _ from: TreeFolders, _ to: TreeFolders, _ old: TreePath
  ) throws(BackupFailure) {
    let (here, there) = (try from.spot(path), try to.spot(path))
    try bench.change { () throws(BackupFailure) in
      guard renameat(here.folder, here.name, there.folder, there.name) == 0 else {
        throw .call("it could not be moved to \(target.shown(path))", old.shown(path))
      }
    }
  }

  /// Whether it was moved: not where it has no folder there, nor where something of that name is there.
  private func moveToFree(
    _ path: [UInt8], _ from: TreeFolders, _ to: TreeFolders, _ old: TreePath
  ) throws(BackupFailure) -> Bool {
    let here = try from.spot(path)
    guard let there = try to.spotIfThere(path) else { return false }
    return try bench.change { () throws(BackupFailure) in
      if maint_rename_to_free(here.folder, here.name, there.folder, there.name) == 0 { return true }
      guard errno == EEXIST else { throw .call("it could not be moved to \(target.shown(path))", old.shown(path)) }
      return false
    }
  }

  /// The path did not exist: what is there now is moved aside.
  func removeTarget() throws(BackupFailure) -> Report {
    if target.status != nil {
      try refuseUnchangeable()
      try folder.make()
      try moveAside()
    }
    return try report(.removed)
  }

  private func moveAside() throws(BackupFailure) {
    var number = 1
    while try folder.replaced(number).isThere, try replaced(number).status != nil { number += 1 }
    let place = try folder.replaced(number)
    try folder.makeFolder(place)
    let (here, there) = (try TreeFolders(target), try TreeFolders(replaced(number)))
    let (from, to) = (try here.spot([]), try there.spot([]))
    let code = try bench.change { () throws(BackupFailure) in
      maint_rename_to_free(from.folder, from.name, to.folder, to.name) == 0 ? 0 : errno
    }
    guard code == 0 else {
      throw BackupFailure(
        .system(code), "\(target.path): it could not be moved aside: \(String(cString: strerror(code)))",
        hint: code == EBUSY ? "it is a mount point: umount \(target.path)" : "")
    }
    try syncGround()
  }

  /// Without exchange: a folder is brought to what it was file by file, anything else moved aside and replaced.
  private func withoutExchange(_ reason: String) throws(BackupFailure) -> Report {
    let isFolder = try [target.status, unpacked.status].allSatisfy { ($0?.st_mode ?? 0) & S_IFMT == S_IFDIR }
    if isFolder {
      try removeUnpacked()
      return try restoreInPlace(reason)
    }
    try moveAside()
    _ = try exchange()
    return try report(.fileByFile(reason))
  }
}

extension mode_t {
  fileprivate var isSocket: Bool { self & S_IFMT == S_IFSOCK }
}
