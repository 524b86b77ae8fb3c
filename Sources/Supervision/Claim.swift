/// What an orphan is recognised by as a descendant of a started process.
struct Claim {
  static let variable = "MAINT_COOKIE"
  static let assignment = "MAINT_COOKIE="

  var id: ChildID
  /// One component of the variable's value: a maint within a step appends its own, so that what it leaves behind
  /// when it is killed is still known as that step's.
  var cookie: [UInt8]
  /// The started process itself. It leads a session whose id is its pid, and the id is not given to another process
  /// while a member of the session lives.
  var leader: ProcessIdentity
  /// Whether the process has yet to be reported as ended.
  var isActive = true

  func matches(cookies: [ArraySlice<UInt8>]) -> Bool { cookies.contains { $0.elementsEqual(cookie) } }

  /// The cookies in the environment with which the process was started. `nil` if it has none, clears it, is another
  /// user's, or is just being replaced by `execve`.
  static func cookies(of pid: Int32) -> [ArraySlice<UInt8>]? {
    let name = Array(assignment.utf8)
    let environment = SmallFile.read("/proc/\(pid)/environ")?.split(separator: 0)
    guard let entry = environment?.last(where: { $0.starts(with: name) }) else { return nil }
    return entry.dropFirst(name.count).split(separator: UInt8(ascii: "/"))
  }
}
