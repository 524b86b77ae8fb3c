import Glibc
import Supervision

/// A turn at changing a file: while one maint has it, others wait for theirs, so that each makes its change of what the one
/// before it has left. Others than maint ask nobody, and whoever replaces a file looks whether it is as it was.
///
/// The lock is on the folder, as each change puts another file in place of the old one. Where there are no locks, nobody waits.
enum FileTurn {
  /// Each change takes some milliseconds.
  static let patience = Duration.seconds(10)
  private static let interval = Duration.milliseconds(20)

  /// `change` is made when it is its turn, from the reading of the file on.
  static func take<Result>(
    at path: String, patience: Duration = patience, _ change: () throws(CommandFailure) -> Result
  ) throws(CommandFailure) -> Result {
    let resolved = realpath(path, nil)
    defer { free(resolved) }
    let target = resolved.map { String(cString: $0) } ?? path
    let place = target.lastIndex(of: "/").map { String(target[...$0]) } ?? "."
    let folder = open(place, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    // Whoever reads or writes the file says what is wrong with its folder.
    guard folder >= 0 else { return try change() }
    defer { close(folder) }
    var left = patience
    while flock(folder, LOCK_EX | LOCK_NB) != 0, errno == EWOULDBLOCK || errno == EINTR {
      guard left > .zero else {
        throw CommandFailure(
          "\(path) is left as it is: \(holder(of: folder)) has the lock of its folder, and went on for more than "
            + "\(patience.components.seconds) s", hint: "run it again when that has ended", exitCode: .notNow)
      }
      usleep(UInt32(interval / .microseconds(1)))
      left -= interval
    }
    return try change()
  }

  /// `process 4711 (maint)`, as the kernel tells of the lock: proc_locks(5).
  private static func holder(of folder: Int32) -> String {
    var status = stat()
    guard fstat(folder, &status) == 0, let bytes = SmallFile.read("/proc/locks") else { return unknown }
    for line in String(decoding: bytes, as: UTF8.self).split(separator: "\n") {
      // What waits has an arrow before its kind.
      let fields = line.split(separator: " ")
      guard fields.count > 5, fields[1] == "FLOCK", fields[5].hasSuffix(":\(status.st_ino)"),
        let process = Int(fields[4]), process > 0
      else { continue }
      let name = SmallFile.read("/proc/\(process)/comm").map { String(decoding: $0.dropLast(), as: UTF8.self) }
      return "process \(process)" + (name.map { " (\($0))" } ?? "")
    }
    return unknown
  }

  private static let unknown = "another process"
}
