import Glibc

/// A file of real blocks beside the database, given up when the disk is full so that outcomes can still be written.
struct Reserve {
  static let size = 1 << 20

  var path: String

  /// Allocates what is missing of it. Where there is no room there is no reserve, and the run goes on without: the
  /// disk may never get full.
  func fill() {
    var status = stat()
    if stat(path, &status) == 0, status.st_blocks * 512 >= Self.size { return }
    let descriptor = open(path, O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard descriptor >= 0 else { return }
    defer { close(descriptor) }
    if posix_fallocate(descriptor, 0, off_t(Self.size)) != 0 { unlink(path) }
  }

  var isThere: Bool { access(path, F_OK) == 0 }

  /// Gives it up, where it is still there.
  func release() { unlink(path) }
}
