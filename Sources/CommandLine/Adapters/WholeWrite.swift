import Glibc

/// Writes all of it to an open file, however often the kernel takes only a part.
enum WholeWrite {
  /// False with `errno` where that fails; a part may have been written then.
  static func write(_ bytes: some Collection<UInt8>, to descriptor: Int32) -> Bool {
    var rest = Array(bytes)[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { return false }
      rest.removeFirst(count)
    }
    return true
  }
}
