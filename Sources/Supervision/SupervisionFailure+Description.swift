import Glibc

extension SupervisionFailure: CustomStringConvertible {
  /// What is wrong and what mends it, to follow "cannot run processes:".
  package var description: String {
    switch self {
    case .pidfdUnavailable(let errno):
      """
      the kernel refuses pidfd_open (\(String(cString: strerror(errno)))): maint needs Linux 5.4 or newer, and a \
      sandbox around it has to allow the call
      """
    case .system(let call, let errno): "\(call): \(String(cString: strerror(errno)))"
    }
  }
}
