import Glibc

/// A part of a manifest as a manifest of its own, for restoring one path of a backup.
struct ManifestPart {
  let manifest: Manifest
  /// What else tar has to take out of the archive: files outside the part, of which names in the part are hard links.
  let furtherMembers: [[UInt8]]

  /// Writes the part to a file. Throws `missing` where the manifest has no such path.
  init(_ part: [UInt8], of whole: Manifest, file: String, on bench: Workbench) throws(BackupFailure) {
    let prefix = part + [UInt8(ascii: "/")]
    func isInside(_ path: [UInt8]) -> Bool { path == part || path.starts(with: prefix) }

    var outside: [[UInt8]: Entry?] = [:]
    let search = try ManifestReader(file: whole.file)
    var isFound = false
    while let entry = try search.next() {
      guard isInside(entry.path) else { continue }
      isFound = true
      if entry.kind.isFurtherName, !isInside(entry.content) { outside.updateValue(nil, forKey: entry.content) }
    }
    guard isFound else {
      throw BackupFailure(
        .missing, "\(whole.header.root.shown(part)) is not in this backup", hint: "see its manifest, \(whole.file)")
    }
    try bench.change { () throws(BackupFailure) in
      try Self.write(whole, to: file, outside: outside) {
        isInside($0) ? Array($0.dropFirst($0.count == part.count ? part.count : prefix.count)) : nil
      }
    }
    var manifest = try Manifest(file: file)
    manifest.part = part
    self.manifest = manifest
    furtherMembers = outside.keys.sorted { $0.lexicographicallyPrecedes($1) }
  }

  /// `inner` gives the path within the part, nil for one that is not in it.
  private static func write(
    _ whole: Manifest, to file: String, outside: [[UInt8]: Entry?], inner: ([UInt8]) -> [UInt8]?
  ) throws(BackupFailure) {
    var outside = outside
    var newFirst: [[UInt8]: [UInt8]] = [:]
    var writer = try ManifestWriter(file: file, header: whole.header)
    let reader = try ManifestReader(file: whole.file)
    while var entry = try reader.next() {
      guard let path = inner(entry.path) else {
        if outside[entry.path] != nil { outside[entry.path] = entry }
        continue
      }
      if entry.kind.isFurtherName, let first = inner(entry.content) {
        entry.content = first
      } else if entry.kind.isFurtherName, let first = newFirst[entry.content] {
        entry.content = first
      } else if entry.kind.isFurtherName, case .some(.some(let first)) = outside[entry.content] {
        // The first name stays outside, so this one takes its place.
        newFirst[entry.content] = path
        entry = first
      }
      entry.path = path
      try writer.append(entry)
    }
    try writer.finish()
  }
}
