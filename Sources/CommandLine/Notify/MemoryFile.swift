import CLinux
import Glibc

/// Bytes that another process of the same user reads as a file, by its path in /proc: they are on no disk, which may be
/// full, and nothing is left of them when maint is gone, however it went. Ends with its last owner.
final class MemoryFile {
  private let descriptor: Int32

  /// nil, with errno: there is no memory or no descriptor left.
  init?(_ bytes: [UInt8]) {
    descriptor = bytes.withUnsafeBytes { maint_memory_file($0.baseAddress, $0.count) }
    if descriptor < 0 { return nil }
  }

  deinit { close(descriptor) }

  var path: String { "/proc/\(getpid())/fd/\(descriptor)" }
}
