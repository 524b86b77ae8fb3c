import CLinux
import Glibc
import Reporting

/// The whole screen of the terminal for as long as somebody watches: keys are not shown, the cursor is hidden, and whatever
/// ends it, but KILL, what was on the terminal before comes back.
///
/// Signals are taken in turn, so that nothing happens in the middle of a frame. A terminal that takes nothing (a stopped one, a
/// hung connection) is not waited for: frames are left out until it does.
final class TerminalScreen {
  /// What a wait ended with.
  enum Event {
    case tick
    /// Another size, or the terminal was somebody else's for a while.
    case redraw
    /// q, Ctrl-C or Ctrl-\.
    case quit
    /// TERM, or the terminal is gone.
    case stop
  }

  private static let signals = [SIGINT, SIGQUIT, SIGTERM, SIGHUP, SIGWINCH, SIGTSTP]

  private let output = RunOutput(STDOUT_FILENO)
  private let descriptor: Int32
  private var mask = sigset_t()
  private var settings: termios?
  private var isKeyboardThere = true
  private var screen = FullScreen()

  /// nil where the kernel refuses.
  init?() {
    descriptor = maint_signalfd(Self.signals.reduce(0) { $0 | 1 << UInt64($1 - 1) })
    guard descriptor >= 0 else { return nil }
    var taken = sigset_t()
    sigemptyset(&taken)
    for signal in Self.signals { sigaddset(&taken, signal) }
    pthread_sigmask(SIG_BLOCK, &taken, &mask)
    enter()
  }

  /// To be called once, at the end.
  func close() {
    leave()
    Glibc.close(descriptor)
    pthread_sigmask(SIG_SETMASK, &mask, nil)
  }

  var size: (columns: Int, rows: Int) { Terminal.size(STDOUT_FILENO) ?? (columns: 80, rows: 24) }

  func draw(_ lines: [String]) {
    output.resume()
    // Frames that nobody sees would only pile up.
    guard !output.isPending else { return }
    let size = size
    let frame = screen.frame(lines, columns: size.columns, rows: size.rows)
    if !frame.isEmpty { output.write(frame.utf8, lines: 0) }
  }

  /// Until something happens, for so long at most.
  func wait(milliseconds: Int) -> Event {
    var entries = [
      pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0),
      pollfd(fd: isKeyboardThere ? STDIN_FILENO : -1, events: Int16(POLLIN), revents: 0),
    ]
    guard poll(&entries, 2, Int32(clamping: milliseconds)) > 0 else { return .tick }
    if entries[0].revents != 0, let event = signalled() { return event }
    if entries[1].revents != 0, isQuitTyped() { return .quit }
    return .tick
  }

  private func signalled() -> Event? {
    var signals = [Int32](repeating: 0, count: 16)
    let count = maint_read_signals(descriptor, &signals, Int32(signals.count))
    let found = signals.prefix(max(0, Int(count)))
    if found.contains(where: { $0 == SIGTERM || $0 == SIGHUP }) { return .stop }
    if found.contains(where: { $0 == SIGINT || $0 == SIGQUIT }) { return .quit }
    if found.contains(SIGTSTP) {
      leave()
      // Blocked as it is, TSTP would not stop it; here it goes on after CONT.
      kill(getpid(), SIGSTOP)
      enter()
    }
    return found.isEmpty ? nil : .redraw
  }

  private func isQuitTyped() -> Bool {
    var bytes = [UInt8](repeating: 0, count: 64)
    let count = read(STDIN_FILENO, &bytes, bytes.count)
    guard count > 0 else {
      if count == 0 || errno != EAGAIN && errno != EINTR { isKeyboardThere = false }
      return false
    }
    return bytes.prefix(count).contains { $0 == UInt8(ascii: "q") || $0 == UInt8(ascii: "Q") || $0 == 0x04 }
  }

  private func enter() {
    var now = termios()
    isKeyboardThere = tcgetattr(STDIN_FILENO, &now) == 0
    if isKeyboardThere {
      settings = now
      // Ctrl-C and Ctrl-Z stay signals.
      now.c_lflag &= ~UInt32(ECHO | ICANON)
      tcsetattr(STDIN_FILENO, TCSADRAIN, &now)
    }
    screen = FullScreen()
    output.write(FullScreen.entering.utf8, lines: 0)
  }

  private func leave() {
    output.write(FullScreen.leaving.utf8, lines: 0)
    output.settle()
    if var settings { tcsetattr(STDIN_FILENO, TCSANOW, &settings) }
  }
}
