import Glibc

/// Puts a page where a web server finds it: written beside it, synced, then renamed over it, so that nobody ever reads half of
/// one, nor after a crash.
///
/// A new file has mode 0644, for a page is there to be read; one that is there keeps its owner and mode, so that somebody can
/// decide who reads it. A link stays a link. What is no file, as /dev/null, is left alone.
struct PageFile {
  let context: Context

  /// As root only where root alone decides what lies there.
  func write(_ bytes: [UInt8], to path: String) throws(CommandFailure) {
    try TrustedPaths(context: context).check(replaced: path)
    let (target, status) = try Self.target(of: path)
    let slash = target.lastIndex(of: "/")
    let name = slash.map { String(target[target.index(after: $0)...]) } ?? target
    guard !name.isEmpty else { throw Self.failure(path, EISDIR) }
    let folder = open(slash.map { String(target[...$0]) } ?? ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard folder >= 0 else { throw Self.failure(path, errno) }
    defer { close(folder) }
    let temporary = ".\(name).\(getpid()).tmp"
    do throws(CommandFailure) {
      try Self.create(temporary, in: folder, like: status, bytes, path)
      guard renameat(folder, temporary, folder, name) == 0 else { throw Self.failure(path, errno) }
    } catch {
      unlinkat(folder, temporary, 0)
      throw error
    }
    // The name is changed for good only when the folder is on the disk: fsync(2).
    fsync(folder)
  }

  /// Where the file is to be, past links, and what is there; nil: nothing.
  private static func target(of path: String) throws(CommandFailure) -> (path: String, status: stat?) {
    var status = stat()
    guard lstat(path, &status) == 0 else {
      guard errno == ENOENT else { throw failure(path, errno) }
      return (path, nil)
    }
    guard let resolved = realpath(path, nil) else { throw failure(path, errno) }
    defer { free(resolved) }
    let target = String(cString: resolved)
    guard stat(target, &status) == 0 else { throw failure(path, errno) }
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw CommandFailure(
        "\(path) is left as it is: it is no file", hint: "without --output the page is printed", exitCode: .cannotWrite)
    }
    return (target, status)
  }

  private static func create(
    _ name: String, in folder: Int32, like status: stat?, _ bytes: [UInt8], _ path: String
  ) throws(CommandFailure) {
    // A file beyond the limit of its size would end maint: write(2).
    let onLimit = signal(SIGXFSZ, SIG_IGN)
    defer { signal(SIGXFSZ, onLimit) }
    // Left by a maint that was killed and had the same number. What lies there may be a link, so it is never written to.
    unlinkat(folder, name, 0)
    let descriptor = openat(folder, name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw failure(path, errno) }
    defer { close(descriptor) }
    var made = stat()
    guard fstat(descriptor, &made) == 0 else { throw failure(path, errno) }
    // Before the mode, for a change of owner takes bits away: chown(2).
    if let status, made.st_uid != status.st_uid || made.st_gid != status.st_gid,
      fchown(descriptor, status.st_uid, status.st_gid) != 0
    {
      throw CommandFailure(
        "\(path) is left as it is: it belongs to another user or group, which a new file could not",
        hint: "run maint as its owner, or remove it", exitCode: .cannotWrite)
    }
    let mode = status.map { $0.st_mode & 0o777 } ?? 0o644
    guard fchmod(descriptor, mode) == 0, WholeWrite.write(bytes, to: descriptor), fsync(descriptor) == 0 else {
      throw failure(path, errno)
    }
  }

  private static func failure(_ path: String, _ code: Int32) -> CommandFailure {
    CommandFailure(
      "\(path) could not be written and is as it was: \(SystemError.words(code))", exitCode: .cannotWrite)
  }
}
