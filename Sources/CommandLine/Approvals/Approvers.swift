import Catalog
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
