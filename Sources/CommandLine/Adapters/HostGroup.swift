import Glibc
import RunLog

/// A group of the host.
struct HostGroup {
  let number: gid_t
  /// As the database of groups lists them, so without those whose first group it is.
  private let listed: [String]

  static func named(_ name: String) -> HostGroup? {
    withUnsafeTemporaryAllocation(of: CChar.self, capacity: 1 << 18) { buffer in
      guard let start = buffer.baseAddress else { return nil }
      var entry = group()
      var found: UnsafeMutablePointer<group>?
      guard getgrnam_r(name, &entry, start, buffer.count, &found) == 0, found != nil else { return nil }
      var listed: [String] = []
      var next = entry.gr_mem
      while let member = next?.pointee {
        listed.append(String(cString: member))
        next = next?.advanced(by: 1)
      }
      return HostGroup(number: entry.gr_gid, listed: listed)
    }
  }

  /// By the databases of the host, not by what the process happens to have.
  func has(_ actor: Actor) -> Bool {
    guard let account = uid_t(exactly: actor.uid).flatMap(UserAccount.of) else { return false }
    var count: Int32 = 1 << 16
    return withUnsafeTemporaryAllocation(of: gid_t.self, capacity: Int(count)) { groups in
      let found = getgrouplist(account.name, account.gid, groups.baseAddress, &count)
      return found >= 0 && groups.prefix(Int(count)).contains(number)
    }
  }

  /// Whether a user is in it, as far as the host lists its users.
  var hasMembers: Bool { listed.contains { UserAccount.named($0) != nil } || UserAccount.isFirstGroup(number) }
}
