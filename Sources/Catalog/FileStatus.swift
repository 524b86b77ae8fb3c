import Glibc

/// Asks the host what lies at a path.
package enum FileStatus {
  package static func read(_ path: String) -> OwnershipCheck.Status? {
    var found = stat()
    guard lstat(path, &found) == 0 else { return nil }
    let kind: OwnershipCheck.Status.Kind
    switch found.st_mode & S_IFMT {
    case S_IFDIR: kind = .folder
    case S_IFLNK:
      guard let target = target(ofLink: path) else { return nil }
      kind = .link(target: target)
    default: kind = .other
    }
    return OwnershipCheck.Status(kind: kind, user: found.st_uid, group: found.st_gid, mode: found.st_mode & 0o7777)
  }

  private static func target(ofLink path: String) -> String? {
    var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
    let length = readlink(path, &buffer, buffer.count)
    guard length >= 0 else { return nil }
    return String(decoding: buffer.prefix(length).map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}
