import Glibc

/// Processes that a supervisor started whose own process is gone: finds them in all of `/proc`, and ends them.
///
/// They are no children any more, so nothing pins their pids while they are looked at: each look reads all again, and
/// what it found is signalled at once. What cleared its environment and left the session of a leader that has ended is
/// not found.
package struct Survivors {
  /// After KILL; what lives on then is given up.
  private static let killing = Duration.seconds(5)
  private static let interval: UInt32 = 10_000

  private let leaders: Set<ProcessIdentity>
  private let isTheirs: (String) -> Bool

  /// `leaders` are the processes that were started, as far as they are known, all of this boot; `isTheirs` is asked for
  /// each cookie that a process carries, those of the steps around it included.
  package init(leaders: Set<ProcessIdentity>, isTheirs: @escaping (String) -> Bool) {
    self.leaders = leaders
    self.isTheirs = isTheirs
  }

  /// Those that live, in no order.
  package func find() -> [ProcessIdentity] {
    members().map { ProcessIdentity(pid: $0.pid, startTime: $0.startTime) }
  }

  /// Waits for them to end by themselves; whether none is left.
  package func wait(for time: Duration) -> Bool { wait(for: time) { _, _ in } }

  /// TERM to all of them, KILL to what is left after `grace`. Returns what could not be ended.
  package func end(grace: Duration) -> [ProcessIdentity] {
    if wait(for: grace, { looks, members in looks == 0 ? Self.signal(members, SIGTERM, SIGCONT) : () }) { return [] }
    // Stopped first and killed when all stand still, so that processes that watch over each other do not start each
    // other again.
    let isGone = wait(for: Self.killing) { looks, members in
      let stands = members.allSatisfy { $0.state == UInt8(ascii: "T") || $0.state == UInt8(ascii: "t") }
      Self.signal(members, stands || looks >= 10 ? SIGKILL : SIGSTOP)
    }
    return isGone ? [] : find()
  }

  /// Looks until none is left or the time is over, and tells what each look found; whether none is left.
  private func wait(for time: Duration, _ look: (_ looks: Int, [ProcessStatus]) -> Void) -> Bool {
    let deadline = MonotonicTime.now() + time
    var looks = 0
    repeat {
      let members = members()
      if members.isEmpty { return true }
      look(looks, members)
      looks += 1
      usleep(Self.interval)
    } while MonotonicTime.now() < deadline
    return members().isEmpty
  }

  /// One by one: a group could hold what has nothing to do with them.
  private static func signal(_ members: [ProcessStatus], _ signals: Int32...) {
    for member in members {
      for signal in signals { kill(member.pid, signal) }
    }
  }

  /// By their cookies, as leaders or in the session of one that lives; and whatever descends from those.
  private func members() -> [ProcessStatus] {
    let own = getpid()
    let all = SmallFile.numbers(in: "/proc").compactMap { ProcessStatus.read(pid: $0) }.filter {
      $0.isAlive && $0.pid != own
    }
    let sessions = Set(all.filter(isLeader).map(\.pid))
    var found: Set<Int32> = []
    for status in all where isLeader(status) || sessions.contains(status.session) || hasCookie(status.pid) {
      found.insert(status.pid)
    }
    var count = -1
    while count != found.count {
      count = found.count
      for status in all where found.contains(status.parent) { found.insert(status.pid) }
    }
    return all.filter { found.contains($0.pid) }
  }

  private func isLeader(_ status: ProcessStatus) -> Bool {
    leaders.contains(ProcessIdentity(pid: status.pid, startTime: status.startTime))
  }

  private func hasCookie(_ pid: Int32) -> Bool {
    Claim.cookies(of: pid)?.contains { isTheirs(String(decoding: $0, as: UTF8.self)) } ?? false
  }
}
