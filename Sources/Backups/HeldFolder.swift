import CLinux
import Glibc

/// A folder held open: what is done in it is done there, whatever becomes meanwhile of the names that led to it.
///
/// Who owns a folder can exchange what is in it for a link at any instant, also between two calls of root's that take the
/// same path.
final class HeldFolder: Sendable {
  /// As the operator knows it, for messages.
  let path: String
  /// Good for calls that take a folder and a name, and for nothing else: O_PATH, open(2).
  let descriptor: Int32

  /// Where it lay when it was opened, without links; nil where that could not be told.
  let realPath: String?

  private init?(_ descriptor: Int32, path: String) {
    guard descriptor >= 0 else { return nil }
    self.descriptor = descriptor
    self.path = path
    realPath = Self.location(of: descriptor)
  }

  deinit { close(descriptor) }

  /// By a path that an operator wrote, as `FolderWalk` goes. nil with `errno`.
  convenience init?(walking path: String) throws(BackupFailure) { self.init(try FolderWalk.open(path), path: path) }

  /// By its path, links followed; `path` is what messages say in its place. nil with `errno`.
  convenience init?(at reach: String, path: String? = nil) {
    self.init(maint_hold_folder(AT_FDCWD, reach, 1), path: path ?? reach)
  }

  /// By its name in another one, no link. nil with `errno`.
  convenience init?(_ name: String, in above: HeldFolder) {
    self.init(
      maint_hold_folder(above.descriptor, name, 0), path: above.path == "/" ? "/\(name)" : "\(above.path)/\(name)")
  }

  /// The folder as a path for this process and for programs that it starts: a link in /proc that leads to the very folder.
  var reach: String { Self.reach(descriptor) }

  /// Where it lies by now, without links, as the kernel knows it; nil where that cannot be told.
  var location: String? { Self.location(of: descriptor) }

  private static func reach(_ descriptor: Int32) -> String { "/proc/\(getpid())/fd/\(descriptor)" }

  private static func location(of descriptor: Int32) -> String? {
    var bytes = [CChar](repeating: 0, count: TreeWalk.longestPath)
    let count = readlink(reach(descriptor), &bytes, bytes.count)
    guard count > 0, count < bytes.count else { return nil }
    return String(decoding: bytes[..<count].map(UInt8.init(bitPattern:)), as: UTF8.self)
  }

  /// Whether its path still leads to it, and it lies where it lay: one that was another's for an instant does not.
  var isInPlace: Bool {
    var (here, there) = (stat(), stat())
    return stat(reach, &here) == 0 && stat(path, &there) == 0 && here.st_dev == there.st_dev
      && here.st_ino == there.st_ino && location == realPath
  }

  func place(_ name: String) -> Place { Place(path: "\(path)/\(name)", reach: "\(reach)/\(name)") }
}
