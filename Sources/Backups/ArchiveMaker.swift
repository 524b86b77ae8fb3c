import Glibc

/// Makes one archive: looks at the tree, has it archived, reads the archive back beside the source and hashes what it
/// holds, looks at the tree again, and starts over where anything changed meanwhile.
struct ArchiveMaker {
  let root: TreePath
  let patterns: [String]
  let files: ArchiveFiles
  let bench: Workbench

  private static let attempts = 3
  /// Of a manifest's line and an archive's headers, packed.
  private static let bytesPerEntry = 256

  func make() throws(BackupFailure) -> (archive: Archive, contents: Archive.Contents) {
    var attempt = 1
    while true {
      do throws(BackupFailure) {
        return try holding().makeOnce()
      } catch {
        guard error.kind == .changed, attempt < Self.attempts else { throw error }
        bench.endAll()
        bench.note("attempt \(attempt) of \(Self.attempts): \(error.message)")
        attempt += 1
      }
    }
  }

  /// The folder above is one and the same from the first look to the last.
  private func holding() throws(BackupFailure) -> ArchiveMaker {
    guard let ground = try HeldFolder(walking: root.parent) else {
      if errno == ENOENT || errno == ENOTDIR { return self }
      throw .call("the folder above it could not be opened", root.path)
    }
    return ArchiveMaker(root: root.held(in: ground), patterns: patterns, files: files, bench: bench)
  }

  private func requireInPlace() throws(BackupFailure) {
    let isInPlace =
      if let ground = root.ground { ground.isInPlace } else { try HeldFolder(walking: root.parent) == nil }
    guard isInPlace else {
      throw BackupFailure(
        .changed, "\(root.parent) was exchanged while \(root.path) was read",
        hint: "see who may write to the folders above it")
    }
  }

  private func makeOnce() throws(BackupFailure) -> (archive: Archive, contents: Archive.Contents) {
    let survey = try Survey(
      root, exclusion: Exclusion(patterns, root: root.path), folder: files.folder, on: bench)
    if survey.isAbsent { return (try recordAbsence(survey), survey.contents) }
    try FreeSpace.check(
      min(survey.contents.bytes, survey.allocated) + survey.contents.entries * Self.bytesPerEntry,
      for: "the backup of \(root.path)", in: files.folder)
    let checksum = try archive(survey)
    let header = Manifest.Header(
      root: root, excluded: patterns, missingFolders: nil, allocated: survey.allocated,
      realParent: root.realParent, mounts: try MountTable.mounts(within: root),
      hasAccessLists: survey.hasAccessLists)
    try bench.change { () throws(BackupFailure) in try survey.writeManifest(header, to: files.partialManifest) }
    let manifestChecksum = try Checksum.of(files.partialManifest, on: bench)
    var contents = survey.contents
    var status = stat()
    if stat(files.partialArchive, &status) == 0 { contents.archiveBytes = Int(status.st_size) }
    try bench.sync(files.partialArchive)
    try requireInPlace()
    try publish(withArchive: true)
    return (
      Archive(
        file: files.archive, manifest: files.manifest, fileChecksum: checksum, manifestChecksum: manifestChecksum),
      contents
    )
  }

