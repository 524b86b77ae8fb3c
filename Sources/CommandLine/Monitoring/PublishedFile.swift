import CLinux
import Glibc

/// Puts a whole file where others read it: written beside its place, synced, then renamed, so that a reader sees the old text or
/// the new one, also after a crash. Everybody may read a new one; one that is there keeps its owner and mode, so that somebody
/// can decide who reads it.
///
/// The folder may be somebody else's, as those of node_exporter and of a web server are, and maint root. So it is opened once and held; on the way to
/// it a link is followed only where root or maint's own user made it; what is written has a name that did not exist; and the
/// last name becomes the new file whatever its owner puts there meanwhile. Nothing is written anywhere else.
enum PublishedFile {
  private static let mostLinks = 20

  static func write(_ bytes: some Collection<UInt8>, to path: String) throws(CommandFailure) {
    let name = String(path.split(separator: "/", omittingEmptySubsequences: false).last ?? "")
    guard !name.isEmpty, name != ".", name != ".." else {
      throw CommandFailure(
        "'\(TypedWord.harmless(path))' names no file", hint: "give the file a name, as DIR/FILE", exitCode: .usage)
    }
    let folder = try folder(of: path)
    defer { close(folder) }
    let status = try status(of: name, in: folder, path)
    if let status { try refuseTrap(status, in: folder, path) }
    let temporary = ".\(name).\(getpid()).tmp"
    do throws(CommandFailure) {
      try create(temporary, in: folder, like: status, bytes, path)
      guard renameat(folder, temporary, folder, name) == 0 else { throw failure(path, errno) }
    } catch {
      unlinkat(folder, temporary, 0)
      throw error
    }
    // The name is changed for good only when the folder is on the disk: fsync(2).
    fsync(folder)
  }

  /// In a folder in which everybody may make files, whoever made this one first would be the only one to read what root writes.
  private static func refuseTrap(_ status: stat, in folder: Int32, _ path: String) throws(CommandFailure) {
    var place = stat()
    guard status.st_uid != geteuid(), fstat(folder, &place) == 0, place.st_mode & S_IWOTH != 0,
      place.st_uid != status.st_uid
    else { return }
    throw CommandFailure(
      "\(TypedWord.harmless(path)) is left as it is: everybody may make files in its folder, and user \(status.st_uid) made "
        + "this one, who would decide who reads what maint writes",
      hint: "give a path in a folder that only its owner may write, or remove the file", exitCode: .permissions)
  }

  private static func create(
    _ name: String, in folder: Int32, like status: stat?, _ bytes: some Collection<UInt8>, _ path: String
  ) throws(CommandFailure) {
    // A file beyond the limit of its size would end maint, and leave what it has made: write(2).
    let onLimit = signal(SIGXFSZ, SIG_IGN)
    defer { signal(SIGXFSZ, onLimit) }
    // Left by a maint that was killed and had the same number. What lies there may be a link, so it is never written to.
    unlinkat(folder, name, 0)
    let descriptor = openat(folder, name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw failure(path, errno) }
    defer { close(descriptor) }
    var made = stat()
    guard fstat(descriptor, &made) == 0 else { throw failure(path, errno) }
    // Before the mode, for a change of owner takes bits away: chown(2).
    if let status, made.st_uid != status.st_uid || made.st_gid != status.st_gid,
      fchown(descriptor, status.st_uid, status.st_gid) != 0
    {
      throw CommandFailure(
        "\(TypedWord.harmless(path)) is left as it is: it belongs to another user or group, which a new file could not",
        hint: "run maint as its owner, or remove it", exitCode: .cannotWrite)
    }
    guard fchmod(descriptor, status.map { $0.st_mode & 0o777 } ?? 0o644) == 0, WholeWrite.write(bytes, to: descriptor),
      fsync(descriptor) == 0
    else {
      throw failure(path, errno)
    }
  }

  /// Of the file that is there; nil: none is. A device, a folder or a link would be gone: `/dev/stdout` is one.
  private static func status(of name: String, in folder: Int32, _ path: String) throws(CommandFailure) -> stat? {
    var status = stat()
    guard fstatat(folder, name, &status, AT_SYMLINK_NOFOLLOW) == 0 else {
      if errno == ENOENT { return nil }
      throw failure(path, errno)
    }
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw CommandFailure(
        "\(TypedWord.harmless(path)) is no regular file and is left as it is",
        hint: "give the path of the file itself; - is standard output", exitCode: .cannotWrite)
    }
    return status
  }

  /// The folder that holds the file, step by step.
  private static func folder(of path: String) throws(CommandFailure) -> Int32 {
    var names = Array(path.split(separator: "/").dropLast().map(String.init).reversed())
    var links = 0
    var held = maint_hold_folder(AT_FDCWD, path.hasPrefix("/") ? "/" : ".", 0)
    guard held >= 0 else { throw failure(path, errno) }
    while let name = names.popLast() {
      var next = maint_hold_folder(held, name, 0)
      var code = errno
      if next < 0, let target = try link(name, in: held, path, &links) {
        names += target.split(separator: "/").map(String.init).reversed()
        next = target.hasPrefix("/") ? maint_hold_folder(AT_FDCWD, "/", 0) : maint_hold_folder(held, ".", 0)
        code = errno
      }
      close(held)
      guard next >= 0 else { throw failure(path, code) }
      held = next
    }
    defer { close(held) }
    let folder = openat(held, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard folder >= 0 else { throw failure(path, errno) }
    return folder
  }

  /// Where a link leads that is followed; nil: it is none.
  private static func link(
    _ name: String, in folder: Int32, _ path: String, _ links: inout Int
  ) throws(CommandFailure) -> String? {
    // Held, so that what is read is what was looked at.
    let held = maint_hold_name(folder, name)
    defer { close(held) }
    var status = stat()
    guard held >= 0, fstat(held, &status) == 0, status.st_mode & S_IFMT == S_IFLNK else { return nil }
    links += 1
    guard links <= mostLinks else { throw failure(path, ELOOP) }
    guard status.st_uid == 0 || status.st_uid == geteuid() else {
      throw CommandFailure(
        "\(TypedWord.harmless(path)) was not written: '\(TypedWord.harmless(name))' on the way to it is a link of user "
          + "\(status.st_uid), who could have it lead anywhere",
        hint: "give the path without the link", exitCode: .permissions)
    }
    var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
    let count = readlinkat(held, "", &buffer, buffer.count)
    guard count > 0 else { throw failure(path, errno) }
    return String(decoding: buffer.prefix(count).map(UInt8.init(bitPattern:)), as: UTF8.self)
  }

  private static func failure(_ path: String, _ code: Int32) -> CommandFailure {
    if code == ENOENT {
      let folder = path.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/")
      return CommandFailure(
        "\(TypedWord.harmless(path)) was not written: its folder is not there",
        hint: "make \(TypedWord.harmless(folder)) first, or correct the path", exitCode: .cannotWrite)
    }
    return CommandFailure(
      "\(TypedWord.harmless(path)) could not be written and is as it was: \(SystemError.words(code))",
      exitCode: .cannotWrite)
  }
}
