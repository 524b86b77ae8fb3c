import Glibc

/// Reads a file record by record, from its beginning, in constant memory.
final class LineReader {
  private let descriptor: Int32
  private let path: String
  private let separator: UInt8
  private let isOwner: Bool
  private var offset = 0
  private var buffer = [UInt8](repeating: 0, count: 65536)
  private var start = 0
  private var end = 0

  init(path: String) throws(BackupFailure) {
    descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw .call("could not be opened", path) }
    self.path = path
    separator = UInt8(ascii: "\n")
    isOwner = true
  }

  /// The file must stay open as long as the reader is used; its position does not move.
  init(_ file: ByteWriter, separator: UInt8 = UInt8(ascii: "\n")) throws(BackupFailure) {
    try file.flush()
    descriptor = file.descriptor
    path = "a temporary file"
    self.separator = separator
    isOwner = false
  }

  deinit { if isOwner { close(descriptor) } }

  /// Without its separator; nil at the end. What follows the last separator is a record too.
  func next() throws(BackupFailure) -> [UInt8]? {
    var record: [UInt8] = []
    while true {
      if start == end, try !fill() { return record.isEmpty ? nil : record }
      let found = buffer.withUnsafeBytes { bytes -> Int? in
        guard let base = bytes.baseAddress, let at = memchr(base + start, Int32(separator), end - start) else {
          return nil
        }
        return UnsafeRawPointer(at) - (base + start)
      }
      let length = found ?? end - start
      record += buffer[start..<(start + length)]
      start += length
      if found != nil {
        start += 1
        return record
      }
    }
  }

  private func fill() throws(BackupFailure) -> Bool {
    while true {
      let count = buffer.withUnsafeMutableBytes { pread(descriptor, $0.baseAddress, $0.count, offset) }
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw .call("could not be read", path) }
      offset += count
      start = 0
      end = count
      return count > 0
    }
  }
}
