import Glibc

/// Whether what is to be written fits, told before anything is written.
package enum FreeSpace {
  /// `bytes` is an upper estimate; `what` is to be written to the folder.
  package static func check(_ bytes: Int, for what: String, in folder: String) throws(BackupFailure) {
    try check(bytes, for: what, in: Place(folder))
  }

  static func check(_ bytes: Int, for what: String, in folder: Place) throws(BackupFailure) {
    var status = statvfs()
    guard statvfs(folder.reach, &status) == 0 else { throw .call("its file system could not be examined", folder.path) }
    let free = Int(status.f_bavail) * Int(status.f_frsize)
    guard bytes > free else { return }
    throw BackupFailure(
      .space, "\(what) may need \(size(bytes)), and \(folder.path) has \(size(free)) free; nothing was written",
      hint: "make room there, exclude what need not be kept, or choose another folder with --state")
  }

  private static func size(_ bytes: Int) -> String {
    bytes >= 10 << 30 ? "\(bytes >> 30) GiB" : bytes >= 10 << 20 ? "\(bytes >> 20) MiB" : "\(bytes >> 10) KiB"
  }
}
