import Glibc

/// What a file system has left.
enum FreeRoom {
  /// Bytes that are free for this user where the folder lies; nil: it cannot be said.
  static func bytes(in folder: String) -> Int? {
    var status = statvfs()
    guard statvfs(folder, &status) == 0 else { return nil }
    return Int(clamping: UInt64(status.f_bavail).multipliedReportingOverflow(by: UInt64(status.f_frsize)).partialValue)
  }
}
