import Glibc

/// Descendants of started processes whose own parents have ended, so that they became children of maint.
///
/// Knows whose each is and reaps those that have ended. A child of maint that belongs to none of them is never
/// signalled: every started process leads a session of its own and a process cannot return to an older one, so
/// whatever is in maint's session came from elsewhere, and so did what carries another cookie.
struct Orphans {
  let list = ChildList()
  private let ownSession: Int32
  private var claims: [Claim] = []
  private var owners: [Int32: ChildID] = [:]
  /// Start times of those that may belong to several: they cleared their environment and left their session.
  private var unclear: [UInt64] = []

  init(ownSession: Int32) {
    self.ownSession = ownSession
  }

  func close() { list.close() }

  mutating func add(_ claim: Claim) { claims.append(claim) }

  /// The child has ended; what is still owned by it lives on, and nothing else is looked for.
  mutating func release(_ id: ChildID) {
    guard let index = claims.firstIndex(where: { $0.id == id }) else { return }
    claims[index].isActive = false
    prune()
  }

  /// Reads the list of children again. Ended orphans are reaped, new ones attributed.
  ///
  /// What ends between the reading and the reaping passes its own children on to maint, unlisted: after the last
  /// reaping the list is read once more.
  mutating func update() {
    var reaped = true
    while reaped {
      unclear.removeAll(keepingCapacity: true)
      reaped = list.own().count { !isLeader($0) && visit($0) } > 0
    }
    prune()
  }

  /// Stops the orphans of a child as they come up, and updates.
  ///
  /// A process that forks and ends, over and over, is gone before its status has been read, but its latest child is in
  /// maint's list within microseconds, and while it is there its pid is safe. So it is stopped first and attributed
  /// then; what turns out to be another's goes on at once.
  mutating func hold(for id: ChildID) {
    var held: Set<Int32> = []
    var isFresh = true
    for _ in 0..<256 where isFresh {
      isFresh = false
      for pid in list.own().reversed() where (owners[pid] ?? id) == id && !isLeader(pid) && !held.contains(pid) {
        guard getsid(pid) != ownSession else { continue }
        kill(pid, SIGSTOP)
        held.insert(pid)
        isFresh = true
      }
    }
    update()
    guard !held.isEmpty else { return }
    for pid in list.own() where held.contains(pid) && owners[pid] != id { kill(pid, SIGCONT) }
  }

  /// The orphans of a child as of the last update.
  func owned(by id: ChildID) -> [Int32] {
    owners.isEmpty ? [] : owners.filter { $0.value == id }.map(\.key)
  }

  /// Whether there is an orphan that may be the child's or another's.
  func mayOwnMore(_ id: ChildID) -> Bool {
    guard !unclear.isEmpty, let claim = claims.first(where: { $0.id == id }) else { return false }
    return unclear.contains { claim.leader.startTime <= $0 }
  }

  /// Whether the child had ended and is reaped.
  private mutating func visit(_ pid: Int32) -> Bool {
    if owners[pid] != nil {
      let ended = reap(pid)
      if ended { owners[pid] = nil }
      return ended
    }
    guard let status = ProcessStatus.read(pid: pid), status.session != ownSession else { return false }
    guard status.isAlive else { return reap(pid) }
    attribute(status)
    return false
  }

  private func isLeader(_ pid: Int32) -> Bool { claims.contains { $0.isActive && $0.leader.pid == pid } }

  /// By its environment; where that says nothing, by its session; else to the only one that was there to start it.
  ///
  /// What may be several children's stays undecided until all but one of them have ended. A maint that is the first
  /// process of a container adopts strangers as well, and leaves all that carry no mark alone.
  private mutating func attribute(_ status: ProcessStatus) {
    if let cookies = Claim.cookies(of: status.pid) {
      owners[status.pid] = claims.first { $0.matches(cookies: cookies) }?.id
    } else if let claim = claims.first(where: { $0.leader.pid == status.session }) {
      owners[status.pid] = claim.id
    } else if getpid() != 1 {
      let possible = claims.filter { $0.leader.startTime <= status.startTime }
      if possible.count == 1 { owners[status.pid] = possible[0].id }
      if possible.count > 1 { unclear.append(status.startTime) }
    }
  }

  /// Whether the process had ended.
  private func reap(_ pid: Int32) -> Bool {
    var information = siginfo_t()
    let result = waitid(P_PID, id_t(pid), &information, WEXITED | WNOHANG)
    return result < 0 ? errno == ECHILD : information._sifields._sigchld.si_pid == pid
  }

  /// Forgets the children that have ended and own nothing any more.
  private mutating func prune() {
    claims.removeAll { claim in !claim.isActive && !owners.values.contains(claim.id) }
  }
}
