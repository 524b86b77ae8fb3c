import Glibc
import Testing

/// Who runs maint in a test: the runbooks must do for root and for anybody.
enum Account: CaseIterable, CustomTestStringConvertible {
  /// Whoever runs the tests.
  case own
  /// Someone without rights, through setpriv.
  case nobody

  static let nobodyID: uid_t = 65534

  /// Only root can become somebody else.
  static let available: [Account] = geteuid() == 0 ? [.own, .nobody] : [.own]

  /// Stands before a command that this account runs.
  var prefix: [String] {
    switch self {
    case .own: []
    case .nobody: ["/usr/bin/setpriv", "--reuid=\(Self.nobodyID)", "--regid=\(Self.nobodyID)", "--clear-groups"]
    }
  }

  var testDescription: String {
    switch self {
    case .own: geteuid() == 0 ? "root" : "the tests' user"
    case .nobody: "an unprivileged user"
    }
  }
}
