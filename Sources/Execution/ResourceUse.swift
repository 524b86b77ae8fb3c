/// What the process of an attempt, and those descendants that it waited for, used of the host: getrusage(2).
package struct ResourceUse: Sendable, Hashable {
  package var userTime: Duration = .zero
  package var systemTime: Duration = .zero
  /// The largest of the processes.
  package var peakMemoryBytes = 0
  /// Read from disks: what the page cache had is not among it.
  package var readBytes = 0
  /// Written to disks, as far as the kernel put it down to these processes and not to its own writing back.
  package var writtenBytes = 0

  package init() {}
}
