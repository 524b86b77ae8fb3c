import CLinux
import Glibc

/// What the kernel keeps for the namespaces of a sandbox and no layer holds: addresses and routes of its network, and
/// objects of System V IPC.
///
/// Not among it, since no file of /proc shows them: rules of packet filters, and POSIX message queues.
package struct KernelState: Sendable, Hashable {
  /// Each setting in words.
  private let settings: Set<String>

  /// Of the namespaces in which a process is. Empty where they cannot be looked into.
  init(of process: pid_t, hasOwnNetwork: Bool) {
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else {
      settings = []
      return
    }
    let child = maint_fork(0)
    if child == 0 {
      if maint_enter_network_and_ipc(process) == 0 {
        let lines = Self.objects + (hasOwnNetwork ? Self.addresses + Self.routes : [])
        Self.write(lines.joined(separator: "\n"), to: ends[1])
      }
      _exit(0)
    }
    close(ends[1])
    var (text, buffer) = ([UInt8](), [UInt8](repeating: 0, count: 65536))
    while child > 0 {
      let count = read(ends[0], &buffer, buffer.count)
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { break }
      text += buffer[..<count]
    }
    close(ends[0])
    var status: Int32 = 0
    while child > 0, waitpid(child, &status, 0) < 0, errno == EINTR {}
    settings = Set(text.split(separator: UInt8(ascii: "\n")).map { String(decoding: $0, as: UTF8.self) })
  }

  /// In words, sorted: what is new, then what is gone.
  func differences(from original: KernelState) -> [String] {
    settings.subtracting(original.settings).sorted().map { "left: \($0)" }
      + original.settings.subtracting(settings).sorted().map { "gone: \($0)" }
  }

  private static func write(_ text: String, to descriptor: Int32) {
    var rest = Array(text.utf8)[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return }
      rest = rest.dropFirst(count)
    }
  }

  // MARK: - As this process sees it

  /// Interfaces that are up, and all addresses.
  private static var addresses: [String] {
    var first: UnsafeMutablePointer<ifaddrs>?
    guard getifaddrs(&first) == 0 else { return [] }
    defer { freeifaddrs(first) }
    var (found, next): ([String], UnsafeMutablePointer<ifaddrs>?) = ([], first)
    while let entry = next?.pointee {
      next = entry.ifa_next
      let name = String(cString: entry.ifa_name)
      found.append("interface \(name)\(entry.ifa_flags & UInt32(IFF_UP) == 0 ? "" : ", up")")
      guard let address = entry.ifa_addr, let mask = entry.ifa_netmask, let text = text(of: address) else { continue }
      found.append("address \(text) of \(name), mask \(Self.text(of: mask) ?? "")")
    }
    return found
  }

  private static func text(of address: UnsafeMutablePointer<sockaddr>) -> String? {
    let length: Int
    switch Int32(address.pointee.sa_family) {
    case AF_INET: length = MemoryLayout<sockaddr_in>.size
    case AF_INET6: length = MemoryLayout<sockaddr_in6>.size
    default: return nil
    }
    var host = [CChar](repeating: 0, count: Int(NI_MAXHOST))
    let code = getnameinfo(address, socklen_t(length), &host, socklen_t(host.count), nil, 0, NI_NUMERICHOST)
    return code == 0 ? String(decoding: host.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self) : nil
  }

  /// proc_net(5), as the kernel writes them: hexadecimal, and without what counts their use.
  private static var routes: [String] {
    fields("/proc/self/net/route").dropFirst().compactMap { fields in
      fields.count > 7 ? "route to \(fields[1]) mask \(fields[7]) by \(fields[2]) of \(fields[0])" : nil
    }
      + fields("/proc/self/net/ipv6_route").compactMap { fields in
        fields.count > 9 ? "route to \(fields[0])/\(fields[1]) by \(fields[4]) of \(fields[9])" : nil
      }
  }

  /// sysvipc(7).
  private static var objects: [String] {
    [("shm", "shared memory segment"), ("sem", "semaphore set"), ("msg", "message queue")].flatMap { name, words in
      fields("/proc/sysvipc/\(name)").dropFirst().compactMap { fields in
        fields.count > 2 ? "\(words) \(fields[1]) (key \(fields[0]))" : nil
      }
    }
  }

  private static func fields(_ path: String) -> [[String]] {
    let content = try? FileContent(Array(path.utf8CString), in: AT_FDCWD)
    let text = content.flatMap { try? $0.bytes(atMost: 1 << 22) } ?? []
    return text.split(separator: UInt8(ascii: "\n")).map { line in
      line.split { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }.map { String(decoding: $0, as: UTF8.self) }
    }
  }
}
