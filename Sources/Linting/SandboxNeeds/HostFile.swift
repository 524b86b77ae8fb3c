/// Files through which a write reaches the kernel or a disk of the host.
enum HostFile {
  /// What a write to it needs; nil: nothing that a sandbox has not, or nobody can tell.
  static func need(writing word: ShellWord) -> String? {
    guard word.text.hasPrefix("/") else { return nil }
    if word.text.hasPrefix("/proc/sys") || word.text.hasPrefix("/sys/") { return "the kernel" }
    return isDevice(word) ? "block devices" : nil
  }

  /// A device that a sandbox's `/dev` does not have.
  static func isDevice(_ word: ShellWord) -> Bool {
    guard word.text.hasPrefix("/dev/") else { return false }
    let name = word.text.dropFirst(5).prefix { $0 != "/" }
    return !inSandbox.contains(String(name)) && !name.isEmpty
  }

  /// `tcp` and `udp` are bash's own.
  private static let inSandbox: Set<String> = [
    "null", "zero", "full", "random", "urandom", "tty", "stdin", "stdout", "stderr", "fd", "shm", "ptmx", "pts",
    "mqueue",
    "console", "log", "kmsg", "tcp", "udp",
  ]
}
