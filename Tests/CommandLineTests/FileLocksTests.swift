import Foundation
import Testing

@testable import CommandLine

@Suite struct FileLocksTests {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try folder.makeFolder("locks")
  }

  /// Has the lock as the process of a step has it that has not executed its program yet: with the text of whoever started it.
  private func hold(_ name: String, as pid: pid_t) throws -> Int32 {
    try folder.write("pid \(pid), run 1\n", to: "locks/\(name).lock")
    let descriptor = open("\(folder.path)/locks/\(name).lock", O_RDWR | O_CLOEXEC)
    try #require(descriptor >= 0 && flock(descriptor, LOCK_EX | LOCK_NB) == 0)
    return descriptor
  }

  @Test func whatAKilledMaintHadIsWaitedFor() throws {
    let dead = Process()
    dead.executableURL = URL(fileURLWithPath: "/bin/true")
    try dead.run()
    dead.waitUntilExit()
    let left = try hold("run.1", as: dead.processIdentifier)
    Thread.detachNewThread {
      usleep(50_000)
      close(left)
    }
    let answer = FileLocks(folder: folder.path + "/locks").acquire(["run.1"], for: "maint recover 1")
    #expect(answer == .acquired(handle: 1))
  }

  @Test func whatALivingOneHasIsHeld() throws {
    let held = try hold("run.1", as: getpid())
    defer { close(held) }
    let answer = FileLocks(folder: folder.path + "/locks").acquire(["run.1"], for: "maint recover 1")
    #expect(answer == .held(lock: "run.1", holder: "pid \(getpid()), run 1"))
  }
}
