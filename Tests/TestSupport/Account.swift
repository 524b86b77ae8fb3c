import Glibc

/// Who runs a program in a test: what maint does it must do for root and for anybody.
package enum Account: CaseIterable, Sendable, CustomStringConvertible {
  /// Whoever runs the tests.
  case own
  /// Someone without rights, through setpriv.
  case nobody

  package static let nobodyID: uid_t = 65534

  /// Only root can become somebody else.
  package static let available: [Account] = geteuid() == 0 ? [.own, .nobody] : [.own]

  /// Stands before a command that this account runs.
  package var prefix: [String] {
    switch self {
    case .own: []
    case .nobody: ["/usr/bin/setpriv", "--reuid=\(Self.nobodyID)", "--regid=\(Self.nobodyID)", "--clear-groups"]
    }
  }

  package var isRoot: Bool { self == .own && geteuid() == 0 }

  package var description: String {
    switch self {
    case .own: geteuid() == 0 ? "root" : "the tests' user"
    case .nobody: "an unprivileged user"
    }
  }
}
