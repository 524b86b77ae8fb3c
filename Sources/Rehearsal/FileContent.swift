import CLinux
import Glibc

/// A regular file that is read from its beginning.
final class FileContent {
  private let descriptor: Int32
  private var position = 0

  init(_ name: [CChar], in folder: Int32) throws(SandboxFailure) {
    descriptor = openat(folder, name, O_RDONLY | O_NOFOLLOW | O_CLOEXEC)
    guard descriptor >= 0 else { throw .call("\(FileState.shown(name)) could not be read") }
  }

  deinit { if descriptor >= 0 { close(descriptor) } }

  /// Whether files of one size have the same content. Holes are not read: where both have one, they are the same.
  func equals(_ other: FileContent) throws(SandboxFailure) -> Bool {
    while true {
      let start = min(dataPosition, other.dataPosition)
      if start == .max { return true }
      (position, other.position) = (start, start)
      let (mine, its) = (try next(), try other.next())
      if mine != its { return false }
      if mine.isEmpty { return true }
    }
  }

  /// Where the next bytes are that are no hole; far away where there are none.
  private var dataPosition: Int {
    let found = maint_seek_data(descriptor, position)
    if found >= 0 { return found }
    // ENXIO: lseek(2). Where the file system knows no holes, everything is data.
    return errno == ENXIO ? .max : position
  }

  /// All of it; nil where it is longer.
  func bytes(atMost limit: Int) throws(SandboxFailure) -> [UInt8]? {
    var bytes: [UInt8] = []
    while bytes.count <= limit {
      let more = try next()
      if more.isEmpty { return bytes }
      bytes += more
    }
    return nil
  }

  /// As much as there is, up to a block; empty at the end.
  private func next() throws(SandboxFailure) -> [UInt8] {
    var failure: Int32 = 0
    let block = [UInt8](unsafeUninitializedCapacity: Self.block) { buffer, count in
      while count < Self.block, let base = buffer.baseAddress {
        let got = pread(descriptor, base + count, Self.block - count, position + count)
        if got < 0, errno == EINTR { continue }
        if got < 0 { failure = errno }
        if got <= 0 { break }
        count += got
      }
    }
    guard failure == 0 else { throw .call("a file could not be read", errno: failure) }
    position += block.count
    return block
  }

  private static let block = 65536
}
