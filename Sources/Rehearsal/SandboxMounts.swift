import CLinux
import Glibc

/// Carries out a layout below a folder that becomes the sandbox's root.
struct SandboxMounts {
  /// Holds the layers; `root` in it is where the sandbox's root is put together.
  let scratch: String
  private let ground: SandboxGround
  private let beginning: Sandbox.Beginning
  private(set) var layers: [Layer] = []
  /// Of the places that are empty at first.
  private(set) var privateLayers: [Layer] = []
  /// What could not be as on the host, in words.
  private(set) var notes: [String] = []

  init(_ ground: SandboxGround, scratch: String, _ beginning: Sandbox.Beginning) {
    self.scratch = scratch
    self.ground = ground
    self.beginning = beginning
  }

  private var isRoot: Bool { ground.isRoot }
  var root: String { "\(scratch)/root" }
  var workplace: String { "\(scratch)/workplace" }

  /// All but `/proc` and `/sys`, which belong to a process inside.
  mutating func make(_ layout: SandboxLayout) throws(SandboxFailure) {
    try Self.makeFolder(root)
    for item in layout.mounts {
      switch item {
      case .layer(let path): try makeLayer(path)
      case .skeleton(let path, let mounted): try makeSkeleton(path, mounted: mounted)
      case .link(let path): try makeLink(path)
      case .fileCopy(let path): try makeCopy(path)
      case .empty(let path, let mode): try makeEmpty(path, mode: mode, without: layout.mountedNames(in: path))
      case .workplace(let path):
        try makeWorkplace()
        try bind(path, from: workplace)
      case .processes: _ = try place(Array("/proc".utf8), isFolder: true)
      case .kernel: _ = try place(Array("/sys".utf8), isFolder: true)
      case .devices: try makeDevices()
      case .bind(let path): try bind(path, from: String(decoding: path, as: UTF8.self))
      }
    }
  }

  private mutating func makeLayer(_ path: [UInt8]) throws(SandboxFailure) {
    let shown = String(decoding: path, as: UTF8.self)
    let folder = newName
    for inner in ["", "/upper", "/work"] { try Self.makeFolder(folder + inner) }
    var layer = continued(path, "\(folder)/upper", from: beginning.earlier?.layers)
    try copyAttributes(from: layer.below.first.map { Array($0.utf8) } ?? path, to: "\(folder)/upper")
    layer.form = .overlay(made: try makeFoldersOfOthers(in: path, upper: "\(folder)/upper"))
    let options = Overlay.options(
      lowers: layer.below + [shown], upper: "\(folder)/upper", work: "\(folder)/work", isRoot: isRoot)
    let target = try place(path, isFolder: true)
    guard maint_mount("overlay", target, "overlay", MAINT_MOUNT_NO_DEVICES, options) != 0 else {
      return layers.append(layer)
    }
    let code = errno
    guard path != [UInt8(ascii: "/")] else {
      throw .call(
        "the file system could not be overlaid", errno: code,
        hint: isRoot ? "the kernel needs overlayfs: modprobe overlay" : "it needs Linux 5.11, or rehearse as root")
    }
    // A file system that cannot lie below an overlay, such as FAT, is shown and kept from being written.
    guard maint_mount(shown, target, nil, MAINT_MOUNT_BIND, nil) == 0, maint_mount_read_only(target) == 0 else {
      notes.append("\(shown) could not be shown: \(String(cString: strerror(code)))")
      return
    }
    notes.append("\(shown) is read-only here: its file system cannot be overlaid")
  }

  /// A layer with a new upper folder over what the sandbox has at the path with which this one begins.
  private func continued(_ path: [UInt8], _ upper: String, from earlier: [Layer]?) -> Layer {
    let earlier = earlier?.first { $0.path == path }
    return switch beginning {
    case .host: Layer(path: path, uppers: [upper])
    case .after: Layer(path: path, uppers: [upper] + (earlier?.uppers ?? []), lowers: earlier?.lowers ?? [])
    case .from: Layer(path: path, uppers: [upper], lowers: earlier.map { $0.uppers + $0.lowers } ?? [])
    }
  }

  /// Those below the path, and they are what it gives back.
  private func makeFoldersOfOthers(in path: [UInt8], upper: String) throws(SandboxFailure) -> Set<[UInt8]> {
    var made: Set<[UInt8]> = []
    for other in ground.others where other != path && SandboxLayout.isWithin(other, path) {
      let rest = path == [UInt8(ascii: "/")] ? other[...] : other.dropFirst(path.count)
      let copy = upper + String(decoding: rest, as: UTF8.self)
      try Self.makeFolder(copy)
      try copyAttributes(from: other, to: copy)
      made.insert(other)
    }
    return made
  }

