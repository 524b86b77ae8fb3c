import Glibc
import RunLog
import Scheduling

/// The list that a package manager keeps of what is installed, as a text file.
///
/// Of rpm it is no text, so nothing is known of its packages.
struct PackageDatabase: Hashable {
  enum Manager: String, CaseIterable {
    case dpkg, apk

    /// Below the root of the system.
    var path: String {
      switch self {
      case .dpkg: "var/lib/dpkg/status"
      case .apk: "lib/apk/db/installed"
      }
    }
  }

  let manager: Manager
  let path: String

  init(_ manager: Manager, root: String) {
    self.manager = manager
    path = "\(root)/\(manager.path)"
  }

  /// Those of this host. The tests' builds take them from another root, so that no test depends on the host.
  static func all(_ context: Context) -> [PackageDatabase] {
    var root = ""
    #if DEBUG
      root = context.variables.value("MAINT_TEST_PACKAGES") ?? ""
    #endif
    return Manager.allCases.map { PackageDatabase($0, root: root) }
  }

  /// What tells this state of the file from others; nil where it is not there. One system call.
  var stamp: String? {
    var status = stat()
    return stat(path, &status) == 0 ? Self.stamp(status) : nil
  }

  /// nil where it cannot be read.
  func read() -> PackageReading? {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var status = stat()
    // Both managers replace the file as a whole, so what is read belongs together.
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG, status.st_size <= Self.largest,
      let bytes = Self.read(descriptor, size: Int(status.st_size))
    else { return nil }
    let written = status.st_mtim
    return PackageReading(
      stamp: Self.stamp(status),
      changedAt: Timestamp(microseconds: Int64(written.tv_sec) * 1_000_000 + Int64(written.tv_nsec) / 1_000),
      versions: PackageListParser(manager).versions(bytes))
  }

  /// Bytes; that of a host with all of Debian is 100 MB.
  private static let largest = 1 << 28

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
