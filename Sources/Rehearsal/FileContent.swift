import Glibc

/// A regular file that is read from its beginning.
final class FileContent {
  private let descriptor: Int32

  init(_ name: [CChar], in folder: Int32) throws(SandboxFailure) {
    descriptor = openat(folder, name, O_RDONLY | O_NOFOLLOW | O_CLOEXEC)
    guard descriptor >= 0 else { throw .call("\(FileState.shown(name)) could not be read") }
  }

  deinit { if descriptor >= 0 { close(descriptor) } }

  func equals(_ other: FileContent) throws(SandboxFailure) -> Bool {
    while true {
      let (mine, its) = (try next(), try other.next())
      if mine != its { return false }
      if mine.isEmpty { return true }
    }
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
        let got = read(descriptor, base + count, Self.block - count)
        if got < 0, errno == EINTR { continue }
        if got < 0 { failure = errno }
        if got <= 0 { break }
        count += got
      }
    }
    guard failure == 0 else { throw .call("a file could not be read", errno: failure) }
    return block
  }

  private static let block = 65536
}
