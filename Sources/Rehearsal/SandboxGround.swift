import CLinux
import Glibc

/// This process's own view of the host's mounts, in which sandboxes are put together.
///
/// A process makes one, and early: it cannot come back from it. But for the mounts that it adds, what it reads and writes
/// is the host as before. An ordinary user has it in a user namespace.
package final class SandboxGround {
  let request: SandboxRequest
  let isRoot: Bool
  let layout: SandboxLayout
  /// Outermost first: see `FoldersOfOthers`.
  let others: [[UInt8]]
  /// In which each sandbox has a folder.
  private let folder: String
  private var count = 0
  /// Of a sandbox in which nothing has run yet.
  var pristine: KernelState?

  package init(_ request: SandboxRequest) throws(SandboxFailure) {
    self.request = request
    isRoot = geteuid() == 0
    others = isRoot ? [] : FoldersOfOthers.above(request.expected)
    try Self.enterNamespaces(isRoot: isRoot)
    layout = try Self.layout(request, isRoot: isRoot)
    switch request.scratch {
    case .folder(let folder): self.folder = folder
    case .memory:
      folder = request.mountPoint
      guard maint_mount("maint-rehearsal", folder, "tmpfs", MAINT_MOUNT_NO_SET_USER, "mode=700") == 0 else {
        throw .call("no scratch space could be mounted on \(folder)")
      }
    }
  }

  /// For the layers of one sandbox.
  func makeScratch() throws(SandboxFailure) -> String {
    count += 1
    let path = "\(folder)/\(count)"
    guard mkdir(path, 0o700) == 0 else { throw .call("\(path) could not be made") }
    guard let options = request.scratch.mountOptions else { return path }
    guard maint_mount("maint-rehearsal", path, "tmpfs", MAINT_MOUNT_NO_SET_USER, options) == 0 else {
      throw .call("no scratch space could be mounted on \(path)")
    }
    return path
  }

  func letGo(of scratch: String) {
    guard case .memory = request.scratch else { return }
    _ = maint_unmount(scratch)
    rmdir(scratch)
  }

  func limit(_ scratch: String, isFull: Bool) -> Bool {
    guard case .memory(let limit) = request.scratch else { return false }
    var size = limit.map { "\($0)" } ?? "50%"
    if isFull {
      // A size of 0 would be none: tmpfs(5).
      guard (try? SandboxMounts.write([0], to: "\(scratch)/used")) != nil else { return false }
      var status = statvfs()
      guard statvfs(scratch, &status) == 0 else { return false }
      size = "\((status.f_blocks - status.f_bfree) * status.f_frsize)"
    }
    let options = MAINT_MOUNT_AGAIN | MAINT_MOUNT_NO_SET_USER
    return maint_mount("maint-rehearsal", scratch, "tmpfs", options, "size=\(size)") == 0
  }

  private static func enterNamespaces(isRoot: Bool) throws(SandboxFailure) {
    let (user, group) = (geteuid(), getegid())
    let namespaces = isRoot ? MAINT_NAMESPACE_MOUNT : MAINT_NAMESPACE_MOUNT | MAINT_NAMESPACE_USER
    guard maint_unshare(namespaces) == 0 else { throw .forbidden(errno: errno, isRoot: isRoot) }
    if !isRoot {
      // user_namespaces(7): without it, no group can be mapped.
      try SandboxMounts.write(Array("deny".utf8), to: "/proc/self/setgroups")
      try SandboxMounts.write(Array("\(user) \(user) 1".utf8), to: "/proc/self/uid_map")
      try SandboxMounts.write(Array("\(group) \(group) 1".utf8), to: "/proc/self/gid_map")
    }
    guard maint_mount("none", "/", nil, MAINT_MOUNT_PRIVATE, nil) == 0 else {
      throw .call("the mounts could not be made private")
    }
  }

  private static func layout(_ request: SandboxRequest, isRoot: Bool) throws(SandboxFailure) -> SandboxLayout {
    let table = try FileContent(Array("/proc/self/mountinfo".utf8CString), in: AT_FDCWD)
    guard let text = try table.bytes(atMost: 1 << 24) else { throw SandboxFailure("there are too many mounts") }
    return SandboxLayout(
      host: MountPoint.parse(text), request: request, isRoot: isRoot,
      kind: { mount in
        var status = stat()
        guard stat(mount.path.map(CChar.init(bitPattern:)) + [0], &status) == 0 else { return nil }
        let device = "\(maint_device_major(UInt64(status.st_dev))):\(maint_device_minor(UInt64(status.st_dev)))"
        return device == mount.device ? kind(of: status) : nil
      }, names: names)
  }

  private static func names(in path: [UInt8]) -> [SandboxLayout.Name] {
    guard let folder = Folder(at: path), let names = try? folder.names() else { return [] }
    return names.compactMap { name in
      var status = stat()
      guard fstatat(folder.descriptor, name, &status, AT_SYMLINK_NOFOLLOW) == 0 else { return nil }
      return SandboxLayout.Name(name.dropLast().map(UInt8.init(bitPattern:)), kind(of: status))
    }
  }

  private static func kind(of status: stat) -> SandboxLayout.Name.Kind {
    switch status.st_mode & S_IFMT {
    case S_IFDIR: .folder
    case S_IFREG: .file
    case S_IFLNK: .link
    default: .other
    }
  }
}
