import Glibc
import Planning

/// Reads the seal of a backup.
enum SealFile {
  /// Nil where there is none, or it cannot be read.
  static func list(in folder: String) -> SealList? {
    let descriptor = open("\(folder)/\(BackupSeal.fileName)", O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = piece.withUnsafeMutableBytes { read(descriptor, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      if count < 0 { return nil }
      if count == 0 { return SealList(bytes) }
      bytes += piece.prefix(count)
    }
  }

  /// Whether the folder has one, which says that its backup is complete; and when the folder or it last changed.
  static func status(of folder: String) -> (isThere: Bool, changedAt: timespec)? {
    var status = stat()
    if lstat("\(folder)/\(BackupSeal.fileName)", &status) == 0, status.st_mode & S_IFMT == S_IFREG {
      return (true, status.st_mtim)
    }
    guard lstat(folder, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else { return nil }
    return (false, status.st_mtim)
  }
}
