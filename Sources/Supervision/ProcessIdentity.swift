import Glibc

/// A process of this host, told apart from a later one with the same pid by its start time.
package struct ProcessIdentity: Hashable, Sendable {
  package let pid: Int32
  /// Clock ticks since boot, field 22 of `/proc/PID/stat`.
  package let startTime: UInt64

  package init(pid: Int32, startTime: UInt64) {
    self.pid = pid
    self.startTime = startTime
  }

  /// Identifies the process that `start` starts; `begun` is what CLOCK_BOOTTIME showed when it began to run.
  ///
  /// The start time is what that clock shows during the fork, in ticks (kernel/fork.c, `start_boottime`). Where the tick
  /// before is the tick after, it is known; else it is read from `/proc`, which costs as much as all else that maint
  /// does for a child. The process must not have been reaped.
  static func ofProcess(startedBy start: () -> (pid: Int32, begun: timespec)) -> ProcessIdentity {
    var time = timespec()
    clock_gettime(CLOCK_BOOTTIME, &time)
    let before = ticks(time)
    let (pid, begun) = start()
    let startTime = before == ticks(begun) ? before : ProcessStatus.read(pid: pid)?.startTime
    return ProcessIdentity(pid: pid, startTime: startTime ?? before)
  }

  private static func ticks(_ time: timespec) -> UInt64 {
    let perSecond = UInt64(sysconf(Int32(_SC_CLK_TCK)))
    return UInt64(time.tv_sec) * perSecond + UInt64(time.tv_nsec) / (1_000_000_000 / perSecond)
  }

  /// Whether this very process still runs, for a record that was written under `bootID`.
  ///
  /// A zombie does not run. Without a readable `/proc` the answer is no.
  package func isAlive(bootID: String) -> Bool {
    guard BootID.current() == bootID, let status = ProcessStatus.read(pid: pid) else { return false }
    return status.startTime == startTime && status.isAlive
  }

  /// The process that asks.
  package static func current() -> ProcessIdentity {
    ProcessIdentity(pid: getpid(), startTime: ProcessStatus.read(pid: getpid())?.startTime ?? 0)
  }
}
