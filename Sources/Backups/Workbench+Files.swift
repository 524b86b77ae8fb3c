import CLinux
import Glibc

/// The operations that change files, each with its failpoints.
extension Workbench {
  func rename(_ from: String, _ to: String) throws(BackupFailure) { try rename(Place(from), Place(to)) }

  func rename(_ from: Place, _ to: Place) throws(BackupFailure) {
    try change { () throws(BackupFailure) in
      guard Glibc.rename(from.reach, to.reach) == 0 else {
        throw .call("it could not be renamed to \(to.path)", from.path)
      }
    }
  }

  /// Of two names in folders; 0, or -1 with `errno`.
  func exchange(_ one: TreeFolders.Spot, _ other: TreeFolders.Spot) -> Int32 {
    #if DEBUG
      if refusesToExchange {
        errno = EINVAL
        return -1
      }
    #endif
    return maint_exchange(one.folder, one.name, other.folder, other.name)
  }

  /// One that is not there is removed already.
  func unlink(_ path: String) throws(BackupFailure) { try unlink(Place(path)) }

  func unlink(_ place: Place) throws(BackupFailure) {
    guard place.isThere else { return }
    try change { () throws(BackupFailure) in
      guard Glibc.unlink(place.reach) == 0 || errno == ENOENT else {
        throw .call("it could not be removed", place.path)
      }
    }
  }

  /// Removes a file or a folder with all in it, mounts excepted.
  func removeTree(_ place: Place) throws(BackupFailure) {
    guard place.isThere else { return }
    try change { () throws(BackupFailure) in
      try run(
        tools.rm, ["-rf", "--one-file-system", "--", place.reach], in: "/", to: "\(place.path) could not be removed")
    }
  }

  /// Has a file, or the names in a folder, reach the disk.
  func sync(_ path: String) throws(BackupFailure) { try sync(Place(path)) }

  func sync(_ place: Place) throws(BackupFailure) {
    try change { () throws(BackupFailure) in
      let descriptor = open(place.reach, O_RDONLY | O_CLOEXEC)
      guard descriptor >= 0 else { throw .call("could not be opened", place.path) }
      defer { close(descriptor) }
      guard fsync(descriptor) == 0 else { throw .call("could not be written to the disk", place.path) }
    }
  }

  /// Has everything on the file system of a folder reach the disk.
  func syncFileSystem(of path: String) throws(BackupFailure) { try syncFileSystem(of: Place(path)) }

  func syncFileSystem(of place: Place) throws(BackupFailure) {
    try change { () throws(BackupFailure) in
      let descriptor = open(place.reach, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
      guard descriptor >= 0 else { throw .call("could not be opened", place.path) }
      defer { close(descriptor) }
      guard maint_sync_file_system(descriptor) == 0 else { throw .call("could not be written to the disk", place.path) }
    }
  }

  /// Writes a small file and has it reach the disk, whole or not at all.
  func write(_ text: String, to place: Place) throws(BackupFailure) { try write(Array(text.utf8), to: place) }

  func write(_ bytes: [UInt8], to place: Place) throws(BackupFailure) {
    let partial = place + ".partial"
    try change { () throws(BackupFailure) in
      let descriptor = open(partial.reach, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
      guard descriptor >= 0 else { throw .call("could not be made", partial.path) }
      let writer = ByteWriter(descriptor: descriptor, path: partial.path)
      try writer.write { $0 += bytes }
      try writer.flush()
      guard fsync(descriptor) == 0 else { throw .call("could not be written to the disk", partial.path) }
    }
    try rename(partial, place)
  }
}
