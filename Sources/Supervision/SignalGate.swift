import CLinux
import Glibc

/// Turns the signals sent to maint into something that `poll` can wait for, and back again at the end.
///
/// The mask is that of the calling thread. Children get a clean mask and default dispositions from the spawn.
struct SignalGate {
  let descriptor: Int32
  private var previousMask: sigset_t
  private var previousPipe: sigaction
  private var previousChild: sigaction

  init() throws(SupervisionFailure) {
    let signals = Self.gated()
    descriptor = maint_signalfd(signals.reduce(0) { $0 | 1 << UInt64($1 - 1) })
    guard descriptor >= 0 else { throw .system(call: "signalfd", errno: errno) }
    var mask = sigset_t()
    sigemptyset(&mask)
    for signal in signals { sigaddset(&mask, signal) }
    previousMask = sigset_t()
    pthread_sigmask(SIG_BLOCK, &mask, &previousMask)
    // A reader that closed maint's output early is an error of the write, not the end of maint.
    previousPipe = Self.set(SIGPIPE, to: SIG_IGN)
    // Ignored, as some callers leave it, the kernel would reap children before their status could be read.
    previousChild = Self.set(SIGCHLD, to: SIG_DFL)
  }

  /// Every signal that arrived since the last call, in the kernel's order.
  func pending() -> [Int32] {
    // One of a kind waits at a time, so there is room for all of them.
    withUnsafeTemporaryAllocation(of: Int32.self, capacity: 16) { signals in
      let count = maint_read_signals(descriptor, signals.baseAddress, Int32(signals.count))
      return Array(signals[..<Int(max(0, count))])
    }
  }

  /// Undoes `init`. Signals that wait unread are dropped: they would end maint in the middle of its own ending.
  mutating func restore() {
    _ = pending()
    close(descriptor)
    sigaction(SIGPIPE, &previousPipe, nil)
    sigaction(SIGCHLD, &previousChild, nil)
    pthread_sigmask(SIG_SETMASK, &previousMask, nil)
  }

  /// A signal that the caller had ignored stays ignored: a shell does that to INT and QUIT of what it runs in the
  /// background, nohup to HUP.
  private static func gated() -> [Int32] {
    [SIGTERM, SIGCHLD, SIGWINCH] + [SIGINT, SIGQUIT, SIGHUP].filter { !isIgnored($0) }
  }

  static func isIgnored(_ signal: Int32) -> Bool {
    var action = sigaction()
    sigaction(signal, nil, &action)
    return unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self)
  }

  private static func set(_ signal: Int32, to handler: __sighandler_t?) -> sigaction {
    var action = sigaction()
    var previous = sigaction()
    action.__sigaction_handler.sa_handler = handler
    sigaction(signal, &action, &previous)
    return previous
  }
}
