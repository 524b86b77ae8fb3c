import Glibc
import Reporting
import Scheduling

/// `maint status --watch`: the status on the whole screen, read anew when something has changed.
struct StatusWatch {
  private let context: Context

  init(_ context: Context) { self.context = context }

  func callAsFunction() throws(CommandFailure) -> ExitCode {
    let isTerminal = context.isTerminal(STDOUT_FILENO)
    guard isTerminal, context.variables.value("TERM") != "dumb" else {
      let why = isTerminal ? "TERM=dumb says that this terminal cannot" : "standard output is none"
      throw CommandFailure(
        "\(Option.watch.flag) redraws a screen, and \(why)",
        hint: "run it at a terminal (ssh -t), or 'maint status' from time to time", exitCode: .usage)
    }
    var view = StatusView(context)
    // What keeps it from ever beginning is told where it can be read.
    try view.read(at: SystemClock.wall())
    guard let screen = TerminalScreen() else {
      throw CommandFailure("signals cannot be taken: \(SystemError.words(errno))", exitCode: .bug)
    }
    defer { screen.close() }
    while true {
      let now = SystemClock.wall()
      view.refresh(at: now)
      let size = screen.size
      screen.draw(view.lines(at: now, columns: size.columns, rows: size.rows))
      // With the clock, so that no second is shown twice or never.
      let rest = 1_000 - Int(now.microseconds / 1_000 % 1_000)
      switch screen.wait(milliseconds: rest) {
      case .tick, .redraw: continue
      case .quit: return .success
      case .stop: return .terminated
      }
    }
  }
}
