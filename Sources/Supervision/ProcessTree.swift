import Glibc

/// The live processes of one child: itself, and every descendant, whatever session or group it has moved to.
struct ProcessTree {
  let members: [ProcessStatus]

  /// `roots` are children of maint: the leader, and the orphans that came from it.
  ///
  /// Read one after the other, so what is forked or orphaned meanwhile may be missed.
  init(roots: [Int32], list: ChildList, ownSession: Int32) {
    var members: [ProcessStatus] = []
    var seen = Set(roots)
    var next = roots
    while let pid = next.popLast() {
      guard let status = ProcessStatus.read(pid: pid), status.isAlive, status.session != ownSession else { continue }
      members.append(status)
      next += list.children(of: pid).filter { seen.insert($0).inserted }
    }
    self.members = members
  }

  var isFrozen: Bool {
    members.allSatisfy { $0.state == UInt8(ascii: "T") || $0.state == UInt8(ascii: "t") }
  }

  /// Signals every member once, by its group.
  ///
  /// The kernel signals a group in one step: a member that forks at that moment starts the fork again with the
  /// signal pending, so nothing slips out of the group. A group lies within a session, the sessions here were all
  /// made by the child or its descendants, so nobody else's process is in one. Its id was read a moment ago, and the
  /// kernel hands out ids in a circle: it cannot have passed to another group yet.
  func signal(_ signals: Int32...) {
    for group in Set(members.map(\.group)) where group > 1 {
      for signal in signals { kill(-group, signal) }
    }
  }

  /// The errno with which the kernel refuses to signal a member, or 0 where it does not.
  func refusal(of member: ProcessStatus) -> Int32 {
    kill(member.pid, 0) == 0 || errno == ESRCH ? 0 : errno
  }
}
