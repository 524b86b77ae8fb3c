import CLinux
import Glibc
import Syntax

/// Gives a file a new text in one step: written beside it, synced, then put in its place. Whoever reads the file sees the
/// old text or the new one; after a crash it is one of the two.
///
/// A link stays a link, and the file that it leads to is replaced. Mode, owner, group, access control lists and other
/// extended attributes are kept. What could not be kept is a reason to leave the file alone: a second name of it (a hard
/// link) would keep the old text.
enum FileReplacement {
  /// `holding` is the text that the new one was made of: a file that says something else by now is left alone, as it is
  /// upon every failure. `beforeExchange` is called when all is ready.
  static func replace(
    _ path: String, holding old: [UInt8], by new: [UInt8], beforeExchange: () -> Void = {}
  ) throws(CommandFailure) {
    guard let resolved = realpath(path, nil) else { throw failure(path, errno) }
    defer { free(resolved) }
    let target = String(cString: resolved)
    let slash = target.lastIndex(of: "/") ?? target.startIndex
    let name = String(target[target.index(after: slash)...])
    let folder = open(String(target[...slash]), O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard folder >= 0 else { throw failure(path, errno) }
    defer { close(folder) }
    var status = stat()
    guard fstatat(folder, name, &status, AT_SYMLINK_NOFOLLOW) == 0, faccessat(folder, name, W_OK, 0) == 0 else {
      throw failure(path, errno)
    }
    // Root may write what nobody may; who took the permission away meant root, too.
    guard status.st_mode & 0o222 != 0 else { throw failure(path, EACCES) }
    guard status.st_nlink == 1 else { throw linked(path) }
    // Hidden, so that what a crash leaves is no schedule or runbook.
    let temporary = ".\(name).\(getpid()).tmp"
    do throws(CommandFailure) {
      try create(temporary, in: folder, like: status, attributes(of: target, path), new, path)
      try refuseChanged(path, since: old, path)
      beforeExchange()
      try exchange(temporary, name, in: folder, "\(target[...slash])\(temporary)", holding: old, path)
    } catch {
      unlinkat(folder, temporary, 0)
      throw error
    }
    // The name is changed for good only when the folder is on the disk: fsync(2).
    fsync(folder)
  }

  private static func create(
    _ name: String, in folder: Int32, like status: stat, _ attributes: FileAttributes, _ bytes: [UInt8],
    _ path: String
  ) throws(CommandFailure) {
    // A file beyond the limit of its size would end maint, and leave what it has made: write(2).
    let onLimit = signal(SIGXFSZ, SIG_IGN)
    defer { signal(SIGXFSZ, onLimit) }
    // Left by a maint that was killed and had the same number. What lies there may be a link, so it is never written to.
    unlinkat(folder, name, 0)
    let descriptor = openat(folder, name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw failure(path, errno) }
    defer { close(descriptor) }
    var made = stat()
    guard fstat(descriptor, &made) == 0 else { throw failure(path, errno) }
    // Before the mode, for a change of owner takes set-id bits away: chown(2).
    if made.st_uid != status.st_uid || made.st_gid != status.st_gid {
      guard fchown(descriptor, status.st_uid, status.st_gid) == 0 else { throw notOurs(path) }
    }
    // Before the mode, whose group bits are the list's mask and would else widen what it allows: acl(5).
    if let failed = attributes.give(to: descriptor) { throw unkept(failed, path) }
    guard fchmod(descriptor, status.st_mode & 0o7777) == 0 else { throw failure(path, errno) }
    guard WholeWrite.write(bytes, to: descriptor), fsync(descriptor) == 0 else { throw failure(path, errno) }
  }

  /// Puts the new file in the old one's place, and looks at what comes out of it: between the last look and this somebody may
  /// have saved the file. Then the two change places again. What comes out in the end is removed.
  private static func exchange(
    _ temporary: String, _ name: String, in folder: Int32, _ placeOfTemporary: String, holding old: [UInt8],
    _ path: String
  ) throws(CommandFailure) {
    guard maint_exchange(folder, temporary, folder, name) == 0 else {
      // Some file systems cannot do that.
      guard [EINVAL, ENOSYS, ENOTSUP].contains(errno), renameat(folder, temporary, folder, name) == 0 else {
        throw failure(path, errno)
      }
      return
    }
    do throws(CommandFailure) {
      try refuseChanged(placeOfTemporary, since: old, path)
    } catch {
      guard maint_exchange(folder, temporary, folder, name) == 0 else { throw failure(path, errno) }
      throw error
    }
    unlinkat(folder, temporary, 0)
  }

  /// Somebody may have saved the file while it was worked on. `place`: where its text is now.
  private static func refuseChanged(_ place: String, since old: [UInt8], _ path: String) throws(CommandFailure) {
    let now = try? SourceReader.read(path: place).bytes
    guard now != old else { return }
    throw CommandFailure(
      "\(path) was changed by somebody else meanwhile and is left as it is", hint: "run it again",
      exitCode: .cannotWrite)
  }

  private static func attributes(of target: String, _ path: String) throws(CommandFailure) -> FileAttributes {
    guard let attributes = FileAttributes(of: target) else { throw failure(path, errno) }
    return attributes
  }

  private static func unkept(_ attribute: String, _ path: String) -> CommandFailure {
    CommandFailure(
      "\(path) is left as it is: its attribute \(attribute) cannot be given to a new file: \(SystemError.words(errno))",
      hint: "run maint as root", exitCode: .cannotWrite)
  }

  private static func linked(_ path: String) -> CommandFailure {
    CommandFailure(
      "\(path) is left as it is: it has another name (a hard link), which would keep the old text",
      hint: "make the other name a symbolic link", exitCode: .cannotWrite)
  }

  private static func notOurs(_ path: String) -> CommandFailure {
    CommandFailure(
      "\(path) is left as it is: it belongs to another user or group, which a new file could not",
      hint: "run maint as its owner", exitCode: .cannotWrite)
  }

  private static func failure(_ path: String, _ code: Int32) -> CommandFailure {
    CommandFailure(
      "\(path) could not be written and is as it was: \(SystemError.words(code))", exitCode: .cannotWrite)
  }
}
