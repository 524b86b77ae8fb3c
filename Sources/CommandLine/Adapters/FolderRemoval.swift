import Glibc

/// Removes a folder and all in it, without following links.
enum FolderRemoval {
  /// nil when nothing is left; else the first path that could not be removed, and why.
  static func remove(_ path: String) -> String? {
    var status = stat()
    guard lstat(path, &status) == 0 else { return errno == ENOENT ? nil : problem(path) }
    guard status.st_mode & S_IFMT == S_IFDIR else {
      return unlink(path) == 0 || errno == ENOENT ? nil : problem(path)
    }
    guard let folder = opendir(path) else { return problem(path) }
    var names: [String] = []
    while let entry = readdir(folder) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name != "." && name != ".." { names.append(name) }
    }
    closedir(folder)
    for name in names {
      if let problem = remove("\(path)/\(name)") { return problem }
    }
    return rmdir(path) == 0 || errno == ENOENT ? nil : problem(path)
  }

  private static func problem(_ path: String) -> String {
    "\(path): \(SystemError.words(errno))"
  }
}
