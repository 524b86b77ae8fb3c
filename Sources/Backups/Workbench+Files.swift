import CLinux
import Glibc

/// The operations that change files, each with its failpoints.
extension Workbench {
  /// With mode 0700; one that is there is left as it is.
  func makeFolder(_ path: String) throws(BackupFailure) {
    try change { () throws(BackupFailure) in
      guard mkdir(path, 0o700) == 0 || errno == EEXIST else { throw .call("the folder could not be made", path) }
    }
    try requireOwn(path)
  }

  /// Throws where something is at the path that is no folder of this user's own: whoever may write beside it could have
  /// put it there, or a link, to have maint write or remove elsewhere.
  func requireOwn(_ path: String) throws(BackupFailure) {
    var status = stat()
    guard lstat(path, &status) == 0 else { return }
    guard status.st_mode & S_IFMT == S_IFDIR, status.st_uid == geteuid(), status.st_mode & 0o022 == 0 else {
      throw BackupFailure(
        .source, "\(path) is there already, and is no folder that maint made",
        hint: "look who made it (ls -ld), and remove it")
    }
  }

  func rename(_ from: String, _ to: String) throws(BackupFailure) {
    try change { () throws(BackupFailure) in
      guard Glibc.rename(from, to) == 0 else { throw .call("it could not be renamed to \(to)", from) }
    }
  }

  /// 0, or -1 with `errno`.
  func exchange(_ one: String, _ other: String) -> Int32 {
    #if DEBUG
      if refusesToExchange {
        errno = EINVAL
        return -1
      }
    #endif
    return maint_exchange(one, other)
  }

  /// One that is not there is removed already.
  func unlink(_ path: String) throws(BackupFailure) {
    guard access(path, F_OK) == 0 || errno != ENOENT else { return }
    try change { () throws(BackupFailure) in
      guard Glibc.unlink(path) == 0 || errno == ENOENT else { throw .call("it could not be removed", path) }
    }
  }

  /// Removes a file or a folder with all in it, mounts excepted.
  func removeTree(_ path: String) throws(BackupFailure) {
    var status = stat()
    guard lstat(path, &status) == 0 else { return }
    try change { () throws(BackupFailure) in
      try run(tools.rm, ["-rf", "--one-file-system", "--", path], in: "/", to: "\(path) could not be removed")
    }
  }

  /// Has a file, or the names in a folder, reach the disk.
  func sync(_ path: String) throws(BackupFailure) {
    try change { () throws(BackupFailure) in
      let descriptor = open(path, O_RDONLY | O_CLOEXEC)
      guard descriptor >= 0 else { throw .call("could not be opened", path) }
      defer { close(descriptor) }
      guard fsync(descriptor) == 0 else { throw .call("could not be written to the disk", path) }
    }
  }

  /// Has everything on the file system of a folder reach the disk.
  func syncFileSystem(of path: String) throws(BackupFailure) {
    try change { () throws(BackupFailure) in
      let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
      guard descriptor >= 0 else { throw .call("could not be opened", path) }
      defer { close(descriptor) }
      guard maint_sync_file_system(descriptor) == 0 else { throw .call("could not be written to the disk", path) }
    }
  }

  /// Writes a small file and has it reach the disk, whole or not at all.
  func write(_ text: String, to path: String) throws(BackupFailure) { try write(Array(text.utf8), to: path) }

  func write(_ bytes: [UInt8], to path: String) throws(BackupFailure) {
    let partial = path + ".partial"
    try change { () throws(BackupFailure) in
      let descriptor = open(partial, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
      guard descriptor >= 0 else { throw .call("could not be made", partial) }
      let writer = ByteWriter(descriptor: descriptor, path: partial)
      try writer.write { $0 += bytes }
      try writer.flush()
      guard fsync(descriptor) == 0 else { throw .call("could not be written to the disk", partial) }
    }
    try rename(partial, path)
  }
}
