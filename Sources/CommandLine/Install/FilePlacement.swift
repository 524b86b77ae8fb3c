import Glibc

/// Puts a whole file in its place, or takes it away: written beside it, synced, then renamed, so that cron and systemd see
/// the old text, the new one or none, also after a crash.
enum FilePlacement {
  /// The text of a file; nil where there is none. What is no regular file, a link included, is a failure.
  static func text(of path: String) throws(CommandFailure) -> String? {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
    guard descriptor >= 0 else {
      if errno == ENOENT { return nil }
      throw errno == ELOOP ? inTheWay(path) : failure("\(path) could not be read", errno)
    }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { throw inTheWay(path) }
    var bytes = [UInt8](repeating: 0, count: 1 << 16)
    var text: [UInt8] = []
    while true {
      let count = read(descriptor, &bytes, bytes.count)
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw failure("\(path) could not be read", errno) }
      if count == 0 { return String(decoding: text, as: UTF8.self) }
      text += bytes.prefix(count)
    }
  }

  /// Mode 0644; replaces whatever has the name.
  static func place(_ bytes: [UInt8], at path: String) throws(CommandFailure) {
    let (folder, name) = parts(of: path)
    // Neither cron nor systemd reads a name that begins with a dot.
    let temporary = "\(folder)/.\(name).\(getpid()).tmp"
    unlink(temporary)
    do throws(CommandFailure) {
      try write(bytes, to: temporary, for: path)
      guard rename(temporary, path) == 0 else { throw failure("\(path) could not be written", errno) }
    } catch {
      unlink(temporary)
      throw error
    }
    sync(folder: folder)
  }

  static func remove(_ path: String) throws(CommandFailure) {
    guard unlink(path) == 0 || errno == ENOENT else { throw failure("\(path) could not be removed", errno) }
    sync(folder: parts(of: path).folder)
  }

  /// With those above it, as far as they are missing.
  static func makeFolder(_ path: String) throws(CommandFailure) {
    guard mkdir(path, 0o755) != 0, errno != EEXIST else { return }
    guard errno == ENOENT, path.contains("/") else { throw failure("the folder \(path) could not be made", errno) }
    try makeFolder(parts(of: path).folder)
    guard mkdir(path, 0o755) == 0 else { throw failure("the folder \(path) could not be made", errno) }
  }

  private static func write(_ bytes: [UInt8], to temporary: String, for path: String) throws(CommandFailure) {
    let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw failure("\(path) could not be written", errno) }
    defer { close(descriptor) }
    // Whatever the umask is: cron and systemd read it as root, people look at it.
    guard fchmod(descriptor, 0o644) == 0 else { throw failure("\(path) could not be written", errno) }
    guard WholeWrite.write(bytes, to: descriptor), fsync(descriptor) == 0 else {
      throw failure("\(path) could not be written", errno)
    }
  }

  /// The name is there, or gone, for good only when the folder is on the disk: fsync(2).
  private static func sync(folder: String) {
    let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { return }
    fsync(descriptor)
    close(descriptor)
  }

  private static func parts(of path: String) -> (folder: String, name: String) {
    let name = path.split(separator: "/").last.map(String.init) ?? path
    return (String(path.dropLast(name.count + 1)), name)
  }

  private static func inTheWay(_ path: String) -> CommandFailure {
    CommandFailure(
      "\(path) is there and is no file of maint: a link, a folder or a device", hint: "look at it, then move it away",
      exitCode: .cannotWrite)
  }

  private static func failure(_ what: String, _ code: Int32) -> CommandFailure {
    CommandFailure("\(what): \(SystemError.words(code))", exitCode: .cannotWrite)
  }
}
