import Execution
import Glibc

/// The folder that the report files of one user's steps go to, held open so that they are read from it and from no
/// other that was put in its place.
final class ReportFolder {
  let path: String
  let descriptor: Int32
  /// A listing of the folder, kept open to be made again.
  private var listing: OpaquePointer?
  /// What `remove` removes.
  private let outermost: String

  /// Makes a folder for maint's own user, or finds it again. The folder above it is closed to others.
  init(at path: String) throws(PreparationFailure) {
    guard mkdir(path, 0o700) == 0 || errno == EEXIST else {
      throw PreparationFailure(message: "the folder \(path) could not be made: \(SystemError.words(errno))")
    }
    self.path = path
    outermost = path
    descriptor = try Self.open(path)
  }

  /// Makes a folder for another user in /tmp, for the state folder is closed to him. What he can write to is within a
  /// folder of maint's own user, so that he cannot put another in its place.
  init(for account: UserAccount) throws(PreparationFailure) {
    var template = Array("/tmp/maint-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else {
      throw PreparationFailure(message: "no folder could be made in /tmp: \(SystemError.words(errno))")
    }
    outermost = String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
    path = "\(outermost)/reports"
    guard mkdir(path, 0o700) == 0 else {
      throw PreparationFailure(message: "the folder \(path) could not be made: \(SystemError.words(errno))")
    }
    descriptor = try Self.open(path)
    // Others may pass through and not list what is there. Opened to them only when all is in place.
    guard fchown(descriptor, account.uid, account.gid) == 0, chmod(outermost, 0o711) == 0 else {
      throw PreparationFailure(message: "\(path) could not be given to '\(account.name)': \(SystemError.words(errno))")
    }
  }

  deinit {
    if let listing { closedir(listing) }
    close(descriptor)
  }

  /// Nothing was put there: most steps report nothing, and one listing costs less than asking for each file. On doubt
  /// it is not empty.
  var isEmpty: Bool {
    if listing == nil { listing = fdopendir(fcntl(descriptor, F_DUPFD_CLOEXEC, 0)) }
    guard let listing else { return false }
    rewinddir(listing)
    while let entry = readdir(listing) {
      // `.` and `..`; a name that a step made up may begin with a dot too.
      let name = entry.pointee.d_name
      guard name.0 == 46, name.1 == 0 || (name.1 == 46 && name.2 == 0) else { return false }
    }
    return true
  }

  /// What cannot be removed is small and is left.
  func remove() { _ = FolderRemoval.remove(outermost) }

  private static func open(_ path: String) throws(PreparationFailure) -> Int32 {
    let descriptor = Glibc.open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
    guard descriptor >= 0 else {
      throw PreparationFailure(message: "the folder \(path) could not be opened: \(SystemError.words(errno))")
    }
    return descriptor
  }
}
