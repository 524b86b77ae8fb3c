import Glibc

/// Which file a path names: a name can pass to another file, or to none, while the old one is still open.
struct FileIdentity: Equatable {
  private let device: dev_t
  private let number: ino_t

  /// nil where nothing has the name.
  init?(path: String) {
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    device = status.st_dev
    number = status.st_ino
  }
}
