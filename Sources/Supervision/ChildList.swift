import Glibc

/// Lists the direct children of maint, orphans adopted by it included.
///
/// Descendants whose parent ends are given to the first living thread of their subreaper (kernel/exit.c,
/// `find_new_reaper`), which is its main thread: one list of one thread holds them all. The kernel only promises a
/// complete list while no child leaves it; children leave it when they are reaped, which the caller itself does.
struct ChildList {
  /// `/proc/self/task/TID/children`, kept open: the list is read at the end of every step. -1 where the kernel was
  /// built without it; then the whole process table is read instead.
  private let descriptor: Int32
  private let ownPID = getpid()

  init() {
    descriptor = open("/proc/self/task/\(ownPID)/children", O_RDONLY | O_CLOEXEC)
  }

  func close() {
    if descriptor >= 0 { Glibc.close(descriptor) }
  }

  func read() -> [Int32] {
    guard descriptor >= 0 else { return ProcessTable().children(of: ownPID) }
    return withUnsafeTemporaryAllocation(byteCount: 4096, alignment: 1) { page in
      var pids: [Int32] = []
      var number: Int32 = 0
      var offset = 0
      while case let count = pread(descriptor, page.baseAddress, page.count, offset), count > 0 {
        offset += count
        // Each number is followed by a space; one that is cut by the end of the page goes on in the next.
        for byte in page[..<count] {
          if byte == UInt8(ascii: " ") {
            pids.append(number)
            number = 0
          } else {
            number = number &* 10 &+ Int32(byte &- UInt8(ascii: "0"))
          }
        }
      }
      return pids
    }
  }
}
