import CLinux
import Glibc

/// The first look at a tree: what is in it, in the forms in which the programs want to know it.
///
/// Its lists are files without a name in the folder of the backup, since a tree may have a million entries.
final class Survey {
  let root: TreePath
  let exclusion: Exclusion
  /// One line an entry, with its identity, without the hash.
  private let entries: ByteWriter
  /// The members of the archive, each with its NUL.
  let members: ByteWriter
  let hashes: HashPass
  /// Hash, space and name of each file that was hashed, each with a NUL.
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
    let hashed = try ByteWriter.nameless(in: folder)
    self.hashed = hashed
    hashes = try HashPass(scratch: folder) { name, hash throws(BackupFailure) in
      try hashed.write {
        $0 += hash
        $0.append(UInt8(ascii: " "))
        $0 += name
        $0.append(0)
      }
    }
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
      if entry.kind == .file {
        contents.bytes += entry.size
        try hashes.add(name)
      }
    }
    allocated = walk.allocated
  }

  func source() throws(BackupFailure) -> EntryLines { try EntryLines(entries) }

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

  /// Writes the manifest; the paths of files that could not be hashed, the first few.
  func writeManifest(_ header: Manifest.Header, to file: String) throws(BackupFailure) -> [[UInt8]] {
    var writer = try ManifestWriter(file: file, header: header)
    let source = try source()
    let records = try LineReader(hashed, separator: 0)
    var record = try records.next()
    var missing: [[UInt8]] = []
    while var entry = try source.next() {
      entry.identity = nil
      if entry.kind == .file {
        if let known = record, known.dropFirst(65).elementsEqual(root.memberName(entry.path)) {
          entry.content = Array(known.prefix(64))
          record = try records.next()
        } else if missing.count < 20 {
          missing.append(entry.path)
        }
      }
      try writer.append(entry)
    }
    try writer.finish()
    return missing
  }
}
