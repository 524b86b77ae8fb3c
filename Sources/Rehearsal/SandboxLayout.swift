/// Decides what is mounted where in a sandbox; pure.
///
/// Every file system of the host is covered by a layer of its own, since an overlay ends where another file system is
/// mounted beneath it. What belongs to the running host and not to its disks is private: `/proc`, `/sys`, `/dev`, `/run`
/// and `/tmp`.
package struct SandboxLayout: Sendable, Hashable {
  package enum Mount: Sendable, Hashable {
    /// A layer over what the host has at the path.
    case layer([UInt8])
    /// A folder made anew as the host's is, with names on which its folders and files are mounted.
    case skeleton([UInt8], mounted: Set<[UInt8]>)
    /// A link in a skeleton.
    case link([UInt8])
    /// A copy of a single file, in a skeleton or on which something is mounted, as a container's `/etc/resolv.conf`.
    case fileCopy([UInt8])
    /// An empty folder in memory.
    case empty([UInt8], mode: UInt32)
    /// A folder of the scratch space.
    case workplace([UInt8])
    case processes
    case kernel
    case devices
    /// The host's own.
    case bind([UInt8])

    /// nil for what has a place of its own in every sandbox.
    fileprivate var path: [UInt8]? {
      switch self {
      case .layer(let path), .skeleton(let path, _), .link(let path), .fileCopy(let path), .empty(let path, _),
        .workplace(let path), .bind(let path):
        path
      case .processes, .kernel, .devices: nil
      }
    }
  }

  /// A name in a folder of the host.
  package struct Name: Sendable, Hashable {
    package enum Kind: Sendable { case folder, file, link, other }
    package var name: [UInt8]
    package var kind: Kind

    package init(_ name: [UInt8], _ kind: Kind) {
      self.name = name
      self.kind = kind
    }
  }

  /// In an order in which each can be mounted.
  package private(set) var mounts: [Mount] = []
  private let host: [MountPoint]
  private let binds: [[UInt8]]

  /// `isRoot`: an ordinary user may overlay only what has no mount beneath it, since the kernel locks those together.
  /// `kind` answers what a mount point is, nil for one that cannot be reached, as one that another mount lies over;
  /// `names` what is in a folder.
  package init(
    host: [MountPoint], request: SandboxRequest, isRoot: Bool, kind: (MountPoint) -> Name.Kind?,
    names: ([UInt8]) -> [Name]
  ) {
    var last: [[UInt8]: MountPoint] = [:]
    for mount in host { last[mount.path] = mount }
    self.host = last.values.sorted { $0.path.lexicographicallyPrecedes($1.path) }
    binds = request.binds.map { Array($0.utf8) }
    if isRoot {
      mounts.append(.layer(Self.root))
    } else {
      cover(Self.root, names: names)
    }
    mounts += [.processes, .kernel, .devices]
    mounts += [("/run", 0o755), ("/run/lock", 0o1777), ("/tmp", 0o1777), ("/dev/shm", 0o1777)].map {
      .empty(Array($0.utf8), mode: $1)
    }
    mounts.append(.workplace(Array(Sandbox.workplace.utf8)))
    if isRoot {
      for mount in self.host where mount.path != Self.root && !isLeftOut(mount.path) && !Self.isOfKernel(mount) {
        guard let kind = kind(mount) else { continue }
        mounts.append(kind == .folder ? .layer(mount.path) : .fileCopy(mount.path))
      }
    }
    for path in Set(request.revealed.map { Array($0.utf8) }).sorted(by: { $0.lexicographicallyPrecedes($1) })
    where Self.isPrivate(path) && !binds.contains(where: { Self.isWithin(path, $0) }) {
      mounts.append(.layer(path))
    }
    if case .folder(let folder) = request.scratch { mounts.append(.empty(Array(folder.utf8), mode: 0o700)) }
    mounts += binds.map { .bind($0) }
  }

  /// Names in a folder at which, or below which, something else is mounted.
  func mountedNames(in folder: [UInt8]) -> Set<[UInt8]> {
    let start = folder + [UInt8(ascii: "/")]
    return Set(
      mounts.compactMap { mount in
        guard let path = mount.path, path.starts(with: start) else { return nil }
        return Array(path.dropFirst(start.count).prefix { $0 != UInt8(ascii: "/") })
      })
  }

  private mutating func cover(_ path: [UInt8], names: ([UInt8]) -> [Name]) {
    guard host.contains(where: { $0.path != path && Self.isWithin($0.path, path) }) else {
      return mounts.append(.layer(path))
    }
    let place = mounts.count
    mounts.append(.skeleton(path, mounted: []))
    var mounted: Set<[UInt8]> = []
    for entry in names(path) {
      let inner = (path == Self.root ? [] : path) + [UInt8(ascii: "/")] + entry.name
      if entry.kind == .link {
        mounts.append(.link(inner))
        continue
      }
      mounted.insert(entry.name)
      let isKernels = host.contains { $0.path == inner && Self.isOfKernel($0) }
      guard entry.kind != .other, !isLeftOut(inner), !isKernels else { continue }
      if entry.kind == .folder { cover(inner, names: names) } else { mounts.append(.fileCopy(inner)) }
    }
    mounts[place] = .skeleton(path, mounted: mounted)
  }

  /// It is not the host's that the sandbox sees there, or it is only the host's.
  private func isLeftOut(_ path: [UInt8]) -> Bool {
    Self.isPrivate(path) || binds.contains { Self.isWithin(path, $0) }
  }

  private static let root = [UInt8(ascii: "/")]

  static func isWithin(_ path: [UInt8], _ folder: [UInt8]) -> Bool {
    path == folder || folder == root || path.starts(with: folder + [UInt8(ascii: "/")])
  }

  private static func isPrivate(_ path: [UInt8]) -> Bool {
    ["/proc", "/sys", "/dev", "/run", "/tmp"].contains { isWithin(path, Array($0.utf8)) }
  }

  /// What the kernel shows of itself, and no disk has.
  private static func isOfKernel(_ mount: MountPoint) -> Bool { kernelTypes.contains(mount.type) }

  private static let kernelTypes: Set<String> = [
    "autofs", "binfmt_misc", "bpf", "cgroup", "cgroup2", "configfs", "debugfs", "devpts", "devtmpfs", "efivarfs",
    "fusectl", "hugetlbfs", "mqueue", "nsfs", "proc", "pstore", "rpc_pipefs", "securityfs", "selinuxfs", "sysfs",
    "tracefs",
  ]
}
