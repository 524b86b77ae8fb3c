import CLinux
import Glibc

/// Opens a folder by its path, name by name, and follows no link by which one user could lead maint to what is another's.
///
/// A link is followed where root or this user owns it, or who owns the folder that it leads to: the rule of Apache's
/// `SymLinksIfOwnerMatch`. Without it, who owns a folder above a path that root backs up puts a link in its place at the
/// right instants, and has any folder of the host archived or restored in its stead.
struct FolderWalk {
  /// path_resolution(7).
  private var linksLeft = 40
  private let path: String

  /// A descriptor as of `HeldFolder`; -1 with `errno` where there is no such folder or it cannot be reached. Throws where a
  /// link is not to be followed.
  static func open(_ path: String) throws(BackupFailure) -> Int32 {
    var walk = FolderWalk(path: path)
    return try walk.enter(Array(path.utf8), from: AT_FDCWD)
  }

  private init(path: String) { self.path = path }

  /// Like openat(2).
  private mutating func enter(_ way: [UInt8], from start: Int32) throws(BackupFailure) -> Int32 {
    var current = maint_hold_folder(start, way.first == UInt8(ascii: "/") ? "/" : ".", 0)
    for name in way.split(separator: UInt8(ascii: "/")) where current >= 0 {
      let name = name.map(CChar.init(bitPattern:)) + [0]
      // As a folder first: a mount point of autofs is mounted by that.
      var next = maint_hold_folder(current, name, 0)
      defer {
        let code = errno
        close(current)
        (current, errno) = (next, code)
      }
      if next < 0, errno == ENOTDIR || errno == ELOOP { next = try follow(name, in: current) }
    }
    return current
  }

  /// -1 with `errno`.
  private mutating func follow(_ name: [CChar], in folder: Int32) throws(BackupFailure) -> Int32 {
    let link = maint_hold_name(folder, name)
    guard link >= 0 else { return -1 }
    defer {
      let code = errno
      close(link)
      errno = code
    }
    var target = [CChar](repeating: 0, count: TreeWalk.longestPath)
    // Empty: of the link that is open. What is no link is no folder either.
    let count = readlinkat(link, "", &target, target.count)
    linksLeft -= 1
    guard count > 0, count < target.count, linksLeft >= 0 else {
      errno = linksLeft < 0 ? ELOOP : ENOTDIR
      return -1
    }
    let next = try enter(target[..<count].map(UInt8.init(bitPattern:)), from: folder)
    guard next >= 0 else { return -1 }
    var (own, led) = (stat(), stat())
    guard fstat(link, &own) == 0, fstat(next, &led) == 0 else {
      close(next)
      return -1
    }
    if own.st_uid == 0 || own.st_uid == geteuid() || own.st_uid == led.st_uid { return next }
    close(next)
    throw refusal(name, of: own.st_uid, to: led.st_uid)
  }

  private func refusal(_ name: [CChar], of user: UInt32, to other: UInt32) -> BackupFailure {
    let name = PathText.shown(name.dropLast().map(UInt8.init(bitPattern:)))
    return BackupFailure(
      .source,
      "\(path): the link '\(name)' in it belongs to user \(user) and leads to a folder of user \(other), so it is not followed",
      hint: "write the path without the link, or have the link belong to root (chown -h)")
  }
}
