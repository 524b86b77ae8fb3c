import Foundation

/// What the host says about processes, read in the plainest way.
enum Host {
  static var pids: [Int32] {
    ((try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []).compactMap { Int32($0) }
  }

  static func isAlive(_ pid: Int32) -> Bool {
    guard let state = status(of: pid)["State"]?.first else { return false }
    return state != "Z" && state != "X"
  }

  static func environment(of pid: Int32) -> String { text("/proc/\(pid)/environ") }

  /// Children of this process that have ended and that nobody reaps, apart from those in its own session, which belong
  /// to other tests. Other tests have children in sessions of their own, too, and wait for them in a while.
  static var zombies: [Int32] {
    var left = currentZombies
    for _ in 0..<3_000 where !left.isEmpty {
      usleep(20_000)
      left.formIntersection(currentZombies)
    }
    return left.sorted()
  }

  private static var currentZombies: Set<Int32> {
    Set(
      pids.filter { pid in
        let status = status(of: pid)
        return status["PPid"] == "\(getpid())" && status["State"]?.first == "Z" && getsid(pid) != getsid(0)
      })
  }

  static func status(of pid: Int32) -> [String: String] {
    var fields: [String: String] = [:]
    for line in text("/proc/\(pid)/status").split(separator: "\n") {
      let parts = line.split(separator: ":\t", maxSplits: 1)
      if parts.count == 2 { fields[String(parts[0])] = String(parts[1]) }
    }
    return fields
  }

  static func text(_ path: String) -> String {
    String(decoding: FileManager.default.contents(atPath: path) ?? Data(), as: UTF8.self)
  }

  /// The open descriptors of the kinds that a supervisor has; the test's own machinery comes and goes with sockets.
  static var descriptors: [String] {
    let kinds = ["pipe:", "anon_inode:[pidfd]", "pidfd:", "anon_inode:[signalfd]", "/dev/null"]
    let numbers = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd")) ?? []
    let files = numbers.map { number in
      let link = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/fd/\(number)")
      return (number: number, link: link ?? "")
    }
    // Of /proc only the list of children: the folder listed here is open too, and the machinery reads there.
    return files.filter { file in file.link.hasSuffix("/children") || kinds.contains { file.link.hasPrefix($0) } }
      .map { "\($0.number) \($0.link)" }.sorted()
  }
}
