import Glibc
import RunLog
import Scheduling

/// The list that a package manager keeps of what is installed.
struct PackageDatabase: Hashable {
  enum Manager: String, CaseIterable {
    case dpkg, apk, rpm

    /// Below the root of the system; of several the first that is there.
    var paths: [String] {
      switch self {
      case .dpkg: ["var/lib/dpkg/status"]
      case .apk: ["lib/apk/db/installed"]
      // Fedora and SUSE have it where a snapshot of the system holds it, too.
      case .rpm: ["usr/lib/sysimage/rpm/rpmdb.sqlite", "var/lib/rpm/rpmdb.sqlite"]
      }
    }

    /// Files beside the list that belong to it.
    fileprivate var suffixes: [String] {
      switch self {
      case .dpkg, .apk: []
      case .rpm: ["-wal"]
      }
    }
  }

  let manager: Manager
  let path: String

  init(_ manager: Manager, root: String) {
    self.manager = manager
    let paths = manager.paths.map { "\(root)/\($0)" }
    path = paths.first { access($0, F_OK) == 0 } ?? paths.last ?? ""
  }

  /// Those of this host. The tests' builds take them from another root, so that no test depends on the host.
  static func all(_ context: Context) -> [PackageDatabase] {
    var root = ""
    #if DEBUG
      root = context.variables.value("MAINT_TEST_PACKAGES") ?? ""
    #endif
    return Manager.allCases.map { PackageDatabase($0, root: root) }
  }

  /// What tells this state of the file from others; nil where it is not there. One system call, of rpm's two.
  var stamp: String? { state?.stamp }

  /// That, and when it was last written.
  private var state: (stamp: String, changedAt: Timestamp)? {
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    var (stamp, changedAt) = (Self.stamp(status), Self.changedAt(status))
    for suffix in manager.suffixes where stat(path + suffix, &status) == 0 {
      stamp += " \(Self.stamp(status))"
      if status.st_size > 0 { changedAt = max(changedAt, Self.changedAt(status)) }
    }
    return (stamp, changedAt)
  }

  /// nil where it cannot be read.
  func read() -> PackageReading? {
    switch manager {
    case .dpkg, .apk: readText()
    case .rpm: readDatabase()
    }
  }

  /// Where it is written meanwhile, what was read does not belong together.
  private func readDatabase() -> PackageReading? {
    var status = stat()
    guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG, status.st_size <= Self.largest,
      let before = state, let versions = RPMDatabase(path: path).versions(), before.stamp == stamp
    else { return nil }
    return PackageReading(stamp: before.stamp, changedAt: before.changedAt, versions: versions)
  }

  private func readText() -> PackageReading? {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var status = stat()
    // Both managers replace the file as a whole, so what is read belongs together.
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG, status.st_size <= Self.largest,
      let bytes = Self.read(descriptor, size: Int(status.st_size))
    else { return nil }
    return PackageReading(
      stamp: Self.stamp(status), changedAt: Self.changedAt(status), versions: PackageListParser(manager).versions(bytes)
    )
  }

  /// Bytes; that of a host with all of Debian is 100 MB.
  private static let largest = 1 << 28

  private static func changedAt(_ status: stat) -> Timestamp {
    Timestamp(microseconds: Int64(status.st_mtim.tv_sec) * 1_000_000 + Int64(status.st_mtim.tv_nsec) / 1_000)
  }

  private static func stamp(_ status: stat) -> String {
    "\(status.st_ino):\(status.st_size):\(status.st_mtim.tv_sec).\(status.st_mtim.tv_nsec)"
  }

  private static func read(_ descriptor: Int32, size: Int) -> [UInt8]? {
    let bytes = [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
      while count < size {
        let got = Glibc.read(descriptor, buffer.baseAddress.map { $0 + count }, size - count)
        if got < 0 && errno == EINTR { continue }
        if got <= 0 { break }
        count += got
      }
    }
    return bytes.count == size ? bytes : nil
  }
}
