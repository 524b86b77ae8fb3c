import Glibc

/// Lists the direct children of maint, orphans adopted by it included, and those of other processes.
///
/// Descendants whose parent ends are given to the first living thread of their subreaper (kernel/exit.c,
/// `find_new_reaper`), which is its main thread: one list of one thread holds them all. The kernel only promises a
/// complete list while no child leaves it; children of maint leave it when they are reaped, which the caller itself
/// does. Whoever asks for those of other processes has to look again until nothing new is found.
struct ChildList {
  /// `/proc/self/task/TID/children`, kept open: the list is read at the end of every step. -1 where the kernel was
  /// built without such files; then all processes are asked for their parent instead.
  private let descriptor: Int32
  private let ownPID = getpid()

  init() {
    descriptor = open("/proc/self/task/\(ownPID)/children", O_RDONLY | O_CLOEXEC)
  }

  func close() {
    if descriptor >= 0 { Glibc.close(descriptor) }
  }

  func own() -> [Int32] {
    guard descriptor >= 0 else { return Self.searching(parent: ownPID) }
    return withUnsafeTemporaryAllocation(byteCount: 4096, alignment: 1) { page in
      var pids: [Int32] = []
      var number: Int32 = 0
      var offset = 0
      var count = 0
      repeat {
        count = max(0, pread(descriptor, page.baseAddress, page.count, offset))
        offset += count
        Self.parse(UnsafeRawBufferPointer(rebasing: page[..<count]), number: &number, into: &pids)
        // The kernel fills a page as far as whole entries go: half an empty one is the end.
      } while count > page.count / 2
      return pids
    }
  }

  /// The children of all threads of a process.
  func children(of pid: Int32) -> [Int32] {
    guard descriptor >= 0 else { return Self.searching(parent: pid) }
    var pids: [Int32] = []
    var number: Int32 = 0
    for thread in SmallFile.numbers(in: "/proc/\(pid)/task") {
      let bytes = SmallFile.read("/proc/\(pid)/task/\(thread)/children") ?? []
      bytes.withUnsafeBytes { Self.parse($0, number: &number, into: &pids) }
    }
    return pids
  }

  static func searching(parent: Int32) -> [Int32] {
    SmallFile.numbers(in: "/proc").filter { ProcessStatus.read(pid: $0)?.parent == parent }
  }

  /// Each number is followed by a space; one that is cut by the end of the bytes goes on in the next.
  private static func parse(_ bytes: UnsafeRawBufferPointer, number: inout Int32, into pids: inout [Int32]) {
    for byte in bytes {
      if byte == UInt8(ascii: " ") {
        pids.append(number)
        number = 0
      } else {
        number = number &* 10 &+ Int32(byte &- UInt8(ascii: "0"))
      }
    }
  }
}
