import Glibc

/// Writes results to a descriptor, gathered into few calls.
///
/// A reader that has gone (`maint log | head`) is no failure: what follows is dropped in silence. Other failures are
/// kept for `flush` to tell.
final class StandardOutput {
  private let descriptor: Int32
  /// Diagnostics must stand before what follows them, and be there if maint is killed.
  private let isImmediate: Bool
  private var buffer: [UInt8] = []
  private var isGone = false
  private var failure: Int32?

  init(_ descriptor: Int32, isImmediate: Bool = false) {
    self.descriptor = descriptor
    self.isImmediate = isImmediate
  }

  /// Where nobody is to see what is written.
  static func nowhere() -> StandardOutput {
    let output = StandardOutput(-1)
    output.isGone = true
    return output
  }

  func write(_ text: String) {
    buffer += text.utf8
    if isImmediate || buffer.count >= 65536 { drain() }
  }

  func write(_ bytes: some Sequence<UInt8>) {
    buffer += bytes
    if isImmediate || buffer.count >= 65536 { drain() }
  }

  /// The errno of the first write that failed for another reason than a reader that has gone; nil if all went well.
  @discardableResult
  func flush() -> Int32? {
    drain()
    return failure
  }

  private func drain() {
    defer { buffer.removeAll(keepingCapacity: true) }
    guard !isGone else { return }
    var start = 0
    while start < buffer.count {
      let count = buffer.withUnsafeBytes {
        Glibc.write(descriptor, $0.baseAddress?.advanced(by: start), $0.count - start)
      }
      if count >= 0 {
        start += count
      } else if errno == EAGAIN {
        var entry = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        poll(&entry, 1, -1)
      } else if errno != EINTR {
        isGone = true
        // EIO: the terminal has hung up, which a run outlives.
        if errno != EPIPE && errno != EIO { failure = errno }
        return
      }
    }
  }
}
