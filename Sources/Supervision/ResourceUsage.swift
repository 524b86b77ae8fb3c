/// What a child and those descendants that it waited for have used.
package struct ResourceUsage: Sendable, Equatable {
  package var userTime: Duration
  package var systemTime: Duration
  /// The largest of the processes. Never below what maint itself had at the start: the kernel carries the size of
  /// the spawning process over `execve` (fs/exec.c, `setmax_mm_hiwater_rss`).
  package var maximumResidentBytes: Int
  /// From and to disks, in the blocks of 512 bytes that the kernel counts in.
  package var readBytes: Int
  package var writtenBytes: Int
}
