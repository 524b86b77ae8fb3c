import Execution
import Glibc
import Reporting

/// Writes a run's console to standard output as the run goes on.
final class ConsoleObserver: RunObserver {
  let output: RunOutput
  private var console: RunConsole
  private var area = LiveArea()
  let isSilentUntilTheEnd: Bool
  private let isLive: Bool

  /// `isLive`: whether what runs is shown in lines that are redrawn in place; `isQuiet`: nothing is shown before the end.
  init(_ console: RunConsole, output: RunOutput, isLive: Bool, isQuiet: Bool) {
    self.console = console
    self.output = output
    self.isLive = isLive
    isSilentUntilTheEnd = isQuiet
  }

  var tickInterval: Duration? { isLive ? .milliseconds(100) : output.hasReader ? .milliseconds(250) : nil }

  func observe(_ event: Event) {
    console.receive(event)
    if case .runFinished(_, let at) = event {
      // How the run ended is worth a wait for room.
      output.settle()
      draw(at: Moment(wall: at, monotonic: 0))
      output.settle()
    } else if !isLive {
      write(console.takeText())
    }
  }

  func tick(at moment: Moment) { draw(at: moment) }

  private func draw(at moment: Moment) {
    guard isLive else { return write(console.takeText()) }
    let size = Terminal.size(STDOUT_FILENO) ?? (columns: 80, rows: 24)
    let text = marked(console.takeText())
    // Frames that nobody sees would only pile up.
    guard !text.isEmpty || !output.isPending else { return }
    let lines = console.liveLines(now: moment.wall, width: size.columns, rows: size.rows)
    var drawn = area
    let frame = drawn.frame(text: text, lines: lines, width: size.columns)
    if frame.isEmpty || output.write(frame.utf8, lines: Self.lines(in: text)) { area = drawn }
  }

  private func write(_ text: String) {
    let text = marked(text)
    if !text.isEmpty { output.write(text.utf8, lines: Self.lines(in: text)) }
  }

  private static func lines(in text: String) -> Int { text.utf8.reduce(0) { $1 == UInt8(ascii: "\n") ? $0 + 1 : $0 } }

  /// With the mark for what was dropped before it.
  private func marked(_ text: String) -> String {
    guard let lines = output.takeDroppedLines() else { return text }
    return "[\(lines) lines are missing here: they were not read in time]\n" + text
  }
}
