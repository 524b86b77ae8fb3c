import CLinux
import Glibc

/// A throw-away copy of this host, made with namespaces and overlayfs: what runs in it sees the host's files, and changes
/// layers that vanish with it.
///
/// This process goes into the namespaces too and cannot come back, but for its view of the files: where maint reads and
/// writes is the host as before. So a process makes one sandbox, and early: descriptors that it opened before are kept from
/// the sandbox. When it ends, however, the kernel takes all of it away.
package final class Sandbox {
  /// How a program in the sandbox ended.
  package enum Ending: Sendable, Hashable {
    case exited(Int32)
    case signalled(Int32)
  }

  /// A folder for the maint inside; what is in it is no part of any layer.
  package static let workplace = "/run/maint-rehearsal"

  /// The workplace as the maint outside sees it.
  package let workplace: String
  package let layers: [Layer]
  /// What is not as on the host, in words.
  package let notes: [String]
  /// Of the first process inside; readable when the maint inside has something to say.
  package let boundary: Int32
  private let root: String
  private let control: Int32
  /// Its process ID as the host counts.
  private let first: pid_t

  package init(_ request: SandboxRequest) throws(SandboxFailure) {
    let isRoot = geteuid() == 0
    let others = isRoot ? [] : FoldersOfOthers.above(request.expected)
    let sockets = (try Self.pair(), try Self.pair())
    try Self.enterNamespaces(isRoot: isRoot, sharesNetwork: request.sharesNetwork)
    var mounts = SandboxMounts(
      scratch: try Self.makeScratch(request), others: others, isRoot: isRoot,
      workplaceOptions: request.scratch.mountOptions)
    try mounts.make(try Self.layout(request, isRoot: isRoot))
    (layers, notes, workplace, root) = (mounts.layers, mounts.notes, mounts.workplace, mounts.root)
    (control, boundary) = (sockets.0.mine, sockets.1.mine)
    let first = SandboxInit(
      control: sockets.0.other, boundary: sockets.1.other, root: mounts.root, isRoot: isRoot,
      sharesNetwork: request.sharesNetwork)
    self.first = maint_fork()
    if self.first == 0 { first.run() }
    guard self.first > 0 else { throw .call("the first process of the sandbox could not be started") }
    close(sockets.0.other)
    close(sockets.1.other)
    let answer = receive()
    guard answer == "ready" else {
      throw SandboxFailure("the sandbox could not be made: \(answer ?? "its first process ended")")
    }
  }

  deinit {
    close(control)
    close(boundary)
  }

  /// What runs inside beside its first process, each as the words of its command line, in no order.
  package func processes() -> [[String]] {
    var found: [[String]] = []
    var parents = [Int(first)]
    while let parent = parents.popLast() {
      // proc(5): all are below the first process, which is given those whose parent has ended.
      let children = Self.text("/proc/\(parent)/task/\(parent)/children").split(separator: UInt8(ascii: " "))
        .compactMap { Int(String(decoding: $0, as: UTF8.self)) }
      parents += children
      found += children.map { child in
        Self.text("/proc/\(child)/cmdline").split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
      }
    }
    // What has ended and waits to be asked for has no words.
    return found.filter { !$0.isEmpty }
  }

  private static func text(_ path: String) -> [UInt8] {
    let content = try? FileContent(Array(path.utf8CString), in: AT_FDCWD)
    return content.flatMap { try? $0.bytes(atMost: 1 << 20) } ?? []
  }

  /// Ends all that runs inside, and lets go of the layers.
  package func end() {
    kill(first, SIGKILL)
    var status: Int32 = 0
    while waitpid(first, &status, 0) < 0, errno == EINTR {}
    // The first process had its own view of them.
    _ = maint_unmount(root)
  }

  /// Asks for a program to be run inside; `ending` tells when it has. Its descriptor 3 is its end of `boundary`.
  package func start(_ arguments: [String], environment: [String]) throws(SandboxFailure) {
    let message = SandboxCommand(arguments, environment: environment).message
    guard message.count <= SandboxCommand.limit, send(control, message, message.count, Int32(MSG_NOSIGNAL)) > 0
    else { throw .call("the sandbox could not be told to start \(arguments[0])") }
  }

  /// Becomes readable when the program has ended.
  package var endingDescriptor: Int32 { control }

  /// Waits for the end of the program.
  package func ending() throws(SandboxFailure) -> Ending {
    guard let answer = receive(), let status = Int32(answer) else {
      throw SandboxFailure("the first process of the sandbox is gone", hint: "was it killed for its memory? see dmesg")
    }
    return status & 0x7f == 0 ? .exited(status >> 8 & 0xff) : .signalled(status & 0x7f)
  }

  private func receive() -> String? {
    var answer = [UInt8](repeating: 0, count: 4096)
    while true {
      let count = recv(control, &answer, answer.count, 0)
      if count < 0, errno == EINTR { continue }
      return count > 0 ? String(decoding: answer[..<count], as: UTF8.self) : nil
    }
  }

  /// Above what the first process gives a place of its own.
  private static func pair() throws(SandboxFailure) -> (mine: Int32, other: Int32) {
    var pair: [Int32] = [0, 0]
    let type = Int32(SOCK_SEQPACKET.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
    guard socketpair(AF_UNIX, type, 0, &pair) == 0 else { throw .call("no socket could be made") }
    let other = fcntl(pair[1], F_DUPFD_CLOEXEC, 10)
    guard other >= 0 else { throw .call("no socket could be made") }
    close(pair[1])
    return (pair[0], other)
  }

  private static func enterNamespaces(isRoot: Bool, sharesNetwork: Bool) throws(SandboxFailure) {
    var namespaces =
      MAINT_NAMESPACE_MOUNT | MAINT_NAMESPACE_PROCESS | MAINT_NAMESPACE_IPC | MAINT_NAMESPACE_HOST_NAME
    if !sharesNetwork { namespaces |= MAINT_NAMESPACE_NETWORK }
    if !isRoot { namespaces |= MAINT_NAMESPACE_USER }
    let (user, group) = (geteuid(), getegid())
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

  /// Where everything of it lies.
  private static func makeScratch(_ request: SandboxRequest) throws(SandboxFailure) -> String {
    if case .folder(let folder) = request.scratch { return folder }
    let options = request.scratch.mountOptions
    guard maint_mount("maint-rehearsal", request.mountPoint, "tmpfs", MAINT_MOUNT_NO_SET_USER, options) == 0 else {
      throw .call("no scratch space could be mounted on \(request.mountPoint)")
    }
    return request.mountPoint
  }

  private static func layout(_ request: SandboxRequest, isRoot: Bool) throws(SandboxFailure) -> SandboxLayout {
    let table = try FileContent(Array("/proc/self/mountinfo".utf8CString), in: AT_FDCWD)
    guard let text = try table.bytes(atMost: 1 << 24) else { throw SandboxFailure("there are too many mounts") }
    let scratch = Array(request.mountPoint.utf8)
    let mounts = MountPoint.parse(text).filter { $0.path != scratch }
    return SandboxLayout(
      host: mounts, request: request, isRoot: isRoot,
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
