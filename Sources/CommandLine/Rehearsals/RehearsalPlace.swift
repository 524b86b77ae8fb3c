import Backups
import Catalog
import Glibc
import Rehearsal
import RunLog

/// Where on the host a sandbox is put together: an empty folder to mount on, and with `--scratch` one for its layers.
struct RehearsalPlace {
  let mountPoint: String
  let scratch: SandboxRequest.Scratch
  /// Held while the folder is in use; the kernel lets go of it when maint ends, however.
  private let lock: Int32?

  private static let prefix = "maint-rehearsal-"

  init(_ context: Context) throws(CommandFailure) {
    let state = try context.folders.state()
    try TrustedPaths(context: context).check(state: state)
    do throws(RunLogFailure) {
      try StateFolder(path: state).prepare()
    } catch {
      throw CommandFailure(error)
    }
    mountPoint = "\(state)/rehearsal"
    try Self.make(mountPoint)
    guard let folder = context.invocation.value(.scratch).map(FolderChoice.absolute) else {
      scratch = .memory(limit: try Self.limit(context))
      lock = nil
      return
    }
    let path = "\(folder)/\(Self.prefix)\(getpid())"
    try Self.make(path)
    let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0, flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      throw CommandFailure("\(path) could not be locked: \(SystemError.words(errno))", exitCode: .cannotWrite)
    }
    (scratch, lock) = (.folder(path), descriptor)
  }

  /// Removes what the layers have left on the host; the sandbox has ended. nil, or what could not be removed.
  func remove() -> String? {
    guard case .folder(let path) = scratch else { return nil }
    if let lock { close(lock) }
    let problem = FolderRemoval.remove(path)
    // In the user namespace of an ordinary user's sandbox, who may enter what overlayfs has closed to all.
    if let end = path.lastIndex(of: "/") { Self.removeLeft(in: String(path[..<end])) }
    return problem
  }

  private static func make(_ path: String) throws(CommandFailure) {
    guard mkdir(path, 0o700) == 0 || errno == EEXIST else {
      throw CommandFailure("\(path) could not be made: \(SystemError.words(errno))", exitCode: .cannotWrite)
    }
  }

  /// Of a maint that was killed.
  private static func removeLeft(in folder: String) {
    let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { return }
    defer { close(descriptor) }
    guard var names = FolderNames(descriptor: descriptor) else { return }
    while let name = names.next() {
      let text = String(decoding: name.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
      guard text.hasPrefix(prefix) else { continue }
      let left = openat(descriptor, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
      guard left >= 0 else { continue }
      defer { close(left) }
      var status = stat()
      guard fstat(left, &status) == 0, status.st_uid == geteuid(), flock(left, LOCK_EX | LOCK_NB) == 0 else { continue }
      _ = FolderRemoval.remove("\(folder)/\(text)")
    }
  }

  private static func limit(_ context: Context) throws(CommandFailure) -> Int? {
    guard let text = context.invocation.value(.scratchSize) else { return nil }
    guard let size = ByteSize.parse(text), size > 0 else {
      throw CommandFailure("'\(text)' is no size", hint: "write it as 512MiB or 2GiB", exitCode: .usage)
    }
    return size
  }
}
