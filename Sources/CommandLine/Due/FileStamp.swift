import Glibc
import Scheduling

/// What tells that a file is still the one that was read: which one it is, its size, and when it was last written and
/// changed. As one word, for comparison.
struct FileStamp: Equatable {
  let text: String
  private let latest: timespec

  /// Of what the path leads to; also where there is nothing, which has a stamp of its own.
  init(path: String) {
    var status = stat()
    guard stat(path, &status) == 0 else {
      (text, latest) = ("-", timespec())
      return
    }
    let written = status.st_mtim
    // SQLite gives the log of root to the database's owner each time that it opens it (unixOpen, robustFchown), which
    // changes that file's status and nothing in it.
    let changed = path.hasSuffix("-wal") ? written : status.st_ctim
    text =
      "\(status.st_dev):\(status.st_ino):\(status.st_mode):\(status.st_size):\(written.tv_sec).\(written.tv_nsec):"
      + "\(changed.tv_sec).\(changed.tv_nsec)"
    latest = written.tv_sec > changed.tv_sec ? written : changed
  }

  /// nil: nothing is there.
  var changedAt: Timestamp? {
    text == "-" ? nil : Timestamp(microseconds: Int64(latest.tv_sec) * 1_000_000 + Int64(latest.tv_nsec) / 1_000)
  }

  static func == (left: FileStamp, right: FileStamp) -> Bool { left.text == right.text }

  /// Whether it was left alone from so long before the moment on (seconds since 1970) that a change after it has another
  /// time: the kernel's clock for files moves in steps, and two changes in one step look like one.
  func isSettled(before moment: Int) -> Bool { latest.tv_sec < moment - 2 }
}
