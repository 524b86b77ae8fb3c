import Glibc

/// Sockets of the host on which somebody listens: on its loopback, at a path, and under an abstract name.
struct Listeners {
  let port: Int
  private let descriptors: [Int32]

  struct Failure: Error {}

  init(path: String, name: String) throws {
    let stream = Int32(SOCK_STREAM.rawValue)
    let internet = socket(AF_INET, stream, 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let isBound = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(internet, $0, length) == 0 && listen(internet, 5) == 0 && getsockname(internet, $0, &length) == 0
      }
    }
    guard isBound else { throw Failure() }
    port = Int(UInt16(bigEndian: address.sin_port))
    descriptors = [internet, try Self.local(Array(path.utf8)), try Self.local([0] + Array(name.utf8))]
  }

  func close() { for descriptor in descriptors { Glibc.close(descriptor) } }

  /// How many have connected.
  var countWaiting: Int {
    var polled = descriptors.map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
    return Int(poll(&polled, nfds_t(polled.count), 0))
  }

  private static func local(_ name: [UInt8]) throws -> Int32 {
    let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: name) }
    let length = socklen_t(2 + name.count + (name[0] == 0 ? 0 : 1))
    let isBound = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(descriptor, $0, length) == 0 && listen(descriptor, 5) == 0
      }
    }
    guard isBound else { throw Failure() }
    return descriptor
  }
}
