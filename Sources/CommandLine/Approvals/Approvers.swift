import Catalog
import Glibc
import Planning
import RunLog

/// Who may approve what, by the users and groups of this host and the roles of the project.
struct Approvers {
  /// What stands for a role: users and `%group`.
  let roles: [String: [String]]

  init(_ coordination: Coordination) { roles = coordination.roles.mapValues { $0.map(\.description) } }

  /// The demands of a request for which this user's word counts: indices.
  func demands(of record: ApprovalRecord, for actor: Actor) -> [Int] {
    record.demands.indices.filter { number in
      let demand = record.demands[number]
      return (demand.allowsSelf || actor.uid != record.requestedBy.uid) && includes(actor, demand.from)
    }
  }

  /// Whether one of its demands names the user, whoever asked.
  func isNamed(_ actor: Actor, in record: ApprovalRecord) -> Bool {
    record.demands.contains { includes(actor, $0.from) }
  }

  /// Whether the user's word counts for a demand now.
  func isEntitled(_ actor: Actor, _ demand: ApprovalDemand) -> Bool { includes(actor, demand.from) }

  /// Whether the user is one of those named.
  func includes(_ actor: Actor, _ names: [String]) -> Bool {
    names.contains { name in
      if let members = roles[name] { return members.contains { Self.isUser(actor, named: $0) } }
      return Self.isUser(actor, named: name)
    }
  }

  /// A name is a user's where there is such a user: most users have a group of the same name, with others in it.
  private static func isUser(_ actor: Actor, named name: String) -> Bool {
    if name.utf8.first == UInt8(ascii: "%") { return HostGroup.named(String(name.dropFirst()))?.has(actor) ?? false }
    if let account = UserAccount.named(name) { return Int(account.uid) == actor.uid }
    return HostGroup.named(name)?.has(actor) ?? false
  }
}

/// A group of the host.
struct HostGroup {
  let number: gid_t

  static func named(_ name: String) -> HostGroup? {
    withUnsafeTemporaryAllocation(of: CChar.self, capacity: 1 << 18) { buffer in
      guard let start = buffer.baseAddress else { return nil }
      var entry = group()
      var found: UnsafeMutablePointer<group>?
      guard getgrnam_r(name, &entry, start, buffer.count, &found) == 0, found != nil else { return nil }
      return HostGroup(number: entry.gr_gid)
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
}
