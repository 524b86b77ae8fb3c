import Glibc

/// Keeps signals that ask maint to stop waiting where one supervisor follows another: between two of them they would
/// end maint at once, with what it has to clear away. A supervisor takes those that came before it.
package struct HeldSignals {
  private var mask = sigset_t()
  private var previous = sigset_t()

  /// Those of the calling thread. One that the caller had ignored stays ignored.
  package init() {
    sigemptyset(&mask)
    for signal in [SIGTERM, SIGINT, SIGQUIT, SIGHUP] where !SignalGate.isIgnored(signal) { sigaddset(&mask, signal) }
    pthread_sigmask(SIG_BLOCK, &mask, &previous)
  }

  /// One that waits, which it does no longer; nil where none does. A terminal that went away asks for nothing.
  package mutating func take() -> Int32? {
    var none = timespec()
    while true {
      let signal = sigtimedwait(&mask, nil, &none)
      if signal > 0, signal != SIGHUP { return signal }
      if signal < 0, errno != EINTR { return nil }
    }
  }

  /// What still waits is dropped: all is over.
  package mutating func release() {
    while take() != nil {}
    pthread_sigmask(SIG_SETMASK, &previous, nil)
  }
}
