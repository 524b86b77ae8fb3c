import Glibc

extension Sandbox {
  /// Whether this process is in a sandbox.
  ///
  /// Told by what the kernel says, and by nothing that whoever starts maint can choose: the first process of its
  /// namespace is a sandbox's, and the workplace is a place at which something is mounted. On a host only root could bring
  /// about either.
  package static var isAround: Bool {
    guard text("/proc/1/comm") == Array("\(SandboxInit.name)\n".utf8) else { return false }
    return MountPoint.parse(text("/proc/self/mountinfo")).contains { $0.path.elementsEqual(workplace.utf8) }
  }

  /// Whether a path is the workplace, or in it.
  package static func isInWorkplace(_ path: String) -> Bool {
    SandboxLayout.isWithin(Array(path.utf8), Array(workplace.utf8))
  }

  /// Empty where it cannot be read.
  static func text(_ path: String) -> [UInt8] {
    let content = try? FileContent(Array(path.utf8CString), in: AT_FDCWD)
    return content.flatMap { try? $0.bytes(atMost: 1 << 20) } ?? []
  }
}
