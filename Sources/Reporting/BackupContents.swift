/// What lies in the folder of a backup.
package struct BackupContents: Sendable, Hashable {
  package struct File: Sendable, Hashable {
    /// Below the folder, byte for byte.
    package var path: [UInt8]
    package var bytes: Int
    /// As the seal has it, in lower-case hexadecimal digits; nil where it does not list the file.
    package var checksum: String?

    package init(path: [UInt8], bytes: Int, checksum: String? = nil) {
      self.path = path
      self.bytes = bytes
      self.checksum = checksum
    }
  }

  /// By path.
  package var files: [File]
  /// Links, sockets and the like, which have no checksums.
  package var others: Int

  package init(files: [File], others: Int = 0) {
    self.files = files
    self.others = others
  }

  /// Nil where there are none.
  var othersWords: String? {
    others == 0 ? nil : "\(Count(others, "link")) or special \(others == 1 ? "file" : "files") without a checksum"
  }
}