  /// The archive under its partial name, proven against the source, and its checksum.
  private func archive(_ survey: Survey) throws(BackupFailure) -> String {
    let packing = try bench.tools.packing()
    let tar = try bench.change { () throws(BackupFailure) in
      // tar writes into a file that is there: nobody else is to read what it copies.
      let partial = open(files.partialArchive, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
      guard partial >= 0 else { throw .call("could not be made", files.partialArchive) }
      close(partial)
      let tar = try bench.start(bench.tools.tar, tarArguments(packing, survey), in: root.reach)
      try bench.wait(for: [tar])
      return tar
    }
    // 1: a file changed while tar read it. Whatever else, the second look tells whether changes are the reason.
    guard tar.status == 0 || tar.status == 1 else {
      try refuse(survey.changes(on: bench))
      throw tar.failure("\(root.path) could not be archived")
    }
    let readBack = try ReadBack(root, expected: survey.source()) { path, hash throws(BackupFailure) in
      try survey.record(hash, of: path)
    }
    let unpacking = try bench.start(packing.program, ["-dc", "--", files.partialArchive], in: "/") {
      bytes throws(BackupFailure) in try readBack.take(bytes)
    }
    let checksum = try Checksum.start(files.partialArchive, on: bench)
    try bench.wait(for: [unpacking, checksum.run].compactMap { $0 })
    guard unpacking.status == 0 else { throw unpacking.failure("the archive of \(root.path) could not be read back") }
    try readBack.finish()
    try refuse(survey.changes(on: bench))
    try refuse(readBack.mismatches)
    return try checksum.value()
  }

  private func tarArguments(_ packing: Toolbox.Packing, _ survey: Survey) -> [String] {
    [
      "--create", "--file=\(files.partialArchive)", "--use-compress-program=\(packing.program)", "--format=posix",
      "--pax-option=delete=atime,delete=ctime", "--sparse", "--sparse-version=1.0", "--numeric-owner", "--acls",
      "--xattrs", "--xattrs-include=*", "--no-recursion", "--null", "--no-unquote",
      "--files-from=\(survey.members.pathForOthers)",
    ]
  }

  private func recordAbsence(_ survey: Survey) throws(BackupFailure) -> Archive {
    var missing = 0
    var (parent, names) = (root.parent, "")
    while access(parent, F_OK) != 0, errno == ENOENT || errno == ENOTDIR, parent != "/" {
      missing += 1
      let above = try TreePath(parent)
      (parent, names) = (above.parent, "/\(above.name)\(names)")
    }
    let real = missing == 0 ? root.realParent : TreePath.resolved(parent).map { ($0 == "/" ? "" : $0) + names }
    let header = Manifest.Header(root: root, excluded: patterns, missingFolders: missing, realParent: real)
    try requireInPlace()
    try bench.change { () throws(BackupFailure) in try survey.writeManifest(header, to: files.partialManifest) }
    let checksum = try Checksum.of(files.partialManifest, on: bench)
    try publish(withArchive: false)
    return Archive(file: nil, manifest: files.manifest, fileChecksum: nil, manifestChecksum: checksum)
  }

  /// The manifest's name comes last: where it stands, all stands.
  private func publish(withArchive: Bool) throws(BackupFailure) {
    if withArchive { try bench.rename(files.partialArchive, files.archive) }
    try bench.rename(files.partialManifest, files.manifest)
    try bench.sync(files.folder)
  }

  private func refuse(_ changed: [[UInt8]]) throws(BackupFailure) {
    guard !changed.isEmpty else { return }
    throw BackupFailure(
      .changed, "changed while it was read: \(names(changed))",
      hint: "stop what writes there during the backup, or exclude it")
  }

  /// What is in the archive is not what is on the disk, and no time or number tells of a change: somebody writes through
  /// a memory map, or has put things back as they were. One who does so once is done when it is read again.
  private func refuse(_ mismatches: [Difference]) throws(BackupFailure) {
    guard !mismatches.isEmpty else { return }
    let first = mismatches.prefix(10).map { "\(root.shown($0.path)) (\($0.words))" }.joined(separator: ", ")
    throw BackupFailure(
      .changed, "read back, the archive is not what is on the disk, though no time has changed: \(first)",
      hint: "stop what writes there during the backup (a database writes through memory maps: dump it), or exclude it; "
        + "otherwise check memory and disk of this host")
  }

  private func names(_ paths: [[UInt8]]) -> String {
    let shown = paths.prefix(10).map { root.shown($0) }.joined(separator: ", ")
    return paths.count > 10 ? "\(shown) and others" : shown
  }
}
