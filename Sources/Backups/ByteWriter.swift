import CLinux
import Glibc

/// Collects small writes to an open file.
final class ByteWriter {
  let descriptor: Int32
  private let path: String
  private var buffer: [UInt8] = []
  private static let limit = 65536

  /// Closes the descriptor when it is let go of. The path is for messages.
  init(descriptor: Int32, path: String) {
    self.descriptor = descriptor
    self.path = path
    buffer.reserveCapacity(Self.limit + 8192)
  }

  deinit { close(descriptor) }

  /// A file without a name, in a folder, gone when it is let go of.
  static func nameless(in folder: String) throws(BackupFailure) -> ByteWriter {
    let descriptor = maint_open_nameless(folder)
    guard descriptor >= 0 else { throw .call("no file could be made in it", folder) }
    return ByteWriter(descriptor: descriptor, path: folder)
  }

  /// By this path other programs of the same user reach the file, nameless or not.
  var pathForOthers: String { "/proc/\(getpid())/fd/\(descriptor)" }

  /// The body appends to the buffer.
  func write(_ body: (inout [UInt8]) -> Void) throws(BackupFailure) {
    body(&buffer)
    if buffer.count >= Self.limit { try flush() }
  }

  func flush() throws(BackupFailure) {
    var start = 0
    while start < buffer.count {
      let count = buffer.withUnsafeBytes {
        Glibc.write(descriptor, $0.baseAddress.map { $0 + start }, $0.count - start)
      }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { throw .call("could not be written", path, errno: count == 0 ? ENOSPC : errno) }
      start += count
    }
    buffer.removeAll(keepingCapacity: true)
  }
}
