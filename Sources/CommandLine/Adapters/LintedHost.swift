import Catalog
import Diagnostics
import Glibc
import Linting

/// This host, as lints look at it.
struct LintedHost: LintHost {
  func mode(ofFile path: String) -> UInt32? {
    var status = stat()
    guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
    return status.st_mode & 0o7777
  }

  func exists(_ path: String) -> Bool {
    var status = stat()
    return lstat(path, &status) == 0 || errno != ENOENT && errno != ENOTDIR
  }

  func isOutOfSight(_ path: String) -> Bool {
    var status = stat()
    return lstat(path, &status) != 0 && errno == EACCES
  }

  func isUser(_ name: String) -> Bool { UserAccount.named(name) != nil }

  func isGroup(_ name: String) -> Bool { HostGroup.named(name) != nil }

  func isEmptyGroup(_ name: String) -> Bool { HostGroup.named(name).map { !$0.hasMembers } ?? false }

  func refusals(ofSecret path: String) -> [Diagnostic] {
    guard geteuid() == 0, exists(path) else { return [] }
    var check = OwnershipCheck(workingFolder: FolderChoice.absolute("."))
    check.check(secret: path)
    return check.problems.sorted
  }
}
