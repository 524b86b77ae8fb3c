import CLinux
import Glibc

/// Walks a tree, links not followed, mounts crossed: each folder before what is in it.
///
/// One descriptor is open however deep the tree is: the way back up is `..`, which must be the folder that it was on
/// the way down. Contents of files are not read, so the hash in their entries is empty.
final class TreeWalk: EntrySource {
  /// The kernel's limit for a path in one call, its NUL included.
  static let longestPath = 4096

  private struct Frame {
    var names: FolderNames
    /// Of the folder, relative to the top; nil for the folder above the top.
    var path: [UInt8]?
    var key: FileKey
  }

  private struct FileKey: Hashable {
    var device: UInt64
    var inode: UInt64
  }

  /// Told of each path that is left out and exists; what is below it is not.
  var onExcluded: (([UInt8]) -> Void)?
  /// Told of each path that chattr has made immutable, or fit only to be added to.
  var onUnchangeable: (([UInt8]) -> Void)?
  /// Told of each folder on another file system than the one above it, and of the top.
  var onFileSystem: ((Int32) -> Void)?
  /// Its folder must not be part of the tree.
  var forbidden: (device: UInt64, inode: UInt64)?

  /// Names that were not met of files that have several: they lie outside the tree, or are excluded. By the first name.
  var linkedElsewhere: [[UInt8]] {
    missingNames.filter { $0.value > 0 }.compactMap { firstNames[$0.key] }.sorted { $0.lexicographicallyPrecedes($1) }
  }

  /// Bytes on the disk of the files so far.
  private(set) var allocated = 0

  private let user = geteuid()
  private let root: TreePath
  private let exclusion: Exclusion
  /// Entries carry their identity, and what this user could not read or restore is refused.
  private let forBackup: Bool
  private let readsAttributes: Bool
  private var descriptor: Int32
  private var frames: [Frame] = []
  /// The folder that was returned last and is gone into next.
  private var descent: (name: [CChar], path: [UInt8], key: FileKey)?
  private var firstNames: [FileKey: [UInt8]] = [:]
  private var missingNames: [FileKey: Int] = [:]
  private var attributeList = [CChar](repeating: 0, count: 65536)

