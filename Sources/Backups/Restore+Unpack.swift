import CLinux
import Glibc

/// From the archive to a checked tree beside the target.
extension Restore {
  /// At the end `ready` stands, and all of it is on the disk.
  func unpack() throws(BackupFailure) {
    try folder.make()
    do throws(BackupFailure) {
      try FreeSpace.check(
        manifest.header.allocated, for: "restoring \(manifest.header.root.path)", in: folder.place("."))
      try folder.makeFolder(folder.new)
      let pending = try archive.startVerifying(archiveAlone: true, on: bench)
      try extract()
      try bench.wait(for: pending.compactMap(\.sum.run))
      try archive.check(pending)
      try finishUnpacked()
    } catch {
      bench.endAll()
      try? removeUnpacked()
      throw error
    }
  }

  /// Has tar take out the members: into a folder that is this user's alone, since tar follows links in it.
  private func extract() throws(BackupFailure) {
    guard let file = archive.file else { return }
    let new = try folder.new
    var arguments = [
      "--extract", "--file=\(file)", "--use-compress-program=\(try bench.tools.packing(of: file).program)",
      "--preserve-permissions", "--numeric-owner", "--xattrs", "--xattrs-include=*", "--delay-directory-restore",
      "--warning=no-timestamp",
    ]
    if manifest.header.hasAccessLists || Self.givesAccessLists(new.reach) { arguments.append("--acls") }
    let list = try ByteWriter.nameless(in: folder.scratch)
    if let members {
      for member in members {
        try list.write {
          $0 += member
          $0.append(0)
        }
      }
      try list.flush()
      arguments += ["--null", "--no-unquote", "--files-from=\(list.pathForOthers)"]
    }
    let final = arguments
    try bench.change { () throws(BackupFailure) in
      let run = try bench.start(bench.tools.tar, final, in: new.reach)
      try bench.wait(for: [run])
      guard run.status == 0 else { throw run.failure("\(file) could not be unpacked") }
    }
  }

  /// Whether what is made in a folder gets an access control list from it, which tar takes away with `--acls` alone. That
  /// is a call and a write to the journal for each file, so it is asked for only where it has something to do.
  private static func givesAccessLists(_ folder: String) -> Bool {
    let length = maint_get_attribute(
      AT_FDCWD, Array(folder.utf8CString), Array(Entry.defaultAccessList.utf8CString), nil, 0)
    return length >= 0 || errno != ENODATA && errno != ENOTSUP
  }

  private func finishUnpacked() throws(BackupFailure) {
    let tree = try unpacked
    let new = try folder.new
    // Or what is kept later would hold further names of restored files.
    for member in members?.dropFirst() ?? [] {
      let path = Array("\(new.reach)/".utf8) + member + [0]
      try bench.change { () throws(BackupFailure) in
        guard Glibc.unlink(path.map(CChar.init(bitPattern:))) == 0 else { throw .call("could not be removed", member) }
      }
    }
    try makeNodes(in: tree)
    // The disk writes while the files are hashed.
    let sync = try bench.start(bench.tools.sync, ["--file-system", new.reach], in: "/")
    try prove(tree, readingFiles: true)
    try bench.wait(for: [sync])
    guard sync.status == 0 else { throw sync.failure("\(new.path) could not be written to the disk") }
    guard let status = tree.status else { throw .call("it could not be examined", tree.path) }
    try bench.write("\(status.st_dev) \(status.st_ino)\n", to: folder.ready)
    try bench.sync(folder.place("."))
  }

  /// Makes what no archive holds: sockets, on which nobody listens then, and further names of what is no file. Their
  /// folders, whose time changes by that, are seen to as well.
  func makeNodes(in tree: TreePath) throws(BackupFailure) {
    let reader = try ManifestReader(file: manifest.file)
    let folders = try TreeFolders(tree)
    let attributes = try EntryAttributes(tree, on: bench)
    var isAny = false
    while let entry = try reader.next() {
      switch entry.kind {
      case .file, .directory, .symbolicLink, .hardLink: continue
      case .socket, .pipe, .blockDevice, .characterDevice, .nodeLink: break
      }
      if try folders.status(entry.path) != nil { continue }
      isAny = true
      try makeNode(entry, in: tree, folders)
      if entry.kind != .nodeLink { try attributes.apply(entry) }
    }
    if isAny { try mend(tree) }
  }

  private func makeNode(_ entry: Entry, in tree: TreePath, _ folders: TreeFolders) throws(BackupFailure) {
    if entry.kind == .nodeLink { return try folders.link(entry.content, to: entry.path, on: bench) }
    let numbers = entry.content.split(separator: UInt8(ascii: ":")).compactMap { UInt32(bytes: $0) }
    let (major, minor) = numbers.count == 2 ? (numbers[0], numbers[1]) : (0, 0)
    let type: mode_t =
      switch entry.kind {
      case .socket: S_IFSOCK
      case .blockDevice: S_IFBLK
      case .characterDevice: S_IFCHR
      case .pipe, .file, .directory, .symbolicLink, .hardLink, .nodeLink: S_IFIFO
      }
    let spot = try folders.spot(entry.path)
    try bench.change { () throws(BackupFailure) in
      guard maint_make_node(spot.folder, spot.name, type | 0o600, major, minor) == 0 else {
        throw .call("it could not be made", tree.shown(entry.path))
      }
    }
  }

  /// Gives folders and sockets of a tree what the manifest says of them.
  func mend(_ tree: TreePath) throws(BackupFailure) {
    let comparison = try TreeComparison(manifest: manifest, tree: tree, scratch: folder.scratch, bench: bench)
    var entries: [Entry] = []
    try comparison.run(readingFiles: false) { difference, entry in
      guard let entry, entry.kind == .directory || entry.kind == .socket else { return }
      if case .changed(let aspects) = difference.kind, aspects != [.kind] { entries.append(entry) }
    }
    let attributes = try EntryAttributes(tree, on: bench)
    for entry in entries { try attributes.apply(entry) }
  }

  /// What was unpacked and not exchanged. `ready` goes first: without it, what is there is known to be nobody's.
  func removeUnpacked() throws(BackupFailure) {
    try bench.unlink(folder.ready)
    try bench.removeTree(folder.new)
    if try !folder.isKept { try bench.unlink(folder.manifest) }
    try folder.removeIfEmpty()
  }
}
