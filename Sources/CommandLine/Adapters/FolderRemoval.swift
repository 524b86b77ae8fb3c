import Glibc

/// Removes a folder and all in it.
///
/// What is below the folder may belong to someone who changes it meanwhile, so nothing there is reached by a path: each
/// folder is opened from the one above it, never through a link, and its entries are removed relative to that.
enum FolderRemoval {
  /// Nothing that a step makes by itself is deeper; each level holds a descriptor.
  private static let deepest = 500

  /// nil when nothing is left; else the first path that could not be removed, and why. The folders above `path` must be
  /// such that only maint's own user can rename what is in them.
  /// `beforeEach` is called before each name is removed.
  static func remove(_ path: String, beforeEach: () -> Void = {}) -> String? {
    remove(path.utf8CString.map { $0 }, from: AT_FDCWD, path: path, depth: 0, beforeEach)
  }

  private static func remove(
    _ name: [CChar], from folder: Int32, path: String, depth: Int, _ beforeEach: () -> Void
  ) -> String? {
    beforeEach()
    if unlinkat(folder, name, 0) == 0 || errno == ENOENT { return nil }
    // Linux says EISDIR, POSIX EPERM: unlink(2).
    guard errno == EISDIR || errno == EPERM else { return problem(path) }
    let failure = errno
    guard depth < deepest else { return "\(path): too many folders within each other" }
    let descriptor = openat(folder, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
    guard descriptor >= 0 else {
      if errno == ENOTDIR { errno = failure }
      return problem(path)
    }
    defer { close(descriptor) }
    guard let names = names(in: descriptor) else { return problem(path) }
    for name in names {
      let text = name.withUnsafeBytes { String(decoding: $0.dropLast(), as: UTF8.self) }
      let problem = remove(name, from: descriptor, path: "\(path)/\(text)", depth: depth + 1, beforeEach)
      if let problem { return problem }
    }
    return unlinkat(folder, name, AT_REMOVEDIR) == 0 || errno == ENOENT ? nil : problem(path)
  }

  /// Byte for byte, each with its NUL: a name need not be UTF-8. nil with `errno` where the folder cannot be read.
  static func names(in descriptor: Int32) -> [[CChar]]? {
    // closedir closes what it was given; the folder stays open for what is removed from it.
    let copy = fcntl(descriptor, F_DUPFD_CLOEXEC, 0)
    guard copy >= 0 else { return nil }
    guard let folder = fdopendir(copy) else {
      close(copy)
      return nil
    }
    defer { closedir(folder) }
    var names: [[CChar]] = []
    while let entry = readdir(folder) {
      let name = withUnsafeBytes(of: &entry.pointee.d_name) { $0.prefix { $0 != 0 }.map(CChar.init(bitPattern:)) + [0] }
      if name != [46, 0] && name != [46, 46, 0] { names.append(name) }
    }
    return names
  }

  private static func problem(_ path: String) -> String {
    "\(path): \(SystemError.words(errno))"
  }
}
