import Execution
import Glibc
import Reporting

/// Writes a run's console to standard output as the run goes on.
final class ConsoleObserver: RunObserver {
  private var console: RunConsole
  private var area = LiveArea()
  private let output: StandardOutput
  private let isLive: Bool

  /// `isLive`: whether what runs is shown in lines that are redrawn in place.
  init(_ console: RunConsole, output: StandardOutput, isLive: Bool) {
    self.console = console
    self.output = output
    self.isLive = isLive
  }

  var tickInterval: Duration? { isLive ? .milliseconds(100) : nil }

  func observe(_ event: Event) {
    console.receive(event)
    if case .runFinished(_, let at) = event {
      draw(at: Moment(wall: at, monotonic: 0))
    } else if !isLive {
      write(console.takeText())
    }
  }

  func tick(at moment: Moment) { draw(at: moment) }

  private func draw(at moment: Moment) {
    guard isLive else { return write(console.takeText()) }
    let size = Terminal.size(STDOUT_FILENO) ?? (columns: 80, rows: 24)
    let lines = console.liveLines(now: moment.wall, width: size.columns, rows: size.rows)
    write(area.frame(text: console.takeText(), lines: lines, width: size.columns))
  }

  private func write(_ text: String) {
    guard !text.isEmpty else { return }
    output.write(text)
    output.flush()
  }
}
