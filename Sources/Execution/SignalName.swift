import Glibc

/// The names of signals as operators know them.
package enum SignalName {
  /// `SIGTERM`, or `signal 40` where there is no common name.
  package static func of(_ number: Int32) -> String {
    names[number] ?? "signal \(number)"
  }

  /// Whether a signal to maint asks it to stop; HUP does not: the terminal is gone, and the run carries on.
  package static func stops(_ number: Int32) -> Bool { number == SIGINT || number == SIGTERM }

  private static let names: [Int32: String] = [
    SIGHUP: "SIGHUP", SIGINT: "SIGINT", SIGQUIT: "SIGQUIT", SIGILL: "SIGILL", SIGTRAP: "SIGTRAP", SIGABRT: "SIGABRT",
    SIGBUS: "SIGBUS", SIGFPE: "SIGFPE", SIGKILL: "SIGKILL", SIGUSR1: "SIGUSR1", SIGSEGV: "SIGSEGV",
    SIGUSR2: "SIGUSR2", SIGPIPE: "SIGPIPE", SIGALRM: "SIGALRM", SIGTERM: "SIGTERM", SIGXCPU: "SIGXCPU",
    SIGXFSZ: "SIGXFSZ", SIGSYS: "SIGSYS",
  ]
}
