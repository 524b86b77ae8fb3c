/// What tells a process from any other that ever had the same number, after a crash as well.
package struct ProcessIdentity: Sendable, Hashable {
  package var pid: Int32
  /// In clock ticks after boot: field 22 of /proc/PID/stat.
  package var startTime: UInt64

  package init(pid: Int32, startTime: UInt64) {
    self.pid = pid
    self.startTime = startTime
  }
}
