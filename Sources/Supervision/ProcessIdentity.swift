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
