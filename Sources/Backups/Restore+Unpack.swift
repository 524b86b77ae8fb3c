import CLinux
import Glibc

/// From the archive to a checked tree beside the target.
extension Restore {
  /// At the end `ready` stands, and all of it is on the disk.
  func unpack() throws(BackupFailure) {
    try bench.makeFolder(places.folder)
    do throws(BackupFailure) {
      try FreeSpace.check(
        manifest.header.allocated, for: "restoring \(manifest.header.root.path)", in: places.folder)
      try bench.makeFolder(places.new)
      let pending = try archive.startVerifying(archiveAlone: true, on: bench)
      try extract(into: places.new)
      try bench.wait(for: pending.compactMap(\.sum.run))
      try archive.check(pending)
      try finishUnpacked()
    } catch {
      bench.endAll()
      try? removeUnpacked()
      throw error
    }
  }

  /// Has tar take out the members. Existing files are left as they are if `keeping`.
  func extract(
    into folder: String, stripping count: Int = 0, keeping: Bool = false
  ) throws(BackupFailure) {
    guard let file = archive.file else { return }
    var arguments = [
      "--extract", "--file=\(file)", "--use-compress-program=\(try bench.tools.packing(of: file).program)",
      "--preserve-permissions", "--numeric-owner", "--xattrs", "--xattrs-include=*", "--delay-directory-restore",
      "--warning=no-timestamp", "--strip-components=\(count)",
    ]
    if keeping { arguments.append("--skip-old-files") }
    if keeping || manifest.header.hasAccessLists || Self.givesAccessLists(folder) { arguments.append("--acls") }
    let list = try ByteWriter.nameless(in: places.folder)
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
      let run = try bench.start(bench.tools.tar, final, in: folder)
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
    // Or what is kept later would hold further names of restored files.
    for member in members?.dropFirst() ?? [] {
      let path = Array("\(places.new)/".utf8) + member + [0]
      try bench.change { () throws(BackupFailure) in
        guard Glibc.unlink(path.map(CChar.init(bitPattern:))) == 0 else { throw .call("could not be removed", member) }
      }
    }
    try makeNodes(in: tree)
    // The disk writes while the files are hashed.
    let sync = try bench.start(bench.tools.sync, ["--file-system", places.new], in: "/")
    try prove(tree, readingFiles: true)
    try bench.wait(for: [sync])
    guard sync.status == 0 else { throw sync.failure("\(places.new) could not be written to the disk") }
    guard let status = tree.status else { throw .call("it could not be examined", tree.path) }
    try bench.write("\(status.st_dev) \(status.st_ino)\n", to: places.ready)
    try bench.sync(places.folder)
  }

  /// Makes what no archive holds: sockets, on which nobody listens then, and further names of what is no file. Their
  /// folders, whose time changes by that, are seen to as well.
  func makeNodes(in tree: TreePath) throws(BackupFailure) {
    let reader = try ManifestReader(file: manifest.file)
    var isAny = false
    while let entry = try reader.next() {
      switch entry.kind {
      case .file, .directory, .symbolicLink, .hardLink: continue
      case .socket, .pipe, .blockDevice, .characterDevice, .nodeLink: break
      }
      var status = stat()
      if lstat(tree.bytes(entry.path), &status) == 0 { continue }
      isAny = true
      try makeNode(entry, in: tree)
      if entry.kind != .nodeLink { try EntryAttributes.apply(entry, to: tree, on: bench) }
    }
    if isAny { try mend(tree) }
  }

  private func makeNode(_ entry: Entry, in tree: TreePath) throws(BackupFailure) {
    let path = tree.bytes(entry.path)
    let numbers = entry.content.split(separator: UInt8(ascii: ":")).compactMap { UInt32(bytes: $0) }
    let (major, minor) = numbers.count == 2 ? (numbers[0], numbers[1]) : (0, 0)
    try bench.change { () throws(BackupFailure) in
      let result =
        switch entry.kind {
        case .nodeLink: link(tree.bytes(entry.content), path)
        case .socket: maint_make_node(path, S_IFSOCK | 0o600, 0, 0)
        case .blockDevice: maint_make_node(path, S_IFBLK | 0o600, major, minor)
        case .characterDevice: maint_make_node(path, S_IFCHR | 0o600, major, minor)
        case .pipe, .file, .directory, .symbolicLink, .hardLink: maint_make_node(path, S_IFIFO | 0o600, 0, 0)
        }
      guard result == 0 else { throw .call("it could not be made", tree.shown(entry.path)) }
    }
  }

  /// Gives folders and sockets of a tree what the manifest says of them.
  func mend(_ tree: TreePath) throws(BackupFailure) {
    let comparison = TreeComparison(manifest: manifest, tree: tree, scratch: places.folder, bench: bench)
    var entries: [Entry] = []
    try comparison.run(readingFiles: false) { difference, entry in
      guard let entry, entry.kind == .directory || entry.kind == .socket else { return }
      if case .changed(let aspects) = difference.kind, aspects != [.kind] { entries.append(entry) }
    }
    for entry in entries { try EntryAttributes.apply(entry, to: tree, on: bench) }
  }

  /// What was unpacked and not exchanged. `ready` goes first: without it, what is there is known to be nobody's.
  func removeUnpacked() throws(BackupFailure) {
    try bench.unlink(places.ready)
    try bench.removeTree(places.new)
    if kept == nil { try bench.unlink(places.manifest) }
    try bench.change { () throws(BackupFailure) in
      // Only where nothing is kept in it.
      if rmdir(places.folder) != 0, errno != ENOTEMPTY, errno != ENOENT {
        throw .call("could not be removed", places.folder)
      }
    }
  }
}