  private var newName: String { "\(scratch)/layer\(layers.count + privateLayers.count)" }

  private mutating func makeSkeleton(_ path: [UInt8], mounted: Set<[UInt8]>) throws(SandboxFailure) {
    let folder = newName
    try Self.makeFolder(folder)
    try copyAttributes(from: path, to: folder)
    let target = try place(path, isFolder: true)
    guard maint_mount(folder, target, nil, MAINT_MOUNT_BIND, nil) == 0 else {
      throw .call("\(String(decoding: path, as: UTF8.self)) could not be mounted")
    }
    layers.append(Layer(path: path, uppers: [folder], form: .skeleton(without: mounted), keepsOwners: isRoot))
  }

  private func makeLink(_ path: [UInt8]) throws(SandboxFailure) {
    let name = path.map(CChar.init(bitPattern:)) + [0]
    guard let state = try FileState(name, in: AT_FDCWD) else { return }
    let link = root + String(decoding: path, as: UTF8.self)
    guard symlink(String(decoding: state.target, as: UTF8.self), link) == 0 else {
      throw .call("\(link) could not be made")
    }
    _ = lchown(link, state.user, state.group)
    _ = maint_set_time(AT_FDCWD, link, Int64(state.seconds), state.nanoseconds)
  }

  /// The top of an upper folder is the top of the layer: its owner and mode are what the sandbox sees.
  private func copyAttributes(from path: [UInt8], to copy: String) throws(SandboxFailure) {
    let name = path.map(CChar.init(bitPattern:)) + [0]
    var status = stat()
    guard stat(name, &status) == 0 else {
      throw .call("\(String(decoding: path, as: UTF8.self)) could not be examined")
    }
    var mode = status.st_mode & 0o7777
    if chown(copy, status.st_uid, status.st_gid) != 0 {
      // It stays the user's own, who must not be able to do there what fails on the host.
      let bits = [(R_OK, 0o400), (W_OK, 0o200), (X_OK, 0o100)].filter { access(name, $0.0) == 0 }
      mode = mode & 0o7077 | mode_t(bits.reduce(0) { $0 | $1.1 })
    }
    guard chmod(copy, mode) == 0 else { throw .call("\(copy) could not be made") }
    _ = maint_set_time(AT_FDCWD, copy, Int64(status.st_mtim.tv_sec), status.st_mtim.tv_nsec)
  }

  private mutating func makeCopy(_ path: [UInt8]) throws(SandboxFailure) {
    let shown = String(decoding: path, as: UTF8.self)
    let copy = newName
    var layer = continued(path, copy, from: beginning.earlier?.layers)
    (layer.form, layer.keepsOwners) = (.copy, isRoot)
    let source = layer.below.first.map { Array($0.utf8) } ?? path
    let name = source.map(CChar.init(bitPattern:)) + [0]
    guard access(name, R_OK) == 0, let bytes = try FileContent(name, in: AT_FDCWD).bytes(atMost: 1 << 24) else {
      notes.append("\(shown) is not there: it may not be read, or is too large to be copied")
      return
    }
    try Self.write(bytes, to: copy)
    try copyAttributes(from: source, to: copy)
    let target = try place(path, isFolder: false)
    guard maint_mount(copy, target, nil, MAINT_MOUNT_BIND, nil) == 0 else {
      throw .call("\(shown) could not be mounted")
    }
    layers.append(layer)
  }

  /// In memory it has a space of its own: what a step fills is not to take the run log with it.
  private func makeWorkplace() throws(SandboxFailure) {
    try Self.makeFolder(workplace)
    let space: String
    if case .after(let earlier) = beginning {
      space = "\(scratch)/work"
      try Self.makeFolder(space)
      try mountSpace(space)
      try overlay(workplace, over: [earlier.workplace], in: space)
    } else {
      try mountSpace(workplace)
    }
  }

  private func mountSpace(_ folder: String) throws(SandboxFailure) {
    guard let options = ground.request.scratch.mountOptions else { return }
    guard maint_mount("maint-rehearsal", folder, "tmpfs", MAINT_MOUNT_NO_DEVICES, options) == 0 else {
      throw .call("\(folder) could not be mounted")
    }
  }

