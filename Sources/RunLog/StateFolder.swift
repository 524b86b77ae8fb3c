import Glibc

/// The folder that holds the run log, its reserve, backups and locks: finds or makes it, and checks that it can be
/// used and that nobody else could change it.
package struct StateFolder: Sendable, Hashable {
  package var path: String

  package init(path: String) {
    var path = path[...]
    while path.count > 1, path.last == "/" { path.removeLast() }
    self.path = String(path)
  }

  package var database: String { path + "/maint.db" }
  /// Space kept for the day the disk is full.
  var reserve: String { path + "/maint.reserve" }

  /// Makes the folder with mode 0700 where it is missing, and checks it.
  ///
  /// Of the folders above it only those of the XDG default, `~/.local/state`, are made: a mistyped `--state` is an
  /// error and not a tree of folders.
  package func prepare() throws(RunLogFailure) {
    var error = make()
    if error == ENOENT, makeDefaultParents() { error = make() }
    guard error == 0 || error == EEXIST else { throw cannotMake(error) }
    try check()
  }

  /// Has the names of its files reach the disk: syncing a file does not sync the name that it was given.
  func sync() { Self.sync(path) }

  /// 0, or the `errno`.
  private func make() -> Int32 {
    guard mkdir(path, 0o700) == 0 else { return errno }
    Self.sync(parent)
    return 0
  }

  private static func sync(_ folder: String) {
    let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { return }
    fsync(descriptor)
    close(descriptor)
  }

  private var parent: String {
    path.lastIndex(of: "/").map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
  }

  private func makeDefaultParents() -> Bool {
    let suffix = "/.local/state/maint"
    guard path.hasSuffix(suffix) else { return false }
    let home = path.dropLast(suffix.utf8.count)
    return ["/.local", "/.local/state"].allSatisfy { mkdir(String(home) + $0, 0o700) == 0 || errno == EEXIST }
  }

  private func check() throws(RunLogFailure) {
    var status = stat()
    guard stat(path, &status) == 0 else { throw cannotUse(errno) }
    guard status.st_mode & S_IFMT == S_IFDIR else {
      throw RunLogFailure(
        kind: .cannotOpen(code: ENOTDIR), message: "\(path): the state folder cannot be made: a file has its name",
        hint: "move the file aside, or choose another folder with --state")
    }
    if geteuid() == 0 { try checkThatOnlyRootWrites(status) }
    guard faccessat(AT_FDCWD, path, W_OK | X_OK, AT_EACCESS) == 0 else { throw cannotUse(errno, owner: status.st_uid) }
  }

  private func checkThatOnlyRootWrites(_ status: stat) throws(RunLogFailure) {
    if status.st_uid != 0 {
      throw RunLogFailure(
        kind: .unsafe,
        message:
          "\(path): the state folder belongs to \(Self.user(status.st_uid)), who could change what root relies on",
        hint: "chown root \(shellQuoted(path)), or choose another folder with --state")
    }
    if status.st_mode & 0o022 != 0 {
      throw RunLogFailure(
        kind: .unsafe, message: "\(path): others than root may write to the state folder",
        hint: "chmod go-w \(shellQuoted(path))")
    }
  }

  /// By name, where the host has one.
  private static func user(_ uid: uid_t) -> String {
    withUnsafeTemporaryAllocation(of: CChar.self, capacity: 16384) { buffer in
      var entry = passwd()
      var found: UnsafeMutablePointer<passwd>?
      guard let start = buffer.baseAddress, getpwuid_r(uid, &entry, start, buffer.count, &found) == 0, found != nil
      else { return "user \(uid)" }
      return String(cString: entry.pw_name)
    }
  }

  private func cannotMake(_ error: Int32) -> RunLogFailure {
    let hint =
      switch error {
      case ENOENT: "make the folder above it first: mkdir -p \(shellQuoted(parent)); or correct --state"
      case ENOTDIR: "a part of the path is a file; correct --state"
      case EROFS: "the file system is read-only; choose another folder with --state"
      case ENOSPC, EDQUOT: "the file system is full: df -h \(shellQuoted(parent))"
      case EACCES, EPERM: "this user may not write there: ls -ld \(shellQuoted(parent)); choose another with --state"
      default: "choose another folder with --state"
      }
    return failure(error, "cannot be made", hint: hint)
  }

  private func cannotUse(_ error: Int32, owner: uid_t? = nil) -> RunLogFailure {
    let hint =
      switch error {
      case EROFS: "the file system is read-only; choose another folder with --state"
      case EACCES, EPERM:
        (owner.map {
          $0 == geteuid() ? "chmod u+rwx \(shellQuoted(path))" : "it belongs to \(Self.user($0)): run as that user"
        }
          ?? "this user may not reach it: ls -ld \(shellQuoted(path))") + ", or choose another folder with --state"
      default: "choose another folder with --state"
      }
    return failure(error, "cannot be used", hint: hint)
  }

  private func failure(_ error: Int32, _ what: String, hint: String) -> RunLogFailure {
    let kind: RunLogFailure.Kind =
      switch error {
      case EROFS: .readOnly
      case ENOSPC, EDQUOT: .full
      default: .cannotOpen(code: error)
      }
    return RunLogFailure(
      kind: kind, message: "\(path): the state folder \(what): \(String(cString: strerror(error))) (errno \(error))",
      hint: hint)
  }
}
