import Glibc

/// A user of the host as the password database knows it.
struct UserAccount {
  var name: String
  var uid: uid_t
  var gid: gid_t
  var home: String
  var shell: String

  static func named(_ name: String) -> UserAccount? {
    read { entry, buffer, size, found in getpwnam_r(name, entry, buffer, size, found) }
  }

  static func of(_ uid: uid_t) -> UserAccount? {
    read { entry, buffer, size, found in getpwuid_r(uid, entry, buffer, size, found) }
  }

  static func current() -> UserAccount {
    let uid = geteuid()
    // A container may run as a number that no database knows.
    return of(uid) ?? UserAccount(name: "\(uid)", uid: uid, gid: getegid(), home: "/", shell: "/bin/sh")
  }

  /// Whether it is the first group of a user whom the host lists.
  static func isFirstGroup(_ group: gid_t) -> Bool {
    setpwent()
    defer { endpwent() }
    while let entry = getpwent() { if entry.pointee.pw_gid == group { return true } }
    return false
  }

  private static func read(
    _ look: (
      UnsafeMutablePointer<passwd>, UnsafeMutablePointer<CChar>, Int,
      UnsafeMutablePointer<UnsafeMutablePointer<passwd>?>
    ) -> Int32
  ) -> UserAccount? {
    // The strings of the entry point into the buffer, so they are copied before it goes.
    withUnsafeTemporaryAllocation(of: CChar.self, capacity: 16384) { buffer in
      guard let start = buffer.baseAddress else { return nil }
      var entry = passwd()
      var found: UnsafeMutablePointer<passwd>?
      guard look(&entry, start, buffer.count, &found) == 0, found != nil else { return nil }
      return UserAccount(
        name: String(cString: entry.pw_name), uid: entry.pw_uid, gid: entry.pw_gid,
        home: String(cString: entry.pw_dir), shell: String(cString: entry.pw_shell))
    }
  }
}