  private func overlay(_ target: String, over lowers: [String], in folder: String) throws(SandboxFailure) {
    for inner in ["upper", "work"] { try Self.makeFolder("\(folder)/\(inner)") }
    try copyAttributes(from: Array(lowers[0].utf8), to: "\(folder)/upper")
    let options = Overlay.options(
      lowers: lowers, upper: "\(folder)/upper", work: "\(folder)/work", isRoot: isRoot)
    let flags = MAINT_MOUNT_NO_DEVICES | MAINT_MOUNT_NO_SET_USER
    guard maint_mount("overlay", target, "overlay", flags, options) == 0 else {
      throw .call("\(target) could not be overlaid")
    }
  }

  private mutating func makeEmpty(
    _ path: [UInt8], mode: UInt32, without mounted: Set<[UInt8]>
  ) throws(SandboxFailure) {
    let target = try place(path, isFolder: true)
    let folder = newName
    let earlier = beginning.earlier?.privateLayers
    var layer = continued(path, "\(folder)/upper", from: earlier)
    layer.form = .fresh(without: mounted)
    guard !layer.below.isEmpty else {
      let options = "mode=\(String(mode, radix: 8)),size=25%"
      guard maint_mount("tmpfs", target, "tmpfs", MAINT_MOUNT_NO_DEVICES | MAINT_MOUNT_NO_SET_USER, options) == 0 else {
        throw .call("\(String(decoding: path, as: UTF8.self)) could not be mounted")
      }
      layer.uppers = [target]
      return privateLayers.append(layer)
    }
    try Self.makeFolder(folder)
    try overlay(target, over: layer.below, in: folder)
    privateLayers.append(layer)
  }

  private func makeDevices() throws(SandboxFailure) {
    let folder = try place(Array("/dev".utf8), isFolder: true)
    guard maint_mount("tmpfs", folder, "tmpfs", MAINT_MOUNT_NO_SET_USER, "mode=755,size=64m") == 0 else {
      throw .call("/dev could not be mounted")
    }
    for name in ["null", "zero", "full", "random", "urandom", "tty"] {
      try Self.write([], to: "\(folder)/\(name)")
      guard maint_mount("/dev/\(name)", "\(folder)/\(name)", nil, MAINT_MOUNT_BIND, nil) == 0 else {
        throw .call("/dev/\(name) could not be mounted")
      }
    }
    for name in ["pts", "shm"] { try Self.makeFolder("\(folder)/\(name)") }
    let terminals = MAINT_MOUNT_NO_SET_USER | MAINT_MOUNT_NO_PROGRAMS
    _ = maint_mount("devpts", "\(folder)/pts", "devpts", terminals, "newinstance,ptmxmode=0666,mode=620")
    for (name, target) in [
      ("ptmx", "pts/ptmx"), ("fd", "/proc/self/fd"), ("stdin", "/proc/self/fd/0"), ("stdout", "/proc/self/fd/1"),
      ("stderr", "/proc/self/fd/2"),
    ] { _ = symlink(target, "\(folder)/\(name)") }
  }

  private func bind(_ path: [UInt8], from source: String) throws(SandboxFailure) {
    var status = stat()
    guard stat(source, &status) == 0 else {
      throw .call("\(source), which was to be bound, is not there", hint: "--bind takes a path of the host")
    }
    let target = try place(path, isFolder: status.st_mode & S_IFMT == S_IFDIR)
    guard maint_mount(source, target, nil, MAINT_MOUNT_BIND, nil) == 0 else {
      throw .call("\(source) could not be bound")
    }
  }

  /// Where a path of the sandbox is mounted, made where an empty folder hides the host's.
  private func place(_ path: [UInt8], isFolder: Bool) throws(SandboxFailure) -> String {
    let target = root + (path == [UInt8(ascii: "/")] ? "" : String(decoding: path, as: UTF8.self))
    var status = stat()
    if lstat(target, &status) == 0 { return target }
    var folder = root
    let parts = String(decoding: path, as: UTF8.self).split(separator: "/")
    for part in isFolder ? parts[...] : parts.dropLast() {
      folder += "/\(part)"
      if lstat(folder, &status) != 0 { try Self.makeFolder(folder, mode: 0o755) }
    }
    if !isFolder { try Self.write([], to: target) }
    return target
  }

  private static func makeFolder(_ path: String, mode: UInt32 = 0o700) throws(SandboxFailure) {
    if mkdir(path, mode) != 0, errno != EEXIST { throw .call("\(path) could not be made") }
  }

  static func write(_ bytes: [UInt8], to path: String) throws(SandboxFailure) {
    let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard descriptor >= 0 else { throw .call("\(path) could not be made") }
    defer { close(descriptor) }
    guard Glibc.write(descriptor, bytes, bytes.count) == bytes.count else {
      throw .call("\(path) could not be written")
    }
  }
}