  /// A tree that does not exist has no entries.
  init(
    _ root: TreePath, exclusion: Exclusion, forBackup: Bool = false, readsAttributes: Bool = true
  ) throws(BackupFailure) {
    self.root = root
    self.exclusion = exclusion
    self.forBackup = forBackup
    self.readsAttributes = readsAttributes
    descriptor = open(root.reach, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    if descriptor < 0 {
      if errno == ENOENT || errno == ENOTDIR { return }
      throw .call("the folder above it could not be opened", root.path)
    }
    frames = [Frame(names: FolderNames(Array(root.name.utf8)), path: nil, key: FileKey(device: 0, inode: 0))]
  }

  deinit { if descriptor >= 0 { close(descriptor) } }

  func next() throws(BackupFailure) -> Entry? {
    try descend()
    while let frame = frames.last {
      guard let name = frames[frames.count - 1].names.next() else {
        try ascend()
        continue
      }
      let path = frame.path.map { path in
        (path.isEmpty ? [] : path + [UInt8(ascii: "/")]) + name.dropLast().map(UInt8.init(bitPattern:))
      }
      if let path, exclusion.matches(path) {
        onExcluded?(path)
        continue
      }
      if let entry = try entry(name, path: path ?? []) { return entry }
    }
    return nil
  }

  /// nil where the top does not exist.
  private func entry(_ name: [CChar], path: [UInt8]) throws(BackupFailure) -> Entry? {
    let isTooLong = root.name.utf8.count + 1 + path.count >= Self.longestPath
    guard !isTooLong else {
      throw BackupFailure(
        .source, "\(root.shown(path)): the path is too long to be backed up",
        hint: "exclude it, or name a folder further down as the path")
    }
    var status = stat()
    var isUnchangeable: Int32 = 0
    guard maint_status(descriptor, name, &status, &isUnchangeable) == 0 else {
      if errno == ENOENT, path.isEmpty { return nil }
      if errno == ENOENT { throw moved(path) }
      throw .call("it could not be examined", root.shown(path))
    }
    if isUnchangeable != 0 { onUnchangeable?(path) }
    var entry = try Entry(
      kind: kind(status, path), mode: status.st_mode & 0o7777, user: status.st_uid, group: status.st_gid,
      seconds: status.st_mtim.tv_sec, nanoseconds: status.st_mtim.tv_nsec, path: path)
    if forBackup {
      entry.identity = Entry.Identity(
        device: UInt64(status.st_dev), inode: UInt64(status.st_ino), changedSeconds: status.st_ctim.tv_sec,
        changedNanoseconds: status.st_ctim.tv_nsec)
    }
    let key = FileKey(device: UInt64(status.st_dev), inode: UInt64(status.st_ino))
    if entry.kind != .directory && status.st_nlink > 1 {
      if let first = firstNames[key] {
        missingNames[key, default: 1] -= 1
        // As in the archive, where a hard link has nothing of its own.
        let isNode = entry.kind != .file && entry.kind != .symbolicLink
        return Entry(kind: isNode ? .nodeLink : .hardLink, content: first, path: path, identity: entry.identity)
      }
      firstNames[key] = path
      missingNames[key] = Int(status.st_nlink) - 1
    }
    try fill(&entry, name, status)
    if entry.kind == .directory { descent = (name, path, key) }
    return entry
  }

  private func fill(_ entry: inout Entry, _ name: [CChar], _ status: stat) throws(BackupFailure) {
    if forBackup, user != 0 { try checkPermission(entry, name) }
    switch entry.kind {
    case .file:
      entry.size = Int(status.st_size)
      allocated += Int(status.st_blocks) * 512
    case .symbolicLink: entry.content = try target(name, entry.path)
    case .blockDevice, .characterDevice:
      let device = UInt64(status.st_rdev)
      entry.content = Array("\(maint_device_major(device)):\(maint_device_minor(device))".utf8)
    case .directory, .pipe, .socket, .hardLink, .nodeLink: break
    }
    if readsAttributes { entry.attributes = try attributes(name, entry.path) }
  }

  /// A backup that could not be restored by the user who made it is none.
  private func checkPermission(_ entry: Entry, _ name: [CChar]) throws(BackupFailure) {
    let path = root.shown(entry.path)
    if entry.user != user {
      throw BackupFailure(
        .source, "\(path) belongs to user \(entry.user), so only root could restore it",
        hint: "run maint as root, or exclude it")
    }
    if entry.kind == .file, faccessat(descriptor, name, R_OK, AT_EACCESS) != 0 {
      throw BackupFailure(
        .source, "\(path) may not be read by user \(user) (mode \(String(entry.mode, radix: 8)))",
        hint: "run maint as root, change its mode, or exclude it")
    }
  }

  private func kind(_ status: stat, _ path: [UInt8]) throws(BackupFailure) -> Entry.Kind {
    switch status.st_mode & S_IFMT {
    case S_IFREG: .file
    case S_IFDIR: .directory
    case S_IFLNK: .symbolicLink
    case S_IFIFO: .pipe
    case S_IFSOCK: .socket
    case S_IFBLK: .blockDevice
    case S_IFCHR: .characterDevice
    default: throw BackupFailure(.source, "\(root.shown(path)): a file of a kind that cannot be backed up")
    }
  }

  private func target(_ name: [CChar], _ path: [UInt8]) throws(BackupFailure) -> [UInt8] {
    var target = [CChar](repeating: 0, count: Self.longestPath)
    let count = readlinkat(descriptor, name, &target, target.count)
    guard count >= 0 else { throw .call("the link could not be read", root.shown(path)) }
    return target[..<count].map(UInt8.init(bitPattern:))
  }

  private func attributes(_ name: [CChar], _ path: [UInt8]) throws(BackupFailure) -> [Entry.Attribute] {
    let length = maint_list_attributes(descriptor, name, &attributeList, attributeList.count)
    if length == 0 { return [] }
    guard length > 0 else {
      if errno == ENOENT { throw moved(path) }
      throw .call("its extended attributes could not be read", root.shown(path))
    }
    var attributes: [Entry.Attribute] = []
    for part in attributeList[..<length].split(separator: 0) {
      var value = [UInt8](repeating: 0, count: 65536)
      let count = maint_get_attribute(descriptor, name, Array(part) + [0], &value, value.count)
      guard count >= 0 else {
        throw .call(
          "its extended attribute \(PathText.shown(part.map(UInt8.init(bitPattern:)))) could not be read",
          root.shown(path))
      }
      attributes.append(
        Entry.Attribute(name: part.map(UInt8.init(bitPattern:)), value: Array(value[..<count])))
    }
    return attributes.sorted { $0.name.lexicographicallyPrecedes($1.name) }
  }

  private func descend() throws(BackupFailure) {
    guard let (name, path, key) = descent else { return }
    descent = nil
    if let forbidden, forbidden.device == key.device, forbidden.inode == key.inode {
      throw BackupFailure(
        .source, "\(root.shown(path)): the folder that the backup is written to lies within what is backed up",
        hint: "exclude that folder, or name a smaller path")
    }
    let folder = openat(descriptor, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
    guard folder >= 0 else {
      if errno == ENOENT || errno == ENOTDIR || errno == ELOOP { throw moved(path) }
      throw .call("the folder could not be opened", root.shown(path))
    }
    guard Self.key(of: folder) == key, let names = FolderNames(descriptor: folder) else {
      let code = errno
      let isMoved = Self.key(of: folder) != key
      close(folder)
      if isMoved { throw moved(path) }
      throw .call("the folder could not be read", root.shown(path), errno: code)
    }
    close(descriptor)
    descriptor = folder
    if frames.last?.key.device != key.device { onFileSystem?(folder) }
    frames.append(Frame(names: names, path: path, key: key))
  }

  private func ascend() throws(BackupFailure) {
    let left = frames.removeLast()
    // The folder above the top was left for good when the top was done.
    guard let above = frames.last, above.path != nil else {
      frames = []
      return
    }
    let folder = openat(descriptor, "..", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard folder >= 0 else { throw .call("the folder above it could not be opened", root.shown(left.path ?? [])) }
    close(descriptor)
    descriptor = folder
    if Self.key(of: folder) != above.key { throw moved(left.path ?? []) }
  }

  private func moved(_ path: [UInt8]) -> BackupFailure {
    BackupFailure(
      .changed, "\(root.shown(path)) was moved or removed while the tree was read",
      hint: "stop what changes it, or exclude it")
  }

  private static func key(of descriptor: Int32) -> FileKey? {
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { return nil }
    return FileKey(device: UInt64(status.st_dev), inode: UInt64(status.st_ino))
  }
}
