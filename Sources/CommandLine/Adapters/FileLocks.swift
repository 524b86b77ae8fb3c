import Backups
import Execution
import Glibc
import Planning

/// Named locks as `flock` on files in the state folder: the kernel gives them back when a process dies, however.
///
/// Each lock is a file of its own that is never removed: removing it would let two processes hold "the same" lock on
/// two files. The file's text says who took it last, for the message to whoever finds it held.
///
/// Who takes the lock of a path also shares those of the folders above it, so that nobody has one of these for himself
/// meanwhile.
final class FileLocks: LockTable {
  /// Who took a lock a moment ago and has not written down who it is.
  static let unknownHolder = "another maint process"
  private static let textLength = 200

  private let folder: String
  private let pid = getpid()
  private var held: [Int: [Int32]] = [:]
  private var lastHandle = 0
  /// What this process keeps, whichever answers come and go.
  private var kept: Set<String> = []

  /// `folder` is made, with mode 0700, when the first lock is asked for.
  init(folder: String) {
    self.folder = folder
  }

  func acquire(_ names: [String], for owner: String) -> LockAnswer { acquire(names, LOCK_EX, for: owner) }

  /// Locks that others may share, but nobody has for himself meanwhile.
  func share(_ names: [String], for owner: String) -> LockAnswer { acquire(names, LOCK_SH, for: owner) }

  private func acquire(_ names: [String], _ kind: Int32, for owner: String) -> LockAnswer {
    var descriptors: [Int32] = []
    for (name, kind) in wanted(names, kind) {
      let path = file(of: name)
      guard let descriptor = open(path) else {
        let code = errno
        close(descriptors)
        return .failed(message: "the lock file \(path) could not be opened: \(SystemError.words(code))")
      }
      guard take(descriptor, kind) else {
        let holder = read(descriptor)
        close(descriptors + [descriptor])
        return .held(lock: name, holder: holder)
      }
      // Of a lock that several have at once, whoever came last would be told.
      write("pid \(pid), \(owner)\n", to: descriptor)
      descriptors.append(descriptor)
    }
    lastHandle += 1
    held[lastHandle] = descriptors
    return .acquired(handle: lastHandle)
  }

  /// A maint that was killed as it started a step has its locks until the step's process executes its program, which it does
  /// with copies of maint's descriptors: moments, unless the host is busy. Whoever takes up what was left does not fail by that.
  private func take(_ descriptor: Int32, _ kind: Int32) -> Bool {
    for _ in 0..<50 {
      if flock(descriptor, kind | LOCK_NB) == 0 { return true }
      guard Self.isDead(read(descriptor)) else { return false }
      usleep(10_000)
    }
    return false
  }

  /// Whether whoever wrote that is no more.
  private static func isDead(_ holder: String) -> Bool {
    guard holder.hasPrefix("pid "), let pid = Int32(holder.dropFirst(4).prefix { $0 != "," }), pid > 0 else {
      return false
    }
    return kill(pid, 0) != 0 && errno == ESRCH
  }

  /// What has to be taken for those, in order.
  private func wanted(_ names: [String], _ kind: Int32) -> [(name: String, kind: Int32)] {
    // Most tasks have a lock of their own and no other.
    if names.count == 1, !PathLock.isOne(names[0]) { return kept.contains(names[0]) ? [] : [(names[0], kind)] }
    let names = PathLock.outermost(
      names.filter { !kept.contains($0) && !PathLock.above($0).contains(where: kept.contains) })
    let above = Set(names.flatMap(PathLock.above)).subtracting(kept)
    let wanted = names.map { (name: $0, kind: kind) } + above.map { (name: $0, kind: LOCK_SH) }
    // The task's own first: held, it says that the very task is running.
    let places = { (name: String) in (PathLock.isOne(name) ? 1 : 0, name) }
    return wanted.sorted { places($0.name) < places($1.name) }
  }

  /// Takes locks that this process keeps to its end: `acquire` grants them meanwhile, so what was looked at with them in
  /// hand is still so when a run takes it up.
  func keep(_ names: [String], for owner: String) -> LockAnswer {
    let answer = acquire(names, for: owner)
    if case .acquired = answer { kept.formUnion(names) }
    return answer
  }

  /// Says anew who has the locks of an answer.
  func rename(_ handle: Int, _ owner: String) {
    for descriptor in held[handle] ?? [] { write("pid \(pid), \(owner)\n", to: descriptor) }
  }

  /// Who has a lock, or had it last.
  func holder(of name: String) -> String {
    guard let descriptor = open(file(of: name)) else { return Self.unknownHolder }
    defer { Glibc.close(descriptor) }
    return read(descriptor)
  }

  func release(_ handle: Int) {
    close(held.removeValue(forKey: handle) ?? [])
  }

  /// A lock of a path is named by it, which no file can be.
  private func file(of name: String) -> String {
    "\(folder)/\(name.hasPrefix("/") ? "path-" + TreePath.digest(of: name) : name).lock"
  }

  private func open(_ path: String) -> Int32? {
    let flags = O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW
    var descriptor = Glibc.open(path, flags, 0o600)
    if descriptor < 0, errno == ENOENT {
      mkdir(folder, 0o700)
      descriptor = Glibc.open(path, flags, 0o600)
    }
    return descriptor < 0 ? nil : descriptor
  }

  private func close(_ descriptors: [Int32]) {
    for descriptor in descriptors { Glibc.close(descriptor) }
  }

  /// Who holds a lock is told as a help only, so what goes wrong here changes nothing. The text has one length, so that
  /// it covers the one before: to shorten a file costs half a millisecond.
  private func write(_ text: String, to descriptor: Int32) {
    var bytes = Array(text.utf8.prefix(Self.textLength))
    bytes += repeatElement(UInt8(ascii: "\n"), count: Self.textLength - bytes.count)
    _ = bytes.withUnsafeBytes { pwrite(descriptor, $0.baseAddress, $0.count, 0) }
  }

  private func read(_ descriptor: Int32) -> String {
    var bytes = [UInt8](repeating: 0, count: Self.textLength)
    let count = bytes.withUnsafeMutableBytes { pread(descriptor, $0.baseAddress, $0.count, 0) }
    let line = bytes.prefix(max(0, count)).prefix { $0 != UInt8(ascii: "\n") }
    return line.isEmpty ? Self.unknownHolder : String(decoding: line, as: UTF8.self)
  }
}
