import Backups
import Glibc

/// An open folder, closed with the last reference to it.
final class Folder {
  let descriptor: Int32

  private init(descriptor: Int32) { self.descriptor = descriptor }

  init(_ path: String) throws(SandboxFailure) {
    descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { throw .call("the folder \(path) could not be opened") }
  }

  /// nil where there is no such folder.
  init?(at path: [UInt8]) {
    descriptor = open(path.map(CChar.init(bitPattern:)) + [0], O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    if descriptor < 0 { return nil }
  }

  deinit { if descriptor >= 0 { close(descriptor) } }

  func folder(_ name: [CChar]) throws(SandboxFailure) -> Folder {
    let inner = openat(descriptor, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
    guard inner >= 0 else { throw .call("the folder \(FileState.shown(name)) could not be opened") }
    return Folder(descriptor: inner)
  }

  /// Each with its NUL, sorted.
  func names() throws(SandboxFailure) -> [[CChar]] {
    guard var names = FolderNames(descriptor: descriptor) else { throw .call("a folder could not be read") }
    var all: [[CChar]] = []
    while let name = names.next() { all.append(name) }
    return all
  }
}
