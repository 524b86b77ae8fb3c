import CLinux
import Glibc

/// From the checked tree to its place, and what comes after.
extension Restore {
  func exchange() throws(BackupFailure) -> Report {
    let tree = try unpacked
    let isThere = target.status != nil
    let code = try bench.change { () throws(BackupFailure) in
      let result = isThere ? bench.exchange(tree.path, target.path) : maint_rename_to_free(tree.path, target.path)
      return result == 0 ? 0 : errno
    }
    switch code {
    case 0: break
    // EINVAL, ENOSYS: the file system or kernel cannot exchange. EXDEV, EBUSY: a mount that the table does not show.
    case EINVAL where isThere, ENOSYS where isThere, EXDEV where isThere, EBUSY where isThere:
      return try withoutExchange("\(target.path) cannot be exchanged: \(String(cString: strerror(code)))")
    default: throw .call("the restored tree could not be put there", target.path, errno: code)
    }
    try bench.sync(target.parent)
    let unplaced = try conclude()
    if kept == nil { try removeUnpacked() } else { try bench.sync(places.folder) }
    return Report(method: .exchanged, kept: kept, unplaced: unplaced)
  }

  /// After the exchange: what the backup left out moves from the replaced tree to the restored one, and the replaced
  /// tree gets its lasting name. The excluded paths that have no folder to go to.
  private func conclude(isResumed: Bool = false) throws(BackupFailure) -> [String] {
    let old = try unpacked
    guard old.status != nil else {
      try mend(target)
      try bench.removeTree(places.new)
      try bench.unlink(places.ready)
      return []
    }
    let (moved, unplaced) = try carryOver(from: old)
    // The tree was checked where it was unpacked; only what was moved into it since can have changed it.
    if moved > 0 || isResumed {
      try mend(target)
      if !isResumed { try prove(target, readingFiles: false) }
    }
    var number = 1
    while access(places.replaced(number), F_OK) == 0 { number += 1 }
    try bench.rename(places.new, places.replaced(number))
    try bench.unlink(places.ready)
    return unplaced
  }

  /// What an earlier attempt left is finished or removed. Whether the restore is done with that.
  func resume() throws(BackupFailure) -> Bool {
    guard access(places.folder, F_OK) == 0 else { return false }
    let isReady = access(places.ready, F_OK) == 0
    if isReady, access(places.new, F_OK) == 0, try !holdsUnexchanged() {
      bench.note("\(target.path): the restore is taken up where it was interrupted")
      _ = try conclude(isResumed: true)
    } else if isReady, access(places.new, F_OK) != 0 {
      try bench.unlink(places.ready)
    } else {
      try bench.unlink(places.ready)
      try bench.unlink(places.ready + ".partial")
      try bench.removeTree(places.new)
    }
    guard access(places.folder, F_OK) == 0, kept != nil || isReady else { return false }
    var isDifferent = false
    try TreeComparison(manifest: manifest, tree: target, scratch: places.folder, bench: bench).run { _, _ in
      isDifferent = true
    }
    return !isDifferent && !manifest.header.isAbsent
  }

  /// What an earlier attempt, which was killed before it could say so, found no folder for.
  func stillExcluded() throws(BackupFailure) -> [String] {
    var found: [String] = []
    var number = 1
    while access(places.replaced(number), F_OK) == 0 {
      let old = try TreePath("\(places.replaced(number))/\(target.name)")
      let walk = try TreeWalk(old, exclusion: manifest.exclusion, readsAttributes: false)
      walk.onExcluded = { found.append(old.shown($0)) }
      while try walk.next() != nil {}
      number += 1
    }
    return found
  }

  private func holdsUnexchanged() throws(BackupFailure) -> Bool {
    guard let status = try unpacked.status, let line = try LineReader(path: places.ready).next() else { return false }
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
    var moved = 0
    for path in sockets {
      var status = stat()
      guard lstat(target.bytes(path), &status) == 0, status.st_mode & S_IFMT == S_IFSOCK else { continue }
      try move(path, from: old)
      moved += 1
    }
    var unplaced: [String] = []
    for path in excluded {
      var status = stat()
      let above = path.lastIndex(of: UInt8(ascii: "/")).map { Array(path[..<$0]) } ?? []
      if lstat(target.bytes(above), &status) == 0, status.st_mode & S_IFMT == S_IFDIR {
        // What was made there meanwhile is not overwritten: then there are two, and both stay.
        if try moveToFree(path, from: old) { moved += 1 } else { unplaced.append(old.shown(path)) }
      } else {
        unplaced.append(old.shown(path))
      }
    }
    return (moved, unplaced)
  }

  private func move(_ path: [UInt8], from old: TreePath) throws(BackupFailure) {
    try bench.change { () throws(BackupFailure) in
      guard Glibc.rename(old.bytes(path), target.bytes(path)) == 0 else {
        throw .call("it could not be moved to \(target.shown(path))", old.shown(path))
      }
    }
  }

  /// Whether it was moved: not where something of that name is there.
  private func moveToFree(_ path: [UInt8], from old: TreePath) throws(BackupFailure) -> Bool {
    try bench.change { () throws(BackupFailure) in
      if maint_rename_to_free(old.bytes(path), target.bytes(path)) == 0 { return true }
      guard errno == EEXIST else { throw .call("it could not be moved to \(target.shown(path))", old.shown(path)) }
      return false
    }
  }

  /// The path did not exist: what is there now is moved aside, and empty folders above it that were missing too go.
  func removeTarget() throws(BackupFailure) -> Report {
    if target.status != nil {
      try refuseUnchangeable([target.path, target.parent])
      try bench.makeFolder(places.folder)
      try moveAside()
    }
    if kept == nil { try Self.removeParents(above: target, manifest, on: bench) }
    return Report(method: .removed, kept: kept)
  }

  private func moveAside() throws(BackupFailure) {
    var number = 1
    while access("\(places.replaced(number))/\(target.name)", F_OK) == 0 { number += 1 }
    try bench.makeFolder(places.replaced(number))
    let aside = "\(places.replaced(number))/\(target.name)"
    let code = try bench.change { () throws(BackupFailure) in
      maint_rename_to_free(target.path, aside) == 0 ? 0 : errno
    }
    guard code == 0 else {
      throw BackupFailure(
        .system(code), "\(target.path): it could not be moved aside: \(String(cString: strerror(code)))",
        hint: code == EBUSY ? "it is a mount point: umount \(target.path)" : "")
    }
    try bench.sync(target.parent)
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
    return Report(method: .fileByFile(reason), kept: kept)
  }
}
