import Glibc

/// A TCP port of the loopback, open for connections or known to be closed.
final class Listener {
  let port: Int
  private let descriptor: Int32

  /// One that does not accept has taken the port, so that nobody else can open it, and refuses connections.
  init(accepts: Bool = true) throws {
    descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let descriptor = descriptor
    let bound = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(descriptor, $0, length) == 0 && getsockname(descriptor, $0, &length) == 0
      }
    }
    struct NoPort: Error {}
    guard bound, !accepts || listen(descriptor, 16) == 0 else { throw NoPort() }
    port = Int(UInt16(bigEndian: address.sin_port))
  }

  deinit { close(descriptor) }
}
