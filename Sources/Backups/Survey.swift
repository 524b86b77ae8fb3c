import CLinux
import Glibc

/// The first look at a tree: what is in it, in the forms in which the programs want to know it.
///
/// Its lists are files without a name in the folder of the backup, since a tree may have a million entries.
final class Survey {
  private static let linksNamed = 5

  let root: TreePath
  let exclusion: Exclusion
  /// One line an entry, with its identity, without the hash.
  private let entries: ByteWriter
  /// The members of the archive, each with its NUL.
  let members: ByteWriter
  /// Hash, space and path of each file that was hashed, each with a NUL.
  private let hashed: ByteWriter
  private(set) var contents = Archive.Contents()
  private(set) var allocated = 0
  private(set) var hasAccessLists = false

  var isAbsent: Bool { contents.entries == 0 }

  /// Throws `changed` where the tree is moved meanwhile.
  init(_ root: TreePath, exclusion: Exclusion, folder: String, on bench: Workbench) throws(BackupFailure) {
    self.root = root
    self.exclusion = exclusion
    entries = try .nameless(in: folder)
    members = try .nameless(in: folder)
    hashed = try .nameless(in: folder)
    try look(folder: folder, on: bench)
    try members.flush()
  }

  private func look(folder: String, on bench: Workbench) throws(BackupFailure) {
    let walk = try TreeWalk(root, exclusion: exclusion, forBackup: true)
    var status = stat()
    if stat(folder, &status) == 0 { walk.forbidden = (UInt64(status.st_dev), UInt64(status.st_ino)) }
    // A page of a mapped file that is dirty already can be written again without a trace in the file's times. What is
    // written back is protected first, and the next write to it shows (page_mkwrite in Linux; not on tmpfs).
    walk.onFileSystem = { _ = maint_sync_file_system($0) }
    while let entry = try walk.next() {
      contents.entries += 1
      if contents.entries % 512 == 0 { try bench.breathe() }
      try entries.write { EntryLine.append(entry, to: &$0) }
      hasAccessLists = hasAccessLists || entry.hasAccessList
      if entry.kind == .socket { contents.sockets += 1 }
      guard entry.kind.isInArchive else { continue }
      let name = root.memberName(entry.path)
      try members.write {
        $0 += name
        $0.append(0)
      }
      if entry.kind == .file { contents.bytes += entry.size }
    }
    allocated = walk.allocated
    contents.linkedElsewhere = walk.linkedElsewhere.prefix(Self.linksNamed).map(root.shown)
  }

  func source() throws(BackupFailure) -> EntryLines { try EntryLines(entries) }

  /// Of files in the order of the survey.
  func record(_ hash: [UInt8], of path: [UInt8]) throws(BackupFailure) {
    try hashed.write {
      $0 += hash
      $0.append(UInt8(ascii: " "))
      $0 += path
      $0.append(0)
    }
  }

  /// Has all files hashed where they lie.
  func hashFiles(scratch: String, on bench: Workbench) throws(BackupFailure) {
    let above = root.memberName([]).count + 1
    let pass = try HashPass(scratch: scratch) { name, hash throws(BackupFailure) in
      try self.record(hash, of: Array(name.dropFirst(above)))
    }
    let source = try source()
    while let entry = try source.next() {
      if entry.kind == .file { try pass.add(root.memberName(entry.path)) }
    }
    guard let hashing = try pass.start(on: bench, in: root.reach) else { return }
    try bench.wait(for: [hashing])
    guard hashing.status == 0 else { throw hashing.failure("\(root.path) could not be read") }
  }

  /// Looks again: the first few paths that are not as they were, the number of names in a folder included.
  func changes(on bench: Workbench) throws(BackupFailure) -> [[UInt8]] {
    var changed: [[UInt8]] = []
    var merge = try EntryMerge(source(), TreeWalk(root, exclusion: exclusion, forBackup: true))
    var count = 0
    while let pair = try merge.next(), changed.count < 20 {
      count += 1
      if count % 512 == 0 { try bench.breathe() }
      switch pair {
      case .left(let entry), .right(let entry): changed.append(entry.path)
      case .both(let one, let other): if one != other { changed.append(one.path) }
      }
    }
    return changed
  }

  /// Throws `changed` where a file has not been hashed: it was gone by then.
  func writeManifest(_ header: Manifest.Header, to file: String) throws(BackupFailure) {
    var writer = try ManifestWriter(file: file, header: header)
    let source = try source()
    let records = try LineReader(hashed, separator: 0)
    while var entry = try source.next() {
      entry.identity = nil
      if entry.kind == .file {
        guard let record = try records.next(), record.dropFirst(65).elementsEqual(entry.path) else {
          throw BackupFailure(.changed, "\(root.shown(entry.path)) was removed while the tree was read")
        }
        entry.content = Array(record.prefix(64))
      }
      try writer.append(entry)
    }
    try writer.finish()
  }
}
