import CLinux
import Glibc

/// Takes an unpacked archive piece by piece and makes in a tree in use what is not there of it, none of it through a link.
///
/// Not tar's work: it follows a link that somebody puts in the place of a folder between two files in it.
final class MissingFiles {
  private let tree: TreePath
  private let bench: Workbench
  private let folders: TreeFolders
  private let attributes: EntryAttributes
  /// In the order of the archive.
  private let expected: ManifestReader
  /// How long the names of members are before the paths of the part that is restored.
  private let prefix: Int
  private var next: Entry?
  /// The file that is being written.
  private var file: (entry: Entry, descriptor: Int32)?
  private lazy var reader = ArchiveReader(
    ArchiveReader.Visitor(
      begin: { [unowned self] member throws(BackupFailure) in try begin(member) },
      data: { [unowned self] offset, bytes throws(BackupFailure) in try write(bytes, at: offset) },
      end: { [unowned self] () throws(BackupFailure) in try end() }))

  init(of manifest: Manifest, in tree: TreePath, on bench: Workbench) throws(BackupFailure) {
    self.tree = tree
    self.bench = bench
    folders = try TreeFolders(tree)
    attributes = try EntryAttributes(tree, on: bench)
    expected = try ManifestReader(file: manifest.file)
    prefix = manifest.header.root.memberName(manifest.part).count
    next = try expected.next()
  }

  deinit { if let file { close(file.descriptor) } }

  func take(_ bytes: [UInt8]) throws(BackupFailure) { try reader.take(bytes) }

  private func begin(_ member: ArchiveMember) throws(BackupFailure) {
    let path = Array(member.name.dropFirst(prefix + 1))
    while let entry = next, Entry.isOrdered(entry.path, before: path) { next = try expected.next() }
    // What is of no manifest's is not of the part that is restored.
    guard let entry = next, entry.path == path, try folders.status(path) == nil else { return }
    switch entry.kind {
    case .file: try open(entry)
    case .hardLink: try folders.link(entry.content, to: path, on: bench)
    case .directory: try make(entry) { spot in mkdirat(spot.folder, spot.name, 0o700) }
    case .symbolicLink:
      let target = entry.content.map(CChar.init(bitPattern:)) + [0]
      try make(entry) { spot in symlinkat(target, spot.folder, spot.name) }
      try attributes.apply(entry)
    case .pipe, .socket, .blockDevice, .characterDevice, .nodeLink: break
    }
  }

  private func make(_ entry: Entry, _ body: (TreeFolders.Spot) -> Int32) throws(BackupFailure) {
    let spot = try folders.spot(entry.path)
    try bench.change { () throws(BackupFailure) in
      guard body(spot) == 0 else { throw .call("it could not be made", tree.shown(entry.path)) }
    }
  }

  private func open(_ entry: Entry) throws(BackupFailure) {
    var descriptor: Int32 = -1
    try make(entry) { spot in
      descriptor = openat(spot.folder, spot.name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
      return descriptor < 0 ? -1 : 0
    }
    file = (entry, descriptor)
  }

  private func write(_ bytes: ArraySlice<UInt8>, at offset: Int) throws(BackupFailure) {
    guard let file else { return }
    var (rest, offset) = (bytes, offset)
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { pwrite(file.descriptor, $0.baseAddress, $0.count, offset) }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else {
        throw .call("it could not be written", tree.shown(file.entry.path), errno: count == 0 ? ENOSPC : errno)
      }
      rest = rest.dropFirst(count)
      offset += count
    }
  }

  private func end() throws(BackupFailure) {
    guard let (entry, descriptor) = file else { return }
    file = nil
    defer { close(descriptor) }
    // A hole at its end.
    guard ftruncate(descriptor, entry.size) == 0 else { throw .call("it could not be written", tree.shown(entry.path)) }
    try attributes.apply(entry)
  }
}
