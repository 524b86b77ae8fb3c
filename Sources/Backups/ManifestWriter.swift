import Glibc

/// Writes a manifest entry by entry.
struct ManifestWriter {
  private let writer: ByteWriter
  private let path: String
  private var count = 0

  /// Writes to a file of that name, replacing one that is there.
  init(file: String, header: Manifest.Header) throws(BackupFailure) {
    path = file
    let descriptor = open(file, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw .call("could not be made", file) }
    writer = ByteWriter(descriptor: descriptor, path: file)
    try writer.write { buffer in
      func line(_ name: String, _ value: String) { line(name, Array(value.utf8)) }
      func line(_ name: String, _ value: [UInt8]) {
        buffer += "\(name) ".utf8
        PathText.append(value, to: &buffer)
        buffer.append(UInt8(ascii: "\n"))
      }
      buffer += "\(Manifest.version)\n".utf8
      line("path", header.root.path)
      for pattern in header.excluded { line("exclude", pattern) }
      if let parent = header.realParent { line("parent", parent) }
      for mount in header.mounts { line("mount", mount.isEmpty ? [UInt8(ascii: ".")] : mount) }
      if !header.hasAccessLists { line("access-lists", "none") }
      if let missing = header.missingFolders {
        line("absent", String(missing))
      } else {
        line("present", String(header.allocated))
      }
    }
  }

  mutating func append(_ entry: Entry) throws(BackupFailure) {
    count += 1
    try writer.write { EntryLine.append(entry, to: &$0) }
  }

  /// Writes the last line and has the file reach the disk.
  func finish() throws(BackupFailure) {
    let count = count
    try writer.write { $0 += "end \(count)\n".utf8 }
    try writer.flush()
    guard fsync(writer.descriptor) == 0 else { throw .call("could not be written to the disk", path) }
  }
}
