import Backups

/// A mount of this process, as a line of `/proc/self/mountinfo` tells it: proc(5).
package struct MountPoint: Sendable, Hashable {
  package var path: [UInt8]
  /// `ext4`, `proc`, …
  package var type: String
  /// Major and minor number of the file system.
  package var device: String

  package init(path: [UInt8], type: String, device: String) {
    self.path = path
    self.type = type
    self.device = device
  }

  /// In the order in which they were mounted; a line of another form is left out.
  package static func parse(_ text: [UInt8]) -> [MountPoint] {
    text.split(separator: UInt8(ascii: "\n")).compactMap { line in
      let fields = line.split(separator: UInt8(ascii: " "))
      // Before the dash stand any number of optional fields.
      guard fields.count > 6, let dash = fields[6...].firstIndex(of: [UInt8(ascii: "-")]), dash + 1 < fields.count
      else { return nil }
      return MountPoint(
        path: MountTable.unescaped(fields[4]), type: String(decoding: fields[dash + 1], as: UTF8.self),
        device: String(decoding: fields[2], as: UTF8.self))
    }
  }
}
