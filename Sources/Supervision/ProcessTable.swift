import Glibc

/// The processes of this host, by parent.
///
/// Read one after the other, so a process that forks meanwhile may be missed: who must find all looks again.
struct ProcessTable {
  private var processes: [Int32: ProcessStatus] = [:]
  private var children: [Int32: [Int32]] = [:]

  init() {
    guard let folder = opendir("/proc") else { return }
    defer { closedir(folder) }
    while let entry = readdir(folder) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      guard let pid = Int32(name), let status = ProcessStatus.read(pid: pid) else { continue }
      processes[pid] = status
      children[status.parent, default: []].append(pid)
    }
  }

  func children(of pid: Int32) -> [Int32] { children[pid, default: []] }

  /// The roots and all their descendants, those that have ended left out.
  func trees(from roots: [Int32]) -> [ProcessStatus] {
    var found: [ProcessStatus] = []
    var seen = Set(roots)
    var next = roots
    while let pid = next.popLast() {
      if let status = processes[pid], status.isAlive { found.append(status) }
      for child in children(of: pid) where seen.insert(child).inserted { next.append(child) }
    }
    return found.sorted { $0.pid < $1.pid }
  }
}
